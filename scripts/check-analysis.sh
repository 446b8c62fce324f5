#!/usr/bin/env bash
# Looks for mistakes in the product's code with clang-tidy (.clang-tidy: what is looked for, and what is not
# and why) and cppcheck (scripts/cppcheck.txt: the same).
#
#   scripts/check-analysis.sh                       every file of every layer
#   scripts/check-analysis.sh data/src/judge.cpp    these files and the headers that they include
#
# Installs clang-tidy 19 and cppcheck; Debian 12 and 13 have the same clang-tidy. Two files at once, or as
# many as $TEM_JOBS says. Prints what was found and nothing else; exit status 0: nothing was, 1: something,
# 2: wrong usage, 3: it could not be run.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh clang-tidy-19 clang-19 cppcheck
jobs=${TEM_JOBS:-2}

build=build/analysis
mkdir -p "$build"
cmake --preset analysis >"$build.configure.log" 2>&1 || { cat "$build.configure.log" >&2; exit 3; }

# Of what is compiled, the files asked for; none of the tests, none that the build makes.
product=$build/product
mkdir -p "$product"
jq --arg root "$PWD/" --args '
  map(.name = (.file | ltrimstr($root))) | map(select(.name | test("^(build|tests)/") | not)) |
  if $ARGS.positional == [] then . else map(select(.name | IN($ARGS.positional[]))) end' \
  "$@" <"$build/compile_commands.json" >"$product/compile_commands.json"
mapfile -t files < <(jq -r '.[].name' "$product/compile_commands.json" | sort -u)
(($# == 0 || ${#files[@]} == $#)) ||
  { echo "check-analysis: of the files named, only these are compiled: ${files[*]:-none}" >&2; exit 2; }

# What is wrong with a header is found from every file that includes it, and told once; of third parties'
# headers nothing is.
told=$(mktemp -d)
trap 'rm -rf "$told"' EXIT
printf '%s\0' "${files[@]}" | xargs -0 -P "$jobs" -I{} bash -c '
  out=$1/${2//\//:}
  clang-tidy-19 --quiet -p "$0" "$2" >"$out" 2>"$out.errors" || grep -q ": error: " "$out" ||
    cat "$out.errors" >>"$out"' "$product" "$told" {}
found=$(find "$told" -type f ! -name '*.errors' -exec cat {} + | sed "s|$PWD/||" |
  awk 'BEGIN { shown = 1 } /^[0-9]+ warnings? /{ next } /(^|: )(warning|error): /{
       shown = !seen[$0]++ && $0 !~ /^\/usr\// } shown')
status=0
[[ -z $found ]] || { echo "$found"; status=1; }

cppcheck --project="$product/compile_commands.json" --std=c++20 -j "$jobs" --quiet --error-exitcode=1 \
  --enable=warning,performance,portability --suppressions-list=scripts/cppcheck.txt \
  --template='{file}:{line}: {severity}: {message} [{id}]' 2>&1 || status=1
exit "$status"
