Photographs sent to the service, answered by threads of their own:

  $ tem init --demo > log
  $ tem issue --gtin 08936000000011 --lot L2611A --count 42 --produced 2026-11-01 \
  >   --expires 2070-12-31 -o sheet.pdf -o all.ndjson > log
  $ temd --listen 127.0.0.1:0 > first-line 2> service-log & service=$!
  $ trap 'kill $service 2> /dev/null; wait' EXIT
  $ for wait in $(seq 200); do [ -s first-line ] && break; sleep 0.05; done
  $ url=$(sed -n 's/^temd: listening on //p' first-line)
  $ send() { curl -sS --max-time 60 -H "Content-Type: ${2:-image/jpeg}" --data-binary @$1 "$url/api/v1/verify/image" "${@:3}"; }
  $ pdftoppm -r 150 -jpeg sheet.pdf page && pdftoppm -r 600 -png -f 1 -l 1 sheet.pdf large
  $ send page-1.jpg > answer; jq -c '[(.results | length), ([.results[].verdict] | unique), .unread]' answer
  [21,["genuine"],[]]
  $ jq -r '.results[].input' answer | sort | diff - <(jq -r 'select(.index < 21) | .uri' all.ndjson | sort)
  $ jq -c '.results[0].source.corners | length' answer
  4

A photograph may be larger than any other body:

  $ for i in 1 2 3; do cat large-1.png; done > larger.png; [ $(stat -c %s larger.png) -gt 1048576 ] && send larger.png image/png | jq '.results | length'
  21
  $ head -c 20971521 /dev/zero > huge; send huge | jq -r '.error, .status'
  body_too_large
  413
  $ curl -sS -H 'Content-Type: application/json' --data-binary @huge "$url/api/v1/verify" | jq -r .detail
  request body: more than 1048576 bytes

What is no photograph:

  $ send all.ndjson | jq -r '.status, .detail'
  415
  picture: this is a text; send JPEG, PNG, WebP, HEIC or TIFF
  $ send page-1.jpg text/plain | jq -r '.status, .error'
  415
  unsupported_format
  $ head -c 3000 page-1.jpg > cut.jpg; send cut.jpg | jq -r '.status // (.results | length)'
  400
  $ printf '' > empty; send empty | jq -r .status
  400
  $ curl -sS "$url/api/v1/verify/image" | jq -r .error
  method_not_allowed

Scans are answered while the photographs take their time:

  $ stamp=$(jq -r .uri all.ndjson | sed -n 's|^https://tem.example||; 1p')
  $ for i in 1 2 3 4 5 6; do send large-1.png image/png > /dev/null & done; sleep 0.2
  $ for i in 1 2 3 4 5; do curl -sS --max-time 5 -H 'Accept: application/json' "$url/v$stamp" | jq -r .verdict; done | uniq -c | tr -s ' '
   5 genuine
  $ wait $(jobs -p | grep -v "^$service$"); kill $service; wait $service; echo "exit status $?"
  exit status 0
