A registry that is not there, or not as it should be, is named in one line and is never an answer:

  $ tem init --demo > out
  $ tem issue --gtin 08936000000011 --lot A --count 1 --produced 2026-11-01 -o a.csv > out
  $ issue() { tem issue --gtin 08936000000011 --lot B --count 1 --produced 2026-11-01 "$@"; }
  $ tem producer list --registry nowhere
  tem: nowhere: no registry there (registry.toml is missing); make one with `tem init`, or name one with --registry or TEM_REGISTRY
  [3]
  $ tem verify a.csv --registry nowhere
  tem: nowhere: no registry there (registry.toml is missing); make one with `tem init`, or name one with --registry or TEM_REGISTRY
  [3]
  $ TEM_REGISTRY=nowhere tem log checkpoint
  tem: nowhere: no registry there (registry.toml is missing); make one with `tem init`, or name one with --registry or TEM_REGISTRY
  [3]
  $ mkdir empty; cd empty; tem log checkpoint; cd ..
  tem: registry: no registry there (registry.toml is missing); make one with `tem init`, or name one with --registry or TEM_REGISTRY
  $ temd --registry nowhere --listen 127.0.0.1:0
  temd: nowhere: no registry there (registry.toml is missing); make one with `tem init`, or name one with --registry or TEM_REGISTRY
  [3]
  $ tem log fsck --registry empty
  tem: empty: no registry there (registry.toml is missing); make one with `tem init`, or name one with --registry or TEM_REGISTRY
  [3]
  $ : > file; tem log fsck --registry file
  tem: file/registry.toml: Not a directory
  [3]

Settings:

  $ with() {  # a registry whose settings are changed by a sed program
  >   rm -rf bad && cp -r registry bad && sed -i "$1" bad/registry.toml
  >   tem log fsck --registry bad
  > }
  $ with 's/x/x/'
  ok: 39 entries, every hash, checkpoint and table agrees
  $ with '1i ]['
  tem: registry.toml: line 1: Error while parsing root table: expected keys, tables, whitespace or comments, saw ']'
  [2]
  $ with '$a colour = "red"'
  tem: registry.toml: line 9: "colour" is no setting
  [2]
  $ with '/^base/d'
  tem: registry.toml: "base": "": begin with https:// or http://, all lower or all upper case
  [2]
  $ with '/^origin/d'
  tem: registry.toml: "origin" must be a name such as tem.example/quangninh, without space or plus sign
  [2]
  $ with '/^log_vkey/d'
  tem: registry.toml: "log_vkey": verification key: two plus signs are missing; expected <name>+<id>+<base64> on one line
  [2]
  $ with 's/^origin.*/origin = 7/'
  tem: registry.toml: line 2: "origin" must be a text
  [2]
  $ with "s/^origin.*/origin = 'other.example'/"
  tem: registry.toml: "log_vkey" is not a key of "origin"
  [2]
  $ with "s/^base.*/base = 'ftp:x'/"
  tem: registry.toml: "base": "ftp:x": begin with https:// or http://, all lower or all upper case
  [2]
  $ with "s/^time_zone.*/time_zone = 'Asia\\/Atlantis'/"
  tem: registry.toml: "time_zone" "Asia/Atlantis" is not known here; use a name such as Asia/Ho_Chi_Minh
  [2]
  $ with "s/^name.*/name = ''/"
  tem: registry.toml: "name" must be 1 to 400 bytes of visible text
  [2]
  $ with 's/\(+[0-9a-f]*+\)./\1B/'
  tem: registry.toml: "log_vkey": verification key: the key is not a log's (algorithm 1); expected <name>+<id>+<base64> on one line
  [2]
  $ head -c 100000 /dev/zero | tr '\0' '#' > bad/registry.toml; tem log fsck --registry bad
  tem: bad/registry.toml: longer than 65536 bytes
  [2]
  $ : > bad/registry.toml; tem log fsck --registry bad
  tem: registry.toml: "base": "": begin with https:// or http://, all lower or all upper case
  [2]

The key of another registry's log does not fit:

  $ tem init --demo --registry other > out
  $ cp -r registry bad2; cp other/registry.toml bad2/registry.toml; tem log fsck --registry bad2
  damaged: checkpoint 39: checkpoint: no valid signature by tem.example/quangninh\+[0-9a-f]{8}\+[^;]{44} (re)
  [1]
  $ rm -rf bad2; cp -r registry bad2; cp other/secrets/log.pem bad2/secrets/log.pem
  $ issue --registry bad2
  tem: bad2/secrets/log.pem: holds another private key than this registry's ledger names; restore it from a backup
  [2]

The ledger:

  $ rm -rf bad; cp -r registry bad; rm bad/ledger.db*; tem log fsck --registry bad
  tem: bad/ledger.db: not there; make a registry with `tem init`
  [3]
  $ : > bad/ledger.db; tem log fsck --registry bad
  damaged: not a tem ledger
  [1]
  $ head -c 8192 /dev/urandom > bad/ledger.db; tem log fsck --registry bad
  damaged: file is not a database
  [1]
  $ rm bad/ledger.db; sqlite3 bad/ledger.db 'CREATE TABLE t (x)'; tem log fsck --registry bad
  damaged: not a tem ledger
  [1]
  $ rm bad/ledger.db; mkdir bad/ledger.db; tem log fsck --registry bad
  tem: ledger.db: disk I/O error; check the disk, then try again
  [3]
  $ cp -r registry later; sqlite3 later/ledger.db 'PRAGMA user_version = 2'
  $ tem log fsck --registry later
  damaged: format 2; this program knows format 1
  [1]

A secret that others may read is not used:

  $ chmod 0640 registry/secrets/serial.secret; tem verify a.csv
  tem: registry/secrets/serial.secret: others may read this secret; run `chmod 600 registry/secrets/serial.secret`
  [3]
  $ issue -o b.csv
  tem: registry/secrets/serial.secret: others may read this secret; run `chmod 600 registry/secrets/serial.secret`
  [3]
  $ temd --listen 127.0.0.1:0
  temd: registry/secrets/serial.secret: others may read this secret; run `chmod 600 registry/secrets/serial.secret`
  [3]
  $ chmod 0600 registry/secrets/serial.secret
  $ chmod 0604 registry/secrets/log.pem; tem producer add - <<END
  > {"producer": "x", "name": "X", "address": "Y", "country": "VN"}
  > END
  tem: registry/secrets/log.pem: others may read this secret; run `chmod 600 registry/secrets/log.pem`
  [3]
  $ tem verify a.csv | head -n 1
  GENUINE  Tem thật / Genuine stamp
  $ chmod 0600 registry/secrets/log.pem; chmod 0620 registry/secrets/producer-*
  $ issue -o b.csv
  tem: key 2: registry/secrets/producer-*.pem: others may read this secret; run `chmod 600 registry/secrets/producer-*.pem` (glob)
  [3]
  $ chmod 0600 registry/secrets/producer-*

Nor one from a folder that others may enter: they may have exchanged it:

  $ chmod 0750 registry/secrets; issue -o b.csv
  tem: registry/secrets: others may enter or read this folder, so that its secrets are not used; run `chmod 700 registry/secrets`
  [3]
  $ tem verify a.csv
  tem: registry/secrets: others may enter or read this folder, so that its secrets are not used; run `chmod 700 registry/secrets`
  [3]
  $ chmod 0700 registry/secrets

A secret that is gone or damaged is an error, never "forged" or "unissued":

  $ rm -rf bad; cp -r registry bad; rm bad/secrets/serial.secret; tem verify a.csv --registry bad
  tem: bad/secrets/serial.secret: No such file or directory
  [3]
  $ (umask 077; head -c 64 /dev/zero | tr '\0' 'g' > bad/secrets/serial.secret)
  $ tem verify a.csv --registry bad
  tem: bad/secrets/serial.secret: must be 64 hexadecimal digits; restore it from a backup
  [3]
  $ : > bad/secrets/serial.secret; tem verify a.csv --registry bad
  tem: bad/secrets/serial.secret: must be 64 hexadecimal digits; restore it from a backup
  [3]
  $ echo garbage > bad/secrets/log.pem
  $ issue --registry bad
  tem: bad/secrets/log.pem: key file does not begin with a PEM line: it must hold one "PRIVATE KEY" block and nothing else
  [2]

A serial secret with one bit turned is no other secret:

  $ cp registry/secrets/serial.secret bad/secrets/serial.secret
  $ sed -i 's/^[0-7]/8/; t; s/^./0/' bad/secrets/serial.secret
  $ tem verify a.csv --registry bad
  tem: bad/secrets/serial.secret: is damaged, its check digits do not fit; restore it from a backup
  [3]

Another's serial secret makes every stamp one that was not issued:

  $ cp other/secrets/serial.secret bad/secrets/serial.secret
  $ tem verify a.csv --registry bad --json | jq -r '.[].verdict'
  unissued

While another process writes, a reader is not kept waiting, and a writer waits its turn:

  $ touch held
  $ { echo 'BEGIN IMMEDIATE;'; while [ -e held ]; do sleep 0.05; done; echo 'COMMIT;'; } | sqlite3 registry/ledger.db &
  $ sleep 0.5; time_left() { jobs -r | grep -q sqlite3 && echo while it writes || echo after it; }
  $ tem verify a.csv | head -n 1; time_left
  GENUINE  Tem thật / Genuine stamp
  while it writes
  $ { sleep 1; rm held; } &
  $ tem producer add - <<END; time_left
  > {"producer": "x", "name": "X", "address": "Y", "country": "VN"}
  > END
  producer x: log entry 39
  after it
  $ wait

  $ tem log fsck
  ok: 40 entries, every hash, checkpoint and table agrees
