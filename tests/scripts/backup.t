A registry that is in use: facts and looks go on, and each that was answered is noted.

  $ tem init --demo > out
  $ tea="--gtin 08936000000011 --lot A"
  $ tem issue $tea --count 20 --produced 2026-11-01 --expires 2070-12-31 -o a.ndjson > out
  $ cat > looks.py <<'END'
  > import http.client, json, os, sys
  > port = int(sys.argv[1])
  > stamps = [json.loads(line) for line in open('a.ndjson')]
  > line = http.client.HTTPConnection('127.0.0.1', port, timeout=60)
  > with open('looks', 'a', buffering=1) as answered:
  >     for i in range(100000):  # another address each time: another client
  >         if os.path.exists('enough'): break
  >         stamp = stamps[i % len(stamps)]
  >         line.request('GET', '/v' + stamp['uri'].removeprefix('https://tem.example'),
  >                      headers={'X-Forwarded-For': f'10.1.{i // 250}.{i % 250}', 'Accept': 'text/html'})
  >         answer = line.getresponse(); answer.read()
  >         if answer.status == 200: answered.write(f'{stamp["index"]}\n')
  > END
  $ fact() {
  >   echo "{\"producer\": \"$2\", \"name\": \"n\", \"address\": \"x\", \"country\": \"VN\"}" |
  >     tem producer add - --registry $1
  > }
  $ pids=(); trap 'kill -9 "${pids[@]}" 2> /dev/null; wait 2> /dev/null' EXIT
  $ start() {  # NAME COMMAND...: its process in $NAME_pid, its address in $NAME_url
  >   local name=$1; shift; rm -f $name.line
  >   "$@" > $name.line 2>> $name.log & eval "${name}_pid=$!"; pids+=($!)
  >   for wait in $(seq 400); do [ -s $name.line ] && break; sleep 0.05; done
  >   eval "${name}_url=$(sed -n 's/.*listening on //p' $name.line)"
  > }
  $ end() { kill -s TERM $1; wait $1; echo "exit status $?"; }
  $ start temd temd --listen 127.0.0.1:0 --set 'proxies=["127.0.0.1"]'
  $ python3 looks.py ${temd_url##*:} & looks=$!; pids+=($!)
  $ for n in $(seq 1000); do
  >   [ -e enough ] && break
  >   fact registry p$n > out.facts && echo p$n >> facts
  > done & facts=$!; pids+=($!)
  $ for wait in $(seq 400); do [ -s facts ] && [ -s looks ] && break; sleep 0.05; done

Backups meanwhile. What was answered before one began is in it, and all in it fits together:

  $ for n in 1 2 3; do
  >   cp facts facts.$n; cp looks looks.$n
  >   tem backup b$n --json > b$n.json || echo "backup $n: exit status $?"
  >   sleep 0.3
  > done
  $ touch enough; wait $looks $facts
  $ cat > compare.py <<'END'
  > import collections, json, sys
  > n = sys.argv[1]
  > asked = collections.Counter(int(line) for line in open(f'looks.{n}'))
  > kept = collections.Counter(scan['index'] for scan in json.load(open('scans.json')))
  > for index, count in asked.items():
  >     if kept[index] < count: print(f'backup {n}: stamp {index}: {count} answered, {kept[index]} kept')
  > known = {each['producer'] for each in json.load(open('producers.json'))}
  > for line in open(f'facts.{n}'):
  >     if line.strip() not in known: print(f'backup {n}: {line.strip()} is missing')
  > if not asked: print(f'backup {n}: began before anything was answered')
  > END
  $ for n in 1 2 3; do
  >   tem restore b$n --check > out || echo "backup $n: exit status $?"
  >   tem restore b$n --registry r$n > out
  >   tem scans list --registry r$n --limit 100000 --json > scans.json
  >   tem producer list --registry r$n --json > producers.json
  >   tem log fsck --registry r$n > out || cat out
  >   python3 compare.py $n
  > done
  $ stat -c '%a %n' b1 b1/*
  700 b1
  600 b1/ledger.db
  600 b1/ledger.hold
  600 b1/manifest
  600 b1/registry.toml
  600 b1/scans.db
  $ jq -c '[.keys, .backup, (.files | length)]' b1.json
  [false,"b1",4]
  $ jq '.checkpoint.size' b1.json | diff - <(sed -n 's/^size //p' b1/manifest)

It is a new folder, whole or not there: on a full disk, and when it is stopped at any moment:

  $ tem backup b1
  tem: b1: already there; a backup is a new folder, choose another name
  [2]
  $ (trap '' XFSZ; ulimit -f 60; tem backup full)
  tem: full: (scans|ledger).db: .* (re)
  [3]
  $ ls -A | grep full
  [1]
  $ for n in $(seq 16); do
  >   [ $((n % 2)) = 0 ] && signal=KILL || signal=TERM
  >   timeout --foreground -s $signal 0.0$((n / 2))$((n % 3)) tem backup killed > out 2>&1
  >   [ ! -e killed ] || tem restore killed --check > out || cat out
  >   [ $signal = KILL ] || ! ls -d .killed.new-* > out || cat out
  >   rm -rf killed .killed.new-*
  > done 2> said
  $ tem backup x --registry nowhere
  tem: nowhere: no registry there (registry.toml is missing); make one with `tem init`, or name one with --registry or TEM_REGISTRY
  [3]

What was printed is in it, also where prints.db is of an earlier form, in which SQLite 3.40 finds what is not so:

  $ tem print $tea --range 0-4 -o labels.pdf > out
  $ again() { tem print $tea --range 3-9 -o more.pdf --registry $1 2>&1 | sed -E 's/at .*, /at TIME, /'; }
  $ again registry > said; cat said
  tem: *printed* (glob)
  $ cp -r registry earlier; sqlite3 earlier/prints.db <<'END'
  > ALTER TABLE printed RENAME TO p;
  > CREATE TABLE printed (
  >   gtin TEXT NOT NULL, lot TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL CHECK (last >= first),
  >   job INTEGER NOT NULL, part INTEGER NOT NULL, PRIMARY KEY (gtin, lot, first, job, part)) STRICT, WITHOUT ROWID;
  > INSERT INTO printed SELECT gtin, lot, first, last, job, part FROM p;
  > DROP TABLE p;
  > END
  $ for from in registry earlier; do
  >   tem backup of-$from --with-keys --registry $from > out && tem restore of-$from --registry from-$from > out
  >   again from-$from | diff said -
  > done
  $ again earlier | diff said -
  $ rm -r earlier of-* from-*

Neither lies in what it is made of: a folder `ledger.hold` would hold the registry.

  $ tem backup registry/ledger.hold
  tem: registry/ledger.hold: lies in the registry, whose files it would be mistaken for; choose a folder outside
  [2]
  $ ln -s registry linked; tem backup linked/secrets/../inside
  tem: linked/secrets/../inside: lies in the registry, whose files it would be mistaken for; choose a folder outside
  [2]
  $ tem backup outside > out; tem restore outside --registry outside/r
  tem: outside/r: lies in the backup, which is to stay as it is; choose another folder
  [2]
  $ tem restore outside --check > out

Keys that would not serve whoever restores them are found while there are others:

  $ cp -r registry spoilt; echo garbage > spoilt/secrets/log.pem; tem backup useless --with-keys --registry spoilt
  tem: spoilt/secrets/log.pem: key file does not begin with a PEM line: it must hold one "PRIVATE KEY" block and nothing else; mend it before you back up the keys
  [2]
  $ cp "$(ls registry/secrets/producer-*.pem | head -n 1)" spoilt/secrets/log.pem; tem backup useless --with-keys --registry spoilt
  tem: spoilt/secrets/log.pem: is not the key of this log; mend it before you back up the keys
  [2]
  $ cp registry/secrets/log.pem spoilt/secrets/; sed -i 's/^[0-7]/8/; t; s/^./0/' spoilt/secrets/serial.secret
  $ tem backup useless --with-keys --registry spoilt; ls -d useless spoilt/.* 2>&1 | grep -c useless
  tem: spoilt/secrets/serial.secret: is damaged, its check digits do not fit; restore it from a backup
  1
  $ rm -r spoilt linked outside

A pipe in place of a file is no file, and is not waited for:

  $ mkdir pipes; mkfifo pipes/manifest; timeout 20 tem restore pipes --check
  tem: pipes/manifest: is no regular file
  [3]
  $ mv registry/temd.toml kept 2> err; mkfifo registry/temd.toml; timeout 20 tem backup piped
  tem: registry/temd.toml: is no regular file
  [3]
  $ rm registry/temd.toml; [ ! -e kept ] || mv kept registry/temd.toml

Whatever is changed in one is named, and nothing is restored of it:

  $ tem backup bad --with-keys | tail -n 1
  Its keys are in it: whoever has it can sign stamps and facts.
  $ for file in $(cd bad; find . -type f ! -name manifest); do
  >   cp bad/$file good
  >   python3 -c 'import sys; name = sys.argv[1]; b = bytearray(open(name, "rb").read())
  > b[len(b) // 3] ^= 4; open(name, "wb").write(b)' bad/$file
  >   tem restore bad --registry of-bad 2>&1 | sed -E 's/producer-[0-9a-f]*/producer-KEY/'
  >   [ ! -e of-bad ] || echo "something was restored"
  >   cp good bad/$file
  > done | sort | uniq -c | sed 's/^ *//'
  1 tem: bad/ledger.db: is not as it was backed up; use another backup
  1 tem: bad/ledger.hold: is not as it was backed up; use another backup
  1 tem: bad/prints.db: is not as it was backed up; use another backup
  1 tem: bad/registry.toml: is not as it was backed up; use another backup
  1 tem: bad/scans.db: is not as it was backed up; use another backup
  1 tem: bad/secrets/log.pem: is not as it was backed up; use another backup
  8 tem: bad/secrets/producer-KEY.pem: is not as it was backed up; use another backup
  1 tem: bad/secrets/serial.secret: is not as it was backed up; use another backup
  $ cp good bad/extra; tem restore bad --check
  tem: bad: "extra" does not belong to this backup; use another backup
  [3]
  $ rm bad/extra; sed -i 's/^size /size -/' bad/manifest; tem restore bad --check
  tem: bad: manifest: line 4: size: must be a whole number
  [2]
  $ rm -r bad

A registry with a witness and a mirror is backed up, goes on, and is lost:

  $ tem witness init w --name w.example > w.vkey
  $ tem witness add-log w "$(tem key vkey)" > out
  $ start w tem witness serve w --listen 127.0.0.1:0
  $ { echo "witness w $(cat w.vkey) $w_url"; echo "quorum w"; } > registry/witnesses.policy
  $ tem log witness > out
  $ size=$(tem log checkpoint | sed -n 2p)
  $ tem backup night --with-keys > out
  $ tem log checkpoint > at-night
  $ tem issue $tea --count 2 --produced 2026-11-01 --expires 2070-12-31 -o late.ndjson > out
  $ fact registry late > out
  $ tem log witness > out
  $ tem log export mirror > out
  $ tem log follow mirror --vkey "$(tem key vkey)" -o copy > out
  $ tem backup x --registry copy
  tem: copy: is a copy of another registry's log, which `tem log follow` makes again; back up the registry itself
  [2]
  $ end $temd_pid
  exit status 0
  $ mv registry lost

What is restored takes no facts, by the command line or the service, and says what to do:

  $ tem restore night | sed 's/size [0-9].*/SIZE/'
  registry registry: tem.example/quangninh at SIZE
  It takes no facts before it was compared with what was published since: `tem log compare URL|FILE` or `tem log compare --witnesses`.
  $ tem restore night
  tem: registry: already there and not empty; choose a folder that is not there yet
  [2]
  $ fact registry x
  tem: ledger.hold: this ledger comes from a backup: before it was compared with what was published since, nothing is appended or published; run `tem log compare URL|FILE` or `tem log compare --witnesses`
  [3]
  $ tem void $tea --range 1
  tem: ledger.hold: this ledger comes from a backup: * (glob)
  [3]
  $ start temd temd --listen 127.0.0.1:0
  $ grep -c 'nothing is appended for now: ledger.hold' temd.log
  1
  $ token=$(tem token new --role operator --days 1 --json | jq -r .token)
  $ post() {
  >   curl -sS -H "Authorization: Bearer $token" -H 'Content-Type: application/json' $temd_url/api/v1/facts \
  >     -d '{"type": "producer.registered", "producer": "'$1'", "name": "n", "address": "x", "country": "VN"}'
  > }
  $ post x | jq -r '.status, .error'
  503
  not_compared

Nor does it publish: who follows it would see it go back, and compared with itself it would always agree:

  $ tem log compare $temd_url
  tem: http://127.0.0.1:*/log/checkpoint: HTTP status 503 (glob)
  [3]
  $ tem log export elsewhere 2>&1 | cut -d : -f 1-3
  tem: ledger.hold: this ledger comes from a backup
  $ ls -d elsewhere 2> said
  [2]

But it answers for stamps:

  $ uri=$(jq -r .uri a.ndjson | sed -n 5p)
  $ look() { curl -sS -H 'Accept: application/json' "$temd_url/v${1#https://tem.example}" | jq -r .verdict; }
  $ look "$uri"; look "$(jq -r .uri late.ndjson | head -n 1)"
  genuine
  unissued

Whatever was published since is missing here; nothing is appended until it was fetched:

  $ sized() { sed "s/size $((size + 2))/size NOW/; s/\\b$size\\b/THEN/g"; }
  $ tem log compare mirror 2>&1 | sized
  tem: mirror/checkpoint: has size NOW, this log ends at THEN: 2 facts are missing here; fetch them with `tem log compare PLACE --fetch` from whoever holds the log's tiles (`tem log export`, `tem log follow`), else begin a new log
  $ tem log checkpoint --registry lost > lost.checkpoint
  $ start lost temd --registry lost --listen 127.0.0.1:0
  $ for place in $lost_url $lost_url/log $lost_url/log/checkpoint lost.checkpoint; do
  >   tem log compare $place 2>&1 | sized | sed "s,$lost_url,LOST,; s/2 facts.*//"
  > done
  tem: LOST/log/checkpoint: has size NOW, this log ends at THEN:* (glob)
  tem: LOST/log/checkpoint: has size NOW, this log ends at THEN:* (glob)
  tem: LOST/log/checkpoint: has size NOW, this log ends at THEN:* (glob)
  tem: lost.checkpoint: has size NOW, this log ends at THEN:* (glob)
  $ end $lost_pid
  exit status 0
  $ tem log compare mirror --json 2> said | jq -c '[.agrees, .places[0].standing]'
  [false,"behind"]
  $ tem log compare mirror 2> said
  [1]
  $ tem log compare --witnesses 2>&1 | sized
  tem: witnesses: quorum w does not stand by this log of size THEN: w: has cosigned size NOW, but this log has THEN: was the ledger put back to an older state?; fetch what is missing with `tem log compare PLACE --fetch`
  $ tem log compare --never-published
  tem: --never-published: witnesses.policy names witnesses, so this log was shown to them; ask them with --witnesses
  [2]
  $ post x | jq -r .error
  not_compared
  $ tem log compare mirror --fetch --json 2> said | jq -c '[.agrees, .released, .places[0].standing, .places[0].fetched]'
  [true,false,"same",2]
  $ cat said
  tem: the registry takes no facts yet: witnesses.policy names witnesses, who may have seen more; ask them too, with `tem log compare --witnesses`
  $ tem log compare --witnesses | sed 's/size.*/SIZE/'
  cosigned by w at SIZE
  The registry takes facts again; restored.txt says why.
  $ cut -d ' ' -f 2-3,5- registry/restored.txt | sed -E 's/size [0-9]+/size N/g'
  backup of size N: cosigned by w at size N
  $ cmp <(tem log checkpoint | head -n 3) <(head -n 3 mirror/checkpoint)
  $ post x | jq .first | diff - <(echo $((size + 2)))
  $ look "$(jq -r .uri late.ndjson | head -n 1)"
  genuine
  $ look "$uri"
  genuine
  $ tem log fsck | cut -d : -f 1
  ok
  $ tem verify late.ndjson --json | jq -c 'map(.verdict)'
  ["genuine","genuine"]
  $ end $temd_pid
  exit status 0

Without a mirror a registry is held for good once its log went on, whatever older checkpoint is shown to it:

  $ tem restore night --registry other > out
  $ tem log compare at-night --registry other 2>&1 | sized
  at-night: size THEN, as this log
  tem: the registry takes no facts yet: witnesses.policy names witnesses, who may have seen more; ask them too, with `tem log compare --witnesses`
  $ tem log compare --witnesses --registry other 2>&1 | sized
  tem: witnesses: quorum w does not stand by this log of size .*: w: has cosigned size .*, but this log has .* (re)
  $ fact other y 2>&1 | cut -d : -f 1-2
  tem: ledger.hold

Without witnesses the latest checkpoint lets it go, an older one does not. Who never published says so, and it
is written down:

  $ tem init --demo --registry alone > out
  $ tem log checkpoint --registry alone > early; fact alone w > out; tem log checkpoint --registry alone > latest
  $ tem backup ba --registry alone > out; rm alone/ledger.*; mv alone/secrets .; rm -r alone
  $ tem restore ba --registry alone | sed -n 2p
  No keys were in the backup: put the registry's secrets into alone/secrets (folder 0700, files 0600).
  $ mv secrets alone/
  $ tem log compare early --registry alone 2>&1
  early: size 38, which is in this log of size 39
  tem: the registry takes no facts yet: what was published there is older than this log; compare with the latest, or, if none is later, say so with --never-published
  [1]
  $ tem restore ba --registry again > out; tem log compare early latest --registry again
  early: size 38, which is in this log of size 39
  latest: size 39, as this log
  The registry takes facts again; restored.txt says why.
  $ tem log compare --registry alone
  tem: name what to compare with: a checkpoint's file or URL, or --witnesses
  [2]
  $ tem log compare --never-published --registry alone
  The registry takes facts again; restored.txt says why.
  $ cut -d ' ' -f 2- alone/restored.txt
  backup of 20.*Z, size 39: nothing was compared at size 39: the operator says that no later checkpoint was ever published (re)
  $ fact alone x | cut -d : -f 1
  producer x
