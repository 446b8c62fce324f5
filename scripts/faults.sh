#!/usr/bin/env bash
# Makes each write, fsync, rename, … of what tem writes fail in turn, or kills tem there, and looks at
# what is left: the ledger passes its check, what was answered is in it, a file or folder under its final
# name is whole, and a failure is one line.
#
#   scripts/faults.sh [--short] [OPERATION...]     append issue print export backup restore look
#   TEM_BIN=build/release/bin scripts/faults.sh
#
# Needs strace and the right to trace one's own processes. --short fails the first call of each kind with
# EIO (seconds); else every call with EIO and ENOSPC, and kills tem there. Exit status 0 all is as it
# should be, 1 it is not, 2 wrong usage, 3 nothing can be traced here.
set -uo pipefail

cd "$(dirname "$0")/.."
PATH=$(cd "${TEM_BIN:-build/dev/bin}" && pwd):$PATH
short=; [[ ${1:-} != --short ]] || { short=1; shift; }
operations=("$@"); (($#)) || operations=(append issue print export backup restore look)
calls=(write pwrite64 fsync fdatasync syncfs rename mkdir ftruncate unlink linkat)
outcomes=(EIO ENOSPC KILL); [[ -z $short ]] || outcomes=(EIO)
most=100000; [[ -z $short ]] || most=1

place=$(mktemp -d); trap 'rm -rf "$place"' EXIT; cd "$place"
strace -o trace true 2>/dev/null || { echo "faults: strace cannot trace here"; exit 3; }

# What each operation begins with, in the folder `start`.
stamps=(--gtin 08936000000011 --lot)
producer='{"producer": "new", "name": "n", "address": "x", "country": "VN"}'
{
  mkdir start && cd start && tem init --demo && echo "$producer" > new.json &&
    tem issue "${stamps[@]}" A --count 30 --produced 2026-11-01 -o a.ndjson &&
    tem token new --role operator --days 1 && tem log export pub && tem backup old --with-keys &&
    tem void "${stamps[@]}" A --range 1 && cd ..
} > start.log 2>&1 || { cat start.log; exit 3; }
vkey=$(tem key vkey --registry start/registry)

command_of() {
  case $1 in
    append) command=(tem producer add new.json) ;;
    issue) command=(tem issue "${stamps[@]}" B --count 9 --produced 2026-11-01 -o b.csv) ;;
    print) command=(tem print "${stamps[@]}" A --range 2-29 -o a.pdf -o a.csv) ;;
    export) command=(tem log export pub) ;;
    backup) command=(tem backup new) ;;
    restore) command=(tem restore old --registry back) ;;
    look) command=(serve_looks) ;;
    *) echo "faults: no operation $1" >&2; exit 2 ;;
  esac
}

wrong() { echo "$which: $*"; ((++found)); }
sound() { tem log fsck --registry "$1" > checked 2>&1 || wrong "$1: $(< checked)"; }
# A list has its header and as many lines, each whole; or it is not there.
list() { [[ ! -e $1 ]] || (($(grep -c ',https://[^,]*s=[^,]*' "$1") == $2)) || wrong "$1 is not whole"; }
done_when() { ((status)) || "$@" || wrong "answered, but not done: $*"; }

has_producer() { tem producer list --json | grep -q '"producer":"new"'; }

# temd under the fault, five shoppers, and how many of them were answered.
serve_looks() {
  local temd url path
  "${trace[@]}" temd --listen 127.0.0.1:0 > line & temd=$!
  for ((i = 0; i < 100; ++i)); do
    [[ ! -s line ]] && kill -0 $temd 2> ../killed || break
    sleep 0.05
  done
  url=$(sed -n 's/.*listening on //p' line)
  for path in $(jq -r '.uri | ltrimstr("https://tem.example")' a.ndjson | sed -n 2,6p); do
    [[ -z $url ]] || curl -s -m 20 -o page -w '%{http_code}\n' "$url/v$path" >> codes
  done
  kill -TERM $(pgrep -P $temd) 2> ../killed
  wait $temd
}

look_at() {
  sound registry
  case $1 in
    append) done_when has_producer ;;
    issue) done_when test -e b.csv; list b.csv 9
      [[ ! -e b.csv ]] || tem verify b.csv > checked 2>&1 || wrong "b.csv: $(tail -n 1 checked)" ;;
    print) done_when test -e a.pdf -a -e a.csv; list a.csv 28
      [[ ! -e a.pdf ]] || [[ $(tail -n 1 a.pdf) == %%EOF ]] || wrong "a.pdf is not whole" ;;
    export) done_when grep -qx 40 pub/checkpoint
      tem log follow pub --vkey "$vkey" -o copy --base https://tem.example > checked 2>&1 ||
        wrong "pub: $(< checked)" ;;
    backup) done_when test -e new
      [[ ! -e new ]] || tem restore new --check > checked 2>&1 || wrong "new: $(< checked)" ;;
    look) touch codes; kept=0
      # A -wal that could not be removed is mended by whoever may write.
      [[ ! -e registry/scans.db ]] || tem scans prune --older-than 36500d > checked 2>&1
      [[ ! -e registry/scans.db ]] || kept=$(tem scans stats --json | jq .scans)
      ((kept >= $(grep -cx 200 codes))) || wrong "$(grep -cx 200 codes) answered, $kept kept"
      return ;;
    restore) done_when test -e back
      [[ ! -e back ]] || { sound back; [[ -e back/ledger.hold ]] || wrong "back has no hold"; } ;;
  esac
  ((status == 0 || status >= 128 || $(wc -l < said) == 1)) || wrong "says $(< said)"
  [[ $outcome == KILL ]] || ! compgen -G '.*.new-*' > checked || wrong "left over: $(< checked)"
}

runs=0 found=0
for operation in "${operations[@]}"; do
  command_of "$operation"
  program=("${command[@]}")
  for call in "${calls[@]}"; do
    for outcome in "${outcomes[@]}"; do
      [[ $outcome == KILL ]] && how=signal=KILL || how=error=$outcome
      for ((n = 1; n <= most; ++n)); do
        which="$operation, $call $n, $outcome"
        rm -rf work && cp -a start work && cd work || exit 3
        trace=(strace -f -qq -o ../trace -e trace="$call" -e inject="$call:$how:when=$n")
        [[ $operation == look ]] || command=("${trace[@]}" "${program[@]}")
        { "${command[@]}" > out 2> said; } 2> ../killed
        status=$?
        # The answer itself may be what could not be written.
        if grep -q 'INJECTED\|killed by SIGKILL' ../trace; then
          ((++runs)); look_at "$operation"; cd ..
        else
          cd ..; break  # there are no more such calls
        fi
      done
    done
  done
done
echo "faults: $runs runs, $found of them wrong"
((found == 0))
