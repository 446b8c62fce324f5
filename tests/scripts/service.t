The service, on a port of its own choice, which its first line tells:

  $ tem init --demo > log
  $ tea="--gtin 08936000000011"
  $ tem issue $tea --lot L2611A --count 3 --produced 2026-11-01 --expires 2070-12-31 \
  >   -o a.ndjson > log
  $ start() {
  >   rm -f first-line  # an earlier one would be read before it is made anew
  >   temd --listen 127.0.0.1:0 "$@" > first-line 2> service-log & service=$!
  >   for wait in $(seq 200); do [ -s first-line ] && break; sleep 0.05; done
  >   url=$(sed -n 's/^temd: listening on //p' first-line)
  > }
  $ stop() { kill -s ${1:-TERM} $service; wait $service; echo "exit status $?"; }
  $ start; trap 'kill $service 2> /dev/null; wait' EXIT
  $ echo "$url" | sed 's/[0-9]*$/PORT/'
  http://127.0.0.1:PORT
  $ get() { curl -sS --max-time 10 "$@"; }
  $ head_of() { get -o body -D - "$@" | tr -d '\r' | grep -iE "^(HTTP|${fields:-content-type}:)"; }
  $ stamp=$(jq -r .uri a.ndjson | sed -n 's|^https://tem.example||; 1p')

A scanned stamp leads to the page that answers it:

  $ fields=location head_of "$url$stamp" | sed "s|/v$stamp|/v/01/…|"
  HTTP/1.1 307 Temporary Redirect
  Location: /v/01/…
  $ fields=location head_of -I "$url$stamp" | head -n 1
  HTTP/1.1 307 Temporary Redirect
  $ fields=location head_of "$url/01/x?a=b" | tail -n 1
  Location: /v/01/x?a=b

The verdict, as a page for people:

  $ head_of -H 'Accept: text/html,application/xhtml+xml,*/*;q=0.8' "$url/v$stamp"
  HTTP/1.1 200 OK
  Content-Type: text/html; charset=utf-8
  $ grep -o '<html lang="[a-z]*"' body
  <html lang="vi"
  $ for words in 'Tem thật' 'Genuine stamp' 'Trà hoa vàng Ba Chẽ' 'Ba Che golden camellia tea' \
  >   L2611A 01/11/2026 31/12/2070; do grep -q "$words" body || echo "missing: $words"; done
  $ grep -oiE '<(script|img|link|iframe)[^>]* (src|href)="?(http|//)[^>]*' body
  [1]
  $ head_of "$url/v$stamp"
  HTTP/1.1 200 OK
  Content-Type: text/html; charset=utf-8
  $ fields='content-security-policy|referrer-policy|x-content-type-options|vary|cache-control' \
  >   head_of "$url/v$stamp"
  HTTP/1.1 200 OK
  Cache-Control: no-store
  Content-Security-Policy: default-src 'none'; * (glob)
  Referrer-Policy: same-origin
  X-Content-Type-Options: nosniff
  Vary: Accept

and as JSON for programs, the same as `tem verify` says, and what is known of earlier looks:

  $ head_of -H 'Accept: application/json' "$url/v$stamp"
  HTTP/1.1 200 OK
  Content-Type: application/json
  $ tem verify "https://tem.example$stamp" --json | jq -S '.[0] | del(.checked.at, .history)' > by-tem
  $ jq -S 'del(.checked.at, .history)' body | diff by-tem -
  $ get -H 'Accept: application/json' "$url/v${stamp/L2611A/L2611B}" | jq -r .verdict
  forged
  $ get -H 'Accept: application/json' "$url/v/01/hello" | jq -r '.verdict, .error'
  not_a_stamp
  bad_length
  $ get "$url/v${stamp/L2611A/L2611B}" | grep -c 'Trà hoa vàng'
  0
  [1]
  $ get "$url/v/01/08936000000011/10/%3Cscript%3E1%3C%2Fscript%3E/21/X?s=1" | grep -ci '<script>1'
  0
  [1]
  $ fields=x head_of -H 'Accept: image/png' "$url/v$stamp"; jq -r .error body
  HTTP/1.1 406 Not Acceptable
  not_acceptable

HEAD says what GET would, without the body:

  $ ask() {
  >   exec 3<> /dev/tcp/127.0.0.1/${url##*:}; printf "$@" >&3
  >   timeout 5 cat <&3 | tr -d '\r'; exec 3>&-
  > }
  $ ask '%s /v%s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n' HEAD "$stamp" > head
  $ ask '%s /v%s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n' GET "$stamp" > whole
  $ head -n 1 head
  HTTP/1.1 200 OK
  $ sed '/^$/q' whole | grep -v ^Date: | diff - <(grep -v ^Date: head)

A fact that is appended is answered at once:

  $ tem recall $tea --lot L2611A --reason "Nhiễm vi sinh" > log
  $ get -H 'Accept: application/json' "$url/v$stamp" | jq -r '.verdict, .recall.reason'
  recalled
  Nhiễm vi sinh
  $ tem recall $tea --lot L2611A --lift > log

Many at once:

  $ jq -s '{uris: (map(.uri) + ["hello"])}' a.ndjson > many.json
  $ post() {
  >   head_of -X POST -H "Content-Type: ${type-application/json}" "$@" "$url/api/v1/verify"
  > }
  $ post -d @many.json; jq -c '.results[] | [.verdict, (.input | .[0:5])]' body
  HTTP/1.1 200 OK
  Content-Type: application/json
  ["genuine","https"]
  ["genuine","https"]
  ["genuine","https"]
  ["not_a_stamp","hello"]
  $ post -d '{"uris": []}'; cat body
  HTTP/1.1 200 OK
  Content-Type: application/json
  {"results":[]}
  $ jq -n '{uris: [range(1000) | "x"]}' > thousand.json
  $ post -d @thousand.json; jq '.results | length' body
  HTTP/1.1 200 OK
  Content-Type: application/json
  1000

The public log, and what a load balancer asks:

  $ head_of "$url/log/checkpoint"; tem log checkpoint | cmp - body
  HTTP/1.1 200 OK
  Content-Type: text/plain; charset=utf-8
  $ head_of "$url/healthz"; cat body
  HTTP/1.1 200 OK
  Content-Type: text/plain; charset=utf-8
  ok
  $ head_of "$url/" | head -n 1
  HTTP/1.1 200 OK
  $ head_of "$url/problems" | head -n 1
  HTTP/1.1 200 OK

Errors are problem+json with the code of the error table:

  $ problem() {
  >   sed -n '/^HTTP/p; /problem+json/p'
  >   jq -c '[.status, .error, .title, has("detail")]' body
  > }
  $ head_of "$url/nothing" | problem
  HTTP/1.1 404 Not Found
  Content-Type: application/problem+json
  [404,"not_found","not found",true]
  $ head_of "$url/v/02/1" | problem
  HTTP/1.1 404 Not Found
  Content-Type: application/problem+json
  [404,"not_found","not found",true]
  $ fields='content-type|allow' head_of -X POST "$url/v$stamp"; jq -r .error body
  HTTP/1.1 405 Method Not Allowed
  Content-Type: application/problem+json
  Allow: GET, HEAD
  method_not_allowed
  $ fields=allow head_of "$url/api/v1/verify"; jq -r .error body
  HTTP/1.1 405 Method Not Allowed
  Allow: POST
  method_not_allowed
  $ fields=allow head_of -X DELETE "$url/healthz"; jq -r .error body
  HTTP/1.1 405 Method Not Allowed
  Allow: GET, HEAD
  method_not_allowed
  $ fields=allow head_of -X NONSENSE "$url/healthz"; jq -r .error body
  HTTP/1.1 405 Method Not Allowed
  Allow: GET, HEAD
  method_not_allowed
  $ type=text/plain post -d x | problem
  HTTP/1.1 415 Unsupported Media Type
  Content-Type: application/problem+json
  [415,"unsupported_format","format not supported",true]
  $ type= post -d x | problem
  HTTP/1.1 415 Unsupported Media Type
  Content-Type: application/problem+json
  [415,"unsupported_format","format not supported",true]
  $ post -H 'Accept: text/html' -d @many.json | problem
  HTTP/1.1 406 Not Acceptable
  Content-Type: application/problem+json
  [406,"not_acceptable","no such representation",true]
  $ post -d '{"uris": ' | problem
  HTTP/1.1 400 Bad Request
  Content-Type: application/problem+json
  [400,"bad_json","not valid JSON",true]
  $ post -d '{"uris": ["a"]} x' | problem
  HTTP/1.1 400 Bad Request
  Content-Type: application/problem+json
  [400,"bad_json","not valid JSON",true]
  $ post -d '[]' | problem
  HTTP/1.1 400 Bad Request
  Content-Type: application/problem+json
  [400,"bad_field","field missing or not allowed",true]
  $ post -d '{}' | problem
  HTTP/1.1 400 Bad Request
  Content-Type: application/problem+json
  [400,"bad_field","field missing or not allowed",true]
  $ post -d '{"uris": "a"}' | problem
  HTTP/1.1 400 Bad Request
  Content-Type: application/problem+json
  [400,"bad_field","field missing or not allowed",true]
  $ post -d '{"uris": [1]}' | problem
  HTTP/1.1 400 Bad Request
  Content-Type: application/problem+json
  [400,"bad_field","field missing or not allowed",true]
  $ post -d '{"uris": ["a"], "uris": ["b"]}' | problem
  HTTP/1.1 400 Bad Request
  Content-Type: application/problem+json
  [400,"bad_field","field missing or not allowed",true]
  $ post -d '{"uris": ["a"], "more": 1}' | problem
  HTTP/1.1 400 Bad Request
  Content-Type: application/problem+json
  [400,"bad_field","field missing or not allowed",true]
  $ post -d "$(printf '[%.0s' {1..20000})" | problem
  HTTP/1.1 400 Bad Request
  Content-Type: application/problem+json
  [400,"bad_field","field missing or not allowed",true]
  $ jq -n '{uris: [range(1001) | "x"]}' > more.json; post -d @more.json | problem
  HTTP/1.1 422 Unprocessable Entity
  Content-Type: application/problem+json
  [422,"too_many","more than one request may carry",true]
  $ head -c 1100000 /dev/zero | tr '\0' ' ' > big; post --data-binary @big | problem
  HTTP/1.1 413 Payload Too Large
  Content-Type: application/problem+json
  [413,"body_too_large","request body too large",true]
  $ post -H 'Transfer-Encoding: chunked' --data-binary @big | problem
  HTTP/1.1 100 Continue
  HTTP/1.1 413 Payload Too Large
  Content-Type: application/problem+json
  [413,"body_too_large","request body too large",true]
  $ head_of "$url/v/01/$(printf 'a%.0s' {1..9000})" | problem
  HTTP/1.1 414 URI Too Long
  Content-Type: application/problem+json
  [414,"too_long","longer than the limit",true]
  $ head_of -H "X: $(printf 'a%.0s' {1..20000})" "$url/" | problem
  HTTP/1.1 431 Request Header Fields Too Large
  Content-Type: application/problem+json
  [431,"too_long","longer than the limit",true]
  $ head_of --path-as-is "$url/../../../../etc/passwd" | problem
  HTTP/1.1 404 Not Found
  Content-Type: application/problem+json
  [404,"not_found","not found",true]

What is no HTTP, or doubtful HTTP:

  $ raw() { ask "$1" | head -n 1; }
  $ raw 'hello\r\n\r\n'
  HTTP/1.1 400 Bad Request
  $ raw 'GET / HTTP/1.1\r\n\r\n'
  HTTP/1.1 400 Bad Request
  $ raw 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n'
  HTTP/1.1 400 Bad Request
  $ both='Content-Length: 1\r\nTransfer-Encoding: chunked\r\n'
  $ raw "POST /api/v1/verify HTTP/1.1\r\nHost: a\r\n$both\r\n"
  HTTP/1.1 400 Bad Request
  $ raw 'POST /api/v1/verify HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n'
  HTTP/1.1 400 Bad Request
  $ raw 'GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n'
  HTTP/1.1 400 Bad Request
  $ raw 'GET / HTTP/1.0\r\n\r\n'
  HTTP/1.0 200 OK
  $ raw 'GET / HTTP/9.9\r\nHost: a\r\n\r\n'
  HTTP/1.1 505 HTTP Version Not Supported
  $ raw 'GET /a\001b HTTP/1.1\r\nHost: a\r\n\r\n'
  HTTP/1.1 400 Bad Request

Nothing that clients do wrong fills its log, and no seal gets into it:

  $ stop
  exit status 0
  $ cat service-log
  $ start --access-log; get -o body "$url/v$stamp"; get -o body "$url/nothing"; stop
  exit status 0
  $ sed -E "s/20[-0-9T:.]*Z/TIME/" service-log
  time=TIME method=GET path=/v/01/08936000000011/10/L2611A/21/- status=200 bytes=* ms=* lane=quick (glob)
  time=TIME method=GET path=/nothing status=404 bytes=* ms=* lane=quick (glob)

SIGTERM and SIGINT while nothing is under way, with a connection that is open and idle, and during a
request, which is answered:

  $ start; stop INT
  exit status 0
  $ start; exec 3<> /dev/tcp/127.0.0.1/${url##*:}; stop; exec 3>&-
  exit status 0
  $ start; exec 3<> /dev/tcp/127.0.0.1/${url##*:}
  $ printf 'POST /api/v1/verify HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n' >&3
  $ printf 'Content-Length: 15\r\n\r\n{"uris"' >&3; sleep 0.3; kill $service; sleep 0.3
  $ get "$url/healthz" 2>&1 | sed -E 's/ port [0-9]+ after.*//'
  curl: (7) Failed to connect to 127.0.0.1
  $ printf ': ["a"]}' >&3; head -n 1 <&3 | tr -d '\r'; exec 3>&-
  HTTP/1.1 200 OK
  $ wait $service; echo "exit status $?"
  exit status 0

A second SIGTERM waits for nothing:

  $ start; exec 3<> /dev/tcp/127.0.0.1/${url##*:}
  $ printf 'POST /api/v1/verify HTTP/1.1\r\nHost: a\r\n' >&3; sleep 0.3; kill $service; sleep 0.3
  $ kill -0 $service && SECONDS=0; stop; [ $SECONDS -lt 5 ]; exec 3>&-
  exit status 0

What cannot be served is said in one line:

  $ start; temd --listen "${url#http://}" 2>&1 | sed -E 's/:[0-9]+:/:PORT:/'; stop
  temd: --listen 127.0.0.1:PORT: cannot be bound: Address already in use
  exit status 0
