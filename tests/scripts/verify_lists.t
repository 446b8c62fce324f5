Lists and photographs of stamps, as a till or a buyer's program sends them: every look is kept.

  $ tem init --demo > log
  $ tea="--gtin 08936000000011"
  $ tem issue $tea --lot L2611A --count 42 --produced 2026-11-01 --expires 2070-12-31 \
  >   -o sheet.pdf -o all.ndjson > log
  $ till=$(tem token new --role till --place VN-13 2> log)
  $ temd --listen 127.0.0.1:0 > first-line 2> service-log & service=$!
  $ trap 'kill $service 2> /dev/null; wait $service' EXIT
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
  $ curl -sS --max-time 60 -A 'a phone' -H 'Content-Type: image/jpeg' --data-binary @page-1.jpg \
  >   "$url/api/v1/verify/image" | jq -c '[.results[].history.scans] | [length, unique]'; kept
  [21,[3]]
  105
