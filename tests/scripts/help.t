The programs say what they are and how they are used:

  $ tem --version
  tem 0.1.0
  $ temd --version
  temd 0.1.0

The help of every command ends with an example:

  $ commands() { "$@" --help | sed -n '/^Subcommands:/,/^$/p' | awk 'NR > 1 && NF {print $1}'; }
  $ for command in $(commands tem); do
  >   echo $command
  >   for sub in $(commands tem $command); do echo $command $sub; done
  > done > all
  $ paste -s -d , all
  init,producer,producer add,producer update,producer list,key,key new,key generate,key list,key retire,key compromise,key vkey,product,product add,product update,product list,product check,certificate,certificate grant,certificate revoke,certificate list,issue,print,template,template list,template show,template check,activate,void,recall,lot,lot list,token,token new,token list,token revoke,inspect,verify,scans,scans stats,scans list,scans prune,reports,reports list,log,log checkpoint,log entry,log prove,log verify,log export,log follow,log compare,log fsck,log witness,log witnesses,witness,witness init,witness add-log,witness serve,witness show,backup,restore
  $ while read -r command; do
  >   tem $command --help > text && [ -s text ] || echo "$command: no help"
  >   example=$(sed -n '/^Example:$/,$p' text)
  >   case $example in *"tem $command"*) ;; *) echo "$command: no example" ;; esac
  > done < all
  $ tem --help | tail -n 4
  Example:
    tem init --demo && tem product list
    tem --server https://tem.example --token-file token void --gtin \xe2\x80\xa6 --lot \xe2\x80\xa6 --range 7 (esc)
  Exit status: 0 yes or done, 1 the answer is no, 2 wrong usage or input, 3 could not be done.
  $ temd --help | tail -n 2
  Example:
    temd --registry ./registry --listen 127.0.0.1:8080
  $ tem verify --help | tail -n 5
  Example:
    tem verify photos/ more.zip --html report.html --csv report.csv
    tem --server https://tem.example --token-file token verify photos/
  Exit status: 0 all genuine, 1 at least one is not, 3 something could not be read,
  130 stopped by Ctrl-C.

No line of help is wider than a terminal:

  $ { tem --help; temd --help; while read -r command; do tem $command --help; done < all; } |
  >   awk 'length($0) > 100' | cut -c 1-40

An example that is shown works as it stands:

  $ eval "$(tem --help | sed -n '/^Example:$/{n;p}')" | head -n 1
  registry registry: OCOP Quảng Ninh (dữ liệu mẫu), origin tem.example/quangninh, 38 log entries
  $ eval "$(tem issue --help | sed -n '/^Example:$/{n;N;p}')"
  lot L2611A of 08936000000011: 1000 stamps, signed with key 2, log entry 38
  wrote L2611A.pdf
  wrote L2611A.csv
  $ eval "$(tem inspect --help | sed -n '/^Example:$/{n;p}')" | head -n 1
  valid GS1 Digital Link
  $ eval "$(tem print --help | sed -n '/^Example:$/{n;p}')" 2> said | tail -n 1
  wrote page.pdf
  $ eval "$(tem void --help | sed -n '/^Example:$/,$p' | tail -n +2)"
  lot L2611A of 08936000000011: 11 stamps voided: log entry 39
  $ eval "$(tem recall --help | sed -n '/^Example:$/,$p' | tail -n +2)"
  lot L2611A of 08936000000011 recalled: log entry 40
  lot L2611A of 08936000000011 is recalled no more: log entry 41
  $ eval "$(tem product check --help | sed -n '/^Example:$/{n;p}')" | head -n 1
  08936000000011  Trà hoa vàng Ba Chẽ

Wrong usage is one line on standard error and exit status 2:

  $ tem
  tem: A subcommand is required; see `tem --help`
  [2]
  $ tem nonsense
  tem: .*nonsense.* (re)
  [2]
  $ tem --nonsense
  tem: .*--nonsense.* (re)
  [2]
  $ tem product
  tem: A subcommand is required; see `tem product --help`
  [2]
  $ tem product nonsense
  tem: .*nonsense.* (re)
  [2]
  $ tem product list --nonsense
  tem: The following argument was not expected: --nonsense; see `tem product list --help`
  [2]
  $ tem product list extra
  tem: The following argument was not expected: extra; see `tem product list --help`
  [2]
  $ tem issue --gtin
  tem: .*--gtin.* (re)
  [2]
  $ tem init --json=maybe
  tem: Could not convert: --json = maybe; see `tem init --help`
  [2]
  $ tem product list --registry
  tem: --registry: 1 required DIR missing; see `tem product list --help`
  [2]
  $ tem --registry registry product list --registry registry
  tem: --registry: At Most 1 required but received 2; see `tem product list --help`
  [2]
  $ temd --nonsense
  temd: The following argument was not expected: --nonsense; see temd --help
  [2]
  $ temd extra
  temd: The following argument was not expected: extra; see temd --help
  [2]
  $ temd --listen here
  temd: --listen here: must be an address and a port, as 127.0.0.1:8080 or [::1]:8080
  [2]
  $ temd --listen 127.0.0.1:99999
  temd: --listen 127.0.0.1:99999: must be an address and a port, as 127.0.0.1:8080 or [::1]:8080
  [2]
  $ temd --threads 0
  temd: --threads: Value 0 not in range (1 to 256|\[1 - 256\]); see temd --help (re)
  [2]

--registry and --json stand before the command or after it:

  $ tem --json --registry registry log checkpoint | jq .origin
  "tem.example/quangninh"
  $ tem log checkpoint --registry registry --json | jq .origin
  "tem.example/quangninh"

With --json there is one JSON value on standard output and nothing else:

  $ for command in "producer list" "key list" "key vkey" "product list" "certificate list" \
  >   "product check 08936000000011" "lot list" "log checkpoint" "log fsck" "log witnesses" "inspect x" \
  >   "verify https://x.example"; do
  >   tem $command --json 2> errors | jq -s length; cat errors
  > done | sort | uniq -c | tr -s ' '
   12 1

Colour only on a terminal, and never with NO_COLOR; progress only when asked:

  $ looks() { grep -qE $'\e''\[[0-9;]+m' && echo coloured || echo plain; }
  $ on_terminal() { script -qec "tem verify https://x.example" /dev/null < /dev/null; }
  $ TERM=xterm on_terminal | looks
  coloured
  $ TERM=xterm NO_COLOR=1 on_terminal | looks
  plain
  $ TERM=dumb on_terminal | looks
  plain
  $ TERM=xterm tem verify https://x.example | looks
  plain
  $ tem print --gtin 08936000000011 --lot L2611A --range 0-9 -o p.csv --progress
  signed 10
  tem: void, not to be put on packages: 1 of 10 stamps
  lot L2611A of 08936000000011: 10 stamps
  wrote p.csv
  $ tem print --gtin 08936000000011 --lot L2611A --range 0-9 -o p.csv
  tem: void, not to be put on packages: 1 of 10 stamps
  lot L2611A of 08936000000011: 10 stamps
  wrote p.csv

Standard output that is full is an error, not a success:

  $ tem product list > /dev/full
  tem: standard output could not be written
  [3]
  $ tem log checkpoint --json > /dev/full
  tem: standard output could not be written
  [3]
