#!/usr/bin/env bash
# Builds and runs every test under a sanitizer, the programs that the scripts and the pages run too: unit tests,
# replayed fuzz corpora, scripts, pages, the audit; then the service with four threads under mixed load.
#
#   scripts/check-sanitizers.sh thread              data races, locks taken in two orders: ThreadSanitizer
#   scripts/check-sanitizers.sh address             memory, leaks, undefined behaviour: ASan, LSan, UBSan
#   scripts/check-sanitizers.sh thread -R service   only the tests whose name matches, without the load
#
# A report is a failed test, whichever process it is of. scripts/test.sh runs the tests that are programs under
# `address`, and the scripts without: this takes four times as long (docs/testing.md). Exit status: 0 no report and
# every test passed, 1 else, 2 wrong usage.
set -euo pipefail
cd "$(dirname "$0")/.."
tests=$PWD/tests
case ${1:-} in
  thread)
    preset=tsan
    export TSAN_OPTIONS=second_deadlock_stack=1:history_size=4:suppressions=$tests/tsan.supp:print_suppressions=0
    ;;
  address)
    preset=asan
    export ASAN_OPTIONS=detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1
    export LSAN_OPTIONS=suppressions=$tests/lsan.supp:print_suppressions=0
    ;;
  *) echo "usage: check-sanitizers.sh thread|address [CTEST OPTION...]" >&2; exit 2 ;;
esac
shift
scripts/setup.sh

bin=$PWD/build/$preset/bin
mkdir -p build
cmake --preset "$preset" -D TEM_PROGRAMS="$bin" -D TEM_PATIENCE=8 >"build/$preset.configure.log" 2>&1 ||
  { cat "build/$preset.configure.log" >&2; exit 1; }
cmake --build --preset "$preset" -- -k 0 | grep -v '^\[[0-9/]*\] ' || true
cmake --build --preset "$preset" >/dev/null
# The installed library is used by a project that is not compiled for a sanitizer.
ctest --preset "$preset" -j "$(nproc)" -E '^script\.install$' "$@"
(($# == 0)) || exit 0

reports=$(mktemp -d)
trap 'rm -rf "$reports"' EXIT
for name in ASAN_OPTIONS UBSAN_OPTIONS TSAN_OPTIONS LSAN_OPTIONS; do
  export "$name=${!name:+${!name}:}log_path=$reports/report"
done
status=0
TEM_BIN=$bin TEM_THREADS=4 tests/bench/load 1 60 || status=1
tests/bench/hostile --bin "$bin" --small || status=1
tests/bench/hostile --bin "$bin" --small --tls || status=1
cat "$reports"/* 2>/dev/null && status=1
exit "$status"
