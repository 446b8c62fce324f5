Two registries, each with a witness for the other:

  $ for r in a b; do
  >   tem init --registry $r --origin $r.example/log --base https://$r.example --name $r > out
  >   tem witness init w$r --name witness.$r.example > w$r.vkey
  > done
  $ cut -d + -f 1 wa.vkey
  witness.a.example
  $ stat -c %a wa wa/witness.pem
  700
  600
  $ tem witness add-log wa "$(tem key vkey --registry b)"
  witness.a.example watches b.example/log
  $ tem witness add-log wb "$(tem key vkey --registry a)"
  witness.b.example watches a.example/log
  $ pids=(); trap 'kill -9 "${pids[@]}" 2> /dev/null; wait 2> /dev/null' EXIT
  $ start() {  # NAME COMMAND...: its process in $NAME_pid, its address in $NAME_url
  >   local name=$1; shift; rm -f $name.line
  >   "$@" > $name.line 2>> $name.log & eval "${name}_pid=$!"; pids+=($!)
  >   for wait in $(seq 400); do [ -s $name.line ] && break; sleep 0.05; done
  >   eval "${name}_url=$(sed -n 's/.*listening on //p' $name.line)"
  > }
  $ end() { kill -s $2 $1; wait $1; echo "exit status $?"; }
  $ start wa tem witness serve wa --listen 127.0.0.1:0
  $ start wb tem witness serve wb --listen 127.0.0.1:0
  $ sed 's/[0-9]*$/PORT/' wa.line
  tem: witness witness.a.example listening on http://127.0.0.1:PORT
  $ policy() { echo "witness $2 $(cat $3.vkey) $4"; echo "quorum $2"; }
  $ policy a other wb $wb_url > a/witnesses.policy
  $ policy b other wa $wa_url > b/witnesses.policy

Nobody was asked yet; `tem log witness` asks once:

  $ tem log witnesses --registry a | tr -s ' '
  witness state size last success last error
  other never 0
  checkpoint 1: quorum not met (other)
  $ tem log witnesses --registry a > out
  [1]
  $ tem log witness --registry a --json |
  >   jq -c '[.checkpoint.size, .quorum, .met, (.witnesses[] | .name, .state, .size, has("last_error"))]'
  [1,"other",true,"other","cosigned",1,false]
  $ tem log checkpoint --registry a | tail -n 2 | cut -d ' ' -f 1,2
  \xe2\x80\x94 a.example/log (esc)
  \xe2\x80\x94 witness.b.example (esc)
  $ tem witness show wb | tail -n 1 | tr -s ' ' | cut -d ' ' -f 1,2
  a.example/log 1

temd does it by itself after each append:

  $ fact() {
  >   echo "{\"producer\": \"$2\", \"name\": \"n\", \"address\": \"x\", \"country\": \"VN\"}" |
  >     tem producer add - --registry $1 > out
  > }
  $ start a temd --registry a --listen 127.0.0.1:0
  $ start b temd --registry b --listen 127.0.0.1:0
  $ met() {  # URL SIZE: waits until that many entries are cosigned
  >   for wait in $(seq 600); do
  >     curl -sS "$1/log/witnesses" | jq -e ".checkpoint.size == $2 and .met" > out && break
  >     sleep 0.05
  >   done; cat out
  > }
  $ fact a one; met $a_url 2
  true
  $ fact b one; met $b_url 2
  true
  $ curl -sS $a_url/log/checkpoint | tail -n +5 | cut -d ' ' -f 2
  a.example/log
  witness.b.example
  $ curl -sS $a_url/log/checkpoint | diff - <(tem log checkpoint --registry a)

What add-checkpoint answers:

  $ post() { curl -sS -o body -w '%{http_code} %{content_type}\n' --data-binary @- "$@"; }
  $ tem log checkpoint --registry a > note
  $ { printf 'old 0\n\n'; cat note; } | post $wb_url/add-checkpoint; cat body
  409 text/x.tlog.size
  2
  $ { printf 'old 2\n\n'; cat note; } | post $wb_url/add-checkpoint; cut -d ' ' -f 1,2 body
  200 text/plain; charset=utf-8
  \xe2\x80\x94 witness.b.example (esc)
  $ { printf 'old 3\n\n'; cat note; } | post $wb_url/add-checkpoint
  400 text/plain; charset=utf-8
  $ { printf 'old 2\n%s=\n\n' $(printf 'A%.0s' {1..43}); cat note; } | post $wb_url/add-checkpoint
  422 text/plain; charset=utf-8
  $ { printf 'old 2\n\n'; cat note; } | post $wa_url/add-checkpoint
  404 text/plain; charset=utf-8
  $ { printf 'old 2\n\n'; sed '2s/2/3/' note; } | post $wb_url/add-checkpoint
  403 text/plain; charset=utf-8
  $ echo x | post $wb_url/add-checkpoint
  400 text/plain; charset=utf-8
  $ head -c 100000 /dev/zero | post $wb_url/add-checkpoint
  400 text/plain; charset=utf-8
  $ head -c 1000000 /dev/zero | post $wb_url/add-checkpoint
  413 application/problem+json
  $ echo x | post $wb_url/other
  404 application/problem+json
  $ curl -sS -o body -w '%{http_code}\n' $wb_url/add-checkpoint
  405

A cosignatures.db that was lost is made anew: the first try is answered with 409, the second counts:

  $ end $a_pid TERM
  exit status 0
  $ rm a/cosignatures.db*
  $ tem log witnesses --registry a | tail -n 1
  checkpoint 2: quorum not met (other)
  $ tem log witness --registry a | tail -n 1
  checkpoint 2: quorum met (other)

A log that was put back, and one that tells two histories, are refused; what proves it is kept:

  $ cp -r a older; cp -r a fork; rm fork/cosignatures.db*
  $ fact a two; fact a three; tem log witness --registry a | tail -n 1
  checkpoint 4: quorum met (other)
  $ tem log witness --registry older --json | jq -r '.met, .witnesses[].state, .witnesses[].last_error'
  true
  cosigned
  has cosigned size 4, but this log has 2: was the ledger put back to an older state?
  $ fact fork x; fact fork y; tem log checkpoint --registry fork | sed -n 2p
  4
  $ tem log witness --registry fork --json > out
  [1]
  $ jq -r '.witnesses[] | .state, .last_error' out
  failing
  HTTP 409: "another root was cosigned for size 4"
  $ tem witness show wb --json > shown
  $ jq -r '.forks[] | .origin, .size' shown
  a.example/log
  4
  $ jq -j '.forks[].ours' shown | head -n 3 | diff - <(tem log checkpoint --registry a | head -n 3)
  $ jq -j '.forks[].theirs' shown | diff - <(tem log checkpoint --registry fork)
  $ tem witness show wb | grep -o 'forked: .*, seen'
  forked: a.example/log signed two roots for size 4, seen
  $ fact fork z; tem log witness --registry fork --json | jq -r '.witnesses[].last_error'
  HTTP 422: "consistency proof: does not lead to the* (glob)

A witness that is dead or mute makes no append wait, delays no other witness, and is seen:

  $ python3 -c 'if True:
  >   import socket, time
  >   s = socket.create_server(("127.0.0.1", 0)); print("listening on", s.getsockname()[1], flush=True)
  >   time.sleep(600)' > mute.line & pids+=($!)
  $ for wait in $(seq 200); do [ -s mute.line ] && break; sleep 0.05; done
  $ tem witness init dead --name dead.example > dead.vkey
  $ tem witness init mute --name mute.example > mute.vkey
  $ mute=http://127.0.0.1:$(sed 's/.* //' mute.line)
  $ cp a/witnesses.policy one.policy
  $ { echo "witness dead $(cat dead.vkey) http://127.0.0.1:9"; echo "witness mute $(cat mute.vkey) $mute"
  >   cat one.policy; } > a/witnesses.policy
  $ start a temd --registry a --listen 127.0.0.1:0
  $ time_of() { local began=$(date +%s%N); "$@"; echo $((($(date +%s%N) - began) / 1000000)) > took; }
  $ time_of fact a four; [ $(cat took) -lt 5000 ] && echo at once
  at once
  $ met $a_url 5
  true
  $ state_of() { curl -sS $a_url/log/witnesses | jq -r ".witnesses[] | select(.name == \"$1\") | $2"; }
  $ for wait in $(seq 600); do [ "$(state_of mute .state)" = failing ] && break; sleep 0.05; done
  $ state_of mute .last_error; state_of dead .last_error; state_of other .state
  .*: .*timed out.* (re)
  "http://127.0.0.1:9/add-checkpoint": .* (re)
  cosigned
  $ time_of end $a_pid TERM; [ $(cat took) -lt 5000 ] && echo at once
  exit status 0
  at once
  $ cp one.policy a/witnesses.policy

Witness and temd killed at any moment, while one history and another of the same log are submitted:
no size is ever cosigned with two roots, and what was answered stays known:

  $ address=${wb_url#http://}
  $ sizes() { sqlite3 $1/cosignatures.db "SELECT $2 FROM cosignature ORDER BY size"; }
  $ for run in $(seq 1 10); do
  >   start a temd --registry a --listen 127.0.0.1:0
  >   for n in 1 2 3; do fact a r$run-$n; fact fork r$run-$n; done & appends=$!
  >   tem log witness --registry fork > out 2>&1 & forked=$!
  >   sleep 0.$((RANDOM % 9 + 1)); kill -9 $wb_pid; wait $wb_pid
  >   start wb tem witness serve wb --listen $address
  >   sleep 0.$((RANDOM % 9 + 1)); kill -9 $a_pid; wait $a_pid $appends $forked
  >   kept=$(sizes a 'max(size)'); known=$(tem witness show wb --json | jq '.logs[0].size')
  >   [ $known -ge $kept ] || echo "run $run: $kept was cosigned, but the witness knows $known"
  > done 2> killed
  $ sizes fork 'count(*)'
  0
  $ start a temd --registry a --listen 127.0.0.1:0
  $ met $a_url 35
  true
  $ [ $(sizes a 'count(*)') -gt 4 ] && echo several were cosigned
  several were cosigned
  $ tem log fsck --registry a
  ok: 35 entries, every hash, checkpoint and table agrees
  $ tem witness show wb --json | jq -r '.logs[0].checkpoint' | head -n 3 |
  >   diff - <(tem log checkpoint --registry a | head -n 3)
  $ end $a_pid TERM; end $wb_pid TERM
  exit status 0
  exit status 0

What is wrong is said in one line:

  $ tem witness init wa --name w.example
  tem: wa: already there and not empty; choose a folder that is not there yet
  [2]
  $ tem witness init w --name w.vn
  tem: "w.vn": the key would be kept without a passphrase; say so with --plain-keys
  [2]
  $ tem witness init w --name w.vn --plain-keys | cut -d + -f 1
  w.vn
  $ tem witness add-log wa "$(tem key vkey --registry b)"
  tem: "b.example/log": is watched already
  [2]
  $ tem witness add-log wa "$(cat wb.vkey)"
  tem: verification key: the key is not a log's (algorithm 1); expected <name>+<id>+<base64> on one line
  [2]
  $ tem witness show nowhere
  tem: nowhere: no witness there (witness.vkey is missing); make one with `tem witness init`
  [3]
  $ chmod 644 w/witness.pem; tem witness serve w --listen 127.0.0.1:0
  tem: w/witness.pem: others may read this secret; run `chmod 600 w/witness.pem`
  [3]
  $ rm b/witnesses.policy; tem log witnesses --registry b
  none yet
  checkpoint 2: quorum met (none)
  $ tem log witness --registry b
  tem: b/witnesses.policy: not there; write one, with a line "witness <name> <vkey> <url>" for each witness and a line "quorum <name>"
  [3]
  $ echo 'quorum x' > b/witnesses.policy; tem log witness --registry b
  tem: witnesses.policy: policy line 1: "x" is no witness or group of a line before
  [2]
  $ temd --registry b --listen 127.0.0.1:0
  temd: witnesses.policy: policy line 1: "x" is no witness or group of a line before
  [2]
  $ policy b other wa http://user:word@127.0.0.1:1 > b/witnesses.policy; tem log witnesses --registry b
  tem: witnesses.policy: witness "other": needs an http or https URL without user and password, to be asked at
  [2]
