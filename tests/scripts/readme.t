The README's tour, line by line, as a person would type it:

  $ export TEM_REGISTRY="$PWD/tour"
  $ awk '/^```sh/ { n++; on = 1; next } /^```/ { on = 0 } on && n >= 2' "$TEM_SOURCE/README.md" |
  >   grep -v -e '^export ' -e '^cmake ' > tour.sh
  $ test "$(wc -l < tour.sh)" -ge 12
  $ serve() {
  >   temd --listen 127.0.0.1:0 > first-line 2> service-log & service=$!
  >   for wait in $(seq 200); do [ -s first-line ] && break; sleep 0.05; done
  >   url=$(sed -n 's/^temd: listening on //p' first-line)
  > }
  $ trap 'kill $service 2> /dev/null; wait' EXIT
  $ while read -r line; do
  >   case $line in "temd --listen 127.0.0.1:8080"*) serve; continue ;; esac
  >   eval "${line//http:\/\/127.0.0.1:8080/$url}" > out 2> err || echo "exit $?: ${line%%  *}"
  > done < tour.sh
  exit 1: tem product check 08936000000011
  exit 1: tem verify sheet.png
  exit 1: tem verify sheet.png --html report.html

What it says happened did:

  $ tem verify sheet.pdf --json | jq -c '[group_by(.verdict)[] | [.[0].verdict, length]]'
  [["genuine",16],["void",5]]
  $ tem log fsck | cut -d, -f1
  ok: 45 entries
  $ tem verify far.pdf own.pdf | tail -n 1
  42 stamps: 42 genuine

Every picture and file that the documents name is there:

  $ cd "$TEM_SOURCE" && grep -hoE '\]\([^)#]+' README.md | cut -c3- | grep -v '^https' | sort -u |
  >   while read -r file; do test -e "$file" || echo "missing: $file"; done
  $ for page in docs/*.md; do
  >   grep -hoE '\]\([^)#]+' "$page" | cut -c3- | grep -v '^https' | while read -r file; do
  >     test -e "docs/$file" || echo "$page: missing $file"; done; done
