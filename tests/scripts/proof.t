A proof of a stamp's lot, to take along:

  $ tem init --demo > out
  $ tea="--gtin 08936000000011 --lot A"
  $ tem issue $tea --count 3 --produced 2026-11-01 -o a.csv > out
  $ tem issue --gtin 08936000000011 --lot B --count 1 --produced 2026-11-01 -o b.csv > out
  $ uri=$(sed -n 2p a.csv | cut -d , -f 3); vkey=$(tem key vkey)
  $ tem log prove "$uri" -o lot.tlog-proof
  entry 38 and 4 others; wrote lot.tlog-proof
  $ tem log prove "$uri" | cmp - lot.tlog-proof; tem log prove 38 | cmp - lot.tlog-proof
  $ sed -E 's/[A-Za-z0-9+/]{40,}=*/…/' lot.tlog-proof
  c2sp.org/tlog-proof@v1
  extra …
  index 38
  …
  …
  …
  …
  
  tem.example/quangninh
  40
  …
  
  — tem.example/quangninh …
  $ sed -n 's/^extra //p' lot.tlog-proof | base64 -d > extra
  $ jq -c '[.format, (.entry | fromjson | .type), [.also[] | [.index, (.entry | fromjson | .type), (.path | length)]]]' extra
  ["tem/proof/v1","lot.issued",[[1,"producer.registered",6],[2,"key.registered",6],[17,"product.registered",6],[18,"certificate.granted",6]]]

It is checked with nothing but the log's key:

  $ mkdir away; cp lot.tlog-proof a.csv away; cd away
  $ tem log verify lot.tlog-proof --vkey "$vkey"
  proved: in tem.example/quangninh at size 40
    entry 38  lot.issued
    entry 1  producer.registered
    entry 2  key.registered
    entry 17  product.registered
    entry 18  certificate.granted
  {"active":true,"at":"*","count":3,"first":0,"gtin":"08936000000011","key":2,"lot":"A","produced":"2026-11-01","type":"lot.issued"} (glob)
  $ tem log verify lot.tlog-proof --vkey "$vkey" --json | jq -c '[.ok, .checkpoint.size, [.entries[].index]]'
  [true,40,[38,1,2,17,18]]
  $ tem verify --proof lot.tlog-proof --vkey "$vkey" "$uri"
  GENUINE  Tem thật / Genuine stamp
    Tem thật. Tem do nhà sản xuất phát hành. Hãy so tên sản phẩm, lô và hạn dùng với bao bì trước khi mua. Chỉ đối chiếu với bằng chứng kèm theo, nên không biết số seri này đã được phát hành, kích hoạt hay bị hủy chưa, lô có bị thu hồi không, khóa ký về sau có bị lộ không, và tem đã được quét những đâu.
    Genuine stamp. The producer issued this stamp. Compare product, lot and expiry with the package before you buy. Checked by a proof only, so it is not known whether this serial was issued, activated or voided, whether the lot was recalled or the key compromised later, nor where the stamp was scanned.
    product   Trà hoa vàng Ba Chẽ, Hoa Vàng Mẫu
    producer  Hợp tác xã trà hoa vàng và dược liệu (mẫu), Thôn Mẫu 1, xã Ba Chẽ, tỉnh Quảng Ninh
    lot       A, produced 2026-11-01, stamp * (glob)
              OCOP 4 sao, * (glob)
  $ tem verify --proof lot.tlog-proof --vkey "$vkey" a.csv --json | jq -c '.[] | [.verdict, .checked.mode, .checked.unknown, .checked.checkpoint.size]'
  ["genuine","proof",["serial","void","recall","activation","key","history"],40]
  ["genuine","proof",["serial","void","recall","activation","key","history"],40]
  ["genuine","proof",["serial","void","recall","activation","key","history"],40]

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
  True True True True True

A proof of another program carries no entry; of any entry there is one:

  $ grep -v ^extra lot.tlog-proof > bare; tem log verify bare --vkey "$vkey"
  tem: bare: proof: carries no entry (no "extra" line); give the entry with --entry
  [1]
  $ tem log entry 38 --registry ../registry > entry
  $ tem log verify bare --entry entry --vkey "$vkey" | head -n 2
  proved: in tem.example/quangninh at size 40
    entry 38  lot.issued
  $ tem log entry 37 --registry ../registry > entry; tem log verify bare --entry entry --vkey "$vkey"
  tem: bare: proof: entry 38: inclusion proof: does not lead to the checkpoint's root
  [1]
  $ tem log prove 0 --registry ../registry | tem log verify - --vkey "$vkey" | head -n 2
  proved: in tem.example/quangninh at size 40
    entry 0  registry.created
  $ tem log prove 0 --registry ../registry -o zero > out; tem verify --proof zero --vkey "$vkey" "$uri"
  tem: zero: proof: entry 0 is a registry.created: no stamp is proved by it
  [1]

What does not fit is refused, never genuine:

  $ other=$(sed -n 2p ../b.csv | cut -d , -f 3)
  $ tem verify --proof lot.tlog-proof --vkey "$vkey" "$other"
  tem: proof: is of lot A of 08936000000011, the stamp of lot B of 08936000000011; give the proof of this stamp
  [3]
  $ tem log prove "$other" --registry ../registry -o other.tlog-proof > out
  $ tem verify --proof other.tlog-proof --vkey "$vkey" "$uri"
  tem: proof: is of lot B of 08936000000011, the stamp of lot A of 08936000000011; give the proof of this stamp
  [3]
  $ tem verify --proof lot.tlog-proof --vkey "$vkey" hello --json | jq -r '.[0].verdict'
  tem: hello: no such file
  null
  $ tem verify --proof lot.tlog-proof --vkey "$vkey" "${uri%?}$(( (${uri: -1} + 1) % 10 ))" --json | jq -r '.[0].verdict'
  forged
  $ tem init --demo --registry twin > out
  $ tem log verify lot.tlog-proof --vkey "$(tem key vkey --registry twin)"
  tem: lot.tlog-proof: proof: entry 38: checkpoint: no valid signature by tem.example/quangninh+* (glob)
  [1]
  $ tem verify --proof lot.tlog-proof --registry twin "$uri"
  tem: lot.tlog-proof: proof: entry 38: checkpoint: no valid signature by tem.example/quangninh+* (glob)
  [1]
  $ tem verify --proof lot.tlog-proof --registry ../registry "$uri" --json | jq -r '.[0].verdict'
  genuine
  $ TEM_REGISTRY=none tem verify --proof lot.tlog-proof "$uri"
  tem: --vkey was not given: none: no registry there (registry.toml is missing); make one with `tem init`, or name one with --registry or TEM_REGISTRY
  [3]
  $ tem verify --vkey "$vkey" "$uri"
  tem: --vkey requires --proof; see `tem verify --help`
  [2]
  $ tem log verify lot.tlog-proof --vkey hello
  tem: --vkey: verification key: two plus signs are missing; expected <name>+<id>+<base64> on one line
  [2]
  $ tem log verify none --vkey "$vkey"
  tem: none: no such file
  [3]
  $ for line in $(seq 1 $(wc -l < lot.tlog-proof)); do
  >   sed ${line}d lot.tlog-proof > changed
  >   tem verify --proof changed --vkey "$vkey" "$uri" > out 2>&1; echo -n "$? "
  > done; echo
  1 1 1 1 1 1 1 1 1 1 1 1 1 
  $ sed 's/^index 38/index 37/' lot.tlog-proof > changed; tem log verify changed --vkey "$vkey"
  tem: changed: proof: entry 37: inclusion proof: does not lead to the checkpoint's root
  [1]
  $ cd ..; tem log prove 40; tem log prove hello; tem log prove "$other" > out; tem log prove "${other%?}"
  tem: entry 40: the log has 40 entries, from 0
  tem: "hello": begin with https:// or http://, all lower or all upper case
  tem: seal: 155 characters; a seal has 156 to 165 digits
  [2]

The service gives the same:

  $ temd --listen 127.0.0.1:0 > said 2>&1 & server=$!
  $ while ! grep -sq 127.0.0.1: said; do sleep 0.1; done
  $ url=http://127.0.0.1:$(grep -o '127.0.0.1:[0-9]*' said | head -n 1 | cut -d : -f 2)
  $ curl -sG $url/api/v1/proof --data-urlencode "uri=$uri" -D headers | cmp - lot.tlog-proof
  $ grep -i '^content-type' headers | tr -d '\r'
  Content-Type: text/plain; charset=utf-8
  $ ask() { curl -sG $url/api/v1/proof "$@" | jq -c '[.status, .error]'; }
  $ ask --data-urlencode "uri=hello"
  [400,"bad_scheme"]
  $ ask; ask -d uri=; ask -d uri=%; ask -d uri=a -d uri=b
  [400,"bad_field"]
  [400,"bad_field"]
  [400,"bad_escape"]
  [400,"bad_field"]
  $ ask --data-urlencode "uri=${uri%?}$(( (${uri: -1} + 1) % 10 ))"
  [400,"bad_signature"]
  $ tem init --demo --registry third > out
  $ tem issue --registry third $tea --count 1 --produced 2026-11-01 -o c.csv > out
  $ ask --data-urlencode "uri=$(sed -n 2p c.csv | cut -d , -f 3)"
  [400,"bad_signature"]

A stamp that is well sealed, but was never issued here:

  $ cp -r registry unissued
  $ tem issue --registry unissued --gtin 08936000000011 --lot C --count 1 --produced 2026-11-01 -o d.csv > out
  $ uri=$(sed -n 2p d.csv | cut -d , -f 3)
  $ ask --data-urlencode "uri=$uri"; tem log prove "$uri"
  [404,"not_found"]
  tem: no such stamp of lot C of 08936000000011 was issued
  [3]
  $ kill $server; wait $server
