Claims by the hidden code and reports of suspicious stamps, as a program and as a page's form send
them:

  $ tem init --demo > log
  $ tea="--gtin 08936000000011"
  $ tem issue $tea --lot L2611A --count 4 --produced 2026-11-01 --expires 2070-12-31 -o a.ndjson > log
  $ tem void $tea --lot L2611A --range 3 --reason 'In hỏng' > log
  $ tem print $tea --lot L2611A --range 0-2 --hidden-code -o codes.ndjson > log
  $ temd --listen 127.0.0.1:0 > first-line 2> service-log & service=$!
  $ trap 'kill $service 2> /dev/null; wait' EXIT
  $ for wait in $(seq 200); do [ -s first-line ] && break; sleep 0.05; done
  $ url=$(sed -n 's/^temd: listening on //p' first-line)
  $ uri() { jq -r .uri a.ndjson | sed -n "$(($1 + 1))p"; }
  $ code() { jq -r '.hidden_code // .code' codes.ndjson | sed -n "$(($1 + 1))p"; }
  $ send() { curl -sS --max-time 20 "$url$@"; }
  $ claim() {
  >   jq -n --arg uri "$1" --arg code "$2" '{$uri, $code}' |
  >     curl -sS -A buyer --max-time 20 -H 'Content-Type: application/json' -d @- "$url/api/v1/claims"
  > }

Claimed once; the second try is told when:

  $ claim "$(uri 0)" "$(code 0)" | tee first.json | jq -c '[.outcome, .verdict, (.at | type)]'
  ["claimed","genuine","string"]
  $ jq -r .message.vi first.json
  Xác nhận thành công. Mã đúng, và bạn là người đầu tiên xác nhận tem này. Từ nay, ai quét tem này cũng được báo là tem đã có người xác nhận; một nhãn sao chép sẽ lộ ra.
  $ claim "$(uri 0)" "$(code 0 | tr A-Z a-z | tr - ' ')" | jq -c '.outcome, .at' |
  >   diff - <(jq -c '"claimed_before", .at' first.json)
  $ claim "$(uri 0)" "$(code 0)" | jq -r .message.en | sed 's/at [0-9].*, from/at TIME, from/'
  Already claimed. This stamp was claimed at TIME, from this network address and browser; perhaps you sent the code yourself. If it was not you, the product may be a copy: ask the shop and report it.
  $ curl -sS -A 'another phone' -H 'Accept: application/json' "$url/v$(uri 0 | sed 's|https://tem.example||')" |
  >   jq -c .findings
  ["claimed"]

Five wrong codes lock the stamp's claims for an hour, also for the right one; it shows in the history:

  $ for try in 1 2 3 4 5; do claim "$(uri 1)" 2222-2222 | jq -c '[.outcome, .tries_left]'; done
  ["wrong_code",4]
  ["wrong_code",3]
  ["wrong_code",2]
  ["wrong_code",1]
  ["locked",null]
  $ claim "$(uri 1)" "$(code 1)" | jq -c '[.outcome, (.until | type)]'
  ["locked","string"]
  $ curl -sS -H 'Accept: text/html' "$url/v$(uri 1 | sed 's|https://tem.example||')" |
  >   grep -o 'Wrong codes</span></dt><dd>[0-9]*'
  Wrong codes</span></dt><dd>5

What must not be on sale is not claimed, and no code is no try:

  $ claim "$(uri 3)" 2222-2222 | jq -r '.outcome, .verdict, .message.vi'
  not_claimable
  void
  Không xác nhận được: Tem đã bị hủy. Nhà sản xuất đã hủy tem này; tem không được dùng trên hàng bán. Đừng mua; hãy báo cho nhà sản xuất.
  $ claim "$(uri 2)" 12 | jq -r '.status, .error, .detail'
  400
  bad_code
  "code": the code has 2 characters; it should have eight
  $ claim "$(uri 2)x" 2222-2222 | jq -r .verdict
  not_a_stamp

A page's form is answered with a page, and taken from our own pages only:

  $ form() { curl -sS --max-time 20 -w '\n%{http_code}\n' "$@"; }
  $ form -H 'Sec-Fetch-Site: same-origin' --data-urlencode "uri=$(uri 2)" \
  >   --data-urlencode "code=$(code 2)" "$url/api/v1/claims" | grep -oE '<h1 id="verdict">[^<]*|^[0-9]{3}$'
  <h1 id="verdict">Xác nhận thành công 
  200
  $ form -H 'Sec-Fetch-Site: cross-site' --data-urlencode "uri=$(uri 2)" -d code=22222222 \
  >   "$url/api/v1/claims" | grep -oE '<h1 id="verdict">[^<]*|^[0-9]{3}$'
  <h1 id="verdict">Chưa gửi được 
  403
  $ form -H 'Origin: https://evil.example' -d 'uri=x&text=a' "$url/api/v1/reports" | tail -n 1
  403

Reports are kept for inspectors, without the seal; of a forged stamp, too:

  $ forged=$(uri 2 | sed 's/.$//')$(uri 2 | grep -o '.$' | tr 0-9 1-90)
  $ jq -n --arg uri "$forged" '{$uri, text: "Tem bị bóc dán lại", place: "VN-13"}' |
  >   form -H 'Content-Type: application/json' -d @- "$url/api/v1/reports"
  {"id":1,"verdict":"forged"}
  
  201
  $ form --data-urlencode "uri=$(uri 0)" --data-urlencode 'text=Mùi lạ' -d place= -d contact= \
  >   "$url/api/v1/reports" | grep -oE 'Báo cáo số [0-9]+|^[0-9]{3}$'
  Báo cáo số 2
  201
  $ form -H 'Content-Type: application/json' -d '{"uri":"x","text":" "}' "$url/api/v1/reports" |
  >   head -n 1 | jq -r .detail
  "text": missing; needed are "uri", "text"

After a kill, all that was answered is there:

  $ kill -9 $service; wait $service 2> /dev/null
  [137]
  $ rm first-line; temd --listen 127.0.0.1:0 > first-line 2> service-log & service=$!
  $ for wait in $(seq 200); do [ -s first-line ] && break; sleep 0.05; done
  $ url=$(sed -n 's/^temd: listening on //p' first-line)
  $ for i in 0 1 2; do claim "$(uri $i)" "$(code $i)" | jq -r .outcome; done
  claimed_before
  locked
  claimed_before
  $ cat service-log
  $ kill $service; wait $service
