Where a look was, by a file in MaxMind's format that tells an address's province. The addresses are
those of documentation; a named proxy says who asks:

  $ tem init --demo > log
  $ tea="--gtin 08936000000011 --lot L2611A"
  $ tem issue $tea --count 3 --produced 2026-11-01 --expires 2070-12-31 -o a.ndjson > log
  $ stamp() { jq -r .uri a.ndjson | sed -n "s|^https://tem.example||; $1p"; }
  $ write() { python3 "$TEM_SOURCE/tests/tools/write_mmdb.py" "$@"; }
  $ write geo.mmdb 192.0.2.0/25=VN-13 192.0.2.128/25=VN-HN 2001:db8::/32=VN-SG 198.51.100.0/24=CN-45
  $ echo 'proxies = ["127.0.0.1"]' > registry/temd.toml
  $ echo 'geoip = "geo.mmdb"' >> registry/temd.toml
  $ temd --print-config | grep '^geoip'
  geoip = "geo.mmdb"
  $ temd --listen 127.0.0.1:0 > first-line 2> service-log & service=$!
  $ trap 'kill $service 2> /dev/null; wait' EXIT
  $ for wait in $(seq 200); do [ -s first-line ] && break; sleep 0.05; done
  $ url=$(sed -n 's/^temd: listening on //p' first-line)
  $ look() { curl -sS --max-time 10 -A phone -H "X-Forwarded-For: $1" -H "Accept: $3" "$url/v$(stamp $2)"; }
  $ places() { tem scans list $tea --json | jq -c '[.[] | [.channel, .place]]'; }

A page and a program alike; outside Vietnam, and where the file knows nothing, there is no place:

  $ look 192.0.2.7 1 application/json | jq -c .history.places
  ["Quảng Ninh"]
  $ look 2001:db8:7::1 1 text/html | grep -o 'Places</span></dt><dd>[^<]*'
  Places</span></dt><dd>Quảng Ninh, TP. Hồ Chí Minh
  $ look 198.51.100.1 1 application/json | jq -c .history.places
  ["Quảng Ninh","TP. Hồ Chí Minh"]
  $ look 203.0.113.1 1 application/json | jq -c .history.scans
  4
  $ places
  [["api",null],["api",null],["page","VN-SG"],["api","VN-13"]]

A token's own place goes before it, and a till has no other:

  $ token() { tem token new --days 1 "$@" --json | jq -r .token; }
  $ with() {
  >   curl -sS --max-time 10 -H "Authorization: Bearer $1" -H "X-Forwarded-For: $2" \
  >     -H 'Accept: application/json' "$url/v$(stamp 2)" -o answer
  > }
  $ with "$(token --role till --place VN-22)" 192.0.2.8
  $ with "$(token --role till)" 192.0.2.9; places | jq -c '.[:2]'
  [["till",null],["till","VN-22"]]

Another file is read on SIGHUP; one that is damaged changes nothing but the log:

  $ said() { for wait in $(seq 200); do [ "$(grep -c geoip: service-log)" = $1 ] && break; sleep 0.05; done; }
  $ write next 192.0.2.0/24=VN-33; mv next geo.mmdb; kill -HUP $service; said 1
  $ look 192.0.2.7 3 application/json | jq -c .history.places
  ["Đắk Lắk"]
  $ head -c 100 geo.mmdb > next; mv next geo.mmdb; kill -HUP $service; said 2
  $ look 192.0.2.200 3 application/json | jq -c .history.places
  ["Đắk Lắk"]
  $ sed -E 's/^[^ ]* //' service-log
  warning geoip: geo.mmdb (Test-City) was read again
  warning the GeoIP file in use stays: geoip: geo.mmdb: not a MaxMind DB file (.mmdb), or cut short: it has no metadata
  $ kill $service; wait $service; echo "exit status $?"
  exit status 0

Without a usable file it does not start:

  $ temd --listen 127.0.0.1:0
  temd: geoip: geo.mmdb: not a MaxMind DB file (.mmdb), or cut short: it has no metadata
  [2]
  $ temd --listen 127.0.0.1:0 --set 'geoip="none.mmdb"'
  temd: geoip: none.mmdb: there is no such file; name a MaxMind DB file, or no geoip
  [2]
  $ temd --listen 127.0.0.1:0 --set 'geoip="registry"'
  temd: geoip: registry: is no file
  [2]
  $ temd --listen 127.0.0.1:0 --set geoip=1
  temd: --set: line 1: "geoip" must be a text in quotes, of at most 1,000 bytes
  [2]
