A registry, its log as static files, and a copy of it that somebody else keeps:

  $ tem init --demo > out
  $ tea="--gtin 08936000000011 --lot A"
  $ tem issue $tea --count 3 --produced 2026-11-01 --expires 2099-11-01 -o a.csv > out
  $ vkey=$(tem key vkey)
  $ tem log export pub
  $ (cd pub && find . -type f | sort)
  $ tem log checkpoint | cmp - pub/checkpoint
  $ tem log follow pub --vkey "$vkey" -o copy --base https://tem.example
  $ diff -r pub copy
  $ grep -v '^#\|vkey' copy/registry.toml
  $ tem log fsck --registry copy
  $ tem log checkpoint --registry copy | cmp - pub/checkpoint

A second run of either adds only what is new:

  $ tem log export pub; tem log follow pub --vkey "$vkey" -o copy
  $ tem void $tea --range 1 > out
  $ tem log export pub --json | jq -c '[.tiles, .checkpoint.size]'
  $ tem log follow pub --vkey "$vkey" -o copy --json | jq -c '[.old_size, .fetched, .checkpoint.size]'
  $ tem log fsck --registry copy

The copy answers for a stamp without the registry's secret, and says what it cannot know:

  $ tem verify --registry copy a.csv --json | jq -c '.[1] | [.verdict, .checked.mode, .checked.unknown]'
  $ tem verify --registry copy "$(sed -n 2p a.csv | cut -d , -f 3)" | head -n 3
  $ tem verify a.csv --json | jq -c '[.[] | .verdict]'
  $ sed 's/.$/0/; s/00$/11/' a.csv | tail -n 1 | cut -d , -f 3 > forged; tem verify --registry copy forged --json | jq -r '.[0].verdict'

Nothing is appended to it, and no registry or other copy is written over:

  $ tem issue --registry copy --gtin 08936000000011 --lot B --count 1 --produced 2026-11-01
  $ tem recall --registry copy $tea --reason x
  $ tem log follow pub --vkey "$vkey" -o registry
  $ tem init --demo --registry other > out; tem log export --registry other pub
  $ tem log follow pub --vkey "$(tem key vkey --registry other)" -o new
  $ tem log follow pub --vkey hello -o new; ls new

Over HTTP, as any web server serves it; the base is the URL without /log:

  $ mkdir www; cp -r pub www/log
  $ python3 -u -m http.server --bind 127.0.0.1 --directory www 0 > said 2> requests & server=$!
  $ while ! grep -q port said; do sleep 0.1; done
  $ url=http://127.0.0.1:$(sed -E 's/.* port ([0-9]+) .*/\1/' said)
  $ tem log follow $url --vkey "$vkey" -o by-http | sed 's|:[0-9]*|:…|'
  $ grep -c "base = '$url'" by-http/registry.toml
  $ diff -r pub by-http -x ledger.db* -x registry.toml
  $ tem log follow $url/log/ --vkey "$vkey" -o by-http
  $ grep -c 'GET /log/tile' requests
  $ tem log follow $url/nothing --vkey "$vkey" -o none 2>&1 | sed "s|$url|URL|"; ls none
  $ kill $server; wait $server
  [143]
  $ tem log follow $url --vkey "$vkey" -o by-http 2>&1 | sed "s|$url|URL|; s|: Failed.*|: …|"

A log that went back to an older state, and forks made with a copied registry. Both checkpoints stay:

  $ cp -r pub older; cp -r registry twin
  $ tem recall $tea --reason "nấm mốc" > out; tem log export pub > out
  $ tem log follow pub --vkey "$vkey" -o copy > out
  $ tem log follow older --vkey "$vkey" -o copy 2>&1 | sed -E 's/-[0-9TZ]+\.txt/-….txt/'
  $ tem recall --registry twin $tea --reason "khác" > out; tem log export --registry twin fork > out
  $ tem log follow fork --vkey "$vkey" -o copy 2>&1 | sed -E 's/-[0-9TZ]+\.txt/-….txt/'
  $ tem recall --registry twin $tea --lift > out; tem log export --registry twin fork > out
  $ tem log follow fork --vkey "$vkey" -o copy 2>&1 | sed -E 's/-[0-9TZ]+\.txt/-….txt/'
  $ tem log follow fork --vkey "$vkey" -o copy 2> out; echo $?
  $ ls copy | grep -c evidence
  $ sed -E 's/[A-Za-z0-9+/]{40,}=*/…/; s/20[0-9-]+T[0-9:]+Z/…/' copy/evidence-42-*[0-9]Z.txt
  $ tem log export --registry twin pub
  $ tem log fsck --registry copy; tem log follow pub --vkey "$vkey" -o copy

What is wrong with a served log or a copy is named:

  $ spoil() {
  >   rm -rf bad new; cp -r pub bad; (cd bad; eval "$1")
  >   tem log follow bad --vkey "$vkey" -o new; echo "[$?]"; ls new 2> out
  > }
  $ flip() { printf "\\$(printf %03o $((0x$(xxd -s $2 -l 1 -p $1) ^ 1)))" | dd of=$1 bs=1 seek=$2 conv=notrunc status=none; }
  $ spoil 'flip tile/0/000.p/41 700'
  $ spoil 'flip tile/entries/000.p/41 700'
  $ spoil 'flip tile/entries/000.p/41 0'
  $ spoil 'truncate -s -1 tile/0/000.p/41'
  $ spoil 'truncate -s -1 tile/entries/000.p/41'
  $ spoil 'cp tile/0/000.p/41 tile/entries/000.p/41'
  $ spoil 'rm tile/0/000.p/41'
  $ spoil 'flip checkpoint 30'
  $ spoil 'sed -i 2s/41/42/ checkpoint'
  $ spoil 'cp ../older/checkpoint checkpoint; rm -r tile; cp -r ../older/tile .'
  $ spoil 'cp ../older/checkpoint checkpoint; rm -r tile/0'
  $ flip copy/tile/entries/000.p/41 700; tem log follow pub --vkey "$vkey" -o copy --all; cmp {pub,copy}/tile/entries/000.p/41
  $ sqlite3 copy/ledger.db "UPDATE recall SET reason = 'x'"; tem log fsck --registry copy
  $ rm copy/ledger.db*; tem log follow pub --vkey "$vkey" -o copy; tem log fsck --registry copy

Stopped at any moment, it goes on, and the checkpoint never points at what is not there:

  $ for i in $(seq 1 300); do echo "{\"producer\": \"p$i\", \"name\": \"P\", \"address\": \"Q\", \"country\": \"VN\"}"; done | jq -s . > many.json
  $ tem producer add many.json > out; tem log export big > out
  $ for wait in 0.01 0.03 0.05 0.08 0.2; do
  >   timeout -s KILL $wait tem log follow big --vkey "$vkey" -o stopped > out 2>&1
  >   [ ! -e stopped/checkpoint ] || tem log fsck --registry stopped > out || cat out
  > done 2> out
  $ tem log follow big --vkey "$vkey" -o stopped | sed 's/it had.*fetched/…/'
  $ diff -r big stopped; tem log fsck --registry stopped
