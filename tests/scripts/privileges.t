A service that root starts goes on as the owner of its registry, and gains no rights again:

  $ [ "$(id -u)" = 0 ] || exit 80  # only root can give a folder away
  $ place=$(mktemp -d /tmp/tem-privileges-XXXXXX); cd $place  # where another user may come
  $ tem init --demo > log
  $ tem issue --gtin 08936000000011 --lot A --count 1 --produced 2026-11-01 -o a.csv > log
  $ chmod 755 .; chown -R nobody registry
  $ serve() {
  >   rm -f first-line
  >   "$@" --listen 127.0.0.1:0 > first-line 2> service-log & service=$!
  >   for wait in $(seq 200); do [ -s first-line ] && break; sleep 0.05; done
  >   url=$(grep -o 'http.*' first-line)
  > }
  $ trap 'kill $service 2> /dev/null; wait; rm -rf $place' EXIT
  $ who() { awk '/^(Uid|Gid|Groups|CapEff|NoNewPrivs)/ { print $1, $2 }' /proc/$service/status; }
  $ nobody="$(id -u nobody) $(id -g nobody)"
  $ serve temd
  $ who | sed "s/^Uid: ${nobody% *}$/Uid: of nobody/; s/^\(Gid\|Groups\): ${nobody#* }$/\1: of nobody/"
  Uid: of nobody
  Gid: of nobody
  Groups: of nobody
  CapEff: 0000000000000000
  NoNewPrivs: 1
  $ curl -sS "$url/v$(sed -n 2p a.csv | cut -d , -f 3 | sed 's|https://tem.example||')" -H 'Accept: application/json' | jq -r .verdict
  genuine
  $ kill $service; wait $service; cat service-log
  $ find registry ! -user nobody
  $ tem scans stats | head -n 1
  1 scan of 1 stamp; 0 suspect, 0 claimed, 0 reports

Where the folder is root's it stays root's, without a way to more:

  $ chown -R root registry; serve temd; who
  Uid: 0
  Gid: 0
  Groups:.* (re)
  CapEff: [0-9a-f]{16} (re)
  NoNewPrivs: 1
  $ kill $service; wait $service; cat service-log

What it reads again on SIGHUP it must be able to read as that user; that is told at the start:

  $ openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out cert.pem \
  >   -days 2 -subj /CN=tem.example 2> log
  $ chown -R nobody registry; chmod 600 key.pem; temd --listen 127.0.0.1:0 --tls-cert cert.pem --tls-key key.pem
  temd: key.pem: is not the unencrypted key in PEM of cert.pem: Permission denied
  [2]

A witness does the same:

  $ tem witness init w --name witness.example > log; chown -R nobody w
  $ serve tem witness serve w
  $ who | head -n 1 | sed "s/ ${nobody% *}$/ of nobody/"
  Uid: of nobody
  $ kill $service; wait $service; cat service-log
