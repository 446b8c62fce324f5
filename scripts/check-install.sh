#!/usr/bin/env bash
# Installs what was built into an empty folder, and uses it as somebody else would: the programs, and
# the library from a project that finds it with find_package(tem).
#
#   scripts/check-install.sh [--library-only] [BUILD]      BUILD: build/package, which is built first
#
# --library-only: tem::codec alone, of a folder that is built already.
set -euo pipefail
cd "$(dirname "$0")/.."
source=$PWD

parts='codec;data'
[[ ${1:-} != --library-only ]] || { parts=codec; shift; }
build=${1:-}
if [[ -z $build ]]; then
  build=build/package
  mkdir -p build
  cmake --preset package >build/package.configure.log 2>&1 || { cat build/package.configure.log >&2; exit 3; }
  cmake --build --preset package >build/package.build.log 2>&1 || { tail -n 40 build/package.build.log >&2; exit 3; }
fi

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
fail() { echo "check-install: $*" >&2; exit 1; }
quietly() { "$@" >"$place/log" 2>&1 || { cat "$place/log" >&2; fail "$1 ${2:-}: failed, as it says above"; }; }

quietly cmake --install "$build" --prefix "$place/usr" --component dev
quietly cmake -S tests/consumer -B "$place/consumer" -G Ninja -D CMAKE_PREFIX_PATH="$place/usr" -D PARTS="$parts"
grep -qF "tem_DIR:PATH=$place/usr/" "$place/consumer/CMakeCache.txt" ||
  fail "the consumer found another tem than the one that was just installed"
quietly cmake --build "$place/consumer"
! grep -rqE "(^|[\"; ])$source(/|[\"; ]|$)" "$place/usr" --include='*.cmake' || fail "the installed CMake files name the source tree"

"$place/consumer/issue_and_read" >"$place/read"
grep -q '^https://tem\.example/01/08936000000011/10/L2611A/21/' "$place/read" &&
  grep -q '^08936000000011 L2611A [0-9A-Z]\{10\}$' "$place/read" ||
  fail "a stamp that the library issued was not read back: $(cat "$place/read")"
echo "library: a stamp issued, drawn, read and verified"
[[ $parts == *data* ]] || exit 0

quietly cmake --install "$build" --prefix "$place/usr" --component tem
quietly cmake --install "$build" --prefix "$place/usr" --component temd
export PATH="$place/usr/bin:$place/usr/sbin:$PATH" TEM_REGISTRY="$place/registry"
[[ $(command -v tem) == "$place"/usr/* && $(command -v temd) == "$place"/usr/* ]] || fail "the programs are not there"
tem init --demo >"$place/log"
tem issue --gtin 08936000000011 --lot L2611A --count 3 --produced 2026-11-01 -o "$place/stamps.csv" >"$place/log"
uri=$(sed -n 2p "$place/stamps.csv" | cut -d, -f3)
tem log prove "$uri" -o "$place/lot.tlog-proof" >"$place/log"
check() { "$place/consumer/check_by_proof" "$1" "$(tem key vkey)" <"$place/lot.tlog-proof"; }
[[ $(check "$uri") == genuine ]] || fail "the library does not find genuine what tem issued"
[[ $(check "${uri/L2611A/L2611B}" 2>&1) != genuine ]] || fail "the library finds genuine what tem did not issue"
echo "programs: a lot issued and proved; the library agrees"
