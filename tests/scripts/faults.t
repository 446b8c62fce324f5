A fault at some points of each run, a full disk, turned bits; `scripts/faults.sh` tries all of them:

  $ export ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0  # LeakSanitizer cannot look into what strace watches
  $ strace -o trace true 2> why && [ $(id -u) = 0 ] || exit 80  # tem may be looked into by root alone
  $ python3 $TEM_SOURCE/tests/faults/campaign.py --short > told || cat told
  $ grep -c ' 0 wrong' told
  18
  $ grep skipped told
  [1]

What a limit leaves out is told:

  $ python3 $TEM_SOURCE/tests/faults/campaign.py 0 --only append --only full-disk
  append: not run, the time is over
  full-disk: not run, the time is over
  left out, the time was over: 0 faults, 2 scenarios or parts as a whole

A process whose sync to the disk failed appends no more, though the next sync would succeed:

  $ python3 $TEM_SOURCE/tests/faults/campaign.py --only scan --fault EIO \
  >   --where '^fdatasync 2 .*ledger.db-wal' | grep -o '1 of 1 faults, 1 reached, 0 wrong'
  1 of 1 faults, 1 reached, 0 wrong

Nor does a witness cosign anything more:

  $ python3 $TEM_SOURCE/tests/faults/campaign.py --only witness --fault EIO \
  >   --where '^fdatasync 1 .*witness.db-wal' | grep -o '1 of 1 faults, 1 reached, 0 wrong'
  1 of 1 faults, 1 reached, 0 wrong

A witness's folder that could not be finished is not there:

  $ python3 $TEM_SOURCE/tests/faults/campaign.py --only witness-init --fault ENOSPC \
  >   --where '^fsync . .*witness.(pem|vkey)' | grep -o '2 of 2 faults, 2 reached, 0 wrong'
  2 of 2 faults, 2 reached, 0 wrong

A fact that landed is told, though the note of it beside the ledger could not be written:

  $ tem init --demo > out
  $ rm registry/ledger.head; mkdir registry/ledger.head
  $ echo '{"producer": "x", "name": "X", "address": "Y", "country": "VN"}' | tem producer add -
  tem: registry/ledger.head: Is a directory; log entry 38 is appended all the same: check the disk, and do not ask for it again
  [3]
  $ rmdir registry/ledger.head; tem log fsck
  ok: 39 entries, every hash, checkpoint and table agrees

A backup with a file that SQLite could not remove would be refused by restore: it is none:

  $ python3 $TEM_SOURCE/tests/faults/campaign.py --only backup --fault EIO \
  >   --where '^unlink [12] ' | grep -o '2 of 2 faults, 2 reached, 0 wrong'
  2 of 2 faults, 2 reached, 0 wrong
