The log behind everything:

  $ tem init --demo > out
  $ tem log checkpoint > one
  $ head -n 2 one
  tem.example/quangninh
  38
  $ sed -n 3p one | base64 -d | wc -c
  32
  $ sed -n 4p one
  
  $ tail -n +5 one | sed -E 's|[A-Za-z0-9+/=]{92}|…|'
  — tem.example/quangninh …

Its signature is that of the log's key, over the note's text:

  $ vkey=$(tem key vkey)
  $ echo "$vkey" | cut -d + -f 3- | base64 -d | tail -c 32 > raw
  $ { printf '\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00'; cat raw; } |
  >   openssl pkey -pubin -inform DER -out public.pem
  $ head -n 3 one > text
  $ tail -n 1 one | cut -d ' ' -f 3 | base64 -d | tail -c 64 > signature
  $ openssl pkeyutl -verify -pubin -inkey public.pem -rawin -in text -sigfile signature
  Signature Verified Successfully

The key's id is the first four bytes of SHA-256 over name, line feed, type and key:

  $ id=$({ printf 'tem.example/quangninh\n\001'; cat raw; } | sha256sum | cut -c 1-8)
  $ echo "$vkey" | cut -d + -f 1,2 | diff - <(echo "tem.example/quangninh+$id")
  $ tail -n 1 one | cut -d ' ' -f 3 | base64 -d | head -c 4 | od -An -tx1 | tr -d ' ' |
  >   diff - <(echo $id)

The root is that of RFC 6962 over the entries, computed here by another hand:

  $ for n in $(seq 0 37); do tem log entry $n > entry.$n; done
  $ cat > root.py <<'END'
  > import base64, hashlib, sys
  > leaves = [hashlib.sha256(b'\0' + open(f'entry.{n}', 'rb').read()[:-1]).digest()
  >           for n in range(int(sys.argv[1]))]
  > def root(hashes):
  >     if len(hashes) == 1: return hashes[0]
  >     k = 1
  >     while 2 * k < len(hashes): k *= 2
  >     return hashlib.sha256(b'\1' + root(hashes[:k]) + root(hashes[k:])).digest()
  > print(base64.b64encode(root(leaves)).decode())
  > END
  $ python3 root.py 38 | diff - <(sed -n 3p one)

It grows with every fact, and answers in JSON too:

  $ tem issue --gtin 08936000000011 --lot A --count 5 --produced 2026-11-01 --json > issued.json
  $ tem log entry 38 > entry.38
  $ tem log checkpoint --json > two.json
  $ jq -c '[.origin, .size]' two.json
  ["tem.example/quangninh",39]
  $ python3 root.py 39 | diff - <(jq -r .root two.json)
  $ jq -rj .note two.json | diff - <(tem log checkpoint)
  $ jq -c .checkpoint issued.json | diff - <(jq -c 'del(.note)' two.json)

An entry is canonical JSON: keys in order, no white space, its line feed not part of it:

  $ for n in entry.*; do jq -cS . $n | cmp - $n; done
  $ jq -r .type entry.* | sort | uniq -c | tr -s ' '
   10 certificate.granted
   1 certificate.revoked
   8 key.registered
   1 lot.issued
   8 producer.registered
   10 product.registered
   1 registry.created
  $ jq -r .at entry.* | sed -E 's/^20[0-9]{2}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}Z$/…/' | uniq
  …

The check of all of it, which fsck.t makes fail:

  $ tem log fsck
  ok: 39 entries, every hash, checkpoint and table agrees
  $ tem log fsck --json
  {"ok":true,"entries":39}

Wrong input:

  $ tem log entry 39
  tem: entry 39: the log has 39 entries, from 0
  [3]
  $ tem log entry -1
  tem: entry: "-1" is not a whole number from 0 to 9007199254740991
  [2]
  $ tem log entry 9007199254740992
  tem: entry: "9007199254740992" is not a whole number from 0 to 9007199254740991
  [2]
  $ tem log entry x
  tem: entry: "x" is not a whole number from 0 to 9007199254740991
  [2]
  $ tem log entry
  tem: N is required; see `tem log entry --help`
  [2]
  $ tem log
  tem: A subcommand is required; see `tem log --help`
  [2]
