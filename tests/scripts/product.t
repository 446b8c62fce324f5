What is made:

  $ tem init --origin tem.example/quangninh --base https://tem.example --name OCOP > log
  $ for id in trahoavang chamuc; do
  >   echo '{"name": "Hợp tác xã", "address": "Quảng Ninh", "country": "VN"}' |
  >     jq ".producer = \"$id\"" | tem producer add -
  > done
  producer trahoavang: log entry 1
  producer chamuc: log entry 2
  $ cat > tra.json <<END
  > {"gtin": "08936000000011", "producer": "trahoavang", "name": "Trà hoa vàng Ba Chẽ",
  >  "brand": "Hoa Vàng", "image": "https://tem.example/tra.jpg", "origin": "Ba Chẽ, Quảng Ninh",
  >  "standards": ["TCCS 01:2026"], "organic": true, "net_grams": 50}
  > END
  $ tem product add tra.json
  product 08936000000011 Trà hoa vàng Ba Chẽ: log entry 3
  $ tem log entry 3 | jq -cS 'del(.at)'
  {"brand":"Hoa Vàng","gtin":"08936000000011","image":"https://tem.example/tra.jpg","name":"Trà hoa vàng Ba Chẽ","net_grams":50,"organic":true,"origin":"Ba Chẽ, Quảng Ninh","producer":"trahoavang","standards":["TCCS 01:2026"],"type":"product.registered"}
  $ tem product list
  gtin            producer    name
  08936000000011  trahoavang  Trà hoa vàng Ba Chẽ
  $ tem product list --json | jq -cS '.[]'
  {"brand":"Hoa Vàng","gtin":"08936000000011","image":"https://tem.example/tra.jpg","name":"Trà hoa vàng Ba Chẽ","net_grams":50,"organic":true,"origin":"Ba Chẽ, Quảng Ninh","producer":"trahoavang","standards":["TCCS 01:2026"]}

A GTIN of 8, 12 or 13 digits is padded where a person types it:

  $ jq '.gtin = "8936000000028"' tra.json | tem product add - --json | jq -c .gtins
  ["08936000000028"]
  $ jq '.gtin = "96385074"' tra.json | tem product add -
  product 00000096385074 Trà hoa vàng Ba Chẽ: log entry 5

"auto" draws the registry's own numbers, one after another:

  $ jq '.gtin = "auto" | .producer = "chamuc" | [(.name = "Chả mực"), (.name = "Ruốc hàu")]' \
  >   tra.json > auto.json
  $ tem product add auto.json
  product 02900000000018 Chả mực: log entry 6
  product 02900000000025 Ruốc hàu: log entry 7
  $ jq '.gtin = "auto"' tra.json | tem product add -
  product 02900000000032 Trà hoa vàng Ba Chẽ: log entry 8

Two at once never draw the same number:

  $ jq '.gtin = "auto"' tra.json > one.json
  $ for n in 1 2 3 4 5 6; do tem product add one.json > added.$n & done; wait
  $ cut -d ' ' -f 2 added.* | sort
  02900000000049
  02900000000056
  02900000000063
  02900000000070
  02900000000087
  02900000000094

An update replaces the record:

  $ jq '{gtin, producer, name: "Trà hoa vàng"}' tra.json > new.json
  $ tem product update new.json
  product 08936000000011 Trà hoa vàng: log entry 15
  $ tem product list --json | jq -cS '.[] | select(.gtin == "08936000000011")'
  {"gtin":"08936000000011","name":"Trà hoa vàng","producer":"trahoavang"}

What the law asks for and the record does not say; exit status 1 while something is missing:

  $ tem product check 08936000000011
  08936000000011  Trà hoa vàng
  
  TT 02/2024/TT-BKHCN: Dữ liệu truy xuất nguồn gốc / Traceability record
    present     1. tên sản phẩm, hàng hóa / product name
    MISSING     2. hình ảnh / picture  (field "image")
    present     3. tên đơn vị sản xuất, kinh doanh / producer or trader
    present     4. địa chỉ / address
    each lot    5. các công đoạn sản xuất, kinh doanh / stages of production
    each lot    6. thời gian sản xuất, kinh doanh / production or trading time
    each lot    7. mã truy xuất nguồn gốc / traceability code
    not given   8. thương hiệu, nhãn hiệu, mã ký hiệu (nếu có) / brand or model, if any
    each lot    9. thời hạn sử dụng (nếu có) / shelf life, if any
    MISSING    10. tiêu chuẩn, quy chuẩn áp dụng / standards applied  (field "standards")
  
  NĐ 37/2026/NĐ-CP: Hộ chiếu số của sản phẩm / Digital product passport
    present     1. tên sản phẩm / product name
    present     2. mã số thương phẩm GTIN / GTIN
    present     3. tên chủ thể / operator's name
    present     4. địa chỉ chủ thể / operator's address
    MISSING     5. mã định danh chủ thể (GLN hoặc mã số thuế) / operator's identifier (GLN or tax code)  (field "producer.gln")
    MISSING     6. xuất xứ / origin  (field "origin")
    each lot    7. thông tin truy xuất nguồn gốc / traceability information
    not given   8. chứng nhận hợp quy, chất lượng (nếu có) / conformity and quality certificates, if any
    each lot    9. ngày sản xuất / production date
    each lot   10. hạn sử dụng (nếu có) / expiry date, if any
    not given  11. cảnh báo an toàn (nếu có) / safety warnings, if any
  
  incomplete: add what is missing with `tem product update`
  [1]
  $ tem product check 8936000000028 | grep -E "MISSING|complete"
    MISSING     5. mã định danh chủ thể (GLN hoặc mã số thuế) / operator's identifier (GLN or tax code)  (field "producer.gln")
  incomplete: add what is missing with `tem product update`
  $ tem product check 02900000000018 | tail -n 3
  Mã GTIN có tiền tố 29 chỉ có giá trị trong phạm vi của hệ thống này; muốn bán ra ngoài vùng cần mã do GS1 cấp.
  A GTIN of prefix 29 means nothing outside this registry's region; goods sold beyond it need a number from GS1.
  incomplete: add what is missing with `tem product update`
  $ tem product check 08936000000011 --json > check.json
  [1]
  $ jq -c '[.gtin, .name, .complete, .notes]' check.json
  ["08936000000011","Trà hoa vàng",false,[]]
  $ jq -c '.lists[] | .id, (.fields[] | [.number, .name, .state])' check.json
  "TT 02/2024/TT-BKHCN"
  [1,"name","present"]
  [2,"image","missing"]
  [3,"producer.name","present"]
  [4,"producer.address","present"]
  [5,"events","with_each_lot"]
  [6,"produced","with_each_lot"]
  [7,"stamp","with_each_lot"]
  [8,"brand","not_given"]
  [9,"expires","with_each_lot"]
  [10,"standards","missing"]
  "NĐ 37/2026/NĐ-CP"
  [1,"name","present"]
  [2,"gtin","present"]
  [3,"producer.name","present"]
  [4,"producer.address","present"]
  [5,"producer.gln","missing"]
  [6,"origin","missing"]
  [7,"stamp","with_each_lot"]
  [8,"certificates","not_given"]
  [9,"produced","with_each_lot"]
  [10,"expires","with_each_lot"]
  [11,"warnings","not_given"]

  $ echo '{"producer": "trahoavang", "name": "Hợp tác xã", "address": "Quảng Ninh", "country": "VN",
  >   "tax_code": "5700000001"}' | tem producer update -
  producer trahoavang: log entry 16
  $ tem product check 8936000000028 | tail -n 1
  complete: nothing mandatory is missing
  $ tem product check 8936000000028 --json | jq .complete
  true

Refused by a rule of the ledger:

  $ but() { jq "$1" tra.json > x.json; tem product ${2:-add} x.json; }
  $ but .
  tem: x.json: GTIN 08936000000011 is registered to producer "trahoavang"; use `product update` to change it
  [2]
  $ but '.gtin = "08936000000097" | .producer = "nobody"'
  tem: x.json: no producer "nobody"; add it with `tem producer add`
  [2]
  $ but '.producer = "chamuc"' update
  tem: x.json: GTIN 08936000000011 belongs to producer "trahoavang", not "chamuc"
  [2]
  $ but '.gtin = "08936000000097"' update
  tem: x.json: no product with GTIN 08936000000097; add it with `tem product add`
  [2]

Refused for its form:

  $ but '.gtin = "08936000000012"'
  tem: x.json: "gtin" 08936000000012: GTIN 08936000000012: last digit should be 1
  [2]
  $ but '.gtin = "0893600000001"'
  tem: x.json: "gtin" 0893600000001: GTIN 00893600000001: last digit should be 2
  [2]
  $ but '.gtin = "0893600000001A"'
  tem: x.json: "gtin" 0893600000001A: GTIN "0893600000001A": digits only
  [2]
  $ but '.gtin = 8936000000011'
  tem: x.json: "gtin" must be a text
  [2]
  $ but '.gtin = "auto"' update
  tem: x.json: "gtin" auto: GTIN "auto": 8, 12, 13 or 14 digits wanted, not 4 characters
  [2]
  $ but 'del(.name)'
  tem: x.json: "name" is missing; add it
  [2]
  $ but '.["Tên"] = "x"'
  tem: x.json: "Tên" is no field name: up to 40 of a-z, 0-9 and _, a letter first
  [2]
  $ but '.standards = []'
  tem: x.json: "standards" must be a list of 1 to 100 texts
  [2]
  $ but '.standards = [1]'
  tem: x.json: "standards" must be a text
  [2]
  $ but '.weight = 1.5'
  tem: x.json: "weight" must be a text, a list of texts, a whole number, or true or false
  [2]
  $ but '.weight = -1'
  tem: x.json: "weight" must be a text, a list of texts, a whole number, or true or false
  [2]
  $ but '.more = {"a": "b"}'
  tem: x.json: "more" must be a text, a list of texts, a whole number, or true or false
  [2]
  $ but '.more = null'
  tem: x.json: "more" must be a text, a list of texts, a whole number, or true or false
  [2]
  $ but '.brand = ""'
  tem: x.json: "brand" is empty; leave it out or fill it in
  [2]
  $ but '.note = "a" * 4001'
  tem: x.json: "note" is longer than 4000 bytes
  [2]
  $ but '. + ([range(101) | {key: "f\(.)", value: "x"}] | from_entries)'
  tem: x.json: more than 100 fields
  [2]
  $ but '. + ([range(99) | {key: "f\(.)", value: ("x" * 700)}] | from_entries)'
  tem: x.json: fact longer than 65535 bytes; shorten its texts
  [2]
  $ tem product check 1
  tem: GTIN "1": 8, 12, 13 or 14 digits wanted, not 1 characters
  [2]
  $ tem product check 08936000000097
  tem: no product with GTIN 08936000000097; see `tem product list`
  [2]
  $ tem product check
  tem: GTIN is required; see `tem product check --help`
  [2]

None of it left anything:

  $ tem log fsck
  ok: 17 entries, every hash, checkpoint and table agrees
