The service's API, with tokens:

  $ tem init --demo > log
  $ id=$(tem product list --json | jq -r '.[] | select(.gtin == "08936000000011").producer')
  $ producer=$(tem token new --role producer --producer $id 2> log)
  $ other=$(tem token new --role producer --producer ghe-tra-co 2> log)
  $ operator=$(tem token new --role operator 2> log)
  $ till=$(tem token new --role till --place VN-13 2> log)
  $ temd --listen 127.0.0.1:0 > first-line 2> service-log & service=$!
  $ trap 'kill $service 2> /dev/null; wait' EXIT
  $ for wait in $(seq 200); do [ -s first-line ] && break; sleep 0.05; done
  $ url=$(sed -n 's/^temd: listening on //p' first-line)
  $ ask() {  # TOKEN PATH …: the status, the body in `body`
  >   token=$1 path=$2; shift 2
  >   curl -sS --max-time 20 -o body -w '%{http_code}\n' -H "Authorization: Bearer $token" "$@" "$url$path"
  > }
  $ post() { ask "$1" "$2" -H 'Content-Type: application/json' -d "$3" "${@:4}"; }

Who may not is told so:

  $ curl -sS --max-time 20 -o body -D head -d '{}' -H 'Content-Type: application/json' "$url/api/v1/facts"
  $ tr -d '\r' < head | grep -iE '^(HTTP|www|content-type)'; jq -r .error body
  HTTP/1.1 401 Unauthorized
  Content-Type: application/problem+json
  WWW-Authenticate: Bearer realm="tem"
  unauthorized
  $ post ${producer%?} /api/v1/facts '{}'; jq -r .detail body
  401
  token: has 63 characters, not 64: it was not copied whole
  $ post $till /api/v1/facts '{}'; jq -r .detail body
  403
  a token of role till may not; this is for: operator, producer
  $ ask $producer /healthz
  200

A lot is issued, and its stamps are those of `tem print`:

  $ order='{"gtin": "08936000000011", "lot": "A/1", "count": 30, "produced": "2026-11-01"}'
  $ post $other /api/v1/lots "$order"; jq -r .error body
  403
  forbidden
  $ post $producer /api/v1/lots "$order" -H 'Idempotency-Key: one'; jq -c '[.lot, .first, .count]' body
  200
  ["A/1",0,30]
  $ post $producer /api/v1/lots "$order" -H 'Idempotency-Key: one'; jq -c '[.lot, .first, .count]' body
  200
  ["A/1",0,30]
  $ stamps=/api/v1/lots/08936000000011/A%2F1/stamps
  $ tem print --gtin 08936000000011 --lot A/1 --range 0-20 -o own.csv -o own.ndjson -o own.pdf -o own.svg -o own.zpl > log
  $ for format in csv ndjson; do
  >   ask $producer "$stamps?format=$format&range=0-20"; cmp body own.$format
  > done
  200
  200
  $ ask $producer "$stamps?format=pdf&range=0-20"; jq -r .error body
  409
  printed_before
  $ for format in pdf svg zpl; do
  >   ask $producer "$stamps?format=$format&range=0-20&again=1"; cmp body own.$format
  > done
  200
  200
  200
  $ ask $producer "$stamps?format=zpl&range=21-29&template=roll-40x30"; head -c 3 body
  200
  ^XA (no-eol)
  $ ask $producer "$stamps?format=zpl&range=21-29&dpi=300"; jq -r .error body
  409
  printed_before
  $ ask $producer "$stamps?format=zpl&range=21-29&dpi=601&again=1"; jq -r .detail body
  400
  dpi: "601" is not a number from 100 to 600
  $ ask $producer "$stamps?format=png&again=1"; jq -r .detail body
  422
  a picture holds one page of 21 labels, and these are 30: ask for a range of so many, or for format=pdf
  $ ask $producer "$stamps?format=csv&range=0-30"; jq -r .detail body
  422
  range: index 30 was never issued; the last of lot A/1 is 29
  $ ask $producer "$stamps?format=exe"; jq -r .error body
  415
  unsupported_format
  $ ask $producer "$stamps?colour=red"; jq -r .detail body
  400
  query: "colour" is not known here
  $ ask $producer "$stamps?template=/etc/passwd"; jq -r .error body
  400
  bad_value
  $ ask $other "$stamps?format=csv"; jq -r .error body
  403
  forbidden
  $ ask $operator "$stamps" -H 'Accept: text/csv'; wc -l < body
  200
  31
  $ ask $operator "${stamps/A%2F1/B}?format=csv"; jq -r .error body
  404
  unknown_lot

Facts, all or none:

  $ of='"gtin": "08936000000011", "lot": "A/1"'
  $ post $producer /api/v1/facts "[{\"type\": \"stamps.voided\", $of, \"ranges\": [[0, 1]]},
  >   {\"type\": \"stamps.voided\", $of, \"ranges\": [[1, 2]]}]"; jq -r .detail body
  409
  fact 2: * (glob)
  $ post $producer /api/v1/facts "[{\"type\": \"stamps.voided\", $of, \"ranges\": [[0, 1]]},
  >   {\"type\": \"lot.recalled\", $of, \"reason\": \"Nhiễm vi sinh\"}]"
  200
  $ jq -r '.count, (.checkpoint | split("\n")[0])' body
  2
  tem.example/quangninh
  $ tem verify own.csv --json | jq -c '[.[0].verdict, .[5].verdict]'
  ["void","recalled"]
  $ post $producer /api/v1/facts "{\"type\": \"recall.lifted\", $of}"; jq -r .detail body
  403
  recall.lifted: only an operator says this
  $ post $operator /api/v1/facts "{\"type\": \"recall.lifted\", $of}"
  200

A token that is revoked is refused at once:

  $ tem token revoke 1
  token 1 revoked
  $ ask $producer "$stamps?format=csv"; jq -r .error body
  401
  unauthorized
  $ cat service-log
