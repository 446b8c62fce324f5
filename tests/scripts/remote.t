What `tem` does with a registry's folder, done by its service: the same answers, the same statuses.

  $ tem init --demo > log
  $ tea="--gtin 08936000000011"
  $ umask 077; tem token new --role operator --days 1 --json | jq -r .token > token
  $ tem token new --role inspector --days 1 --json | jq -r .token > inspector; umask 022
  $ temd --listen 127.0.0.1:0 > first-line 2> service-log & service=$!
  $ trap 'kill $service 2> /dev/null; wait' EXIT
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
  $ tem --server http://127.0.0.1.tem.example --token-file token void $tea --lot L1 --range 0
  tem: --server http://127.0.0.1.tem.example: would send the token unencrypted; use https://, or say --plain-http
  [2]
  $ tem --server http://tem.example verify https://tem.example/x
  tem: --server http://tem.example: anyone on the way could answer in its place; use https://, or say --plain-http
  [2]

Producers, products, certificates and public keys:

  $ echo '{"producer": "che", "name": "Hợp tác xã", "address": "Hải Hà", "country": "VN"}' > che.json
  $ there producer add che.json
  producer che: log entry 43
  $ printf '[{"gtin": "2900000000018", "producer": "che", "name": "Chè"}, {"gtin": "2900000000025", "producer": "che", "name": "Chè xanh"}]' > goods.json
  $ there product add goods.json
  product 02900000000018 Chè: log entry 44
  product 02900000000025 Chè xanh: log entry 45
  $ there product update goods.json --json | jq -c '[.first, .count, .gtins]'
  [46,2,["02900000000018","02900000000025"]]
  $ there product add goods.json 2> by-service; tem product add goods.json 2> by-folder; diff by-service by-folder && cat by-service
  tem: goods.json: item 1: GTIN 02900000000018 is registered to producer "che"; use `product update` to change it
  $ there product add nowhere.json
  tem: nowhere.json: no such file
  [3]
  $ sed 's/2900000000018/auto/' goods.json | there product add -
  tem: standard input: item 1: "gtin": "auto" is drawn where the registry's folder is; with --server give the number itself
  [2]
  $ echo '{"gtin": "2900000000018", "scheme": "OCOP", "stars": 4, "decision": "1/QĐ", "authority": "UBND", "granted": "2026-05-01", "expires": "2029-05-01"}' |
  >   there certificate grant -
  1 certificate granted: log entry 48
  $ there certificate revoke --gtin 2900000000018 --decision 1/QĐ --reason test
  OCOP 1/QĐ for 02900000000018 revoked: log entry 49
  $ tem key generate -o che.pem --plain-keys > log
  $ there key new --producer che --public che.pem.pub
  key 50 of che: private half not held there, log entry 50

A key that is kept here seals here; the files are those of the folder with the same key:

  $ che="--gtin 2900000000018 --lot C1"
  $ there issue $che --count 3 --produced 2026-11-01 --expires 2070-12-31 --sign-with che.pem -o c1.csv -o c1.pdf -o c1.ndjson --texts
  lot C1 of 02900000000018: 3 stamps, signed with key 50, log entry 51
  wrote c1.csv
  wrote c1.pdf
  wrote c1.ndjson
  $ tem print $che --sign-with che.pem -o f.csv -o f.pdf -o f.ndjson --texts > log; cmp c1.csv f.csv; cmp c1.pdf f.pdf; cmp c1.ndjson f.ndjson
  $ tem verify c1.csv c1.pdf | tail -n 1
  6 stamps: 6 genuine
  $ there issue $che --count 3 --produced 2026-11-01 --sign-with che.pem
  tem: --sign-with: with --server the stamps are sealed here and now; name a file for them, -o FILE.csv
  [2]
  $ there issue $che --count 3 --produced 2026-11-01 --sign-with che.pem --hidden-code -o never.csv
  tem: --hidden-code: is not done with --server and --sign-with; the codes' secret stays in the registry's folder
  [2]
  $ there issue $che --count 10001 --produced 2026-11-01 --sign-with che.pem -o never.csv
  tem: "count": at most 10000 with "sign": "client"; issue more runs of the lot
  [2]
  $ there issue $tea --lot C1 --count 3 --produced 2026-11-01 --sign-with che.pem -o never.csv
  tem: key 50 is of producer "che", but GTIN 08936000000011 belongs to "tra-ba-che"
  [2]
  $ tem key generate -o new.pem --plain-keys > log; there issue $che --count 3 --produced 2026-11-01 --sign-with new.pem -o never.csv
  tem: new.pem: this key is not registered; register its public half with `tem key new --producer ID --public FILE.pub`
  [2]
  $ there print $che --sign-with che.pem -o never.csv
  tem: --sign-with: a service tells a key's holder the serials once, when the lot is issued; give that `tem issue` again with its --idempotency-key, or print where the registry's folder is
  [2]
  $ ls never.csv
  ls: cannot access 'never.csv': No such file or directory
  [2]

What stays where the folder is says why:

  $ there product list
  tem: `tem product list` with --server: reads the ledger itself: run it where the registry's folder is, or with --registry on the checked copy that `tem log follow` makes
  [2]
  $ there token list
  tem: `tem token list` with --server: what it is about never leaves the registry's folder: run it there
  [2]
  $ there scans stats
  tem: `tem scans stats` with --server: a service tells its counters at /api/v1/stats and /api/v1/lots/GTIN/LOT/scans; run it in the registry's folder, or ask there
  [2]
  $ there init --demo
  tem: `tem init` with --server: asks no registry's service: leave --server out
  [2]
  $ there key new --producer che
  tem: key new: the private half would be in the registry's folder; with --server make the key here with `tem key generate -o FILE` and give --public FILE.pub
  [2]
  $ there void $tea --lot L1 --serial KVYVF9TDX7
  tem: --serial: only the registry's folder tells a serial's index; with --server give --range, which the print file has in its column `index`
  [2]

Nobody there:

  $ kill $service; wait $service
  $ there void $tea --lot L1 --range 0 > out 2> err
  [3]
  $ wc -l < err
  1
