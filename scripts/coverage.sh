#!/usr/bin/env bash
# Which lines and branches of the product are run by the tests: builds with counters (preset `coverage`), runs
# the unit tests, the replayed fuzz corpora, the scripts and the pages, and counts with gcovr.
#
#   scripts/coverage.sh                    everything
#   scripts/coverage.sh -R 'unit\.seal'    what these tests run, of ctest's names
#
# Prints lines and branches of each layer; build/coverage/report has every file as HTML (index.html), and
# missing.txt the lines that were not run. Branches that only an exception takes are not counted; nor is what
# a killed process had run, or an inline function that a test compiled for itself. Exit status 0: it was
# counted, 1: a test failed, 3: it could not be run.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh gcovr

build=build/coverage report=build/coverage/report
mkdir -p "$report"
{ cmake --preset coverage && cmake --build --preset coverage; } >"$build.log" 2>&1 ||
  { tail -n 40 "$build.log" >&2; exit 3; }
find "$build" -name '*.gcda' -delete  # of an earlier run

status=0
ctest --test-dir "$build" -j "${TEM_JOBS:-2}" --output-on-failure "$@" >"$build.tests.log" 2>&1 || status=1
((status == 0)) || grep -A 1000 'tests failed' "$build.tests.log" >&2 || tail -n 40 "$build.tests.log" >&2

gcovr --root . "$build" -j "${TEM_JOBS:-2}" --filter '(codec|label|data|print|server|cli|manual)/' \
  --exclude-throw-branches --exclude-unreachable-branches \
  --txt "$report/missing.txt" --json-summary "$report/summary.json" --html-details "$report/index.html" ||
  exit 3
jq -r '
  def part($covered; $total): if $total == 0 then "" else
    "\($covered)\t\($total)\t\($covered * 1000 / $total | floor / 10) %" end;
  def row($name): [$name, part(map(.line_covered) | add; map(.line_total) | add),
    part(map(.branch_covered) | add; map(.branch_total) | add)] | join("\t");
  (["layer", "lines run", "of", "", "branches taken", "of", ""] | join("\t")),
  (.files | group_by(.filename | split("/")[0])[] | row(.[0].filename | split("/")[0])),
  (.files | row("all"))' "$report/summary.json" | column -t -s $'\t'
exit "$status"
