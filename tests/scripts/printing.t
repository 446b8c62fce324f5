Print files for every printer, each read by programs that are not ours:

  $ tem init --demo > log
  $ tea="--gtin 08936000000011 --lot L2611A"
  $ tem issue $tea --count 3000 --produced 2026-11-01 --expires 2070-12-31 -o all.csv > log
  $ tail -n +2 all.csv | cut -d , -f 3 | sort > issued
  $ found() {  # by zbar, not by us: how many, whether all are wanted, and what the seals say
  >   wanted=$1; shift
  >   tail -n +2 $wanted | cut -d , -f 3 | sort > wanted
  >   zbarimg -q --raw "$@" 2> /dev/null | sort > texts
  >   diff wanted texts > difference && echo "all $(wc -l < texts) found"
  >   tem verify texts | tail -n 1
  > }

Sheets, as PDF, SVG and PNG:

  $ tem print $tea --range 0-64 --template a4-65 -o s.pdf -o s.svg -o s.png -o s.csv > log
  tem: the symbol's modules are 0.34 mm; GS1 asks for 0.396 mm at retail: larger labels scan better
  $ pdftoppm -r 300 -png s.pdf s.pdf && found s.csv s.pdf*.png
  all 65 found
  65 stamps: 65 genuine
  $ rsvg-convert --dpi-x 300 --dpi-y 300 s.svg -o drawn.png && found s.csv drawn.png
  all 65 found
  65 stamps: 65 genuine
  $ found s.csv s.png
  all 65 found
  65 stamps: 65 genuine
  $ file s.png | grep -o '[0-9]* x [0-9]*, 1-bit'
  2480 x 3508, 1-bit
  $ [ $(($(stat -c %s s.pdf) / 65)) -le 1024 ] && echo at most 1 KiB a label
  at most 1 KiB a label

Rolls for label printers, at their own dots:

  $ for dpi in 203 300 600; do
  >   tem print $tea --range 100-104 --again --template roll-50x30 --dpi $dpi -o r.zpl -o r.tspl -o r.csv > log
  >   rm -rf zpl tspl
  >   $TEM_SOURCE/tests/tools/label_printer.py r.zpl zpl && found r.csv zpl/*.pgm
  >   $TEM_SOURCE/tests/tools/label_printer.py r.tspl tspl && found r.csv tspl/*.pgm
  >   head -c 15 zpl/1.pgm | sed -n 2p
  > done
  all 5 found
  5 stamps: 5 genuine
  all 5 found
  5 stamps: 5 genuine
  400 240
  all 5 found
  5 stamps: 5 genuine
  all 5 found
  5 stamps: 5 genuine
  591 354
  all 5 found
  5 stamps: 5 genuine
  all 5 found
  5 stamps: 5 genuine
  1181 709
  $ head -c 60 r.tspl | tr -d '\r' | head -n 4
  SIZE 50 mm,30 mm
  GAP 2 mm,0 mm
  DIRECTION 1
  REFERENCE 0,0 (no-eol)

Every template, in every format:

  $ tem template list --json | jq -r '.[].name' > templates
  $ at=200; for name in $(cat templates); do
  >   tem print $tea --range $at-$((at + 1)) --template $name --dpi 300 --check all \
  >     -o t.pdf -o t.zpl -o t.csv > log 2> said || cat said
  >   rm -rf pages zpl; mkdir pages; pdftoppm -r 300 -png t.pdf pages/p
  >   $TEM_SOURCE/tests/tools/label_printer.py t.zpl zpl
  >   echo $name $(found t.csv pages/*.png; found t.csv zpl/*.pgm)
  >   at=$((at + 2))
  > done
  a4-21 all 2 found 2 stamps: 2 genuine all 2 found 2 stamps: 2 genuine
  a4-24 all 2 found 2 stamps: 2 genuine all 2 found 2 stamps: 2 genuine
  a4-65 all 2 found 2 stamps: 2 genuine all 2 found 2 stamps: 2 genuine
  a4-grid all 2 found 2 stamps: 2 genuine all 2 found 2 stamps: 2 genuine
  roll-22x22 all 2 found 2 stamps: 2 genuine all 2 found 2 stamps: 2 genuine
  roll-25x25 all 2 found 2 stamps: 2 genuine all 2 found 2 stamps: 2 genuine
  roll-30x20 all 2 found 2 stamps: 2 genuine all 2 found 2 stamps: 2 genuine
  roll-40x30 all 2 found 2 stamps: 2 genuine all 2 found 2 stamps: 2 genuine
  roll-50x30 all 2 found 2 stamps: 2 genuine all 2 found 2 stamps: 2 genuine
  qr all 2 found 2 stamps: 2 genuine all 2 found 2 stamps: 2 genuine
  $ grep 'read back' log
  lot L2611A of 08936000000011: 2 stamps, 2 read back
  $ cat said

A size that the printer cannot do is refused, with the size that would:

  $ tem print $tea --range 300 --template roll-30x20 --dpi 100 -o x.zpl
  tem: label: field "qr" of template roll-30x20: a symbol of 49 modules a side would have modules under 0.33 mm at 100 dpi; it needs 28.96 mm and has 20.00 mm: take a larger label, another --dpi, or a shorter base URI
  [2]
  $ tem print $tea --range 300 --template roll-30x20 --dpi 100 --min-module 0.25 -o small.zpl
  tem: the symbol's modules are 0.25 mm; GS1 asks for 0.396 mm at retail: larger labels scan better
  lot L2611A of 08936000000011: 1 stamp
  wrote small.zpl
  $ find . -name 'x*'

One label to look at, which is no stamp:

  $ tem print --template roll-40x30 --dpi 203 --preview label.png
  wrote label.png: a specimen on template roll-40x30, no stamp
  $ file label.png | grep -o '[0-9]* x [0-9]*, 1-bit'
  320 x 240, 1-bit
  $ tem verify label.png --json | jq -r '.[].verdict'
  forged
  $ tem print $tea --template a4-24 --line 'Hàng tuyển' --preview label.pdf && pdfinfo label.pdf | grep 'Page size'
  wrote label.pdf: a specimen on template a4-24, no stamp
  Page size:       198.425 x 104.882 pts
  $ pdftotext -layout label.pdf - | grep -o 'Hàng tuyển'
  Hàng tuyển

A print house's list, with what the label says, and the files in parts:

  $ tem print $tea --range 400-409 --per-file 4 --texts -o house.csv -o house.ndjson
  lot L2611A of 08936000000011: 10 stamps
  wrote house-1.csv
  wrote house-1.ndjson
  wrote house-2.csv
  wrote house-2.ndjson
  wrote house-3.csv
  wrote house-3.ndjson
  $ head -n 2 house-1.csv | sed -E 's/[0-9A-Z]{10},https[^,]*,[0-9A-Z-]*/…/'
  index,serial,uri,serial_text,product,lot,produced,expires
  400,\xe2\x80\xa6,Tr\xc3\xa0 hoa v\xc3\xa0ng Ba Ch\xe1\xba\xbd,L2611A,01/11/2026,31/12/2070 (esc)
  $ jq -r '[.index, .product, .lot, .produced, .expires] | @csv' house-3.ndjson
  408,"Tr\xc3\xa0 hoa v\xc3\xa0ng Ba Ch\xe1\xba\xbd","L2611A","01/11/2026","31/12/2070" (esc)
  409,"Tr\xc3\xa0 hoa v\xc3\xa0ng Ba Ch\xe1\xba\xbd","L2611A","01/11/2026","31/12/2070" (esc)

Stamps that were printed are said so:

  $ tem print $tea --range 500-509 -o one.pdf | tail -n 1
  wrote one.pdf
  $ tem print $tea --range 505-520 -o two.pdf 2>&1 | sed -E 's|[0-9]{2}/[0-9]{2}/[0-9]{4} [0-9:]{5}|DAY|'
  tem: lot L2611A: stamps 500 to 509 were printed on DAY, to one.pdf; two prints of one stamp are two packages that look like copies: print another --range, or say `tem print --again`
  $ find . -name two.pdf
  $ tem print $tea --range 505-520 -o two.pdf --again | tail -n 1
  wrote two.pdf
  $ tem print $tea --range 510-520 -o list.csv | tail -n 1
  wrote list.csv

The OCOP stars only where a certificate is in force:

  $ tem print $tea --range 600 --ocop -o stars.pdf && pdftotext stars.pdf - | grep OCOP
  lot L2611A of 08936000000011: 1 stamp
  wrote stars.pdf
  OCOP
  $ dates="--produced 2026-11-01 --expires 2070-12-31"
  $ tem issue --gtin 08936000000035 --lot A --count 2 $dates --ocop -o x.pdf 2>&1 | sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}/DATE/g'
  tem: stars: product 08936000000035 has no OCOP certificate of 3 stars or more in force on DATE, so neither its mark nor stars may be printed; there is M\xe1\xba\xaaU-03/Q\xc4\x90-OCOP of 3 stars, to DATE, expired (esc)
  $ tem template show a4-21 | sed 's/^when = "stars"$//' > own.toml
  $ tem issue --gtin 08936000000035 --lot A --count 2 $dates --template own.toml -o x.pdf 2>&1 | sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}/DATE/g'
  tem: stars: product 08936000000035 has no OCOP certificate of 3 stars or more in force on DATE, so neither its mark nor stars may be printed; there is M\xe1\xba\xaaU-03/Q\xc4\x90-OCOP of 3 stars, to DATE, expired (esc)
  $ tem lot list --json | jq -c 'map(select(.gtin == "08936000000035"))'
  []

Hidden codes, under a scratch layer or in a second pass; nobody else may read them:

  $ umask 022
  $ tem print $tea --range 700-705 --hidden-code -o layers.pdf -o layers.csv > log
  $ tem print $tea --range 706-711 -o front.pdf --hidden-code-output back.pdf > log
  $ stat -c '%a %n' layers.pdf layers.csv front.pdf back.pdf
  600 layers.pdf
  600 layers.csv
  644 front.pdf
  600 back.pdf
  $ pdftotext layers.pdf - | grep -oE '^[0-9A-Z]{4}-[0-9A-Z]{4}$' | sort | diff - <(tail -n +2 layers.csv | cut -d , -f 4 | sort)
  $ pdftotext back.pdf - | grep -cE '^[0-9A-Z]{4}-[0-9A-Z]{4}$'
  6
  $ pdftotext front.pdf - | grep -cE '^[0-9A-Z]{4}-[0-9A-Z]{4}$'
  0
  [1]
  $ grep -rlF "$(tail -n 1 layers.csv | cut -d , -f 4)" registry
  [1]
  $ tem print $tea --range 712 --template roll-22x22 --hidden-code -o x.pdf
  tem: label: template roll-22x22 has no field "hidden_code"; take one that has, or add the field to a copy of it (`tem template show`)
  [2]

Cut marks and bleed, around a page of its own:

  $ tem print $tea --range 713 --template roll-50x30 --crop-marks --bleed 2 -o marks.pdf > log
  $ pdfinfo -box marks.pdf | grep -E 'MediaBox|BleedBox|TrimBox' | tr -s ' '
  MediaBox: -17.01 -17.01 158.74 102.05
  BleedBox: -5.67 -5.67 147.40 90.71
  TrimBox: 0.00 0.00 141.73 85.04

A run that is stopped goes on where it was, and leaves no half file under a name:

  $ tem print $tea --range 1000-1999 --per-file 50 --check all -o part.pdf > log 2>&1 & run=$!
  $ until [ -e part-3.pdf ]; do sleep 0.05; done; kill -9 $run; wait $run 2> killed
  [137]
  $ for file in part-*.pdf; do pdfinfo $file > log || echo half: $file; done
  $ before=$(ls part-*.pdf | wc -l); [ $before -lt 20 ] && echo stopped
  stopped
  $ tem print $tea --range 1000-1999 --per-file 50 --check all -o part.pdf > log; head -n 1 log | sed -E 's|of [0-9/: ]+: [0-9]+ of|of DAY: N of|'
  going on with the run of DAY: N of 20 parts were written then
  $ ls part-*.pdf | wc -l
  20
  $ mkdir -p once && tem print --registry registry $tea --range 1000-1999 --per-file 50 --again -o once/part.pdf > log
  $ for i in $(seq 20); do cmp part-$i.pdf once/part-$i.pdf; done
  $ ls -A | grep '\.part$'
  [1]

A template of one's own:

  $ cat > mine.toml <<END
  > name = "mine"
  > label = { size = [40, 22] }
  > [[field]]
  > show = "qr"
  > box = [0, 0, 22, 22]
  > [[field]]
  > show = "brand"
  > box = [22.5, 1, 17, 4]
  > END
  $ tem template check mine.toml
  tem: mine.toml: label: field "brand" of template mine has no value here; give the field a `when`, or the product the value
  [2]
  $ tem print $tea --range 800 --template mine.toml --line 'không có chỗ' -o x.pdf
  tem: label: template mine has no place for the free line, a field "text"; take one that has
  [2]
  $ sed -i 's/box = \[22.5, 1, 17, 4\]/box = [22.5, 1, 17.6, 4]/' mine.toml && tem template check mine.toml
  tem: mine.toml: line 6: field "brand" does not lie on the label
  [2]
  $ sed -i 's/box = \[22.5, 1, 17.6, 4\]/box = [21.5, 1, 17, 4]/' mine.toml && tem template check mine.toml
  tem: mine.toml: line 6: field "brand" lies over the symbol or its quiet zone
  [2]
  $ sed -i 's/show = "brand"/show = "colour"/' mine.toml && tem template check mine.toml
  tem: mine.toml: line 7: "show" must be one of qr, product, brand, producer, lot, produced, expires, serial, hint, text, stars, hidden_code, sample
  [2]
  $ tem template show nope
  tem: no template "nope"; there are a4-21, a4-24, a4-65, a4-grid, roll-22x22, roll-25x25, roll-30x20, roll-40x30, roll-50x30, qr, or give the path of a .toml file
  [3]
  $ tem template check missing.toml
  tem: missing.toml: no such file
  [3]
  $ tem print $tea --range 801 --check some -o x.pdf
  tem: --check: "some" is neither `all` nor how many labels
  [2]
  $ tem print $tea --range 801 --dpi 50 -o x.pdf
  tem: --dpi: "50" is not a whole number from 100 to 2400
  [2]
  $ tem print $tea --range 801 --bleed 1cm -o x.pdf
  tem: --bleed: "1cm" is no length in mm from 0 to 10
  [2]
  $ tem print $tea --range 801 --per-file 0 -o x.pdf
  tem: --per-file: "0" is not a whole number from 1 to 4294967296
  [2]
  $ tem print $tea --range 801 --hidden-code-output x.csv
  tem: --hidden-code-output: x.csv is a list; give it to --output with --hidden-code
  [2]

A run is of a place, a template and a process; what it cannot do it does not say that it did:

  $ mkdir here there here/r-2.pdf && (cd here && tem --registry ../registry print $tea --range 810-829 --per-file 10 -o r.pdf) 2>&1 | sed 's/: .*//'
  tem
  $ rmdir here/r-2.pdf; (cd there && tem --registry ../registry print $tea --range 810-829 --per-file 10 -o r.pdf) 2>&1 | cut -c 1-45
  tem: lot L2611A: stamps 810 to 819 were print
  $ rm here/r-1.pdf; (cd here && tem --registry ../registry print $tea --range 810-829 --per-file 10 -o r.pdf) 2>&1 | sed -E 's|[0-9]{2}/[0-9]{2}/[0-9]{4} [0-9:]{5}|DAY|'
  tem: r-1.pdf: was written on DAY and is not there any more; if it was not printed, write it once more with `tem print --again`
  $ (cd here && tem --registry ../registry print $tea --range 810-829 --per-file 10 -o r.pdf --again) && ls here
  lot L2611A of 08936000000011: 20 stamps
  wrote r-1.pdf
  wrote r-2.pdf
  r-1.pdf
  r-2.pdf
  $ tem print $tea --range 830 --check all -o x.csv
  tem: --check: none of the files has a symbol to read back
  [2]
  $ tem print $tea --range 830 --preview p.png -o x.pdf
  tem: --preview: shows one specimen; leave --output, --range and --again out
  [2]
  $ mkdir same && ln -s same alias && tem print $tea --range 830 -o same/x.pdf -o alias/x.pdf
  tem: alias/x.pdf: given twice as an output file
  [2]
  $ tem print $tea --range 830 --template roll-50x30 --dpi 600 -o wide.zpl > log && $TEM_SOURCE/tests/tools/label_printer.py wide.zpl wide && zbarimg -q --raw wide/1.pgm 2> /dev/null > texts && tem verify texts --json | jq -r '.[].verdict'
  genuine
  $ tem issue --gtin 08936000000011 --lot "=1+1" --count 1 --produced 2026-11-01 -o eq.csv --texts > log; tail -n 1 eq.csv | cut -d , -f 6
  '=1+1
