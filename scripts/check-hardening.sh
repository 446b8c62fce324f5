#!/usr/bin/env bash
# Looks at built programs for what keeps an error in memory from being used against whoever runs them.
#
#   scripts/check-hardening.sh PROGRAM...              as linked: any build
#   scripts/check-hardening.sh --compiled PROGRAM...   and as compiled: an optimised build for x86-64
#
# One line for each program and each thing that is missing; exit status 0 nothing is, 1 something is,
# 2 wrong usage, 3 a program could not be read. cmake/hardening.cmake has the flags.
set -euo pipefail

compiled=
[[ ${1:-} != --compiled ]] || { compiled=1; shift; }
(($#)) || { echo "usage: check-hardening.sh [--compiled] PROGRAM..." >&2; exit 2; }

status=0
missing() { echo "$program: $*"; status=1; }

linked() {
  [[ $header =~ Type:\ +DYN ]] && [[ $dynamic == *'(FLAGS_1)'*PIE* ]] ||
    missing "is loaded where every attacker knows: no position-independent executable (-pie)"
  [[ $segments == *GNU_RELRO* ]] || missing "its relocations stay writable (-z relro)"
  [[ $dynamic == *BIND_NOW* || $dynamic == *'(FLAGS_1)'*NOW* ]] ||
    missing "functions are bound late, through a writable table (-z now)"
  [[ $segments =~ GNU_STACK[^$'\n']*\ RW\  ]] || missing "its stack is executable (-z noexecstack)"
  [[ ! $segments =~ LOAD[^$'\n']*\ RWE\  ]] || missing "has a segment both writable and executable"
  [[ $dynamic != *'(TEXTREL)'* ]] || missing "its code is relocated at the start (TEXTREL)"
  [[ ! $dynamic =~ \((RPATH|RUNPATH)\) ]] || missing "looks for libraries in a folder of its own (RPATH)"
}

# Libraries that are linked statically bring a few of their own.
readonly least=100

compiled() {
  local guards marks probes
  read -r guards marks probes < <(objdump -d --no-show-raw-insn "$program" | awk '
    /call .*<__stack_chk_fail@plt>/ { guards++ }
    /:\tendbr64/ { marks++ }
    /:\torq +\$0x0,(0x[0-9a-f]+)?\(%rsp\)/ { probes++ }
    END { print guards + 0, marks + 0, probes + 0 }')
  ((guards >= least)) ||
    missing "guards $guards frames, of $least at least (-fstack-protector-strong)"
  ((marks >= least)) ||
    missing "marks $marks targets of jumps, of $least at least (-fcf-protection)"
  ((probes)) || missing "a large frame can step over the guard page (-fstack-clash-protection)"
  [[ $symbols =~ __(mem|str|read|fread|recv|poll|v?sn?printf|fprintf)[a-z]*_chk ]] ||
    missing "no call is checked for the size of its buffer (-D_FORTIFY_SOURCE=3, with optimisation)"
}

for program; do
  header=$(readelf --wide --file-header "$program" 2>/dev/null) && [[ $header == *'ELF Header'* ]] ||
    { echo "check-hardening: $program: no program that can be read" >&2; exit 3; }
  segments=$(readelf --wide --segments "$program")
  dynamic=$(readelf --wide --dynamic "$program")
  linked
  [[ -n $compiled ]] || continue
  symbols=$(readelf --wide --dyn-syms "$program")
  compiled
done
exit "$status"
