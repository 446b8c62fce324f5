What `tem --server` does when the network, or the service, does not do what it should. A proxy stands
between the two and spoils answers (tests/tools/faulty_proxy).

  $ tem init --demo > log
  $ tea="--gtin 08936000000011"
  $ (umask 077; tem token new --role operator --days 1 --json | jq -r .token > token)
  $ temd --listen 127.0.0.1:0 > first-line 2> service-log & service=$!
  $ trap 'kill $service $proxy 2> /dev/null; wait' EXIT
  $ for wait in $(seq 200); do [ -s first-line ] && break; sleep 0.05; done
  $ temd_url=$(sed -n 's/^temd: listening on //p' first-line)
  $ "$TEM_SOURCE/tests/tools/faulty_proxy" "$temd_url" faults requests > said & proxy=$!
  $ for wait in $(seq 200); do [ -s said ] && break; sleep 0.05; done
  $ url=$(cat said)
  $ there() { tem --server "$url" --token-file token "$@"; }
  $ shown() { sed -E "s#$url#URL#g; s/key [0-9a-f]{32}/key KEY/" "$@"; }
  $ faults() { printf '%s\n' "$@" > faults; : > requests; }
  $ size() { tem log checkpoint | sed -n 2p; }
  $ size
  38

An answer that was lost, or cut, is asked for again; nothing is done twice:

  $ faults lose cut
  $ there issue $tea --lot L1 --count 4 --produced 2026-11-01
  lot L1 of 08936000000011: 4 stamps, signed with key 2, log entry 38
  $ cat requests; size
  POST /api/v1/lots token
  POST /api/v1/lots token
  POST /api/v1/lots token
  39
  $ faults lose; there void $tea --lot L1 --range 3
  lot L1 of 08936000000011: 1 stamp voided: log entry 39
  $ size
  40

When it stays lost, the line says how to do it once after all:

  $ faults lose lose lose lose lose; there void $tea --lot L1 --range 2 2> err
  [3]
  $ shown err
  tem: "URL/api/v1/facts": Empty reply from server; whether it was done is not known: give it again with --idempotency-key KEY, and it is done once
  $ there void $tea --lot L1 --range 2 --idempotency-key $(grep -oE '[0-9a-f]{32}' err)
  lot L1 of 08936000000011: 1 stamp voided: log entry 40
  $ size
  41

Who asks for patience gets it, within bounds:

  $ faults 'say 429 Retry-After 1' 'say 503 Retry-After 0'
  $ there recall $tea --lot L1 --reason test; wc -l < requests
  lot L1 of 08936000000011 recalled: log entry 41
  3
  $ faults 'say 429 Retry-After 9999'; there recall $tea --lot L1 --lift 2>&1 | shown; wc -l < requests
  tem: "URL/api/v1/facts": answers with status 429: too many requests; try again later; it asks to wait 3600 s, which is not waited for
  1
  $ faults 'say 503' 'say 503' 'say 503' 'say 503' 'say 503'; there recall $tea --lot L1 --lift 2>&1 | shown; wc -l < requests
  tem: "URL/api/v1/facts": answers with status 503: it is busy or being restarted; try again later
  5

A page that is none of tem's is told by its status; a redirect is not followed, so the token stays:

  $ faults 'say 302 Location http://localhost:1/elsewhere'; there recall $tea --lot L1 --lift 2> err
  [2]
  $ shown err; cat requests
  tem: "URL/api/v1/facts": answers with status 302, a redirect, and a token goes to no other address than was given; give --server the address it leads to
  POST /api/v1/facts token
  $ faults 'say 502'; there recall $tea --lot L1 --lift 2> err
  [3]
  $ shown err
  tem: "URL/api/v1/facts": answers with status 502, which is none of tem's: what stands before the service fails; try again later
  $ faults 'say 404'; there recall $tea --lot L1 --lift 2> err
  [3]
  $ shown err
  tem: "URL/api/v1/facts": answers with status 404: no service of tem's is there; see that --server is the registry's address

An answer that is another's, or none:

  $ faults 'body {"first": 1, "count": 2, "checkpoint": ""}'; there recall $tea --lot L1 --lift 2> err
  [3]
  $ shown err
  tem: "URL/api/v1/facts": the answer is not understood: checkpoint: * (glob)
  $ faults endless; there recall $tea --lot L1 --lift 2> err
  [3]
  $ shown err
  tem: "URL/api/v1/facts": answers with more than 262144 bytes; whether it was done is not known: give it again with --idempotency-key KEY, and it is done once
  $ for wait in $(seq 200); do grep -q hung requests && break; sleep 0.05; done; grep -c hung requests
  1

No stamp is genuine by such an answer, and a list is not asked about for ever:

  $ tem print $tea --lot L1 -o l1.csv > log 2> log
  $ uri=$(sed -n '2s/.*,//p' l1.csv)
  $ faults 'body {"results": [{"verdict": "genuine", "findings": ["genuine"]}]}'; there verify "$uri" 2> err
  [3]
  $ shown err
  tem: "URL/api/v1/verify": the answer is not understood: results[0]: message: is missing
  $ seq 2000 | sed 's#^#https://tem.example/#' > many.txt
  $ faults 'say 401'; there verify --jobs 1 many.txt > out 2> err
  [3]
  $ shown err | sed -n '1p;$p'; wc -l < requests; grep -c GENUINE out
  tem: many.txt: "URL/api/v1/verify": answers with status 401: give a token with --token-file FILE
  tem: the service was not asked about what comes after
  1
  0
  [1]

A print file is there when it is whole, and what was there before stays till then:

  $ echo before > page.pdf
  $ faults cut; there print $tea --lot L1 -o page.pdf 2> err
  [3]
  $ shown err; cat page.pdf; ls -A | grep -c page
  tem: "URL/api/v1/lots/08936...": * with * bytes *; whether it was done is not known: give it again with --idempotency-key KEY, and it is done once (glob)
  before
  1
  $ faults lose; there print $tea --lot L1 -o page.pdf --idempotency-key $(grep -oE '[0-9a-f]{32}' err); head -c 5 page.pdf
  tem: void, not to be put on packages: 2 of 4 stamps
  lot L1 of 08936000000011: 4 stamps
  wrote page.pdf
  %PDF- (no-eol)
  $ there print $tea --lot L1 -o page.pdf 2>&1 | cut -d : -f 1-2
  tem: lot L1
  $ echo before > page.csv
  $ faults open; there print $tea --lot L1 -o page.csv 2> err
  [3]
  $ shown err; cat page.csv
  tem: "URL/api/v1/lots/08936...": the answer does not say where it ends, so a part could be taken for the whole; ask without the proxy before it
  before
  $ faults 'head Tem-Stamps 3'; there print $tea --lot L1 --range 0-1 -o page.csv 2>&1 | shown
  tem: "URL/api/v1/lots/08936...": the answer is not understood: Tem-Stamps: 3, but 2 were asked for; whether it was done is not known: give it again with --idempotency-key KEY, and it is done once
  $ faults 'head Tem-Stamps many'; there print $tea --lot L1 -o page.csv 2>&1 | shown | cut -d ';' -f 1
  tem: "URL/api/v1/lots/08936...": the answer is not understood: Tem-Stamps: does not say how many stamps the file holds
  $ faults endless; there print $tea --lot L1 --range 0 -o page.csv 2>&1 | shown | cut -d ';' -f 1; cat page.csv
  tem: "URL/api/v1/lots/08936...": the answer is not understood: more bytes than a file of this many stamps has: 1
  before
  $ there print $tea --lot L1 -o page.pdf --again --template a4-65 2>&1 | head -n 1
  tem: the symbol's modules are 0.34 mm; GS1 asks for 0.396 mm at retail: larger labels scan better

A lost answer costs no stamps when the key is here, and the file can be had again:

  $ tem key generate -o own.pem --plain-keys > log
  $ producer=$(tem product list --json | jq -r '.[] | select(.gtin == "08936000000011") | .producer')
  $ there key new --producer $producer --public own.pem.pub > log
  $ own() { there issue $tea --lot L5 --count 3 --produced 2026-11-01 --sign-with own.pem --idempotency-key own-1 "$@"; }
  $ faults lose cut; own -o own.csv
  lot L5 of 08936000000011: 3 stamps, signed with key 42, log entry 43
  wrote own.csv
  $ mv own.csv before.csv; own -o own.csv > log; cmp before.csv own.csv; tem lot list --json | jq '.[] | select(.lot == "L5") | .count'
  3
  $ faults "head X y" ; own -o nowhere/own.csv 2>&1 | grep -c nowhere
  1
  $ sed -n '2s/.*,//p' own.csv > uri; tem verify uri | head -n 1
  GENUINE  Tem thật / Genuine stamp

Neither a proxy of the environment nor a file that others may read gets the token of this machine's service:

  $ http_proxy=http://127.0.0.1:1 there recall $tea --lot L1 --lift
  lot L1 of 08936000000011 is recalled no more: log entry 44
  $ chmod 644 token; there recall $tea --lot L1 --reason test; chmod 600 token
  tem: token: others may read this secret; run `chmod 600 token`
  $ head -c 30 token > short; chmod 600 short; tem --server "$url" --token-file short recall $tea --lot L1 --reason test
  tem: short: token: has 30 characters, not 64: it was not copied whole
  [2]

Over TLS the certificate is held against those of --ca, and a wrong one is not asked twice:

  $ kill $service; wait $service; certificate() {
  >   openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout $1.key -out $1.pem \
  >     -days 2 -subj "/CN=$1.tem.example" -addext "subjectAltName=IP:127.0.0.1" 2> /dev/null
  > }
  $ certificate ours; certificate theirs; : > first-line
  $ temd --listen 127.0.0.1:0 --tls-cert ours.pem --tls-key ours.key > first-line 2>> service-log & service=$!
  $ for wait in $(seq 200); do [ -s first-line ] && break; sleep 0.05; done
  $ url=$(sed -n 's/^temd: listening on //p' first-line)
  $ there --ca ours.pem void $tea --lot L1 --range 0
  lot L1 of 08936000000011: 1 stamp voided: log entry 45
  $ there --ca theirs.pem void $tea --lot L1 --range 1 2> err
  [3]
  $ shown err | cut -d : -f 1-3
  tem: "URL/api/v1/facts": its certificate is not trusted
  $ there void $tea --lot L1 --range 1 2>&1 | shown | cut -d : -f 1-3
  tem: "URL/api/v1/facts": its certificate is not trusted
  $ there --ca nowhere.pem void $tea --lot L1 --range 1
  tem: nowhere.pem: no certificates could be read from it
  [3]
  $ there --ca token void $tea --lot L1 --range 1
  tem: token: no certificates could be read from it
  [3]
  $ size
  46
