A proof of a stamp's lot, to take along:

  $ tem init --demo > out
  $ tea="--gtin 08936000000011 --lot A"
  $ tem issue $tea --count 3 --produced 2026-11-01 --expires 2099-11-01 -o a.csv > out
  $ tem issue --gtin 08936000000011 --lot B --count 1 --produced 2026-11-01 -o b.csv > out
  $ uri=$(sed -n 2p a.csv | cut -d , -f 3); vkey=$(tem key vkey)
  $ tem log prove "$uri" -o lot.tlog-proof
  $ tem log prove "$uri" | cmp - lot.tlog-proof; tem log prove 38 | cmp - lot.tlog-proof
  $ sed -E 's/[A-Za-z0-9+/]{40,}=*/…/' lot.tlog-proof
  $ sed -n 's/^extra //p' lot.tlog-proof | base64 -d > extra
  $ jq -c '[.format, (.entry | fromjson | .type), [.also[] | [.index, (.entry | fromjson | .type), (.path | length)]]]' extra

It is checked with nothing but the log's key:

  $ mkdir away; cp lot.tlog-proof a.csv away; cd away
  $ tem log verify lot.tlog-proof --vkey "$vkey"
  $ tem log verify lot.tlog-proof --vkey "$vkey" --json | jq -c '[.ok, .checkpoint.size, [.entries[].index]]'
  $ tem verify --proof lot.tlog-proof --vkey "$vkey" "$uri"
  $ tem verify --proof lot.tlog-proof --vkey "$vkey" a.csv --json | jq -c '.[] | [.verdict, .checked.mode, .checked.unknown, .checked.checkpoint.size]'

The root is computed here by another hand:

  $ cat > root.py <<'END'
  > import base64, hashlib, json, sys
  > text = open('lot.tlog-proof').read()
  > head, note = text.split('\n\n', 1)
  > lines = head.split('\n')
  > extra = json.loads(base64.b64decode(lines[1].split()[1]))
  > origin, size, root = note.split('\n')[:3]
  > def climb(entry, index, path):
  >     h = hashlib.sha256(b'\0' + entry.encode()).digest()
  >     fn, sn = index, int(size) - 1
  >     for p in map(base64.b64decode, path):
  >         if fn % 2 == 1 or fn == sn:
  >             h = hashlib.sha256(b'\1' + p + h).digest()
  >             while fn % 2 == 0 and fn: fn, sn = fn >> 1, sn >> 1
  >         else: h = hashlib.sha256(b'\1' + h + p).digest()
  >         fn, sn = fn >> 1, sn >> 1
  >     return base64.b64encode(h).decode() == root
  > print(climb(extra['entry'], int(lines[2].split()[1]), lines[3:]),
  >       *[climb(e['entry'], e['index'], e['path']) for e in extra['also']])
  > END
  $ python3 root.py

A proof of another program carries no entry; of any entry there is one:

  $ grep -v ^extra lot.tlog-proof > bare; tem log verify bare --vkey "$vkey"
  $ tem log entry 38 --registry ../registry > entry
  $ tem log verify bare --entry entry --vkey "$vkey" | head -n 2
  $ tem log entry 37 --registry ../registry > entry; tem log verify bare --entry entry --vkey "$vkey"
  $ tem log prove 0 --registry ../registry | tem log verify - --vkey "$vkey" | head -n 2
  $ tem log prove 0 --registry ../registry -o zero > out; tem verify --proof zero --vkey "$vkey" "$uri"

What does not fit is refused, never genuine:

  $ other=$(sed -n 2p ../b.csv | cut -d , -f 3)
  $ tem verify --proof lot.tlog-proof --vkey "$vkey" "$other"
  $ tem log prove "$other" --registry ../registry -o other.tlog-proof > out
  $ tem verify --proof other.tlog-proof --vkey "$vkey" "$uri"
  $ tem verify --proof lot.tlog-proof --vkey "$vkey" hello --json | jq -r '.[0].verdict'
  $ tem verify --proof lot.tlog-proof --vkey "$vkey" "${uri%?}$(( (${uri: -1} + 1) % 10 ))" --json | jq -r '.[0].verdict'
  $ tem init --demo --registry twin > out
  $ tem log verify lot.tlog-proof --vkey "$(tem key vkey --registry twin)"
  $ tem verify --proof lot.tlog-proof --registry twin "$uri"
  $ tem verify --proof lot.tlog-proof --registry ../registry "$uri" --json | jq -r '.[0].verdict'
  $ TEM_REGISTRY=none tem verify --proof lot.tlog-proof "$uri"
  $ tem verify --vkey "$vkey" "$uri"
  $ tem log verify lot.tlog-proof --vkey hello
  $ tem log verify none --vkey "$vkey"
  $ for line in $(seq 1 $(wc -l < lot.tlog-proof)); do
  >   sed ${line}d lot.tlog-proof > changed
  >   tem verify --proof changed --vkey "$vkey" "$uri" > out 2>&1; echo -n "$? "
  > done; echo
  $ sed 's/^index 38/index 37/' lot.tlog-proof > changed; tem log verify changed --vkey "$vkey"
  $ cd ..; tem log prove 40; tem log prove hello; tem log prove "$other" > out; tem log prove "${other%?}"

The service gives the same:

  $ temd --listen 127.0.0.1:0 > said 2>&1 & server=$!
  $ while ! grep -q 127.0.0.1: said; do sleep 0.1; done
  $ url=http://127.0.0.1:$(grep -o '127.0.0.1:[0-9]*' said | head -n 1 | cut -d : -f 2)
  $ curl -sG $url/api/v1/proof --data-urlencode "uri=$uri" -D headers | cmp - lot.tlog-proof
  $ grep -i '^content-type' headers | tr -d '\r'
  $ ask() { curl -sG $url/api/v1/proof "$@" | jq -c '[.status, .error]'; }
  $ ask --data-urlencode "uri=hello"
  $ ask; ask -d uri=; ask -d uri=%; ask -d uri=a -d uri=b
  $ ask --data-urlencode "uri=${uri%?}$(( (${uri: -1} + 1) % 10 ))"
  $ tem init --demo --registry third > out
  $ tem issue --registry third $tea --count 1 --produced 2026-11-01 -o c.csv > out
  $ ask --data-urlencode "uri=$(sed -n 2p c.csv | cut -d , -f 3)"
  $ kill $server; wait $server
