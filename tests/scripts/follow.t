A registry, its log as static files, and a copy of it that somebody else keeps:

  $ tem init --demo > out
  $ tea="--gtin 08936000000011 --lot A"
  $ tem issue $tea --count 3 --produced 2026-11-01 -o a.csv > out
  $ vkey=$(tem key vkey)
  $ tem log export pub
  pub: checkpoint 39, 2 tiles written
  $ (cd pub && find . -type f | sort)
  ./checkpoint
  ./tile/0/000.p/39
  ./tile/entries/000.p/39
  $ tem log checkpoint | cmp - pub/checkpoint
  $ tem log follow pub --vkey "$vkey" -o copy --base https://tem.example
  copy: tem.example/quangninh at size 39, it had 0; 2 tiles fetched, every hash agrees
  $ diff -r pub copy
  Only in copy: ledger.db
  Only in copy: registry.toml
  [1]
  $ grep -v '^#\|vkey' copy/registry.toml
  origin = 'tem.example/quangninh'
  name = 'OCOP Quảng Ninh (dữ liệu mẫu)'
  base = 'https://tem.example'
  time_zone = 'Asia/Ho_Chi_Minh'
  copy_of = 'pub'
  $ tem log fsck --registry copy
  ok: 39 entries, every hash, checkpoint and table agrees
  $ tem log checkpoint --registry copy | cmp - pub/checkpoint

A second run of either adds only what is new:

  $ tem log export pub; tem log follow pub --vkey "$vkey" -o copy
  pub: checkpoint 39, 0 tiles written
  copy: tem.example/quangninh at size 39, it had 39; 0 tiles fetched, every hash agrees
  $ tem void $tea --range 1 > out
  $ tem log export pub --json | jq -c '[.tiles, .checkpoint.size]'
  [2,40]
  $ tem log follow pub --vkey "$vkey" -o copy --json | jq -c '[.old_size, .fetched, .checkpoint.size]'
  [39,2,40]
  $ tem log fsck --registry copy
  ok: 40 entries, every hash, checkpoint and table agrees

The copy answers for a stamp without the registry's secret, and says what it cannot know:

  $ tem verify --registry copy a.csv --json | jq -c '.[1] | [.verdict, .checked.mode, .checked.unknown]'
  ["genuine","copy",["serial","void","activation","history"]]
  $ tem verify --registry copy "$(sed -n 2p a.csv | cut -d , -f 3)" | head -n 3
  GENUINE  Tem thật / Genuine stamp
    Tem thật. Tem do nhà sản xuất phát hành. Hãy so tên sản phẩm, lô và hạn dùng với bao bì trước khi mua. Chỉ kiểm tra trên bản sao của sổ gốc, có thể chưa có những lô và khóa mới nhất; không biết số seri này đã được phát hành, kích hoạt hay bị hủy chưa, và tem đã được quét những đâu.
    Genuine stamp. The producer issued this stamp. Compare product, lot and expiry with the package before you buy. Checked on a copy of the ledger only, which may lack the latest lots and keys; it is not known whether this serial was issued, activated or voided, nor where the stamp was scanned.
  $ tem verify a.csv --json | jq -c '[.[] | .verdict]'
  ["genuine","void","genuine"]
  $ uri=$(sed -n 2p a.csv | cut -d , -f 3)
  $ tem verify --registry copy "${uri%?}$(( (${uri: -1} + 1) % 10 ))" --json | jq -r '.[0].verdict'
  forged

Nothing is appended to it, and no registry or other copy is written over:

  $ tem issue --registry copy --gtin 08936000000011 --lot B --count 1 --produced 2026-11-01
  tem: copy: takes no facts: it is a copy of another registry's log; append where the log's key is held
  [3]
  $ tem recall --registry copy $tea --reason x
  tem: copy: takes no facts: it is a copy of another registry's log; append where the log's key is held
  [3]
  $ tem log follow pub --vkey "$vkey" -o registry
  tem: registry: is a registry of its own; choose another folder
  [2]
  $ tem init --demo --registry other > out; tem log export --registry other pub
  tem: pub/checkpoint: is no checkpoint of tem.example/quangninh (checkpoint: no valid signature by tem.example/quangninh+*); choose another folder (glob)
  [2]
  $ tem log follow pub --vkey "$(tem key vkey --registry other)" -o new
  tem: pub/checkpoint: checkpoint: no valid signature by tem.example/quangninh+* (glob)
  [2]
  $ tem log follow pub --vkey hello -o new; ls new
  tem: --vkey: verification key: two plus signs are missing; expected <name>+<id>+<base64> on one line
  ls: cannot access 'new': No such file or directory
  [2]

Over HTTP, as any web server serves it; the base is the URL without /log:

  $ mkdir www; cp -r pub www/log
  $ python3 -u -m http.server --bind 127.0.0.1 --directory www 0 > said 2> requests & server=$!
  $ while ! grep -q port said; do sleep 0.1; done
  $ url=http://127.0.0.1:$(sed -E 's/.* port ([0-9]+) .*/\1/' said)
  $ tem log follow $url --vkey "$vkey" -o by-http
  by-http: tem.example/quangninh at size 40, it had 0; 2 tiles fetched, every hash agrees
  $ grep -c "base = '$url'" by-http/registry.toml
  1
  $ diff -r pub by-http -x ledger.db* -x registry.toml
  Only in pub/tile/0/000.p: 39
  Only in pub/tile/entries/000.p: 39
  [1]
  $ tem log follow $url/log/ --vkey "$vkey" -o by-http
  by-http: tem.example/quangninh at size 40, it had 40; 0 tiles fetched, every hash agrees
  $ grep -c 'GET /log/tile' requests
  2
  $ tem log follow $url/nothing --vkey "$vkey" -o none 2>&1 | sed "s|$url|URL|"; ls none
  tem: URL/nothing/checkpoint: not there (HTTP status 404)
  ls: cannot access 'none': No such file or directory
  [2]
  $ kill $server; wait $server
  [143]
  $ tem log follow $url --vkey "$vkey" -o by-http 2>&1 | sed "s|$url|URL|; s|: Failed.*|: …|"
  tem: "URL/checkpoint": …

From temd, which serves it below /log:

  $ : > said; temd --listen 127.0.0.1:0 > said 2>&1 & server=$!
  $ while ! grep -q 127.0.0.1: said; do sleep 0.1; done
  $ url=http://$(grep -o '127.0.0.1:[0-9]*' said | head -n 1)
  $ tem log follow $url --vkey "$vkey" -o by-temd
  by-temd: tem.example/quangninh at size 40, it had 0; 2 tiles fetched, every hash agrees
  $ diff -r by-http by-temd -x ledger.db -x registry.toml; tem log fsck --registry by-temd
  ok: 40 entries, every hash, checkpoint and table agrees
  $ kill $server; wait $server

The copy is served as any registry is, and its pages say that it is one:

  $ : > said; temd --registry by-temd --listen 127.0.0.1:0 > said 2>&1 & server=$!
  $ while ! grep -q 127.0.0.1: said; do sleep 0.1; done
  $ url=http://$(grep -o '127.0.0.1:[0-9]*' said | head -n 1)
  $ curl -s "$url/v/${uri#https://*/}" | grep -c 'Chỉ kiểm tra trên bản sao của sổ gốc'
  1
  $ kill $server; wait $server

A log that went back to an older state, and forks made with a copied registry. Both checkpoints stay:

  $ cp -r pub older; cp -r registry twin
  $ tem recall $tea --reason "nấm mốc" > out; tem log export pub > out
  $ tem log follow pub --vkey "$vkey" -o copy > out
  $ tem log follow older --vkey "$vkey" -o copy 2>&1 | sed -E 's/-[0-9TZ]+\.txt/-….txt/'
  tem: older/checkpoint: the log went back to size 40 after it had signed size 41; both signed checkpoints are kept in copy/evidence-40-….txt
  $ tem recall --registry twin $tea --reason "khác" > out; tem log export --registry twin fork > out
  $ tem log follow fork --vkey "$vkey" -o copy 2>&1 | sed -E 's/-[0-9TZ]+\.txt/-….txt/'
  tem: fork/checkpoint: the log signed two roots of size 41; both signed checkpoints are kept in copy/evidence-41-….txt
  $ tem recall --registry twin $tea --lift > out; tem log export --registry twin fork > out
  $ tem log follow fork --vkey "$vkey" -o copy 2>&1 | sed -E 's/-[0-9TZ]+\.txt/-….txt/'
  tem: fork/checkpoint: the log of size 42 does not continue the one that was signed at size 41; both signed checkpoints are kept in copy/evidence-42-….txt
  $ tem log follow fork --vkey "$vkey" -o copy 2> out; echo $?
  1
  $ ls copy | grep -c evidence
  4
  $ sed -E 's/[A-Za-z0-9+/]{40,}=*/…/; s/20[0-9-]+T[0-9:]+Z/…/' $(ls copy/evidence-42-* | head -n 1)
  tem/evidence/v1
  log tem.example/quangninh
  seen … at fork/checkpoint
  finding the log of size 42 does not continue the one that was signed at size 41
  
  --- checkpoint held before
  tem.example/quangninh
  41
  …
  
  — tem.example/quangninh …
  
  --- checkpoint offered now
  tem.example/quangninh
  42
  …
  
  — tem.example/quangninh …
  
  --- root of the offered tree at size 41, and the proof that leads from it to the offered root
  …
  
  …
  …
  …
  …
  $ tem log export --registry twin pub
  tem: pub/checkpoint: size 41 has another root than the ledger has there; nothing was written. Run `tem log fsck`
  [1]
  $ tem log fsck --registry copy; tem log follow pub --vkey "$vkey" -o copy
  ok: 41 entries, every hash, checkpoint and table agrees
  copy: tem.example/quangninh at size 41, it had 41; 0 tiles fetched, every hash agrees

What is wrong with a served log or a copy is named:

  $ spoil() {
  >   rm -rf bad new; cp -r pub bad; (cd bad; eval "$1")
  >   tem log follow bad --vkey "$vkey" -o new; echo "[$?]"; ls new 2> out
  > }
  $ flip() { printf "\\$(printf %03o $(($(od -An -tu1 -j $2 -N 1 $1) ^ 1)))" | dd of=$1 bs=1 seek=$2 conv=notrunc status=none; }
  $ spoil 'flip tile/0/000.p/41 700'
  tem: bad/tile/0/000.p/41: does not hold the hashes of tile/entries/000.p/41; the copy keeps what was checked before
  [1]
  $ spoil 'flip tile/entries/000.p/41 700'
  tem: bad/tile/entries/000.p/41: entry 3 does not give its hash in tile/0/000.p/41; the copy keeps what was checked before
  [1]
  tile
  $ spoil 'flip tile/entries/000.p/41 0'
  tem: bad/tile/entries/000.p/41: entry bundle: *; the copy keeps what was checked before (glob)
  [1]
  tile
  $ spoil 'truncate -s -1 tile/0/000.p/41'
  tem: bad/tile/0/000.p/41: has 1311 bytes, not 1312; the copy keeps what was checked before
  [1]
  $ spoil 'truncate -s -1 tile/entries/000.p/41'
  tem: bad/tile/entries/000.p/41: entry bundle: *; the copy keeps what was checked before (glob)
  [1]
  tile
  $ spoil 'cp tile/0/000.p/41 tile/entries/000.p/41'
  tem: bad/tile/entries/000.p/41: entry bundle: *; the copy keeps what was checked before (glob)
  [1]
  tile
  $ spoil 'rm tile/0/000.p/41'
  tem: bad/tile/0/000.p/41: No such file or directory
  [3]
  $ spoil 'flip checkpoint 30'
  tem: bad/checkpoint: checkpoint: no valid signature by tem.example/quangninh+* (glob)
  [2]
  [2]
  $ spoil 'sed -i 2s/41/42/ checkpoint'
  tem: bad/checkpoint: checkpoint: no valid signature by tem.example/quangninh+* (glob)
  [2]
  [2]
  $ spoil 'cp ../older/checkpoint checkpoint; rm -r tile; cp -r ../older/tile .'
  new: tem.example/quangninh at size 40, it had 0; 2 tiles fetched, every hash agrees
  [0]
  checkpoint
  ledger.db
  registry.toml
  tile
  $ spoil 'cp ../older/checkpoint checkpoint; rm -r tile/0'
  tem: bad/tile/0/000.p/40: No such file or directory
  [3]
  $ flip copy/tile/entries/000.p/41 700; tem log follow pub --vkey "$vkey" -o copy --all; cmp {pub,copy}/tile/entries/000.p/41
  copy: tem.example/quangninh at size 41, it had 41; 1 tile fetched, every hash agrees
  $ sqlite3 copy/ledger.db "UPDATE recall SET reason = 'x'"; tem log fsck --registry copy
  damaged: table recall, row 1 (08936000000011): column reason is not what the log says
  [1]
  $ rm copy/ledger.db*; tem log follow pub --vkey "$vkey" -o copy; tem log fsck --registry copy
  copy: tem.example/quangninh at size 41, it had 41; 0 tiles fetched, every hash agrees
  ok: 41 entries, every hash, checkpoint and table agrees

Stopped at any moment, it goes on, and the checkpoint never points at what is not there:

  $ for i in $(seq 1 300); do echo "{\"producer\": \"p$i\", \"name\": \"P\", \"address\": \"Q\", \"country\": \"VN\"}"; done | jq -s . > many.json
  $ tem producer add many.json > out; tem log export big > out
  $ for wait in 0.01 0.03 0.05 0.08 0.2; do
  >   timeout -s KILL $wait tem log follow big --vkey "$vkey" -o stopped > out 2>&1
  >   [ ! -e stopped/checkpoint ] || tem log fsck --registry stopped > out || cat out
  > done 2> out
  $ tem log follow big --vkey "$vkey" -o stopped | sed 's/it had.*fetched/…/'
  stopped: tem.example/quangninh at size 341, …, every hash agrees
  $ diff -r big stopped; tem log fsck --registry stopped
  Only in stopped: ledger.db
  Only in stopped: registry.toml
  ok: 341 entries, every hash, checkpoint and table agrees
