A ledger that holds something of every kind, and its check:

  $ export TEM_REGISTRY=whole
  $ tem init --demo > out
  $ tea="--gtin 08936000000011 --lot A"
  $ tem issue $tea --count 20 --produced 2026-11-01 --inactive -o a.csv > out
  $ tem activate $tea --range 0-9 > out
  $ tem void $tea --range 3 --reason "in hỏng" > out
  $ tem recall $tea --reason "Nhiễm vi sinh" > out
  $ tem key retire 4 > out
  $ tem key compromise 6 --from 10 --reason "mất khóa" > out
  $ tem log fsck
  ok: 44 entries, every hash, checkpoint and table agrees
  $ sqlite3 whole/ledger.db 'PRAGMA wal_checkpoint(TRUNCATE)' > out
  $ export TEM_REGISTRY=bad

A hand changes the file by these statements; the triggers that forbid it are put away meanwhile and
come back as they were. Then the check names what differs, exit status 1, and nothing is appended:

  $ change() {
  >   rm -rf bad && cp -r whole bad
  >   local triggers="FROM sqlite_schema WHERE type = 'trigger'"
  >   sqlite3 bad/ledger.db "SELECT 'DROP TRIGGER ' || name || ';' $triggers" > away
  >   sqlite3 bad/ledger.db "SELECT sql || ';' $triggers" > back
  >   { cat away; echo "$1;"; cat back; } | sqlite3 bad/ledger.db
  >   local before=$(sqlite3 bad/ledger.db 'SELECT count(*) FROM entry')
  >   tem log fsck; [ $? = 1 ] || echo "exit status: not 1"
  >   tem issue --gtin 08936000000042 --lot B --count 1 --produced 2026-11-01 -o b.csv 2> refused
  >   [ $? = 1 ] && [ ! -e b.csv ] && [ $(wc -l < refused) = 1 ] || cat refused
  >   [ $(sqlite3 bad/ledger.db 'SELECT count(*) FROM entry') = $before ] || echo appended
  > }
  $ entry() {
  >   change "UPDATE entry SET body = CAST(replace(CAST(body AS TEXT), '$2', '$3') AS BLOB)
  >     WHERE idx = $1"
  > }

With nothing changed it finds nothing, and issues:

  $ change "SELECT 1 WHERE 0"; rm b.csv
  ok: 44 entries, every hash, checkpoint and table agrees
  exit status: not 1
  lot B of 08936000000042: 1 stamp, signed with key 8, log entry 44
  wrote b.csv
  appended

Entries:

  $ entry 17 'Trà hoa' 'Trà hoA'
  damaged: entry 17 was changed: it does not give its hash
  $ change "UPDATE entry SET body = CAST(body || ' ' AS BLOB) WHERE idx = 0"
  damaged: entry 0 was changed: it does not give its hash
  $ change "UPDATE entry SET body = x'7B7D' WHERE idx = 20"
  damaged: entry 20 was changed: it does not give its hash
  $ entry 38 '"count":20' '"count":99'
  damaged: entry 38 was changed: it does not give its hash
  $ change "UPDATE entry SET body = x'FF00' WHERE idx = 43"
  damaged: entry 43 was changed: it does not give its hash
  $ change "DELETE FROM entry WHERE idx = 43"
  damaged: checkpoint 44 covers entries that are missing
  $ change "DELETE FROM entry WHERE idx = 5"
  damaged: entry 5 is missing
  $ change "DELETE FROM entry"
  damaged: entry 0 is missing
  $ change "UPDATE entry SET idx = 100 WHERE idx = 43"
  damaged: entry 43 is missing
  $ change "INSERT INTO entry SELECT 44, body FROM entry WHERE idx = 40"
  damaged: checkpoint 45 is missing: the last entry has none
  $ change "UPDATE entry SET idx = 99 WHERE idx = 7; UPDATE entry SET idx = 7 WHERE idx = 9;
  >   UPDATE entry SET idx = 9 WHERE idx = 99"
  damaged: entry 7 was changed: it does not give its hash

Hashes:

  $ change "UPDATE node SET hash = zeroblob(32) WHERE position = 0"
  damaged: hash of level 0, index 0 was changed
  $ change "UPDATE node SET hash = zeroblob(32) WHERE position = 2"
  damaged: hash of level 1, index 0 was changed
  $ change "UPDATE node SET hash = zeroblob(32) WHERE position =
  >   (SELECT max(position) FROM node)"
  damaged: hash of level 2, index 10 was changed
  $ change "DELETE FROM node WHERE position = 40"
  damaged: hash of level 1, index 10 is missing
  $ change "DELETE FROM node"
  damaged: hash of level 0, index 0 is missing
  $ change "INSERT INTO node SELECT max(position) + 1, zeroblob(32) FROM node"
  damaged: hash at position 85 does not belong

Checkpoints:

  $ change "UPDATE checkpoint SET note = replace(note, 'tem.', 'Tem.') WHERE size = 38"
  damaged: checkpoint 38 was changed: * (glob)
  $ change "UPDATE checkpoint SET note = replace(note, 'tem.', 'Tem.') WHERE size = 44"
  damaged: checkpoint 44* (glob)
  $ change "UPDATE checkpoint SET note = (SELECT note FROM checkpoint WHERE size = 39)
  >   WHERE size = 40"
  damaged: checkpoint 40 says size 39
  $ change "UPDATE checkpoint SET size = 45 WHERE size = 44"
  damaged: checkpoint 45 says size 44* (glob)
  $ change "DELETE FROM checkpoint WHERE size = 44"
  damaged: checkpoint 44 is missing: the last entry has none
  $ change "DELETE FROM checkpoint"
  damaged: *checkpoint* (glob)

Tables that follow from the log:

  $ change "UPDATE producer SET body = replace(body, 'Ba Chẽ', 'Ba Che')"
  damaged: table producer, row 8 (tra-ba-che): column body is not what the log says
  $ change "UPDATE signing_key SET retired_at = NULL WHERE number = 4"
  damaged: table signing_key, row 2 (4): column retired_at is not what the log says
  $ change "UPDATE signing_key SET compromised_from = 11 WHERE number = 6"
  damaged: table signing_key, row 3 (6): column compromised_from is not what the log says
  $ change "UPDATE signing_key SET public_key = zeroblob(32) WHERE number = 2"
  damaged: table signing_key, row 1 (2): column public_key is not what the log says
  $ change "UPDATE product SET body = replace(body, 'Ruốc', 'Rươc')"
  damaged: table product, row 3 (08936000000035): column body is not what the log says
  $ change "UPDATE certificate SET revoked_at = NULL, revoke_reason = NULL"
  damaged: table certificate, row 4 (08936000000042): column revoked_at is not what the log says
  $ change "UPDATE certificate SET body = replace(body, '\"stars\":3', '\"stars\":5')"
  damaged: table certificate, row 3 (08936000000035): column body is not what the log says
  $ change "UPDATE run SET count = 21"
  damaged: table run, row 1 (08936000000011): column count is not what the log says
  $ change "UPDATE run SET active = 1"
  damaged: table run, row 1 (08936000000011): column active is not what the log says
  $ change "UPDATE run SET key = 8"
  damaged: table run, row 1 (08936000000011): column key is not what the log says
  $ change "UPDATE stamp_range SET last = 10 WHERE kind = 'activated'"
  damaged: table stamp_range, row 1 (08936000000011): column last is not what the log says
  $ change "DELETE FROM stamp_range WHERE kind = 'voided'"
  damaged: table stamp_range, row 2 (08936000000011) is missing
  $ change "UPDATE stamp_range SET reason = NULL WHERE kind = 'voided'"
  damaged: table stamp_range, row 2 (08936000000011): column reason is not what the log says
  $ change "DELETE FROM recall"
  damaged: table recall, row 1 (08936000000011) is missing
  $ change "INSERT INTO recall VALUES ('08936000000028', 'X', 1, 'x', NULL)"
  damaged: table recall, row 2 (08936000000028) does not follow from the log
  $ change "INSERT INTO captured_event VALUES (zeroblob(32), 1, '08936000000011', 'A')"
  damaged: table captured_event, row 1 (*) does not follow from the log (glob)

The schema:

  $ rm -rf bad; cp -r whole bad; sqlite3 bad/ledger.db 'DROP TRIGGER entry_no_update'; tem log fsck
  damaged: schema: trigger entry_no_update is missing
  [1]
  $ rm -rf bad; cp -r whole bad; sqlite3 bad/ledger.db 'CREATE TABLE more (x)'; tem log fsck
  damaged: schema: table more does not belong
  [1]
  $ rm -rf bad; cp -r whole bad; sqlite3 bad/ledger.db 'DROP TABLE captured_event'; tem log fsck
  damaged: schema: table captured_event is missing
  [1]

The service does not serve a ledger that fails its check:

  $ change "DELETE FROM recall" > out; temd --listen 127.0.0.1:0
  temd: bad: the ledger is damaged: table recall, row 1 (08936000000011) is missing
  [1]

A byte anywhere in the file: the check says so or the byte is free space; never a crash, and never
"ok" with another answer than before:

  $ TEM_REGISTRY=whole tem verify a.csv --json | jq 'map(del(.checked.at))' > right
  $ size=$(stat -c %s whole/ledger.db)
  $ for at in $(seq 24 $((size / 60)) $((size - 1))); do
  >   cp whole/ledger.db bad/ledger.db; rm -f bad/ledger.db-*
  >   byte=$(od -An -tu1 -j $at -N 1 bad/ledger.db)
  >   printf "\\$(printf %03o $(((byte + 1) % 256)))" |
  >     dd of=bad/ledger.db bs=1 seek=$at conv=notrunc status=none
  >   tem log fsck > said 2>&1; status=$?
  >   if [ $status = 0 ]; then
  >     tem verify a.csv --json | jq 'map(del(.checked.at))' | cmp - right
  >   elif [ $status != 1 ]; then echo "$at: $status $(cat said)"
  >   fi
  > done

Cut short:

  $ cp whole/ledger.db bad/ledger.db; truncate -s $((size / 2)) bad/ledger.db; tem log fsck
  damaged: *malformed* (glob)
  [1]
  $ cp whole/ledger.db bad/ledger.db; truncate -s 5000 bad/ledger.db; tem log fsck
  damaged: *malformed* (glob)
  [1]

What was mended is taken again:

  $ change "DELETE FROM recall"
  damaged: table recall, row 1 (08936000000011) is missing
  $ sqlite3 bad/ledger.db "INSERT INTO recall
  >   VALUES ('08936000000011', 'A', 41, 'Nhiễm vi sinh', NULL)"
  $ tem recall $tea --lift
  tem: ledger.db fails its check and takes no facts: table recall, row 1 (08936000000011) is missing; restore it from a backup
  [1]
  $ tem log fsck
  ok: 44 entries, every hash, checkpoint and table agrees
  $ tem recall $tea --lift
  lot A of 08936000000011 is recalled no more: log entry 44
