#!/usr/bin/env bash
# Looks at built programs for what keeps an error in memory from being used against whoever runs them, and at
# what each file of theirs is compiled with: of some flags a program shows nothing, of others one file's worth.
#
#   scripts/check-hardening.sh PROGRAM...              as linked: any build
#   scripts/check-hardening.sh --compiled PROGRAM...   and as compiled: an optimised build for x86-64
#   scripts/check-hardening.sh --flags build/package/compile_commands.json    each file, with GCC for x86-64
#
# One line for each program or file and each thing that is missing; exit status 0 nothing is, 1 something is,
# 2 wrong usage, 3 a program or the commands could not be read. cmake/hardening.cmake has the flags.
set -euo pipefail

what=linked
[[ ! ${1:-} =~ ^--(compiled|flags)$ ]] || { what=${1#--}; shift; }
(($#)) && [[ $what != flags || $# == 1 ]] ||
  { echo "usage: check-hardening.sh [--compiled] PROGRAM... | --flags COMPILE_COMMANDS" >&2; exit 2; }

# The QR encoder's variables are not zeroed: it is given a stamp's text only, and a symbol costs 6 % more.
readonly not_zeroed='/codec/src/qr_(codewords|encoder|layout|penalty|segments|symbol)[.]cpp$'

# Of flags for one thing the last counts. Left out are the tests, and the files that CMake makes to see that
# each header compiles by itself.
flags() {
  local words
  words=$(jq -r '.[] | [.file, (.arguments // (.command | split(" ")))[]] | @tsv' "$1" 2>/dev/null) ||
    { echo "check-hardening: $1: no commands that can be read" >&2; exit 3; }
  awk -F '\t' -v from="$1" -v not_zeroed="$not_zeroed" '
    function want(flag, same_thing, or_else,  i) {
      for (i = NF; i > 1 && $i !~ same_thing; --i) {}
      if (i > 1 && ($i == flag || or_else != "" && $i ~ or_else)) return
      print $1 ": compiled with " (i > 1 ? $i " instead of " : "no ") flag
      missing = 1
    }
    $1 ~ /(^|\/)tests\// || $1 ~ /_verify_interface_header_sets\// { next }
    {
      ++files
      want("-O2", "^-O", "^-O[3s]$")  # without, the next one does nothing
      want("-D_FORTIFY_SOURCE=3", "^-[DU]_FORTIFY_SOURCE")
      want("-fstack-protector-strong", "^-f(no-)?stack-protector")
      want("-fstack-clash-protection", "^-f(no-)?stack-clash-protection")
      want("-fcf-protection", "^-fcf-protection")
      want("-fPIE", "^-f(no-)?[Pp][Ii][CEce]$", "^-fPIC$")
      if ($1 !~ not_zeroed) want("-ftrivial-auto-var-init=zero", "^-ftrivial-auto-var-init")
    }
    END {
      if (!files) print "check-hardening: " from ": compiles no file of the programs" >"/dev/stderr"
      exit !files ? 3 : missing
    }' <<<"$words"
}
[[ $what != flags ]] || { flags "$1"; exit; }

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
  [[ $what == compiled ]] || continue
  symbols=$(readelf --wide --dyn-syms "$program")
  compiled
done
exit "$status"
