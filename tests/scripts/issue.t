A lot of stamps:

  $ tem init --demo > log
  $ tea="--gtin 08936000000011"
  $ dates="--produced 2026-11-01 --expires 2070-12-31"
  $ tem lot list
  none yet
  $ tem issue $tea --lot L2611A --count 3 $dates
  lot L2611A of 08936000000011: 3 stamps, signed with key 2, log entry 38
  $ tem log entry 38 | jq -cS 'del(.at)'
  {"active":true,"count":3,"expires":"2070-12-31","first":0,"gtin":"08936000000011","key":2,"lot":"L2611A","produced":"2026-11-01","type":"lot.issued"}
  $ tem lot list
  gtin            lot     stamps  produced    expires     key  entry  issued
  08936000000011  L2611A  0-2     2026-11-01  2070-12-31  2    38     active
  $ tem lot list --json | jq -cS '.[]'
  {"count":3,"gtin":"08936000000011","lot":"L2611A","recalled":false,"runs":[{"active":true,"count":3,"entry":38,"expires":"2070-12-31","first":0,"key":2,"produced":"2026-11-01"}]}

More stamps of the same lot follow the ones before:

  $ tem issue $tea --lot L2611A --count 2 --produced 2026-11-02 --json > more.json
  $ jq -c '[.index, .gtin, .lot, .key, .first, .count, .files, .checkpoint.size]' more.json
  [39,"08936000000011","L2611A",2,3,2,[],40]
  $ tem lot list --json | jq -c '.[].runs[] | [.first, .count, .produced, .expires]'
  [0,3,"2026-11-01","2070-12-31"]
  [3,2,"2026-11-02",null]

Every kind of print file, written when the ledger has the entry:

  $ tem issue $tea --lot B --count 22 $dates -o b.pdf -o b.svg -o b.png -o b.csv -o b.ndjson
  lot B of 08936000000011: 22 stamps, signed with key 2, log entry 40
  wrote b.pdf
  wrote b-1.svg
  wrote b-2.svg
  wrote b-1.png
  wrote b-2.png
  wrote b.csv
  wrote b.ndjson
  $ head -c 4 b.pdf; echo; head -c 5 b-1.svg; echo; head -c 4 b-2.png | tail -c 3; echo
  %PDF
  <svg 
  PNG
  $ head -n 1 b.csv
  index,serial,uri
  $ wc -l < b.csv
  23
  $ wc -l < b.ndjson
  22
  $ tail -n +2 b.csv | cut -d , -f 1 | sort -n | diff - <(seq 0 21)
  $ tail -n +2 b.csv | cut -d , -f 2 | grep -cxE '[0-9A-HJKMNP-TV-Z]{10}'
  22
  $ tail -n +2 b.csv | cut -d , -f 2 | sort -u | wc -l
  22
  $ jq -r '[.index, .serial, .uri] | join(",")' b.ndjson | diff - <(tail -n +2 b.csv)
  $ sed -n 2p b.csv | cut -d , -f 3 | sed -E 's|/21/[^?]{10}|/21/…|; s|s=[0-9]{156}$|s=…|'
  https://tem.example/01/08936000000011/10/B/21/…?17=701231&s=…
  $ tem verify b.csv b.ndjson b.pdf b-1.svg b-1.png b-2.png > verified; tail -n 1 verified
  tem: b-1.svg: no kind of file that is read here: JPEG, PNG, WebP, HEIC, TIFF, PDF, ZIP, text or CSV
  88 stamps: 88 genuine; 1 input could not be read

A million stamps are one entry, and cost the ledger no more than one:

  $ TEM_REGISTRY=one tem init --demo > log && TEM_REGISTRY=million tem init --demo > log
  $ TEM_REGISTRY=one tem issue $tea --lot M --count 1 $dates
  lot M of 08936000000011: 1 stamp, signed with key 2, log entry 38
  $ TEM_REGISTRY=million tem issue $tea --lot M --count 1000000 $dates
  lot M of 08936000000011: 1000000 stamps, signed with key 2, log entry 38
  $ for r in one million; do sqlite3 $r/ledger.db "VACUUM INTO '$r.db'"; done
  $ [ $(stat -c %s one.db) = $(stat -c %s million.db) ] && echo same size
  same size
  $ TEM_REGISTRY=million tem print $tea --lot M --range 0,999999 -o ends.csv
  lot M of 08936000000011: 2 stamps
  wrote ends.csv
  $ TEM_REGISTRY=million tem verify ends.csv | tail -n 1
  2 stamps: 2 genuine
  $ tem issue $tea --lot whole --count 4294967296 $dates
  lot whole of 08936000000011: 4294967296 stamps, signed with key 2, log entry 41
  $ tem print $tea --lot whole --range 4294967295 -o last.csv && tem verify last.csv | head -n 1
  lot whole of 08936000000011: 1 stamp
  wrote last.csv
  GENUINE  Tem thật / Genuine stamp

Stamps that are not for sale yet:

  $ tem issue $tea --lot I --count 2 $dates --inactive -o i.csv
  lot I of 08936000000011: 2 stamps, inactive, signed with key 2, log entry 42
  wrote i.csv
  $ tem verify i.csv --json | jq -c '.[] | [.verdict, .message.vi]'
  ["inactive","Tem chưa được kích hoạt. Nhà sản xuất chưa đưa lô này ra thị trường. Hãy hỏi nơi bán hoặc nhà sản xuất."]
  ["inactive","Tem chưa được kích hoạt. Nhà sản xuất chưa đưa lô này ra thị trường. Hãy hỏi nơi bán hoặc nhà sản xuất."]

A lot's number is any text of GS1's set 82:

  $ lot="A/1%+_\"'&<>;?=B"
  $ tem issue $tea --lot "$lot" --count 1 $dates -o odd.csv -o odd.pdf -o odd.svg -o odd.png
  lot A/1%+_"'&<>;?=B of 08936000000011: 1 stamp, signed with key 2, log entry 43
  wrote odd.csv
  wrote odd.pdf
  wrote odd.svg
  wrote odd.png
  $ tem verify odd.csv --json | jq -r '.[] | .verdict, .stamp.lot'
  genuine
  A/1%+_"'&<>;?=B
  $ tem verify odd.pdf odd.svg odd.png 2>&1 | tail -n 1
  2 stamps: 2 genuine; 1 input could not be read
  $ tem issue $tea --lot -- --count 1 $dates
  lot -- of 08936000000011: 1 stamp, signed with key 2, log entry 44
  $ tem issue $tea --lot=-x --count 1 $dates
  lot -x of 08936000000011: 1 stamp, signed with key 2, log entry 45

Refused, and nothing is written:

  $ before=$(tem log checkpoint)
  $ issue() { tem issue $tea --lot N --count 1 --produced 2026-11-01 -o n.csv "$@"; }
  $ issue --expires 2026-10-31
  tem: "expires" 2026-10-31 is before "produced" 2026-11-01; it must lie after it
  [2]
  $ issue --expires 2026-11-01
  tem: "expires" 2026-11-01 is the day of "produced" 2026-11-01; it must lie after it
  [2]
  $ issue --expires 2026-11-31
  tem: --expires: "2026-11-31": not a day of the calendar; write YYYY-MM-DD
  [2]
  $ issue --expires 01/12/2027
  tem: --expires: "01/12/2027": not a day of the calendar; write YYYY-MM-DD
  [2]
  $ tem issue $tea --lot N --count 1 --produced 2026-02-29 -o n.csv
  tem: --produced: "2026-02-29": not a day of the calendar; write YYYY-MM-DD
  [2]
  $ tem issue $tea --lot N --count 1 -o n.csv
  tem: --produced is required; see `tem issue --help`
  [2]
  $ tem issue $tea --lot N --count 0 $dates -o n.csv
  tem: --count: "0" is not a whole number from 1 to 4294967296
  [2]
  $ tem issue $tea --lot N --count -1 $dates -o n.csv
  tem: --count: "-1" is not a whole number from 1 to 4294967296
  [2]
  $ tem issue $tea --lot N --count 1e3 $dates -o n.csv
  tem: --count: "1e3" is not a whole number from 1 to 4294967296
  [2]
  $ tem issue $tea --lot N --count 4294967297 $dates -o n.csv
  tem: --count: "4294967297" is not a whole number from 1 to 4294967296
  [2]
  $ tem issue $tea --lot whole --count 1 $dates -o n.csv
  tem: lot whole of 08936000000011: 1 stamps from index 4294967296 are more than the 4294967296 of a lot
  [2]
  $ tem issue $tea --lot L2611A --count 4294967292 $dates -o n.csv
  tem: lot L2611A of 08936000000011: 4294967292 stamps from index 5 are more than the 4294967296 of a lot
  [2]
  $ tem issue $tea --lot '' --count 1 $dates -o n.csv
  tem: --lot: lot "": 1 to 20 characters wanted, not 0
  [2]
  $ tem issue $tea --lot 'a b' --count 1 $dates -o n.csv
  tem: --lot: lot "a b": character " " is not in GS1 set 82; use A-Z a-z 0-9 - . _ /
  [2]
  $ tem issue $tea --lot 'Lô1' --count 1 $dates -o n.csv
  tem: --lot: lot "L\xC3\xB41": character "\xC3" is not in GS1 set 82; use A-Z a-z 0-9 - . _ /
  [2]
  $ tem issue $tea --lot 123456789012345678901 --count 1 $dates -o n.csv
  tem: --lot: lot "123456789012345678901": 1 to 20 characters wanted, not 21
  [2]
  $ tem issue --gtin 08936000000012 --lot N --count 1 $dates -o n.csv
  tem: --gtin: GTIN 08936000000012: last digit should be 1
  [2]
  $ tem issue --gtin 08936000000998 --lot N --count 1 $dates -o n.csv
  tem: no product with GTIN 08936000000998; add it with `tem product add`
  [2]
  $ tem issue $tea --lot N --count 1 $dates -o n.csv -o n.doc
  tem: n.doc: the name's ending says no format that is known; use .pdf, .svg, .png, .zpl, .tspl, .csv or .ndjson
  [2]
  $ tem issue $tea --lot N --count 1 $dates -o n.csv -o n.xps
  tem: n.xps: the name's ending says no format that is known; use .pdf, .svg, .png, .zpl, .tspl, .csv or .ndjson
  [2]
  $ tem issue $tea --lot N --count 1 $dates -o n.csv -o n
  tem: n: the name's ending says no format that is known; use .pdf, .svg, .png, .zpl, .tspl, .csv or .ndjson
  [2]
  $ tem issue $tea --lot N --count 1 $dates -o n.csv -o ./n.csv
  tem: ./n.csv: given twice as an output file
  [2]
  $ tem issue $tea --lot N --count 1 $dates -o n.csv -o nowhere/n.csv
  tem: nowhere/n.csv: could not be written: No such file or directory
  [3]
  $ mkdir n.d.csv && tem issue $tea --lot N --count 1 $dates -o n.csv -o n.d.csv
  tem: n.d.csv: could not be written: there is something there that is no regular file
  [3]
  $ tem issue $tea --lot N --count 1000000 $dates -o n.csv -o n.svg
  tem: n.svg: 47620 pages are more than the 500 that are written as pictures at once; use .pdf, or --per-file
  [2]
  $ issue --template nope
  tem: --template: no template "nope"; there are a4-21, a4-24, a4-65, a4-grid, roll-22x22, roll-25x25, roll-30x20, roll-40x30, roll-50x30, qr, or give the path of a .toml file
  [2]
  $ issue --key x
  tem: --key: "x" is not a whole number from 1 to 4294967295
  [2]
  $ [ "$(tem log checkpoint)" = "$before" ] && echo nothing was appended
  nothing was appended
  $ find . -name 'n*'
  ./n.d.csv

A date further ahead than a stamp can say (GS1 writes years in two digits) is refused too, since the
stamp would be read as long expired:

  $ issue --expires "$(($(date +%Y) + 60))-12-31"
  tem: .*expires.* (re)
  [2]
