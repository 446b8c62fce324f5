Lists and photographs of stamps, as a till or a buyer's program sends them: every look is kept.

  $ tem init --demo > log
  $ tea="--gtin 08936000000011"
  $ tem issue $tea --lot L2611A --count 42 --produced 2026-11-01 --expires 2070-12-31 \
  >   -o sheet.pdf -o all.ndjson > log
  $ till=$(tem token new --role till --place VN-13 2> log)
  $ temd --listen 127.0.0.1:0 > first-line 2> service-log & service=$!
  $ trap 'kill $service 2> /dev/null; wait' EXIT
  $ for wait in $(seq 200); do [ -s first-line ] && break; sleep 0.05; done
  $ url=$(sed -n 's/^temd: listening on //p' first-line)
  $ kept() { sqlite3 registry/scans.db 'SELECT count(*) FROM scan'; }
  $ list() { jq -s '{uris: map(.uri)}' all.ndjson |
  >   curl -sS --max-time 20 -H 'Content-Type: application/json' -d @- "$url/api/v1/verify" "$@"; }
  $ list -H "Authorization: Bearer $till" | jq -c '[.results[] | [.verdict, .history.scans]] | [length, unique]'
  [42,[["genuine",1]]]
  $ kept
  42
  $ list -H "Authorization: Bearer $till" | jq -c '[.results[].history.scans] | unique'; kept
  [1]
  42
  $ list -A 'another till' | jq -c '[.results[].history.scans] | unique'; kept
  [2]
  84
  $ pdftoppm -r 150 -jpeg -f 1 -l 1 sheet.pdf page
  $ curl -sS --max-time 60 -A 'a camera' -H 'Content-Type: image/jpeg' --data-binary @page-1.jpg \
  >   "$url/api/v1/verify/image" | jq -c '[.results[].history.scans] | [length, unique]'; kept
  [21,[3]]
  105

A stream of any number of them, a line each, answered while it arrives; a line that is none is told, and the stream goes on:

  $ stream() { curl -sS --max-time 60 -H 'Content-Type: application/x-ndjson' -T - -X POST "$url/api/v1/verify" "$@"; }
  $ tem issue $tea --lot L2611B --count 600 --produced 2026-11-01 --expires 2070-12-31 -o many.ndjson > log
  $ jq -c .uri many.ndjson | stream -A 'a program' > answers; wc -l < answers
  600
  $ jq -r .input answers | diff - <(jq -r .uri many.ndjson) && jq -r .verdict answers | sort | uniq -c | sed 's/^ *//'
  600 genuine
  $ kept
  705
  $ (head -n 1 many.ndjson | jq -c '{uri}'; echo; echo nonsense; tail -n 1 many.ndjson | jq -c .uri | tr -d '\n') |
  >   stream -A 'a program' | jq -c '[.verdict, .line, .error]'
  ["genuine",null,null]
  [null,3,"bad_json"]
  ["genuine",null,null]
  $ head -n 1 many.ndjson | jq -c .uri | stream -o body -w '%{http_code} %{content_type}\n' -H 'Accept: text/html'
  406 application/problem+json
