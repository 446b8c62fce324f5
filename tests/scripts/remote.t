What `tem` does with a registry's folder, done by its service: the same answers, the same statuses.

  $ tem init --demo > log
  $ tea="--gtin 08936000000011"
  $ umask 077; tem token new --role operator --days 1 --json | jq -r .token > token
  $ tem token new --role inspector --days 1 --json | jq -r .token > inspector; umask 022
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

and printed: the files are those of the folder, and a label is printed once.

  $ tem print $tea --lot L1 --range 0-1 -o folder.zpl > log
  $ there print $tea --lot L1 -o l1-there.csv --texts
  lot L1 of 08936000000011: 4 stamps
  wrote l1-there.csv
  $ tem print $tea --lot L1 -o l1-texts.csv --texts > log; cmp l1-texts.csv l1-there.csv
  $ there print $tea --lot L1 --range 0-1 --again -o there.zpl
  lot L1 of 08936000000011: 2 stamps
  wrote there.zpl
  $ cmp folder.zpl there.zpl
  $ there print $tea --lot L1 --range 0-1 -o there.zpl 2> err
  [2]
  $ grep -c 'printed' err
  1
  $ there print $tea --lot L1 --range 0-9 -o never.csv 2> by-service; tem print $tea --lot L1 --range 0-9 -o never.csv 2> by-folder; ls never.csv
  ls: cannot access 'never.csv': No such file or directory
  [2]
  $ wc -l < by-service
  1
  $ there issue $tea --lot L2 --count 2 --produced 2026-11-01 -o l2.tspl -o l2.ndjson
  lot L2 of 08936000000011: 2 stamps, signed with key 2, log entry 39
  wrote l2.tspl
  wrote l2.ndjson
  $ tem print $tea --lot L2 --again -o folder.tspl -o folder.ndjson > log; cmp l2.tspl folder.tspl; cmp l2.ndjson folder.ndjson
  $ there print $tea --lot L1 --check all -o never.zpl
  tem: --check: is not done with --server; check the file with `tem verify`
  [2]

Stamps are voided, lots recalled, and the errors are the folder's own:

  $ there void $tea --lot L1 --range 3 --reason test
  lot L1 of 08936000000011: 1 stamp voided: log entry 40
  $ there void $tea --lot L1 --range 9
  tem: * (glob)
  [2]
  $ there void $tea --lot L1 --range 9 2> by-service; tem void $tea --lot L1 --range 9 2> by-folder
  [2]
  $ diff by-service by-folder
  $ there recall $tea --lot L1 --reason test
  lot L1 of 08936000000011 recalled: log entry 41
  $ there recall $tea --lot L1 --lift
  lot L1 of 08936000000011 is recalled no more: log entry 42

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
