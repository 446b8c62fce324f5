#!/usr/bin/env bash
# Looks for inputs that break a law of tests/fuzz: its targets under libFuzzer, ASan and UBSan, for so
# many seconds each.
#
#   scripts/fuzz.sh 600                    # every target, as many side by side as there are processors
#   scripts/fuzz.sh 60 seal signed_note    # these two
#   JOBS=4 nice scripts/fuzz.sh 600
#
# Inputs that reach new code are kept in build/fuzz/corpus/NAME, which begins with tests/fuzz/corpus/NAME and
# is gone on with the next time. One line a target: what was run, how much of the code it reached.
# Exit status 0: nothing was found, 1: something was, 2: wrong usage, 3: it could not be run.
set -euo pipefail
cd "$(dirname "$0")/.."
most_bytes=16384 most_seconds=60 most_mb=2048  # of one input; its time is a clock's, not a processor's

usage() { echo "fuzz: $1; usage: scripts/fuzz.sh SECONDS [NAME...]" >&2; exit 2; }
[[ ${1:-} =~ ^[1-9][0-9]{0,6}$ ]] || usage "how many seconds for each target?"
seconds=$1
shift
all=(tests/fuzz/fuzz_*.cpp)
all=("${all[@]#tests/fuzz/fuzz_}")
all=("${all[@]%.cpp}")
names=("${@:-${all[@]}}")
for name in "${names[@]}"; do
  [[ -f tests/fuzz/fuzz_$name.cpp ]] || usage "there is no target $name; there are ${all[*]}"
done
scripts/setup.sh clang
version=$(clang++ -dumpversion)
scripts/setup.sh "libclang-rt-${version%%.*}-dev"
mkdir -p build/fuzz
log=build/fuzz/build.log
echo "fuzz: building" >&2
{ cmake --preset fuzz && cmake --build --preset fuzz --target "${names[@]/#/fuzz_}"; } >"$log" 2>&1 ||
  { tail -n 30 "$log" >&2; echo "fuzz: the targets could not be built; see $log" >&2; exit 3; }

export LSAN_OPTIONS="suppressions=$PWD/tests/lsan.supp:print_suppressions=0"
export UBSAN_OPTIONS=print_stacktrace=1
scratch=/dev/shm  # the service's files: syncs of a real disk would take all the time
[[ -w $scratch ]] || scratch=${TMPDIR:-/tmp}
export TMPDIR=$scratch

last() { grep -oP "$1" "$2" | tail -n 1 || true; }
fuzz() {  # name
  local corpus=build/fuzz/corpus/$1 found=build/fuzz/found/$1- log=build/fuzz/$1.log status=0
  mkdir -p "$corpus" build/fuzz/found
  "build/fuzz/bin/fuzz_$1" "$corpus" "tests/fuzz/corpus/$1" -max_total_time="$seconds" \
    -max_len=$most_bytes -timeout=$most_seconds -rss_limit_mb=$most_mb -print_final_stats=1 \
    -artifact_prefix="$found" >"$log" 2>&1 || status=$?
  printf '%-18s %11s runs %6s s %6s new inputs  cov %s\n' "$1" \
    "$(last 'number_of_executed_units: *\K\d+' "$log")" "$(last 'Done \d+ runs in \K\d+' "$log")" \
    "$(last 'new_units_added: *\K\d+' "$log")" "$(last 'cov: \K\d+' "$log")"
  ((status == 0)) && return
  local input
  input=$(last 'Test unit written to \K.*' "$log")
  cat <<END
  $1 FOUND SOMETHING: $(last '(SUMMARY: .*|ERROR: libFuzzer: .*)' "$log")
    see it again:  build/fuzz/bin/fuzz_$1 ${input:-"(no input was written; see $log)"}
    make it small: build/fuzz/bin/fuzz_$1 -minimize_crash=1 -runs=10000 ${input:-FILE}
    keep it, named for what it is, as tests/fuzz/corpus/$1/…: each run of the tests replays it
END
  return 1
}

jobs=${JOBS:-$(nproc)} running=0 worst=0
echo "fuzz: ${#names[@]} targets for $seconds s each, $jobs side by side" >&2
for name in "${names[@]}"; do
  if ((running == jobs)); then
    wait -n || worst=1
    running=$((running - 1))
  fi
  fuzz "$name" &
  running=$((running + 1))
done
while ((running > 0)); do
  wait -n || worst=1
  running=$((running - 1))
done
exit $worst
