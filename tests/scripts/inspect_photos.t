An inspector's morning: a folder of whatever came in, one report.

  $ tem init --demo > log
  $ tea="--gtin 08936000000011"
  $ tem issue $tea --lot L2611A --count 5 --produced 2026-11-01 --expires 2070-12-31 \
  >   -o lot.pdf -o lot.png -o lot.ndjson > log
  $ uri=$(head -n 1 lot.ndjson | jq -r .uri)
  $ mkdir -p in/b; pdftoppm -r 150 -jpeg lot.pdf in/a && cp lot.png in/b/1.png; cp lot.pdf in/c.pdf
  $ printf '%s\n%s\n' "$uri" "${uri%[0-9]}$(((${uri: -1} + 1) % 10))" > in/d.csv
  $ : > in/e.jpg; head -c 3000 lot.png > in/f.png; printf 'GIF89a' > in/g.gif; cp lot.png in/h.jpg
  $ echo hello > in/i.heic; printf 'P5\n60000 60000\n255\n' > in/j.pgm; echo '%PDF-1.7' > in/k.pdf
  $ printf 'P5\n60 60\n255\n' > in/l.pgm; head -c 3600 /dev/zero | tr '\0' '\377' >> in/l.pgm
  $ qrencode -o in/m.png -s 6 https://example.com/; printf 'PK\3\4 no archive' > in/n.zip
  $ python3 - <<'END'
  > import zipfile
  > with zipfile.ZipFile("in/o.zip", "w", zipfile.ZIP_DEFLATED) as made:
  >     made.write("lot.png", "day 1/1.png")
  >     made.write("lot.png", "../../2.png")
  >     made.writestr("inner.zip", open("in/n.zip", "rb").read())
  >     made.writestr("notes.md", "nothing")
  > with zipfile.ZipFile("in/p.zip", "w", zipfile.ZIP_DEFLATED) as made:
  >     made.writestr("zeros.pgm", b"P5\n7000 7000\n255\n" + bytes(16 << 20))
  >     made.writestr("more.txt", "never read")
  > with zipfile.ZipFile("q.zip", "w") as made:
  >     made.writestr("secret.jpg", b"x" * 50)
  > locked = bytearray(open("q.zip", "rb").read())
  > locked[6] |= 1
  > locked[locked.find(b"PK\1\2") + 8] |= 1
  > open("in/q.zip", "wb").write(locked)
  > END

Every file has an outcome, in the order of the input; one that is bad stops nothing:

  $ tem verify in --html report.html --csv report.csv --inspector 'Nguyễn An' 2> said
  28 stamps: 26 genuine, 1 forged, 1 not_a_stamp; 12 inputs could not be read
  5 stamps seen in more than one place; compare the pictures
  wrote report.csv
  wrote report.html
  [3]
  $ sed 's/^tem: //' said | sort
  in/e.jpg: the file is empty
  in/f.png: PNG: the file is cut short
  in/g.gif: no kind of file that is read here: JPEG, PNG, WebP, HEIC, TIFF, PDF, ZIP, text or CSV
  in/i.heic: no kind of file that is read here: JPEG, PNG, WebP, HEIC, TIFF, PDF, ZIP, text or CSV
  in/j.pgm: PGM: picture of 60000 \xc3\x97 60000 pixels; at most 50 million are read, scale it down (esc)
  in/k.pdf: not a readable PDF: it is damaged or needs a password
  in/l.pgm: no QR code found; take the picture nearer, sharp and evenly lit
  in/n.zip: ZIP: the archive is damaged or cut short
  in/o.zip/../../2.png: a name that leads out of the archive is refused
  in/o.zip/inner.zip: an archive in an archive is not opened; unpack it first
  in/o.zip/notes.md: passed over: no picture, PDF or list of URIs
  in/p.zip/zeros.pgm: the archive unpacks to more than 200 times its size; this and all after it are not read
  in/q.zip/secret.jpg: password-protected; unpack it first
  $ python3 -c 'import csv
  > for row in csv.DictReader(open("report.csv")):
  >     print(row["file"], row["verdict"] or row["outcome"], row["reason"] if not row["verdict"] else "")
  > ' | uniq -c | sed 's/ *$//'
        5 in/a-1.jpg genuine
        5 in/b/1.png genuine
        5 in/c.pdf genuine
        1 in/d.csv genuine
        1 in/d.csv forged
        1 in/e.jpg not_readable the file is empty
        1 in/f.png not_readable PNG: the file is cut short
        1 in/g.gif not_readable no kind of file that is read here: JPEG, PNG, WebP, HEIC, TIFF, PDF, ZIP, text or CSV
        5 in/h.jpg genuine
        1 in/i.heic not_readable no kind of file that is read here: JPEG, PNG, WebP, HEIC, TIFF, PDF, ZIP, text or CSV
        1 in/j.pgm not_readable PGM: picture of 60000 \xc3\x97 60000 pixels; at most 50 million are read, scale it down (esc)
        1 in/k.pdf not_readable not a readable PDF: it is damaged or needs a password
        1 in/l.pgm no_code no QR code found; take the picture nearer, sharp and evenly lit
        1 in/m.png not_a_stamp
        1 in/n.zip not_readable ZIP: the archive is damaged or cut short
        5 in/o.zip/day 1/1.png genuine
        1 in/o.zip/../../2.png not_readable a name that leads out of the archive is refused
        1 in/o.zip/inner.zip not_readable an archive in an archive is not opened; unpack it first
        1 in/p.zip/zeros.pgm not_readable the archive unpacks to more than 200 times its size; this and all after it are not read
        1 in/q.zip/secret.jpg not_readable password-protected; unpack it first

The same stamp in two pictures is a finding of the run, and not of the stamp:

  $ tem verify in/a-1.jpg in/h.jpg --json > twice.json
  $ jq -c '.[] | [.verdict, .findings, .source.file, (.also_seen | map(.file))]' twice.json | uniq -c
        5 ["genuine",["genuine","seen_twice"],"in/a-1.jpg",["in/h.jpg"]]
        5 ["genuine",["genuine","seen_twice"],"in/h.jpg",["in/a-1.jpg"]]
  $ jq -r '.[0].seen_twice | .vi, .en' twice.json
  C\xc3\xb9ng m\xe1\xbb\x99t tem \xe1\xbb\x9f nhi\xe1\xbb\x81u n\xc6\xa1i. M\xe1\xbb\x97i tem ch\xe1\xbb\x89 \xc4\x91\xc6\xb0\xe1\xbb\xa3c ph\xc3\xa1t h\xc3\xa0nh m\xe1\xbb\x99t l\xe1\xba\xa7n. H\xc3\xa3y so c\xc3\xa1c \xe1\xba\xa3nh: n\xe1\xba\xbfu l\xc3\xa0 hai bao b\xc3\xac kh\xc3\xa1c nhau th\xc3\xac \xc3\xadt nh\xe1\xba\xa5t m\xe1\xbb\x99t tem l\xc3\xa0 b\xe1\xba\xa3n sao; n\xe1\xba\xbfu l\xc3\xa0 m\xe1\xbb\x99t bao b\xc3\xac ch\xe1\xbb\xa5p hai l\xe1\xba\xa7n th\xc3\xac kh\xc3\xb4ng sao. (esc)
  The same stamp in more than one place. Each stamp is issued once. Compare the pictures: if these are two packages, at least one stamp is a copy; if it is one package taken twice, nothing is wrong.
  $ jq -c '.[0].also_seen[0].corners | map(length)' twice.json
  [2,2,2,2]
  $ tem verify in/a-1.jpg in/a-1.jpg in/d.csv --json | jq -c 'map(.findings)' | grep -c twice
  0
  [1]
  $ tem verify in/a-1.jpg in/h.jpg | grep -c '^SEEN TWICE'
  5

One page that needs nothing else:

  $ grep -c -i -E '<script|(src|href)="?http|url\(|@import' report.html
  0
  [1]
  $ grep -o -E '<bdi>Nguyễn An</bdi>|Chưa xong' report.html
  <bdi>Nguyễn An</bdi>
  $ grep -o '<article ' report.html | wc -l
  20
  $ python3 - <<'END'
  > from html.parser import HTMLParser
  > class Check(HTMLParser):
  >     open, void = [], {"meta", "input", "img", "br", "polygon", "path", "circle", "rect"}
  >     def handle_starttag(self, tag, attributes):
  >         if tag not in self.void: self.open.append(tag)
  >     def handle_endtag(self, tag):
  >         if tag not in self.void: assert self.open.pop() == tag, (tag, self.getpos())
  > check = Check()
  > check.feed(open("report.html", encoding="utf-8").read())
  > print(check.open)
  > END
  []

A pattern in quotes:

  $ tem verify 'in/*.jpg' --json 2> said | jq -r '.[].source.file' | uniq -c | tr -s ' '
   5 in/a-1.jpg
   5 in/h.jpg
  $ cat said
  tem: in/e.jpg: the file is empty
  $ tem verify 'in/*.bmp'
  tem: in/*.bmp: no such file, and no file fits the pattern
  [3]

The result does not depend on how many work at it:

  $ for jobs in 1 2 8; do
  >   tem verify in --json --jobs $jobs 2> said | jq 'del(.[].checked.at)' > jobs.$jobs
  >   sort said > said.$jobs
  > done; cmp jobs.1 jobs.2 && cmp jobs.1 jobs.8 && cmp said.1 said.8

Ctrl-C writes what is done so far, and says that it is not all:

  $ mkdir long; for i in {1000..5000}; do ln lot.png long/$i.png; done
  $ timeout --foreground --preserve-status -s INT 1 \
  >   tem verify long --html part.html --csv part.csv --jobs 1 > out 2> said
  [130]
  $ tail -n 1 said
  tem: stopped by a signal: what comes after is not in the report
  $ grep -c 'once more ends at once' said
  1
  $ tail -n 1 part.csv
  ,,,,,,,,,,,,,interrupted,what came after is not in this file,,
  $ rows=$(wc -l < part.csv); [ $rows -gt 2 ] && [ $rows -lt 20000 ] || echo "$rows rows"
  $ grep -c '<strong>Chưa xong' part.html
  1
  $ ls | grep -c part$
  0
  [1]
  $ timeout --foreground --preserve-status -s TERM 1 tem verify long --json > out 2> said
  [143]
  $ jq -e 'length > 0' out
  true
