A producer's key that is made and kept on the producer's own machine:

  $ tem init --origin tem.example/quangninh --base https://tem.example --name OCOP > log
  $ for id in tra muc; do
  >   echo '{"name": "Hợp tác xã", "address": "Quảng Ninh", "country": "VN"}' |
  >     jq ".producer = \"$id\"" | tem producer add - > log
  > done
  $ echo '{"gtin": "08936000000011", "producer": "tra", "name": "Trà hoa vàng"}' |
  >   tem product add - > log
  $ mkdir own; printf 'tre xanh\n' > own/passphrase; chmod 600 own/passphrase
  $ tem key generate -o own/tra.pem --passphrase-file own/passphrase
  private key own/tra.pem, encrypted
  public key own/tra.pem.pub: register it with `tem key new --producer ID --public own/tra.pem.pub`
  $ find own -name 'tra*' -printf '%m %P\n' | sort -k 2
  600 tra.pem
  644 tra.pem.pub
  $ openssl pkey -in own/tra.pem -passin file:own/passphrase -pubout | diff - own/tra.pem.pub
  $ tem key generate -o own/plain.pem --plain-keys --json |
  >   jq -c '[.private, .public, (.public_key | length), .encrypted]'
  ["own/plain.pem","own/plain.pem.pub",44,false]
  $ openssl pkey -in own/plain.pem -pubout | diff - own/plain.pem.pub

Nothing is overwritten, and no key is made where others may put another in its place:

  $ sha256sum own/* > before
  $ tem key generate -o own/tra.pem --plain-keys
  tem: own/tra.pem: already there; no key is ever overwritten, choose another name
  [2]
  $ : > own/new.pem.pub; tem key generate -o own/new.pem --plain-keys; rm own/new.pem.pub
  tem: own/new.pem.pub: already there; no key is ever overwritten, choose another name
  $ ln -s nowhere own/link.pem; tem key generate -o own/link.pem --plain-keys; rm own/link.pem
  tem: own/link.pem: already there; no key is ever overwritten, choose another name
  $ mkdir open; chmod 777 open; tem key generate -o open/a.pem --plain-keys
  tem: open: others may write in this folder: no secret is written there; choose another, or run `chmod go-w open`
  [3]
  $ chmod 1777 open; tem key generate -o open/a.pem --plain-keys > log; ls open
  a.pem
  a.pem.pub
  $ tem key generate -o nowhere/a.pem --plain-keys
  tem: nowhere: No such file or directory
  [3]
  $ setsid -w tem key generate -o own/b.pem < /dev/null
  tem: no passphrase for the new keys: give --passphrase-file FILE or TEM_PASSPHRASE, or --plain-keys for keys that work for whoever has the file
  [2]
  $ tem key generate -o own/b.pem --plain-keys --passphrase-file own/passphrase
  tem: --plain-keys and --passphrase-file exclude each other: give one of them
  [2]
  $ sha256sum --quiet -c before && ls own
  passphrase
  plain.pem
  plain.pem.pub
  tra.pem
  tra.pem.pub

It signs when its public half is registered:

  $ issue() { tem issue --gtin 08936000000011 --count 3 --produced 2026-11-01 "$@"; }
  $ own="--sign-with own/tra.pem --sign-passphrase-file own/passphrase"
  $ issue --lot A $own -o a.csv
  tem: own/tra.pem: this key is not registered; register its public half with `tem key new --producer ID --public FILE.pub`
  [2]
  $ tem key new --producer tra --public own/tra.pem.pub
  key 4 of tra: private half not held here, log entry 4
  $ issue --lot A $own -o a.csv
  lot A of 08936000000011: 3 stamps, signed with key 4, log entry 5
  wrote a.csv
  $ tem verify a.csv | tail -n 1
  3 stamps: 3 genuine
  $ ls registry/secrets
  log.pem
  serial.secret

Without it, none of its stamps can be made:

  $ issue --lot B -o b.csv
  tem: producer "tra" has no key in force whose private half is held here; make one with `tem key new --producer tra`
  [2]
  $ issue --lot B --key 4 -o b.csv
  tem: key 4: the private half of this key is not held in registry/secrets
  [3]
  $ tem print --gtin 08936000000011 --lot A -o again.csv
  tem: key 4: the private half of this key is not held in registry/secrets
  [3]
  $ tem print --gtin 08936000000011 --lot A $own -o again.csv && cmp a.csv again.csv
  lot A of 08936000000011: 3 stamps
  wrote again.csv

Another key is not taken for it, nor for another producer's goods:

  $ tem key new --producer muc --public own/plain.pem.pub
  key 6 of muc: private half not held here, log entry 6
  $ issue --lot B --sign-with own/plain.pem -o b.csv
  tem: key 6 is of producer "muc", but GTIN 08936000000011 belongs to "tra"
  [2]
  $ tem print --gtin 08936000000011 --lot A --sign-with own/plain.pem -o b.csv
  tem: --sign-with own/plain.pem: is key 6, which signs none of these stamps; `tem lot list` tells which key does
  [2]
  $ issue --lot B --key 4 $own 2>&1 | head -n 1
  tem: --key excludes --sign-with; see `tem issue --help`

What cannot be read:

  $ setsid -w tem issue --gtin 08936000000011 --lot B --count 1 --produced 2026-11-01 \
  >   --sign-with own/tra.pem < /dev/null
  tem: own/tra.pem: is encrypted; give its passphrase with --passphrase-file FILE or in TEM_PASSPHRASE
  [2]
  $ TEM_PASSPHRASE=x issue --lot B --sign-with own/tra.pem
  tem: own/tra.pem: the passphrase does not open this key file, or the file is damaged
  [2]
  $ chmod 640 own/plain.pem; issue --lot B --sign-with own/plain.pem; chmod 600 own/plain.pem
  tem: own/plain.pem: others may read this secret; run `chmod 600 own/plain.pem`
  $ issue --lot B --sign-with own/tra.pem.pub
  tem: own/tra.pem.pub: others may read this secret; run `chmod 600 own/tra.pem.pub`
  [3]
  $ issue --lot B --sign-with nowhere.pem
  tem: nowhere.pem: No such file or directory
  [3]
  $ issue --lot B --sign-passphrase-file own/passphrase
  tem: --sign-passphrase-file requires --sign-with; see `tem issue --help`
  [2]

The registry's passphrase may be another:

  $ export TEM_REGISTRY=closed; printf 'song cau\n' > theirs; chmod 600 theirs
  $ tem init --origin tem.example/closed --base https://tem.example --name OCOP \
  >   --passphrase-file theirs > log
  $ echo '{"producer": "tra", "name": "Hợp tác xã", "address": "Ba Chẽ", "country": "VN"}' |
  >   tem producer add - --passphrase-file theirs
  producer tra: log entry 1
  $ echo '{"gtin": "08936000000011", "producer": "tra", "name": "Trà hoa vàng"}' |
  >   tem product add - --passphrase-file theirs
  product 08936000000011 Trà hoa vàng: log entry 2
  $ tem key new --producer tra --public own/tra.pem.pub --passphrase-file theirs
  key 3 of tra: private half not held here, log entry 3
  $ issue --lot A $own --passphrase-file theirs -o closed.csv
  lot A of 08936000000011: 3 stamps, signed with key 3, log entry 4
  wrote closed.csv
  $ issue --lot A --sign-with own/tra.pem --passphrase-file theirs
  tem: own/tra.pem: the passphrase does not open this key file, or the file is damaged
  [2]
  $ unset TEM_REGISTRY

A key that openssl made and encrypted will do as well:

  $ openssl genpkey -algorithm ed25519 -aes-256-cbc -pass file:own/passphrase -out own/ssl.pem
  $ openssl pkey -in own/ssl.pem -passin file:own/passphrase -pubout -out own/ssl.pub
  $ tem key new --producer tra --public own/ssl.pub
  key 7 of tra: private half not held here, log entry 7
  $ TEM_PASSPHRASE='tre xanh' issue --lot B --sign-with own/ssl.pem -o b.csv
  lot B of 08936000000011: 3 stamps, signed with key 7, log entry 8
  wrote b.csv
  $ tem verify a.csv b.csv | tail -n 1
  6 stamps: 6 genuine
  $ tem log fsck
  ok: 9 entries, every hash, checkpoint and table agrees
