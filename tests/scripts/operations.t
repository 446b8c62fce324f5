Running the service: settings, limits, counters, the access log.

  $ tem init --demo > log
  $ tea="--gtin 08936000000011"
  $ tem issue $tea --lot L2611A --count 3 --produced 2026-11-01 --expires 2070-12-31 -o a.ndjson > log
  $ stamp=$(jq -r .uri a.ndjson | sed -n 's|^https://tem.example||; 1p')
  $ start() {
  >   rm -f first-line
  >   temd --listen 127.0.0.1:0 "$@" > first-line 2> service-log & service=$!
  >   for wait in $(seq 200); do [ -s first-line ] && break; sleep 0.05; done
  >   url=$(sed -n 's/^temd: listening on //p' first-line)
  > }
  $ stop() { kill $service; wait $service; echo "exit status $?"; }
  $ trap 'kill $service 2> /dev/null; wait' EXIT
  $ get() { curl -sS --max-time 10 "$@"; }

What is printed is a temd.toml of every setting, which reads back the same, before the folder is made too:

  $ temd --registry none --print-config > all.toml
  $ echo $(($(grep -c '^#' all.toml) - $(grep -c ' = ' all.toml)))  # a comment for each, and one above
  1
  $ temd --config all.toml --print-config | diff all.toml -
  $ grep -B 1 '^listen' all.toml
  # address and port; port 0 takes a free one
  listen = "127.0.0.1:8080"

Each is in docs/operations.md:

  $ while read -r word rest; do
  >   case $word in
  >   '['*) table=${word//[\[\]]/}.;;
  >   [a-z]*) grep -qF "| \`$table$word\` |" "$TEM_SOURCE/docs/operations.md" || echo "missing: $table$word";;
  >   esac
  > done < all.toml

The file in the registry's folder, then --set, then the flags that have names:

  $ cat > registry/temd.toml << END
  > listen = "127.0.0.1:1"
  > threads = 3
  > [limits]
  > idle_ms = 5000
  > [rates.client]
  > looks_per_minute = 1
  > looks_burst = 2
  > END
  $ shown() { temd --print-config "$@" | grep -E '^(listen|threads|idle_ms|access_log) '; }
  $ shown
  listen = "127.0.0.1:1"
  threads = 3
  access_log = false
  idle_ms = 5000
  $ shown --set limits.idle_ms=700 --set threads=4 --threads 5 --access-log
  listen = "127.0.0.1:1"
  threads = 5
  access_log = true
  idle_ms = 700

A slip of the pen:

  $ echo 'thread = 3' > slip.toml; temd --config slip.toml
  temd: slip.toml: line 1: "thread" is no setting; temd --print-config shows them all
  [2]
  $ printf '[limits]\nidle_ms = "5 s"\n' > slip.toml; temd --config slip.toml
  temd: slip.toml: line 2: "limits.idle_ms" must be a whole number from 100 to 3600000
  [2]
  $ printf 'proxies = ["10.0.0.1/8"]\n' > slip.toml; temd --config slip.toml 2>&1 | cut -c 1-75
  temd: slip.toml: line 1: "proxies" must hold addresses or networks, as "10.
  $ temd --set limits.idle_ms=1
  temd: --set: line 1: "limits.idle_ms" must be a whole number from 100 to 3600000
  [2]
  $ temd --tls-cert a.pem
  temd: "tls.cert" is set and "tls.key" is not: TLS needs both, plain HTTP neither
  [2]
  $ temd --config none.toml
  temd: none.toml: the settings cannot be read; give a file that temd may read
  [3]
  $ temd --config . 2>&1 | tail -n 1
  temd: .: the settings cannot be read; give a file that temd may read

Two looks at once, and then one a minute; who asks too much is told when to come again:

  $ start --access-log
  $ for look in 1 2 3; do get -o body -D head -w '%{http_code}\n' "$url/v$stamp"; done
  200
  200
  429
  $ tr -d '\r' < head | grep -iE '^(retry-after|content-type)' | sed 's/ [0-9]*$/ N/'
  Content-Type: application/problem+json
  Retry-After: N
  $ jq -r .error body
  rate_limited
  $ get -H 'Accept: text/html' -w '%{http_code} %{content_type}\n' -o body "$url/v$stamp"
  429 text/html; charset=utf-8
  $ get "$url/healthz"; get "$url/readyz"
  ok
  ready

The counters, in the text format of Prometheus:

  $ get "$url/metrics" > counted; grep -E 'page|client' counted | grep -vE '_bucket|_sum| 0$' | sort
  tem_rate_limited_total{class="looks",by="client"} 2
  tem_request_seconds_count{route="page"} 4
  tem_requests_total{route="page",status="200"} 2
  tem_requests_total{route="page",status="429"} 2
  $ grep -E '^tem_(verdicts.*genuine|ledger|connections |build)' counted
  tem_build_info{version="*"} 1 (glob)
  tem_verdicts_total{finding="genuine"} 2
  tem_connections 1
  tem_ledger_entries * (glob)
  $ grep -E '^tem_scan_commit_scans_sum|^tem_scans_waiting' counted
  tem_scans_waiting 0
  tem_scan_commit_scans_sum 1
  $ grep -cE "$(cut -d/ -f7 <<< "$stamp")|127\.0\.0\.1|L2611A" counted
  0
  [1]

The access log has no seal, no serial and no address, and nothing that is sent begins a line:

  $ get -o body -X 'X"Y' "$url/a%0Ab?s=secret"; stop
  exit status 0
  $ sed -E 's/time=[^ ]*/time=T/; s/ms=[0-9.]*/ms=N/; s/bytes=[0-9]*/bytes=N/' service-log | sort | uniq -c | tr -s ' ' | grep -v metrics
   1 time=T method=- path=- status=400 bytes=N ms=N lane=quick
   1 time=T method=GET path=/healthz status=200 bytes=N ms=N lane=quick
   1 time=T method=GET path=/readyz status=200 bytes=N ms=N lane=quick
   2 time=T method=GET path=/v/01/08936000000011/10/L2611A/21/- status=200 bytes=N ms=N lane=quick
   2 time=T method=GET path=/v/01/08936000000011/10/L2611A/21/- status=429 bytes=N ms=N lane=quick

A proxy on this machine speaks for others, so that it needs a token where it names nobody:

  $ token=$(tem token new --role operator --days 1 --json | jq -r .token)
  $ start --set 'proxies=["127.0.0.1"]'
  $ ask() { get -o body -w '%{http_code}\n' "$@"; }
  $ ask "$url/metrics"; ask -H "Authorization: Bearer $token" "$url/metrics"
  401
  200
  $ ask -H 'X-Forwarded-For: 127.0.0.1, 203.0.113.9' "$url/metrics"
  401
  $ for look in 1 2 3; do ask -H 'X-Forwarded-For: 203.0.113.9' "$url/v$stamp"; done
  200
  200
  429
  $ ask -H 'X-Forwarded-For: 203.0.113.10' "$url/v$stamp"
  200
  $ stop
  exit status 0

Ready is told to the supervisor that asked for it:

  $ cat > supervisor.py << END
  > import os, socket, subprocess, sys
  > listening = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
  > listening.bind("notify"); listening.settimeout(20)
  > service = subprocess.Popen(["temd", "--listen", "127.0.0.1:0"], stdout=subprocess.DEVNULL,
  >                            env={**os.environ, "NOTIFY_SOCKET": os.path.abspath("notify")})
  > try: print(listening.recv(1000).decode().splitlines()[0])
  > finally: service.terminate(); print(service.wait())
  > END
  $ cd "$PWD" && python3 supervisor.py
  READY=1
  0

The unit is one that systemd takes, where there is systemd; only that temd and its manual page are not
installed may be wrong. What is left to it is little: below 2 of systemd's points of exposure, of 10:

  $ if command -v systemd-analyze > /dev/null; then
  >   systemd-analyze verify "$TEM_SOURCE/packaging/temd.service" 2>&1 | grep temd.service | grep -v -e 'not executable' -e 'man temd(8)'
  >   systemd-analyze security --offline=true "$TEM_SOURCE/packaging/temd.service" |
  >     awk '/^→ Overall exposure level/ { found = 1; if ($(NF - 2) >= 2) print } END { if (!found) print "no figure" }'
  > fi; true
