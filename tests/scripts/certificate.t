Certificates:

  $ tem init --origin tem.example/quangninh --base https://tem.example --name OCOP > log
  $ echo '{"producer": "trahoavang", "name": "Hợp tác xã", "address": "Ba Chẽ", "country": "VN"}' |
  >   tem producer add -
  producer trahoavang: log entry 1
  $ echo '{"gtin": "08936000000011", "producer": "trahoavang", "name": "Trà hoa vàng"}' |
  >   tem product add -
  product 08936000000011 Trà hoa vàng: log entry 2
  $ day() { TZ=Asia/Ho_Chi_Minh date -d "$1" +%F; }
  $ cat > ocop.json <<END
  > {"gtin": "08936000000011", "scheme": "OCOP", "stars": 4, "decision": "1/QĐ-UBND",
  >  "authority": "UBND tỉnh", "granted": "$(day -1year)", "expires": "$(day +1year)"}
  > END
  $ tem certificate list
  none yet
  $ tem certificate grant ocop.json
  1 certificate granted: log entry 3
  $ tem log entry 3 | jq -cS 'del(.at, .granted, .expires)'
  {"authority":"UBND tỉnh","decision":"1/QĐ-UBND","gtin":"08936000000011","scheme":"OCOP","stars":4,"type":"certificate.granted"}

Its state follows from the day: in force, expiring within 30 days, expired, revoked. It ends with
its last day:

  $ grant() {
  >   jq ".decision = \"$1\" | .granted = \"$2\" | .expires = \"$3\"" ocop.json |
  >     tem certificate grant -
  > }
  $ grant in-31-days $(day -1year) $(day +31days)
  1 certificate granted: log entry 4
  $ grant in-30-days $(day -1year) $(day +30days)
  1 certificate granted: log entry 5
  $ grant today $(day -1year) $(day today)
  1 certificate granted: log entry 6
  $ grant yesterday $(day -1year) $(day yesterday)
  1 certificate granted: log entry 7
  $ tem certificate list | head -n 1 | tr -s ' '
  gtin scheme stars decision granted expires state
  $ tem certificate list --json | jq -r '.[] | "\(.decision): \(.state)"'
  yesterday: expired
  today: expiring
  in-30-days: expiring
  in-31-days: in_force
  1/QĐ-UBND: in_force
  $ tem certificate revoke --gtin 08936000000011 --decision 1/QĐ-UBND --reason "Không đạt"
  OCOP 1/QĐ-UBND for 08936000000011 revoked: log entry 8
  $ echo '{"gtin": "08936000000011", "scheme": "OCOP", "decision": "in-31-days"}' > revoke.json
  $ tem certificate revoke revoke.json --json | jq -c '[.first, .count]'
  [9,1]
  $ tem certificate list --json --gtin 8936000000011 | jq -cS '.[] | del(.granted, .expires)'
  {"authority":"UBND tỉnh","decision":"yesterday","gtin":"08936000000011","scheme":"OCOP","stars":4,"state":"expired"}
  {"authority":"UBND tỉnh","decision":"today","gtin":"08936000000011","scheme":"OCOP","stars":4,"state":"expiring"}
  {"authority":"UBND tỉnh","decision":"in-30-days","gtin":"08936000000011","scheme":"OCOP","stars":4,"state":"expiring"}
  {"authority":"UBND tỉnh","decision":"in-31-days","gtin":"08936000000011","scheme":"OCOP","stars":4,"state":"revoked"}
  {"authority":"UBND tỉnh","decision":"1/QĐ-UBND","gtin":"08936000000011","reason":"Không đạt","scheme":"OCOP","stars":4,"state":"revoked"}

Another scheme has no stars and its own term:

  $ jq '.scheme = "VietGAP" | del(.stars) | .granted = "2020-01-01" | .expires = "2040-01-01"' \
  >   ocop.json | tem certificate grant -
  1 certificate granted: log entry 10

A certificate says nothing about the stamp, and is shown with its state:

  $ tem key new --producer trahoavang > log
  $ tem issue --gtin 08936000000011 --lot A --count 1 --produced 2026-11-01 -o a.csv > log
  $ tem verify a.csv --json > a.json
  $ jq -c '.[0] | .verdict, (.certificates[] | [.scheme, .stars, .state])' a.json
  "genuine"
  ["VietGAP",null,"in_force"]
  ["OCOP",4,"expired"]
  ["OCOP",4,"expiring"]
  ["OCOP",4,"expiring"]
  ["OCOP",4,"revoked"]
  ["OCOP",4,"revoked"]

Refused by a rule of the ledger:

  $ but() { jq "$1" ocop.json > x.json; tem certificate ${2:-grant} x.json; }
  $ but .
  tem: x.json: OCOP decision "1/QĐ-UBND" for 08936000000011 is entry 3
  [2]
  $ but '.decision = "2" | .gtin = "08936000000097"'
  tem: x.json: no product with GTIN 08936000000097; add it with `tem product add`
  [2]
  $ but '.decision = "2" | .granted = "2025-01-01" | .expires = "2024-12-31"'
  tem: x.json: "expires" 2024-12-31 is before "granted" 2025-01-01; it must lie after it
  [2]
  $ but '.decision = "2" | .granted = "2025-01-01" | .expires = "2025-01-01"'
  tem: x.json: "expires" 2025-01-01 is the day of "granted" 2025-01-01; it must lie after it
  [2]
  $ but '.decision = "2" | .granted = "2025-01-01" | .expires = "2028-01-02"'
  tem: x.json: "expires" 2028-01-02 is later than OCOP allows: 36 months from "granted" end on 2028-01-01
  [2]
  $ but '.decision = "2" | .granted = "2060-01-01" | .expires = "2061-01-02"'
  tem: x.json: "granted" 2060-01-01 lies in the future
  [2]
  $ but '.decision = "2" | del(.stars)'
  tem: x.json: "stars" is missing; OCOP asks for 1 to 5
  [2]
  $ but '{gtin, scheme, decision}' revoke
  tem: x.json: OCOP decision "1/QĐ-UBND" was revoked in entry 8
  [2]
  $ but '{gtin, scheme, decision: "2"}' revoke
  tem: x.json: no OCOP decision "2" for 08936000000011; see `certificate list`
  [2]
  $ tem certificate revoke --gtin 08936000000011 --decision 1/QĐ-UBND --scheme VietGAHP
  tem: no VietGAHP decision "1/QĐ-UBND" for 08936000000011; see `certificate list`
  [2]

36 months to the day are allowed, also from the last day of a month:

  $ grant a 2025-01-01 2028-01-01
  1 certificate granted: log entry 13
  $ grant b 2024-02-29 2027-02-28
  1 certificate granted: log entry 14

Refused for its form:

  $ but '.decision = "2" | .stars = 6'
  tem: x.json: "stars" must be a whole number from 1 to 5
  [2]
  $ but '.decision = "2" | .stars = 0'
  tem: x.json: "stars" must be a whole number from 1 to 5
  [2]
  $ but '.decision = "2" | .stars = "4"'
  tem: x.json: "stars" must be a whole number from 1 to 5
  [2]
  $ but '.decision = "2" | .granted = "2025-02-29"'
  tem: x.json: "granted" 2025-02-29: "2025-02-29": not a day of the calendar; write YYYY-MM-DD
  [2]
  $ but '.decision = "2" | .granted = "01/02/2025"'
  tem: x.json: "granted" 01/02/2025: "01/02/2025": not a day of the calendar; write YYYY-MM-DD
  [2]
  $ but 'del(.decision)'
  tem: x.json: "decision" is missing; add it
  [2]
  $ but 'del(.authority)'
  tem: x.json: "authority" is missing; add it
  [2]
  $ but '.colour = "red"'
  tem: x.json: "colour" is not a field of this fact
  [2]
  $ but . revoke
  tem: x.json: "stars" is not a field of this fact
  [2]
  $ tem certificate revoke
  tem: certificate revoke: give either FILE.json or --gtin with --decision
  [2]
  $ tem certificate revoke --gtin 08936000000011
  tem: certificate revoke: --gtin and --decision go together
  [2]
  $ tem certificate revoke revoke.json --gtin 08936000000011 --decision 2
  tem: certificate revoke: give either FILE.json or --gtin with --decision
  [2]
  $ tem certificate list --gtin 08936000000097
  tem: no product with GTIN 08936000000097
  [2]

None of it left anything:

  $ tem log fsck
  ok: 15 entries, every hash, checkpoint and table agrees
