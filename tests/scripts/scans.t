What temd records of looks, and what can be asked of it:

  $ tem init --demo > log
  $ tea="--gtin 08936000000011 --lot L2611A"
  $ tem issue $tea --count 3 --produced 2026-11-01 --expires 2070-12-31 -o a.ndjson > log
  $ tem scans stats
  0 scans of 0 stamps; 0 suspect, 0 claimed, 0 reports
  $ tem scans prune --older-than 365d
  tem: registry/scans.db: not there; nothing was scanned yet
  [3]
  $ temd --listen 127.0.0.1:0 > first-line 2> service-log & service=$!
  $ trap 'kill $service 2> /dev/null; wait' EXIT
  $ for wait in $(seq 200); do [ -s first-line ] && break; sleep 0.05; done
  $ url=$(sed -n 's/^temd: listening on //p' first-line)
  $ uri() { jq -r .uri a.ndjson | sed -n "$1p"; }
  $ look() { curl -sS --max-time 10 -A "$1" -H 'Accept: text/html' "${@:3}" -o body "$url/v${2#https://tem.example}"; }

A look counts at once; a reload, a HEAD, a link preview and a prefetch do not:

  $ look phone1 "$(uri 1)"; look phone1 "$(uri 1)"; look phone2 "$(uri 1)"; look phone1 "$(uri 2)"
  $ look phone3 "$(uri 1)" -I; look phone4 "$(uri 1)" -H 'Sec-Purpose: prefetch'
  $ look facebookexternalhit/1.1 "$(uri 1)"
  $ tem scans stats $tea --json | jq -c '[.scans, .stamps, .by_verdict, .by_channel]'
  [3,2,{"genuine":3},{"page":3}]
  $ tem scans list $tea --json | jq -c '.[] | [.index, .channel, .verdict]'
  [1,"page","genuine"]
  [0,"page","genuine"]
  [0,"page","genuine"]
  $ tem scans list --limit 1 | awk '{print $2, $3, $4, $5, $6}'
  gtin lot index channel place
  08936000000011 L2611A 1 page genuine

A stamp that was never issued here has no history, only a number:

  $ look phone1 "$(uri 1 | sed 's|...$|000|')"; sleep 2
  $ tem scans stats --json | jq -c '[.lots, .scans, (.refused | add)]'
  [1,3,1]

The command line shows the history while the service writes it, and adds nothing:

  $ tem verify "$(uri 1)" --json | jq -c '.[0] | [.verdict, .history.scans]'
  ["genuine",2]
  $ tem scans stats --json | jq .scans
  3

Retention and erasure, while the service runs; the numbers stay:

  $ tem scans prune --older-than 365d --json
  {"scans":0,"stamps":0,"reports":0}
  $ tem scans prune --stamp "$(uri 1)"
  erased 2 scans, 0 reports, and what 1 stamp kept of them
  $ tem scans list --json | jq length
  1
  $ tem verify "$(uri 1)" --json | jq .[0].history.scans
  2
  $ tem scans prune --older-than 1y
  tem: --older-than: "1y" is no number of days; write it as 365d
  [2]
  $ tem scans prune
  tem: give either --older-than or --stamp
  [2]
  $ tem scans prune --stamp https://tem.example/01/1
  tem: --stamp: no stamp that this registry issued, or its seal is wrong
  [2]
  $ tem scans list --gtin 08936000000011
  tem: --gtin and --lot name a lot together; give both or none
  [2]
  $ tem reports list
  none yet

One service at a time:

  $ temd --listen 127.0.0.1:0
  temd: scans.db: another temd serves this registry; stop it first
  [3]
  $ kill $service; wait $service; echo "exit status $?"
  exit status 0

What is older than retention_days goes in the background; 0 keeps everything:

  $ sqlite3 registry/scans.db "UPDATE scan SET at = at - 100 * 86400"
  $ again() {
  >   rm -f first-line
  >   temd --listen 127.0.0.1:0 --set retention_days=$1 > first-line 2> service-log & service=$!
  >   for wait in $(seq 200); do [ -s first-line ] && break; sleep 0.05; done
  > }
  $ again 0; kill $service; wait $service; tem scans list --json | jq length
  1
  $ again 101; kill $service; wait $service; tem scans list --json | jq length
  1
  $ again 99; for wait in $(seq 200); do [ -s service-log ] && break; sleep 0.05; done
  $ sed -E 's/^[^ ]* //; s/20[-0-9]*T[0-9:]*Z/TIME/' service-log
  warning retention: before TIME: erased 1 scan, 0 reports, and what 0 stamps kept of them
  $ tem scans list --json | jq length
  0
  $ kill $service; wait $service; echo "exit status $?"
  exit status 0
