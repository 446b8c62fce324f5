#!/usr/bin/env bash
# Looks for mistakes in the product's code with clang-tidy (.clang-tidy: what is looked for, and what is not
# and why) and cppcheck (scripts/cppcheck.txt: the same).
#
#   scripts/check-analysis.sh                       every file of every layer
#   scripts/check-analysis.sh data/src/judge.cpp    these files and the headers that they include
#   scripts/check-analysis.sh --short               cppcheck alone, over the codec, as build/dev compiles it
#
# Installs clang-tidy 19 and cppcheck; Debian 12 and 13 have the same clang-tidy. Two files at once, or as
# many as $TEM_JOBS says. Prints what was found and nothing else; exit status 0: nothing was, 1: something,
# 2: wrong usage, 3: it could not be run.
set -euo pipefail
cd "$(dirname "$0")/.."
jobs=${TEM_JOBS:-2} build=build/analysis layers='^(?!build/|tests/)' short=
if [[ ${1:-} == --short ]]; then
  (($# == 1)) || { echo "check-analysis: --short takes no files" >&2; exit 2; }
  build=build/dev layers='^codec/' short=yes
  shift
  command -v cppcheck >/dev/null || { echo "check-analysis: run scripts/setup.sh" >&2; exit 3; }
else
  scripts/setup.sh clang-tidy-19 clang-19
  mkdir -p "$build"
  cmake --preset analysis >"$build.configure.log" 2>&1 || { cat "$build.configure.log" >&2; exit 3; }
fi

# Of what is compiled, the files asked for; none of the tests, none that the build makes.
product=$build/product
mkdir -p "$product"
jq --arg root "$PWD/" --arg layers "$layers" --args '
  map(.name = (.file | ltrimstr($root))) | map(select(.name | test($layers))) |
  if $ARGS.positional == [] then . else map(select(.name | IN($ARGS.positional[]))) end' \
  "$@" <"$build/compile_commands.json" >"$product/compile_commands.json"
mapfile -t files < <(jq -r '.[].name' "$product/compile_commands.json" | sort -u)
((${#files[@]} > 0 && ($# == 0 || ${#files[@]} == $#))) ||
  { echo "check-analysis: of the files named, only these are compiled: ${files[*]:-none}" >&2; exit 2; }

status=0
# What is wrong with a header is found from every file that includes it, and told once; of third parties'
# headers nothing is.
tidy() {
  local told found
  told=$(mktemp -d)
  printf '%s\0' "${files[@]}" | xargs -0 -P "$jobs" -I{} bash -c '
    out=$1/${2//\//:}
    clang-tidy-19 --quiet -p "$0" "$2" >"$out" 2>"$out.errors" || grep -q ": error: " "$out" ||
      cat "$out.errors" >>"$out"' "$product" "$told" {}
  found=$(find "$told" -type f ! -name '*.errors' -exec cat {} + | sed "s|$PWD/||" |
    awk 'BEGIN { shown = 1 } /^[0-9]+ warnings? /{ next } /(^|: )(warning|error): /{
         shown = !seen[$0]++ && $0 !~ /^\/usr\// } shown')
  rm -rf "$told"
  [[ -z $found ]] || { echo "$found"; status=1; }
}
[[ $short ]] || tidy

cppcheck --project="$product/compile_commands.json" --std=c++20 -j "$jobs" --quiet --error-exitcode=1 \
  --enable=warning,performance,portability --suppressions-list=scripts/cppcheck.txt \
  --template='{file}:{line}: {severity}: {message} [{id}]' 2>&1 || status=1
exit "$status"
