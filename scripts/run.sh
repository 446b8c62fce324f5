#!/usr/bin/env bash
# Sets up, builds, makes the demonstration registry, issues a sheet of stamps, verifies a picture of
# it, then serves until stopped.
#
#   scripts/run.sh [--once] [--listen ADDRESS:PORT]
#
# --once ends after the check. Everything it makes lies in ./demo and is made anew each time.
set -euo pipefail
cd "$(dirname "$0")/.."

once=
listen=127.0.0.1:8080
while (($#)); do
  case $1 in
    --once) once=1 ;;
    --listen) listen=${2:?--listen needs ADDRESS:PORT}; shift ;;
    *) echo "run: unknown option $1; usage: scripts/run.sh [--once] [--listen ADDRESS:PORT]" >&2; exit 2 ;;
  esac
  shift
done

scripts/setup.sh
mkdir -p build
echo "run: building (a few minutes the first time)" >&2
cmake --preset run >build/run.configure.log 2>&1 || { cat build/run.configure.log >&2; exit 3; }
cmake --build --preset run >build/run.build.log 2>&1 || { cat build/run.build.log >&2; exit 3; }
bin=$PWD/build/run/bin

rm -rf demo
mkdir demo
cd demo
export TEM_REGISTRY=$PWD/registry
today=$(TZ=Asia/Ho_Chi_Minh date +%F)
next_year=$(TZ=Asia/Ho_Chi_Minh date -d '1 year' +%F)

echo "== A registry of sample products" >&2
"$bin/tem" init --demo
echo "== A lot of 21 stamps: one entry of the ledger, and one A4 sheet" >&2
"$bin/tem" issue --gtin 08936000000011 --lot L2611A --count 21 --produced "$today" --expires "$next_year" \
  -o sheet.pdf -o sheet.png -o stamps.csv
echo "== What an inspector does with a picture of the sheet" >&2
"$bin/tem" verify sheet.png --json >verdicts.json
jq -r '"\(length) stamps found in sheet.png: " + ([group_by(.verdict)[] | "\(length) \(.[0].verdict)"] | join(", "))' verdicts.json
"$bin/tem" log fsck

path=$(sed -n '2{s/^[^,]*,[^,]*,https:\/\/[^/]*//p}' stamps.csv)
echo "The sheet: $PWD/sheet.pdf"
[[ -z $once ]] || exit 0
echo "Open a verdict: http://$listen$path"
echo "Stop with Ctrl-C."
exec "$bin/temd" --registry "$TEM_REGISTRY" --listen "$listen"
