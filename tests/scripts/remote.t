What `tem` does with a registry's folder, done by its service: the same answers, the same statuses.

  $ tem init --demo > log
  $ tea="--gtin 08936000000011"
  $ tem token new --role operator --days 1 --json | jq -r .token > token
  $ tem token new --role inspector --days 1 --json | jq -r .token > inspector
  $ temd --listen 127.0.0.1:0 > first-line 2> service-log & service=$!
  $ trap 'kill $service 2> /dev/null' EXIT
  $ for wait in $(seq 200); do [ -s first-line ] && break; sleep 0.05; done
  $ url=$(sed -n 's/^temd: listening on //p' first-line)
  $ there() { tem --server "$url" --token-file token "$@"; }

A lot is issued, once however often it is asked for:

  $ there issue $tea --lot L1 --count 4 --produced 2026-11-01 --expires 2070-12-31 --idempotency-key a1
  lot L1 of 08936000000011: 4 stamps, signed with key 2, log entry 38
  $ there issue $tea --lot L1 --count 4 --produced 2026-11-01 --expires 2070-12-31 --idempotency-key a1
  lot L1 of 08936000000011: 4 stamps, signed with key 2, log entry 38
  $ tem log checkpoint | sed -n 2p
  39
  $ tem print $tea --lot L1 -o l1.csv > log

Stamps are voided, lots recalled, and the errors are the folder's own:

  $ there void $tea --lot L1 --range 3 --reason test
  lot L1 of 08936000000011: 1 stamp voided: log entry 39
  $ there void $tea --lot L1 --range 9
  tem: * (glob)
  [2]
  $ there void $tea --lot L1 --range 9 2> by-service; tem void $tea --lot L1 --range 9 2> by-folder
  [2]
  $ diff by-service by-folder
  $ there recall $tea --lot L1 --reason test
  lot L1 of 08936000000011 recalled: log entry 40
  $ there recall $tea --lot L1 --lift
  lot L1 of 08936000000011 is recalled no more: log entry 41

The verdicts are those of the folder:

  $ tem verify l1.csv > by-folder
  [1]
  $ there verify l1.csv | diff by-folder -
  $ tem verify l1.csv --json | jq -S 'map(del(.checked.at, .history))' > by-folder.json
  $ there verify l1.csv --json | jq -S 'map(del(.checked.at, .history))' | diff by-folder.json -
  $ tem --server "$url" verify https://tem.example/x | head -n 1
  NOT A STAMP  Không phải tem truy xuất / Not a traceability stamp

Who may not, may not; a token is never shown:

  $ tem --server "$url" void $tea --lot L1 --range 0 2>&1 | cut -c 1-25
  tem: this needs a token o
  $ tem --server "$url" --token-file inspector void $tea --lot L1 --range 0 2>&1 | cut -c 1-30
  tem: a token of role inspector
  $ tem --server http://tem.example --token-file token void $tea --lot L1 --range 0
  tem: --server http://tem.example: would send the token unencrypted; use https://, or say --plain-http
  [2]
  $ there product list
  tem: --server: this is done with a registry's folder alone; over the network go issue, print, activate, void, recall and verify
  [2]

Nobody there:

  $ kill $service; wait $service
  $ there void $tea --lot L1 --range 0 > out 2> err
  [3]
  $ wc -l < err
  1
