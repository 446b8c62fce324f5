Who makes things:

  $ tem init --origin tem.example/quangninh --base https://tem.example --name OCOP > log
  $ cat > tra.json <<END
  > {"producer": "trahoavang", "name": "Hợp tác xã Trà hoa vàng", "country": "VN",
  >  "address": "Ba Chẽ, Quảng Ninh", "gln": "8936000009014", "tax_code": "5700000001",
  >  "phone": "0203 000 0001", "url": "https://trahoavang.example"}
  > END
  $ tem producer list
  none yet
  $ tem producer add tra.json
  producer trahoavang: log entry 1
  $ tem log entry 1 | jq -c 'del(.at)'
  {"address":"Ba Chẽ, Quảng Ninh","country":"VN","gln":"8936000009014","name":"Hợp tác xã Trà hoa vàng","phone":"0203 000 0001","producer":"trahoavang","tax_code":"5700000001","type":"producer.registered","url":"https://trahoavang.example"}

Several at once, from an array and from standard input; all or none:

  $ cat > two.json <<END
  > [{"producer": "chamuc", "name": "Cơ sở chả mực", "address": "Hạ Long", "country": "VN"},
  >  {"producer": "ruochau", "name": "Cơ sở ruốc hàu", "address": "Vân Đồn", "country": "VN"}]
  > END
  $ tem producer add two.json --json | jq -c '[.first, .count, .checkpoint.size]'
  [2,2,4]
  $ sed 's/trahoavang"/tra-2"/' tra.json | tem producer add -
  producer tra-2: log entry 4
  $ tem producer list
  producer    name                     address             country
  chamuc      Cơ sở chả mực            Hạ Long             VN
  ruochau     Cơ sở ruốc hàu           Vân Đồn             VN
  tra-2       Hợp tác xã Trà hoa vàng  Ba Chẽ, Quảng Ninh  VN
  trahoavang  Hợp tác xã Trà hoa vàng  Ba Chẽ, Quảng Ninh  VN
  $ tem producer list --json | jq -cS '.[0], .[-1]'
  {"address":"Hạ Long","country":"VN","name":"Cơ sở chả mực","producer":"chamuc"}
  {"address":"Ba Chẽ, Quảng Ninh","country":"VN","gln":"8936000009014","name":"Hợp tác xã Trà hoa vàng","phone":"0203 000 0001","producer":"trahoavang","tax_code":"5700000001","url":"https://trahoavang.example"}

An update replaces the whole record:

  $ cat > new.json <<END
  > {"producer": "trahoavang", "name": "Hợp tác xã Trà hoa vàng Ba Chẽ", "country": "VN",
  >  "address": "Xã Ba Chẽ"}
  > END
  $ tem producer update new.json
  producer trahoavang: log entry 5
  $ tem producer list --json | jq -cS '.[-1]'
  {"address":"Xã Ba Chẽ","country":"VN","name":"Hợp tác xã Trà hoa vàng Ba Chẽ","producer":"trahoavang"}
  $ tem log entry 5 | jq -r .type
  producer.updated

Refused by a rule of the ledger, each with one line:

  $ tem producer add tra.json
  tem: tra.json: producer "trahoavang" is registered; use `producer update`
  [2]
  $ sed 's/trahoavang"/nobody"/' tra.json | tem producer update -
  tem: standard input: no producer "nobody"; add it with `tem producer add`
  [2]
  $ echo '[{"producer": "new-1", "name": "A", "address": "B", "country": "VN"},
  >  {"producer": "chamuc", "name": "A", "address": "B", "country": "VN"}]' > half.json
  $ tem producer add half.json
  tem: half.json: item 2: producer "chamuc" is registered; use `producer update`
  [2]
  $ tem producer add tra.json two.json
  tem: tra.json: producer "trahoavang" is registered; use `producer update`
  [2]

Refused for its form:

  $ echo '{"producer": "x", "name": "A", "address": "B", "country": "VN"}' > good.json
  $ but() { jq "$1" good.json > x.json; tem producer add x.json; }
  $ but '{}'
  tem: x.json: "producer" is missing; add it
  [2]
  $ but 'del(.address)'
  tem: x.json: "address" is missing; add it
  [2]
  $ but '.colour = "red"'
  tem: x.json: "colour" is not a field of this fact
  [2]
  $ but '.type = "product.registered"'
  tem: x.json: "type" must be "producer.registered" or left out
  [2]
  $ but '.at = "2026-01-01T00:00:00Z"'
  tem: x.json: "at" is set by the ledger; leave it out
  [2]
  $ but '.producer = "X"'
  tem: x.json: "producer" must be a short id: 1 to 40 of a-z, 0-9 and -
  [2]
  $ but '.producer = "-x"'
  tem: x.json: "producer" must be a short id: 1 to 40 of a-z, 0-9 and -
  [2]
  $ but '.name = ""'
  tem: x.json: "name" is empty; leave it out or fill it in
  [2]
  $ but '.name = " A"'
  tem: x.json: "name" begins or ends with a space
  [2]
  $ but '.name = 7'
  tem: x.json: "name" must be a text
  [2]
  $ but '.name = null'
  tem: x.json: "name" must be a text
  [2]
  $ but '.name = "A\u202eB"'
  tem: x.json: "name" has characters that cannot be seen (control or direction marks)
  [2]
  $ but '.name = "A\u0000B"'
  tem: x.json: "name" has characters that cannot be seen (control or direction marks)
  [2]
  $ but '.name = "a" * 401'
  tem: x.json: "name" is longer than 400 bytes
  [2]
  $ but '.country = "Vietnam"'
  tem: x.json: "country" is longer than 2 bytes
  [2]
  $ but '.country = "vn"'
  tem: x.json: "country" must be an ISO 3166 code such as VN
  [2]
  $ but '.gln = "8936000009015"'
  tem: x.json: "gln" must be 13 digits with a right check digit
  [2]
  $ but '.url = "javascript:alert(1)"'
  tem: x.json: "url" must begin with https:// or http://
  [2]
  $ but '[., .]'
  tem: x.json: item 2: producer "x" is registered; use `producer update`
  [2]

Refused because it is no JSON, or none that means one thing:

  $ add() { printf "$1" > x.json; tem producer add x.json; }
  $ add ''
  tem: x.json: line 1: incomplete JSON
  [2]
  $ add '{'
  tem: x.json: line 1: incomplete JSON
  [2]
  $ add '[]'
  tem: x.json: the array is empty: nothing to add
  [2]
  $ add '[{}'
  tem: x.json: not valid JSON: the array is not closed
  [2]
  $ add '"text"'
  tem: x.json: not a JSON object
  [2]
  $ add '{"producer": "x",}'
  tem: x.json: line 1: syntax error
  [2]
  $ add '{"producer": "x"} more'
  tem: x.json: line 1: extra data
  [2]
  $ add '{"producer": "x", "name": "A", "name": "B", "address": "B", "country": "VN"}'
  tem: x.json: a field stands twice: "name"; keep one of them
  [2]
  $ add '{"producer": "x", "name": "A\\ud800"}'
  tem: x.json: line 1: syntax error
  [2]
  $ add '{"producer": "x", "name": "A\xff"}'
  tem: x.json: line 1: syntax error
  [2]
  $ add "$(printf '[%.0s' {1..100000})"
  tem: x.json: not valid JSON: the array is not closed
  [2]
  $ add "{\"producer\": $(printf '[%.0s' {1..50000})$(printf ']%.0s' {1..50000})}"
  tem: x.json: fact longer than 65535 bytes; shorten its texts
  [2]

Refused because it cannot be read:

  $ tem producer add nowhere.json
  tem: nowhere.json: no such file
  [3]
  $ tem producer add .
  tem: .: is a folder, not a file
  [3]
  $ head -c 20000000 /dev/zero > zeros.json; tem producer add zeros.json
  tem: zeros.json: larger than the limit of 16384 KiB
  [2]
  $ tem producer add
  tem: FILE is required; see `tem producer add --help`
  [2]

None of it left anything:

  $ tem log fsck
  ok: 6 entries, every hash, checkpoint and table agrees
