Mixed load for some seconds: no error, and every answered scan is in the file, stamp by stamp. The rate
is low, so that a slow machine keeps up; `tests/bench/load 60 RATE` is the long form.

  $ TEM_THREADS=4 TEM_BIN=$(dirname "$(command -v temd)") "$TEM_SOURCE/tests/bench/load" 0.2 60 > out; echo "exit status $?"
  exit status 0
  $ grep -oE '^(distinct|hot|page|list|ndjson|photo|tile|claim|report|lot) ' out | sort | tr -d '\n'
  claim distinct hot list lot page photo report tile  (no-eol)
  $ grep -o 'in scans.db .*' out
  in scans.db 0 too few, 0 too many
  $ tail -n 1 out
  no error
