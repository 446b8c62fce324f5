Private keys at rest: under a passphrase, from a file, from $TEM_PASSPHRASE, or typed; plain only
when asked for by name. `alone` runs a command with no terminal to ask on:

  $ alone() { setsid -w "$@" < /dev/null; }
  $ init() { tem init --origin tem.test --base https://tem.example --name QN "$@"; }
  $ printf 'tre xanh\n' > good; printf 'tre vang\n' > wrong; chmod 600 good wrong
  $ alone tem init --origin tem.test --base https://tem.example --name QN
  tem: no passphrase for the new keys: give --passphrase-file FILE or TEM_PASSPHRASE, or --plain-keys for keys that work for whoever has the file
  [2]
  $ ls -A
  good
  wrong
  $ init --passphrase-file good --plain-keys
  tem: --plain-keys and --passphrase-file exclude each other: give one of them
  [2]
  $ init --passphrase-file good | sed 's/+.*/+…/'
  registry registry: QN, origin tem.test, 1 log entry
  log key  tem.test+…
  Keep registry/secrets safe and backed up: no stamp can be checked or printed again without it.
  Its private keys are encrypted: without the passphrase they are lost.
  $ head -n 1 registry/secrets/log.pem
  -----BEGIN ENCRYPTED PRIVATE KEY-----
  $ wc -c < registry/secrets/serial.secret
  74
  $ find registry/secrets -printf '%m %P\n' | sort -k 2
  700 
  600 log.pem
  600 serial.secret

OpenSSL opens what tem wrote, and says how it is encrypted:

  $ openssl pkey -in registry/secrets/log.pem -passin file:good -pubout -outform DER |
  >   tail -c 32 | base64 > by-openssl
  $ tem key vkey | cut -d + -f 3- | base64 -d | tail -c 32 | base64 | diff by-openssl -
  $ openssl asn1parse -in registry/secrets/log.pem |
  >   grep -oE '(PBES2|scrypt|aes-256-cbc|INTEGER *:.*)' | tr -s ' ' | paste -s -d ' '
  PBES2 scrypt INTEGER :4000 INTEGER :08 INTEGER :02 aes-256-cbc
  $ openssl pkey -in registry/secrets/log.pem -passin file:wrong -noout 2> /dev/null
  [1]

Reading needs no passphrase; an append does:

  $ alone tem log fsck
  ok: 1 entry, every hash, checkpoint and table agrees
  $ alone tem key list
  none yet
  $ echo '{"producer": "tra", "name": "HTX", "address": "Ba Chẽ", "country": "VN"}' > tra.json
  $ alone tem producer add tra.json
  tem: registry/secrets/log.pem: is encrypted; give its passphrase with --passphrase-file FILE or in TEM_PASSPHRASE
  [2]
  $ tem producer add tra.json --passphrase-file wrong
  tem: registry/secrets/log.pem: the passphrase does not open this key file, or the file is damaged
  [2]
  $ tem producer add tra.json --passphrase-file nowhere
  tem: nowhere: No such file or directory
  [3]
  $ TEM_PASSPHRASE='tre vang' tem producer add tra.json
  tem: registry/secrets/log.pem: the passphrase does not open this key file, or the file is damaged
  [2]
  $ TEM_PASSPHRASE= tem producer add tra.json
  tem: TEM_PASSPHRASE: the passphrase is empty
  [2]
  $ chmod 644 good; tem producer add tra.json --passphrase-file good; chmod 600 good
  tem: good: others may read this secret; run `chmod 600 good`
  $ printf 'tre\nxanh\n' > lines; chmod 600 lines; tem producer add tra.json --passphrase-file lines
  tem: lines: the passphrase holds a line end or a zero byte: it must be one line of text
  [2]
  $ tem producer add tra.json --passphrase-file ''
  tem: --passphrase-file: is empty; give a value or leave the option out; see `tem producer add --help`
  [2]
  $ tem producer add tra.json --passphrase-file good
  producer tra: log entry 1

The file comes before the environment:

  $ echo '{"gtin": "08936000000011", "producer": "tra", "name": "Trà hoa vàng"}' > product.json
  $ TEM_PASSPHRASE='tre vang' tem product add product.json --passphrase-file good
  product 08936000000011 Trà hoa vàng: log entry 2
  $ export TEM_PASSPHRASE='tre xanh'

A producer's key is under the same passphrase:

  $ tem key new --producer tra
  key 3 of tra: private half in registry/secrets, log entry 3
  $ grep -L '^-----BEGIN ENCRYPTED PRIVATE KEY-----$' registry/secrets/*.pem
  $ openssl pkey -in registry/secrets/producer-*.pem -passin file:good -noout
  $ tem issue --gtin 08936000000011 --lot A --count 5000 --produced 2026-11-01 -o a.csv
  lot A of 08936000000011: 5000 stamps, signed with key 3, log entry 4
  wrote a.csv
  $ tem print --gtin 08936000000011 --lot A -o again.csv && cmp a.csv again.csv
  lot A of 08936000000011: 5000 stamps
  wrote again.csv
  $ (unset TEM_PASSPHRASE; alone tem print --gtin 08936000000011 --lot A -o no.csv) 2>&1 |
  >   sed 's/producer-[0-9a-f]*/producer-…/'
  tem: key 3: registry/secrets/producer-….pem: is encrypted; give its passphrase with --passphrase-file FILE or in TEM_PASSPHRASE
  $ ls no.csv
  ls: cannot access 'no.csv': No such file or directory
  [2]
  $ head -n 2 a.csv > head.csv; (unset TEM_PASSPHRASE; alone tem verify head.csv --json) | jq -r '.[].verdict'
  genuine
  $ TEM_PASSPHRASE='tre vang' tem key new --producer tra
  tem: registry/secrets/log.pem: the passphrase does not open this key file, or the file is damaged
  [2]
  $ ls registry/secrets | grep -c producer
  1
  $ tem key new --producer tra --plain-keys
  key 5 of tra: private half in registry/secrets, log entry 5
  $ grep -L '^-----BEGIN ENCRYPTED PRIVATE KEY-----$' registry/secrets/*.pem | wc -l
  1

A secret is not written where others come:

  $ for mode in 750 711 701 770; do
  >   chmod $mode registry/secrets; tem key new --producer tra; chmod 700 registry/secrets
  > done
  tem: registry/secrets: others may enter or read this folder, so that its secrets are not used; run `chmod 700 registry/secrets`
  tem: registry/secrets: others may enter or read this folder, so that its secrets are not used; run `chmod 700 registry/secrets`
  tem: registry/secrets: others may enter or read this folder, so that its secrets are not used; run `chmod 700 registry/secrets`
  tem: registry/secrets: others may enter or read this folder, so that its secrets are not used; run `chmod 700 registry/secrets`
  $ tem log checkpoint | sed -n 2p
  6

A demonstration keeps its keys plain unless a passphrase is given; its data is invented:

  $ unset TEM_PASSPHRASE
  $ alone tem init --demo --registry demo > out
  $ grep -L 'BEGIN PRIVATE KEY' demo/secrets/*.pem
  $ alone tem key new --registry demo --producer tra-ba-che
  key 38 of tra-ba-che: private half in demo/secrets, log entry 38
  $ tem init --demo --registry closed --passphrase-file good | tail -n 1
  Its private keys are encrypted: without the passphrase they are lost.
  $ grep -L 'BEGIN ENCRYPTED PRIVATE KEY' closed/secrets/*.pem
  $ ls closed/secrets/*.pem | wc -l
  9
  $ alone tem key new --registry closed --producer tra-ba-che
  tem: closed/secrets/log.pem: is encrypted; give its passphrase with --passphrase-file FILE or in TEM_PASSPHRASE
  [2]

Any other asks for the word:

  $ init --registry plain --plain-keys > out
  $ head -n 1 plain/secrets/log.pem
  -----BEGIN PRIVATE KEY-----
  $ tem producer add tra.json --registry plain
  producer tra: log entry 1
  $ alone tem key new --producer tra --registry plain
  tem: no passphrase for the new keys: give --passphrase-file FILE or TEM_PASSPHRASE, or --plain-keys for keys that work for whoever has the file
  [2]
  $ tem key new --producer tra --registry plain --plain-keys
  key 2 of tra: private half in plain/secrets, log entry 2
  $ TEM_PASSPHRASE=khac tem key new --producer tra --registry plain
  key 3 of tra: private half in plain/secrets, log entry 3
  $ grep -l 'BEGIN ENCRYPTED' plain/secrets/*.pem | wc -l
  1

A registry whose keys were plain is closed with OpenSSL:

  $ openssl pkcs8 -topk8 -scrypt -v2 aes-256-cbc -in plain/secrets/log.pem -out log.new \
  >   -passout file:good
  $ mv log.new plain/secrets/log.pem
  $ echo '{"producer": "muc", "name": "HTX", "address": "Hạ Long", "country": "VN"}' |
  >   tem producer add - --registry plain --passphrase-file good
  producer muc: log entry 4

A passphrase that is typed is asked for on the terminal, twice where keys are made, and not shown.
`typing` answers each question of a command with the next line:

  $ cat > typing.py <<'END'
  > import os, pty, sys
  > lines, command = sys.argv[1].split("|"), sys.argv[2:]
  > child, terminal = pty.fork()
  > if child == 0:
  >     os.execvp(command[0], command)
  > seen = b""
  > while True:
  >     try:
  >         got = os.read(terminal, 4096)
  >     except OSError:
  >         break
  >     if not got:
  >         break
  >     seen += got
  >     if seen.endswith(b": ") and lines:
  >         os.write(terminal, lines.pop(0).encode().decode("unicode_escape").encode("latin-1"))
  > status = os.waitpid(child, 0)[1]
  > sys.stdout.write(seen.decode().replace("\r\n", "\n"))
  > code = os.waitstatus_to_exitcode(status)
  > print("exit status" if code >= 0 else "signal", abs(code))
  > END
  $ typing() { python3 typing.py "$@"; }
  $ typing 'tre xanh\n|tre xanh\n' tem init --origin tem.test --base https://tem.example \
  >   --name QN --registry typed | sed 's/+.*/+…/'
  New passphrase for the keys of typed: 
  Once more: 
  registry typed: QN, origin tem.test, 1 log entry
  log key  tem.test+…
  Keep typed/secrets safe and backed up: no stamp can be checked or printed again without it.
  Its private keys are encrypted: without the passphrase they are lost.
  exit status 0
  $ openssl pkey -in typed/secrets/log.pem -passin file:good -noout
  $ typing 'tre xanh\n|tre vang\n' tem init --origin tem.test --base https://tem.example \
  >   --name QN --registry other
  New passphrase for the keys of other: 
  Once more: 
  tem: the two passphrases differ; nothing was made
  exit status 2
  $ typing 'tre xanh\n' tem producer add tra.json --registry typed
  Passphrase for typed/secrets/log.pem: 
  producer tra: log entry 1
  exit status 0
  $ typing 'tre xanh\n' tem key new --producer tra --registry typed
  Passphrase for typed/secrets/log.pem: 
  key 2 of tra: private half in typed/secrets, log entry 2
  exit status 0
  $ sed 's/"gtin.*11"/"gtin": "08936000000028"/' product.json > typed.json
  $ tem product add typed.json --registry typed --passphrase-file good
  product 08936000000028 Trà hoa vàng: log entry 3
  $ typing 'tre xanh\n' tem issue --gtin 08936000000028 --lot A --count 100 --registry typed \
  >   --produced 2026-11-01 -o typed.csv | tr -d '\r' | sed 's/\x1b\[K//g' | grep .
  Passphrase for typed/secrets/log.pem: 
  lot A of 08936000000028: 100 stamps, signed with key 2, log entry 4
  wrote typed.csv
  exit status 0
  $ typing 'tre vang\n' tem producer add tra.json --registry typed
  Passphrase for typed/secrets/log.pem: 
  tem: typed/secrets/log.pem: the passphrase does not open this key file, or the file is damaged
  exit status 2
  $ typing '\n' tem producer add tra.json --registry typed
  Passphrase for typed/secrets/log.pem: 
  tem: the passphrase is empty
  exit status 2
  $ typing '\x04' tem producer add tra.json --registry typed
  Passphrase for typed/secrets/log.pem: 
  tem: no line was typed on the terminal
  exit status 2
  $ typing 'tre\x03' tem producer add tra.json --registry typed
  Passphrase for typed/secrets/log.pem: 
  signal 2
  $ ls -d other
  ls: cannot access 'other': No such file or directory
  [2]

The service asks for nothing. Shoppers need no key of it; a fact does, and whoever sent it is not told
what lies where:

  $ serve() {
  >   rm -f first-line
  >   setsid temd --registry registry --listen 127.0.0.1:0 "$@" > first-line 2> service-log < /dev/null & service=$!
  >   for wait in $(seq 200); do [ -s first-line ] && break; sleep 0.05; done
  >   url=$(sed -n 's/^temd: listening on //p' first-line)
  > }
  $ trap 'kill $service 2> /dev/null; wait' EXIT
  $ stop() { kill $service; wait $service; sed -E 's/^[^ ]* //; s/producer-[0-9a-f]*/producer-…/' service-log; }
  $ operator=$(tem token new --role operator 2> log)
  $ producer=$(tem token new --role producer --producer tra 2> log)
  $ post() {  # TOKEN ROUTE BODY
  >   curl -sS --max-time 20 -o body -w '%{http_code}\n' -H "Authorization: Bearer $1" \
  >     -H 'Content-Type: application/json' -d "$3" "$url/api/v1/$2"
  > }
  $ fact='{"type": "producer.registered", "producer": "muc", "name": "X", "address": "Y", "country": "VN"}'
  $ lot() { echo "{\"gtin\": \"08936000000011\", \"lot\": \"$1\", \"count\": 2, \"produced\": \"2026-11-01\", \"key\": 3}"; }
  $ serve
  $ curl -sS "$url/v$(sed -n 2p a.csv | cut -d , -f 3 | sed 's|https://tem.example||')" -H 'Accept: application/json' | jq -r .verdict
  genuine
  $ post $operator facts "$fact"; jq -r .error,.detail body
  500
  key_unusable
  the service cannot answer now; try again, and tell the operator if it stays so
  $ stop
  warning nothing can be appended: registry/secrets/log.pem: is encrypted; give temd --passphrase-file FILE
  error POST /api/v1/facts 500 key_unusable: registry/secrets/log.pem: is encrypted; give temd --passphrase-file FILE

With the passphrase it appends and seals; with another it says so when it starts:

  $ serve --passphrase-file good
  $ rm -f gone; mv good gone
  $ post $operator facts "$fact"; post $producer lots "$(lot S)"; jq -r .count body
  200
  200
  2
  $ curl -sS -H "Authorization: Bearer $producer" "$url/api/v1/lots/08936000000011/S/stamps?format=ndjson" |
  >   tem verify - | tail -n 1
  2 stamps: 2 genuine
  $ mv gone good; stop
  $ serve --set 'passphrase_file="wrong"'; post $operator facts "$fact"; stop
  500
  warning nothing can be appended: registry/secrets/log.pem: the passphrase does not open this key file, or the file is damaged
  error POST /api/v1/facts 500 key_unusable: registry/secrets/log.pem: the passphrase does not open this key file, or the file is damaged
  $ temd --listen 127.0.0.1:0 --passphrase-file nowhere
  temd: --passphrase-file: nowhere: No such file or directory
  [3]
  $ chmod 644 wrong; temd --listen 127.0.0.1:0 --passphrase-file wrong
  temd: --passphrase-file: wrong: others may read this secret; run `chmod 600 wrong`
  [3]
