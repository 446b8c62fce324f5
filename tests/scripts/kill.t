A process that is killed at any moment leaves the ledger as it was before or as it is after, and
every print file whole or absent.

  $ tem init --demo > log
  $ order() {
  >   echo --gtin 08936000000011 --lot $1 --count 42 --produced 2026-11-01 \
  >     -o $1.pdf -o $1.csv -o $1.svg
  > }
  $ now() { echo $(($(date +%s%N) / 1000)); }
  $ part() { printf '%d.%06d' $(($1 / 1000000)) $(($1 % 1000000)); }  # of a second, from µs
  $ began=$(now); tem issue $(order whole) > log; took=$(($(now) - began))
  $ entries() { tem log checkpoint | sed -n 2p; }

Thirty moments, from the start to well after the end:

  $ check() {  # after a kill: one line for what is wrong
  >   tem log fsck > said 2>&1 || echo "$1: $(cat said)"
  >   more=$(($(entries) - before))
  >   [ $more = 0 ] || [ $more = 1 ] || echo "$1: $more entries"
  >   for file in $1.pdf $1.csv $1-1.svg $1-2.svg; do
  >     [ ! -e $file ] || [ $more = 1 ] || echo "$file: written before the stamps were issued"
  >   done
  >   [ ! -e $1.csv ] || [ $(wc -l < $1.csv) = 43 ] || echo "$1: half a CSV"
  >   [ ! -e $1.pdf ] || pdfinfo $1.pdf 2>&1 | grep -qE '^Pages: +2$' || echo "$1: half a PDF"
  >   for svg in $1-*.svg; do
  >     [ ! -e $svg ] || tail -n 1 $svg | grep -q '</svg>$' || echo "$1: half an SVG"
  >   done
  > }
  $ for run in $(seq 1 30); do
  >   before=$(entries)
  >   timeout -s KILL $(part $((took * run / 18))) tem issue $(order run$run) > log 2>&1
  >   check run$run
  > done 2> killed
  $ before=$(entries); timeout -s KILL $(part $((took * 30))) tem issue $(order run31) > log 2>&1
  $ check run31  # in time on a machine that has become slower meanwhile, too

Some were killed before the entry and some after it, so that the moments above were the right ones:

  $ lots=$(tem lot list --json | jq length)
  $ [ $lots -gt 1 ] && [ $lots -lt 32 ] && echo some before, some after
  some before, some after
  $ [ -e run31.csv ] && [ ! -e run1.csv ] && echo some files, not all
  some files, not all

What was issued before the kill can be printed after it:

  $ lot=$(tem lot list --json | jq -r 'map(.lot) - ["whole"] | .[0]')
  $ tem print --gtin 08936000000011 --lot $lot -o last.csv > log
  $ tem verify last.csv | tail -n 1
  42 stamps: 42 genuine

The same while a folder is made: it is there whole or not at all:

  $ began=$(now); tem init --demo --registry r > log; took=$(($(now) - began))
  $ for run in $(seq 1 12); do
  >   timeout -s KILL $(part $((took * run / 9))) tem init --demo --registry r$run > log 2>&1
  >   [ ! -e r$run ] || tem log fsck --registry r$run | grep -v '^ok: 38 entries'
  > done 2> killed; true

A million stamps, killed while they are written: issued, nothing under the final name, no litter:

  $ mkdir million
  $ { timeout -s KILL 2 tem issue --gtin 08936000000011 --lot M --count 1000000 \
  >   --produced 2026-11-01 -o million/m.csv -o million/m.ndjson; } 2> killed
  [137]
  $ ls -A million
  $ tem lot list --json | jq '.[] | select(.lot == "M") | .count'
  1000000
  $ tem log fsck > said || cat said

The service, killed while it answers and a fact is appended:

  $ for run in 1 2 3; do
  >   temd --listen 127.0.0.1:0 > line & service=$!
  >   for wait in $(seq 200); do [ -s line ] && break; sleep 0.05; done
  >   url=$(sed -n 's/^temd: listening on //p' line); rm line
  >   curl -s "$url/healthz" > answer & asks=$!
  >   tem issue $(order S$run) > log & appends=$!
  >   kill -9 $service; wait $asks $appends $service
  >   tem log fsck > said || cat said
  >   [ $(wc -l < S$run.csv) = 43 ] || echo "S$run.csv: half a CSV"
  > done 2> killed
