#!/usr/bin/env bash
# Sets up, builds, and runs every test: the whole suite on the `dev` build, then the unit tests and
# the replayed fuzz corpora once more under the address and undefined-behaviour sanitizers.
#
#   scripts/test.sh              everything
#   scripts/test.sh -R ledger    only the tests whose name matches, on the dev build
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh

build() {
  cmake --preset "$1" >"build/$1.configure.log" 2>&1 || { cat "build/$1.configure.log" >&2; exit 3; }
  cmake --build --preset "$1" -- -k 0 | grep -v '^\[[0-9/]*\] ' || true
  cmake --build --preset "$1" >/dev/null
}
mkdir -p build
echo "test: building" >&2
build dev
(($# == 0)) || exec ctest --preset dev "$@"

cmake --build --preset dev --target all_verify_interface_header_sets >/dev/null
build asan
echo "test: unit tests under the sanitizers" >&2
ctest --preset asan -L sanitize -j "$(nproc)"
echo "test: every test" >&2
ctest --preset dev -j "$(nproc)"
