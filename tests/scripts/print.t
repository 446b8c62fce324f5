A sheet of 21 labels, on A4, and what reads it again:

  $ tem init --demo > log
  $ tea="--gtin 08936000000011 --lot L2611A"
  $ tem issue $tea --count 43 --produced 2026-11-01 --expires 2070-12-31 > log
  $ tem print $tea --range 0-20 -o sheet.pdf -o sheet.svg -o sheet.png -o sheet.csv
  lot L2611A of 08936000000011: 21 stamps
  wrote sheet.pdf
  wrote sheet.svg
  wrote sheet.png
  wrote sheet.csv
  $ pdfinfo sheet.pdf | grep -E '^Pages|^Page size' | tr -s ' '
  Pages: 1
  Page size: 595.276 x 841.89 pts (A4)
  $ tail -n +2 sheet.csv | cut -d , -f 3 | sort > wanted
  $ found() {  # the verdicts in a picture, and whether it holds what it should
  >   tem verify --json "$@" > found.json || return
  >   jq -r '.[].verdict' found.json | sort | uniq -c | tr -s ' '
  >   jq -r '.[].input' found.json | sort | diff wanted - && echo all found
  > }

The PDF as it is, and as a printer of 300 dpi and a poor one of 150 dpi would show it:

  $ found sheet.pdf
   21 genuine
  all found
  $ pdftoppm -r 300 -png sheet.pdf at300 && found at300*.png
   21 genuine
  all found
  $ pdftoppm -r 150 -png sheet.pdf at150 && found at150*.png
   21 genuine
  all found
  $ pdftoppm -r 150 -jpeg -jpegopt quality=60 sheet.pdf poor && found poor*.jpg
   21 genuine
  all found

The picture, and the drawing when something else draws it:

  $ found sheet.png
   21 genuine
  all found
  $ rsvg-convert --dpi-x 300 --dpi-y 300 --background-color white sheet.svg -o drawn.png
  $ found drawn.png
   21 genuine
  all found

Turned, as people hold a camera:

  $ pdftoppm -r 150 -gray sheet.pdf turned && python3 - <<END
  > head, data = open('turned-1.pgm', 'rb').read().split(b'\n255\n', 1)
  > width, height = map(int, head.split(b'\n')[-1].split())
  > rows = [data[y * width:(y + 1) * width] for y in range(height)]
  > turned = b''.join(bytes(row[x] for row in reversed(rows)) for x in range(width))
  > open('turned.pgm', 'wb').write(b'P5\n%d %d\n255\n' % (height, width) + turned)
  > END
  $ found turned.pgm
   21 genuine
  all found

What a person reads is on the label, as text:

  $ pdftotext -layout sheet.pdf text
  $ grep -oE 'Trà hoa vàng|Chẽ|NSX: 01/11/2026|HSD: 31/12/2070|Lô: L2611A' text |
  >   sort | uniq -c | tr -s ' '
   21 Chẽ
   21 HSD: 31/12/2070
   21 Lô: L2611A
   21 NSX: 01/11/2026
   21 Trà hoa vàng
  $ grep -oE '[0-9A-Z]{5}-[0-9A-Z]{5}' text | tr -d - | sort |
  >   diff - <(tail -n +2 sheet.csv | cut -d , -f 2 | sort)
  $ pdffonts sheet.pdf | awk 'NR > 2 && $(NF - 4) != "yes"'

All of the lot where no range is given; more pages than one have numbers:

  $ tem print $tea --again -o all.pdf -o all.png -o all.ndjson
  lot L2611A of 08936000000011: 43 stamps
  wrote all.pdf
  wrote all-1.png
  wrote all-2.png
  wrote all-3.png
  wrote all.ndjson
  $ jq .index all.ndjson | diff - <(seq 0 42)
  $ tem verify all.pdf all-1.png all-2.png all-3.png | tail -n 1
  86 stamps: 86 genuine

Parts in any order, twice the same only once:

  $ tem print $tea --range 40-42,7 --range 5-7 -o part.csv --json
  {"gtin":"08936000000011","lot":"L2611A","count":6,"files":["part.csv"]}
  $ tail -n +2 part.csv | cut -d , -f 1 | tr '\n' ' '
  5 6 7 40 41 42  (no-eol)

The same stamps give the same bytes:

  $ mkdir again && (cd again && tem print --registry ../registry $tea --range 0-20 --again \
  >   -o sheet.pdf -o sheet.svg -o sheet.png -o sheet.csv > log)
  $ for kind in pdf svg png csv; do cmp sheet.$kind again/sheet.$kind; done

A file that is there is replaced whole, or stays as it is:

  $ echo old > kept.csv; tem print $tea --range 42-43 -o kept.csv; cat kept.csv
  tem: --range: index 43 was never issued; the last of lot L2611A is 42
  old
  $ tem print $tea --range 42 -o kept.csv && wc -l < kept.csv
  lot L2611A of 08936000000011: 1 stamp
  wrote kept.csv
  2
  $ ls -A | grep '\.part$'
  [1]

Printing appends nothing and needs nobody's private key but the producer's:

  $ tem log checkpoint | sed -n 2p
  39
  $ chmod 0644 registry/secrets/log.pem; tem print $tea --range 1 -o one.csv
  lot L2611A of 08936000000011: 1 stamp
  wrote one.csv
  $ chmod 0600 registry/secrets/log.pem

Wrong input:

  $ tem print $tea
  tem: --output is required; see `tem print --help`
  [2]
  $ tem print $tea --range 43 -o x.csv
  tem: --range: index 43 was never issued; the last of lot L2611A is 42
  [2]
  $ tem print $tea --range 5-4 -o x.csv
  tem: --range: "5-4" is not a range: it ends before it begins
  [2]
  $ tem print $tea --range 5- -o x.csv
  tem: --range: "5-" is not a range: write A-B or one index, counted from 0, up to 4294967295
  [2]
  $ tem print $tea --range -5 -o x.csv
  tem: --range: "-5" is not a range: write A-B or one index, counted from 0, up to 4294967295
  [2]
  $ tem print $tea --range 1,,2 -o x.csv
  tem: --range: "" is not a range: write A-B or one index, counted from 0, up to 4294967295
  [2]
  $ tem print $tea --range 4294967296 -o x.csv
  tem: --range: "4294967296" is not a range: write A-B or one index, counted from 0, up to 4294967295
  [2]
  $ tem print $tea --range '1 2' -o x.csv
  tem: --range: "1 2" is not a range: write A-B or one index, counted from 0, up to 4294967295
  [2]
  $ tem print $tea --range "$(seq -s , 0 2 2500)" -o x.csv
  tem: --range: more than 1000 ranges: split the command
  [2]
  $ tem print --gtin 08936000000011 --lot none -o x.csv
  tem: no lot none of 08936000000011 was issued; issue it with `tem issue`
  [2]
  $ tem print --gtin 08936000000028 --lot L2611A -o x.csv
  tem: no lot L2611A of 08936000000028 was issued; issue it with `tem issue`
  [2]
  $ tem print --gtin 08936000000998 --lot L2611A -o x.csv
  tem: no product with GTIN 08936000000998; see `tem product list`
  [2]
  $ tem print $tea -o .csv/x
  tem: .csv/x: the name's ending says no format that is known; use .pdf, .svg, .png, .zpl, .tspl, .csv or .ndjson
  [2]
  $ mv registry/secrets/producer-* . && tem print $tea -o x.csv
  tem: key 2: the private half of this key is not held in registry/secrets
  [3]
  $ find . -name 'x*'
