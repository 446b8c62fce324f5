The README's tour, line by line, as a person would type it:

  $ export TEM_REGISTRY="$PWD/tour"
  $ awk '/^```sh/ { n++; on = 1; next } /^```/ { on = 0 } on && n >= 2' "$TEM_SOURCE/README.md" |
  >   grep -v -e '^export ' -e '^temd ' -e '^cmake ' > tour.sh
  $ test "$(wc -l < tour.sh)" -ge 12
  $ while read -r line; do
  >   eval "$line" > out 2> err || echo "exit $?: ${line%%  *}"
  > done < tour.sh
  exit 1: tem product check 08936000000011
  exit 1: tem verify sheet.png
  exit 1: tem verify sheet.png --html report.html

What it says happened did:

  $ tem verify sheet.pdf --json | jq -c '[group_by(.verdict)[] | [.[0].verdict, length]]'
  [["genuine",16],["void",5]]
  $ tem log fsck | cut -d, -f1
  ok: 42 entries

Every picture and file that the documents name is there:

  $ cd "$TEM_SOURCE" && grep -hoE '\]\([^)#]+' README.md | cut -c3- | grep -v '^https' | sort -u |
  >   while read -r file; do test -e "$file" || echo "missing: $file"; done
  $ for page in docs/*.md; do
  >   grep -hoE '\]\([^)#]+' "$page" | cut -c3- | grep -v '^https' | while read -r file; do
  >     test -e "docs/$file" || echo "$page: missing $file"; done; done
