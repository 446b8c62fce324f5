#!/usr/bin/env bash
# Sets up, builds, and runs every test once: unit tests and replayed fuzz corpora under the address and
# undefined-behaviour sanitizers; scripts, pages and the audit with the programs of the `dev` build.
#
#   scripts/test.sh              everything
#   scripts/test.sh -R ledger    only the tests whose name matches, all on the dev build
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh

build() {  # preset, targets
  cmake --preset "$1" >"build/$1.configure.log" 2>&1 || { cat "build/$1.configure.log" >&2; exit 3; }
  cmake --build --preset "$1" --target "${@:2}" -- -k 0 | grep -v '^\[[0-9/]*\] ' || true
  cmake --build --preset "$1" --target "${@:2}" >/dev/null
}
mkdir -p build
echo "test: building" >&2
if (($#)); then
  build dev all
  exec ctest --preset dev "$@"
fi
build dev tem temd grow_log shoppers all_verify_interface_header_sets
build asan all
echo "test: every test" >&2
ctest --preset asan -j "$(nproc)"
