What may be given to `tem verify`, and what it answers:

  $ tem init --demo > log
  $ tea="--gtin 08936000000011"
  $ dates="--produced 2026-11-01 --expires 2070-12-31"
  $ tem issue $tea --lot L2611A --count 5 $dates \
  >   -o lot.pdf -o lot.png -o lot.csv -o lot.ndjson > log
  $ jq -r .uri lot.ndjson > lot.txt
  $ uri=$(head -n 1 lot.txt)
  $ brief() { jq -c '.[] | [.verdict, .source.file, .source.page, .source.line]' "$@"; }
  $ files() { jq -r '.[] | "\(.verdict) \(.source.file)"' "$@" | uniq -c | tr -s ' '; }

A stamp's URI:

  $ tem verify "$uri" > genuine
  $ sed -E 's/stamp .{10}$/stamp …/; s/[0-9-]{10} – [0-9-]{10}/…/' genuine
  GENUINE  Tem thật / Genuine stamp
    Tem thật. Tem do nhà sản xuất phát hành. Hãy so tên sản phẩm, lô và hạn dùng với bao bì trước khi mua.
    Genuine stamp. The producer issued this stamp. Compare product, lot and expiry with the package before you buy.
    product   Trà hoa vàng Ba Chẽ, Hoa Vàng Mẫu
    producer  Hợp tác xã trà hoa vàng và dược liệu (mẫu), Thôn Mẫu 1, xã Ba Chẽ, tỉnh Quảng Ninh
    lot       L2611A, produced 2026-11-01, expires 2070-12-31, stamp …
              OCOP 4 sao, còn hiệu lực / in force, …
  $ tem verify "$uri" --json > one.json
  $ jq -c '.[0] | keys_unsorted' one.json
  ["input","verdict","findings","message","stamp","product","producer","lot","journey","certificates","checked"]
  $ jq -c '.[0] | del(.product, .producer, .journey, .certificates, .message, .input, .stamp.serial)' \
  >   one.json | sed -E 's/"at":"20[0-9-]{8}T[0-9:]{8}Z"/"at":"…"/; s/"root":"[^"]{44}"/"root":"…"/'
  {"verdict":"genuine","findings":["genuine"],"stamp":{"gtin":"08936000000011","lot":"L2611A","attributes":{"17":"701231"},"key":2},"lot":{"produced":"2026-11-01","expires":"2070-12-31"},"checked":{"at":"…","mode":"online","checkpoint":{"origin":"tem.example/quangninh","size":39,"root":"…"}}}
  $ jq -c '.[0].journey[] | [.step, .entry, (.at | type)]' one.json
  ["produced",null,"null"]
  ["registered",17,"string"]
  ["issued",38,"string"]
  $ jq -r '.[0].input' one.json | diff - <(echo "$uri")
  $ jq -r '.[0].message | .vi, .en' one.json
  Tem thật. Tem do nhà sản xuất phát hành. Hãy so tên sản phẩm, lô và hạn dùng với bao bì trước khi mua.
  Genuine stamp. The producer issued this stamp. Compare product, lot and expiry with the package before you buy.

Lists, pictures, PDFs, standard input, in the order in which they are given:

  $ tem verify lot.txt --json | brief
  ["genuine","lot.txt",null,1]
  ["genuine","lot.txt",null,2]
  ["genuine","lot.txt",null,3]
  ["genuine","lot.txt",null,4]
  ["genuine","lot.txt",null,5]
  $ tem verify lot.csv --json | brief | head -n 1
  ["genuine","lot.csv",null,2]
  $ tem verify lot.ndjson --json | brief | head -n 1
  ["genuine","lot.ndjson",null,1]
  $ tem verify lot.png --json > png.json; files png.json
   5 genuine lot.png
  $ jq -c '.[0].source.corners | map(length)' png.json
  [2,2,2,2]
  $ pdftoppm -r 150 -jpeg lot.pdf lot && tem verify lot-1.jpg --json | files
   5 genuine lot-1.jpg
  $ tem verify lot.pdf --json | brief | uniq
  ["genuine","lot.pdf",1,null]
  $ tem verify - --json < lot.txt | files
   5 genuine -
  $ tem verify - --json < lot.png | files
   5 genuine -
  $ tem verify - --json < lot.pdf | files
   5 genuine -
  $ tem verify lot.txt "$uri" lot.png lot.pdf lot.csv --jobs 4 --json > many.json
  $ files many.json
   5 genuine lot.txt
   1 genuine null
   5 genuine lot.png
   5 genuine lot.pdf
   5 genuine lot.csv
  $ for jobs in 1 2 7; do
  >   tem verify lot.txt "$uri" lot.png lot.pdf lot.csv --jobs $jobs --json |
  >     jq '.[] | del(.checked)' | cmp - <(jq '.[] | del(.checked)' many.json)
  > done

The name of a file does not say what it is; its content does:

  $ cp lot.png picture.txt && tem verify picture.txt --json | files
   5 genuine picture.txt

A list from elsewhere: line ends of Windows, a byte order mark, quotes, any column:

  $ printf '\xef\xbb\xbfname,URI,note\r\n"a, b","%s",x\r\nc,%s,\r\n\r\n' "$uri" "$uri" > their.csv
  $ tem verify their.csv --json | brief
  ["genuine","their.csv",null,2]
  ["genuine","their.csv",null,3]
  $ printf '\n  %s  \r\n\n' "$uri" > their.txt; tem verify their.txt --json | brief
  ["genuine","their.txt",null,2]

A folder, searched below, sorted by name; what is no input is passed over and said so:

  $ mkdir -p photos/b; cp lot.png photos/b/1.png; cp lot.txt photos/c.txt; cp lot-1.jpg photos/a.jpg
  $ echo 'see c.txt' > photos/README; ln -s . photos/loop; ln -s ../lot.txt photos/d.txt
  $ mkfifo photos/pipe.txt
  $ tem verify photos --json > folder.json
  tem: photos/README: passed over: no picture, PDF, archive or list of URIs
  tem: photos/pipe.txt: passed over: no regular file
  $ files folder.json
   5 genuine photos/a.jpg
   5 genuine photos/b/1.png
   5 genuine photos/c.txt
   5 genuine photos/d.txt

Every verdict on a text; exit status 1 if one is not genuine:

  $ cp -r registry copy
  $ tem issue $tea --lot OLD --count 1 --produced 2020-01-01 --expires 2020-12-31 \
  >   -o old.ndjson > log
  $ tem issue $tea --lot L2611A --count 1 $dates --registry copy -o more.ndjson > log
  $ tem issue $tea --lot NEW --count 1 $dates --registry copy -o new.ndjson > log
  $ tem init --demo --registry other --origin other.example --base https://other.example > log
  $ tem issue $tea --lot L2611A --count 1 $dates --registry other -o other.ndjson > log
  $ seal=${uri##*s=}
  $ cat > texts <<END
  > $uri
  > ${uri/https:\/\/tem.example/http:\/\/moved.example:8080\/a\/b}
  > $uri&utm_source=zalo
  > ${uri%[0-9]}$(((${uri: -1} + 1) % 10))
  > ${uri/17=701231/17=711231}
  > ${uri/17=701231&/}
  > ${uri/L2611A/L2611B}
  > ${uri/08936000000011/08936000000080}
  > ${uri/s=2/s=4}
  > ${uri/s=2/s=1}
  > ${uri/s=2/s=99}
  > $(jq -r .uri other.ndjson | sed s/other.example/tem.example/)
  > $(jq -r .uri other.ndjson)
  > $(echo "$uri" | sed 's/tem.example/other.example/; s/s=2/s=99/')
  > $(jq -r .uri more.ndjson)
  > $(jq -r .uri new.ndjson)
  > $(jq -r .uri old.ndjson)
  > https://tem.example/01/08936000000011/10/L2611A
  > https://tem.example/01/08936000000012/10/L2611A/21/0123456789?s=$seal
  > https://tem.example/
  > https://example.com/
  > hello
  > ${uri%$seal}
  > $uri&s=$seal
  > $uri$(printf '&a=%.0s' {1..1000})
  > END
  $ tem verify texts --json > texts.json
  [1]
  $ jq -r '.[] | [.source.line, .verdict, .error // empty] | join(" ")' texts.json
  1 genuine
  2 genuine
  3 genuine
  4 forged
  5 forged
  6 forged
  7 forged
  8 forged
  9 forged
  10 forged
  11 forged
  12 forged
  13 forged
  14 unknown_issuer
  15 unissued
  16 unissued
  17 expired
  18 not_a_stamp not_a_stamp
  19 not_a_stamp bad_check_digit
  20 not_a_stamp no_digital_link
  21 not_a_stamp no_digital_link
  22 not_a_stamp bad_scheme
  23 not_a_stamp bad_seal
  24 not_a_stamp duplicate_ai
  25 not_a_stamp too_long

A forged stamp shows nothing of the product that it claims, and no text that is no stamp does:

  $ jq -c '.[] | select(.verdict == "forged" or .verdict == "not_a_stamp" or
  >   .verdict == "unknown_issuer") | [has("product"), has("producer"), has("stamp"), has("lot")]' \
  >   texts.json | sort -u
  [false,false,false,false]
  $ tem verify "${uri/L2611A/L2611B}" | cut -d '?' -f 1 | sed -E 's|/21/.{10}|/21/…|'
  FORGED  Tem giả / Forged stamp
    Tem giả. Tem này không phải do hệ thống này phát hành: chữ ký không đúng, hoặc khóa ký không được hệ thống công nhận cho sản phẩm này. Đừng mua hoặc sử dụng; hãy giữ lại bao bì và báo cho cơ quan quản lý.
    Forged stamp. This registry did not issue the stamp: the signature is wrong, or the registry knows no such key for this product. Do not buy or use the product; keep the package and report it.
    text      https://tem.example/01/08936000000011/10/L2611B/21/…
  $ tem verify hello --json
  tem: hello: no such file
  []
  [3]
  $ tem verify https://example.com/
  NOT A STAMP  Không phải tem truy xuất / Not a traceability stamp
    Không phải tem truy xuất. Mã này không phải tem của hệ thống hoặc quét chưa trọn. Hãy quét lại cho rõ; nếu vẫn vậy, mã này không cho biết hàng thật hay giả.
    Not a traceability stamp. This code is no stamp of this system, or was not read whole. Scan it again; if it stays so, it says nothing about the product.
    text      https://example.com/
  [1]
  $ tem verify $'https://example.com/\e[31mred\n'
  NOT A STAMP  Không phải tem truy xuất / Not a traceability stamp
    Không phải tem truy xuất. Mã này không phải tem của hệ thống hoặc quét chưa trọn. Hãy quét lại cho rõ; nếu vẫn vậy, mã này không cho biết hàng thật hay giả.
    Not a traceability stamp. This code is no stamp of this system, or was not read whole. Scan it again; if it stays so, it says nothing about the product.
    text      https://example.com/\x1b[31mred\x0a
  [1]

A QR code that is no stamp is an answer about its text:

  $ qrencode -o link.png -s 6 'https://example.com/khuyến-mãi'
  $ tem verify link.png --json | jq -c '.[] | [.verdict, .input, .source.file]'
  ["not_a_stamp","https://example.com/khuyến-mãi","link.png"]
  $ qrencode -o two.png -s 6 'WIFI:T:WPA;S:nhà;P:secret;;' && tem verify two.png lot.png > mixed
  [1]
  $ tail -n 1 mixed
  6 stamps: 5 genuine, 1 not_a_stamp

What cannot be read is an error and never a verdict; the rest is told all the same; exit status 3:

  $ : > empty.png; : > empty.txt; mkdir none; printf 'GIF89a' > some.gif; printf '\0\1\2' > bin
  $ for kind in png jpg pdf; do head -c 3000 lot*.$kind > half.$kind; done
  $ echo '<html>' > page.txt; echo '%PDF-1.7' > bad.pdf; printf '\x89PNG\r\n\x1a\n' > head.png
  $ printf 'P5\n99999 99999\n255\n' > huge.pgm; printf 'P5\n60 60\n255\n' > white.pgm
  $ head -c 3600 /dev/zero | tr '\0' '\377' >> white.pgm
  $ for input in empty.png empty.txt half.png half.jpg half.pdf some.gif none bin page.txt bad.pdf \
  >   head.png huge.pgm white.pgm nowhere.png nowhere/lot.png; do
  >   tem verify $input > out; [ $? = 3 ] && [ ! -s out ] || echo $input: what?
  > done
  tem: empty.png: the file is empty
  tem: empty.txt: no URI in it
  tem: half.png: PNG: the file is cut short
  tem: half.jpg: JPEG: the file is cut short; send it again
  tem: half.pdf: not a readable PDF: it is damaged or needs a password
  tem: some.gif: no kind of file that is read here: JPEG, PNG, WebP, HEIC, TIFF, PDF, ZIP, text or CSV
  tem: none: no file below this folder
  tem: bin: no kind of file that is read here: JPEG, PNG, WebP, HEIC, TIFF, PDF, ZIP, text or CSV
  tem: page.txt: no kind of file that is read here: JPEG, PNG, WebP, HEIC, TIFF, PDF, ZIP, text or CSV
  tem: bad.pdf: not a readable PDF: it is damaged or needs a password
  tem: head.png: PNG: the file is cut short
  tem: huge.pgm: PGM: picture of 99999 × 99999 pixels; at most 50 million are read, scale it down
  tem: white.pgm: no QR code found; take the picture nearer, sharp and evenly lit
  tem: nowhere.png: no such file
  tem: nowhere/lot.png: no such file
  $ tem verify --json empty.png "$uri" half.png > partly.json
  tem: empty.png: the file is empty
  tem: half.png: PNG: the file is cut short
  [3]
  $ jq -c 'map(.verdict)' partly.json
  ["genuine"]
  $ tem verify "${uri/L2611A/L2611B}" empty.png > out
  tem: empty.png: the file is empty
  [3]
  $ tail -n 1 out
  1 stamp: 1 forged; 1 input could not be read

The report as CSV, safe to open in a spreadsheet:

  $ tem verify texts --csv report.csv > out
  [1]
  $ cat out
  25 stamps: 3 genuine, 1 expired, 2 unissued, 10 forged, 1 unknown_issuer, 8 not_a_stamp
  wrote report.csv
  $ head -n 1 report.csv
  file,page,line,input,verdict,gtin,lot,serial,product,producer,expires,message_vi,message_en,outcome,reason,findings,also_seen
  $ wc -l < report.csv
  26
  $ sed -n 2p report.csv | cut -d , -f 1,2,3,5,6,7,9
  texts,,1,genuine,08936000000011,L2611A,Trà hoa vàng Ba Chẽ
  $ echo '=cmd()' > evil.txt; tem verify evil.txt --csv evil.csv > out
  [1]
  $ sed -n 2p evil.csv | cut -d , -f 1-5
  evil.txt,,1,'=cmd(),not_a_stamp
  $ tem verify lot.txt --csv nowhere/report.csv
  tem: nowhere/report.csv: could not be written: No such file or directory
  [3]

Wrong usage:

  $ tem verify
  tem: INPUT is required; see `tem verify --help`
  [2]
  $ tem verify lot.txt --jobs 0
  tem: --jobs: "0" is not a whole number from 1 to 64
  [2]
  $ tem verify lot.txt --jobs 65
  tem: --jobs: "65" is not a whole number from 1 to 64
  [2]
  $ tem verify lot.txt --json --csv x.csv
  tem: --json excludes --csv; see `tem verify --help`
  [2]
  $ tem verify lot.txt --registry nowhere
  tem: nowhere: no registry there (registry.toml is missing); make one with `tem init`, or name one with --registry or TEM_REGISTRY
  [3]
