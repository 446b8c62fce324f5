TLS at the service's own socket, 1.2 and 1.3 only:

  $ tem init --demo > log
  $ certificate() {
  >   openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out cert.pem \
  >     -days 2 -subj "/CN=$1.tem.example" -addext "subjectAltName=IP:127.0.0.1" 2> /dev/null
  > }
  $ certificate first; cp cert.pem first.pem
  $ temd --listen 127.0.0.1:0 --tls-cert cert.pem --tls-key key.pem > first-line 2> service-log & service=$!
  $ trap 'kill $service 2> /dev/null; wait' EXIT
  $ for wait in $(seq 200); do [ -s first-line ] && break; sleep 0.05; done
  $ url=$(sed -n 's/^temd: listening on //p' first-line); at=${url#https://}
  $ echo "$url" | sed 's/[0-9]*$/PORT/'
  https://127.0.0.1:PORT
  $ get() { curl -sS --max-time 10 "$@"; }
  $ get --cacert first.pem "$url/healthz"
  ok
  $ get --cacert first.pem --tlsv1.2 --tls-max 1.2 "$url/healthz"
  ok

What is agreed on:

  $ shake() { openssl s_client -connect "$at" -brief "$@" < /dev/null 2>&1; }
  $ shake | grep -E '^(Protocol version|Ciphersuite)'
  Protocol version: TLSv1.3
  Ciphersuite: TLS_AES_256_GCM_SHA384
  $ shake -tls1_2 | grep -E '^(Protocol version|Ciphersuite)'
  Protocol version: TLSv1.2
  Ciphersuite: ECDHE-ECDSA-AES128-GCM-SHA256
  $ openssl s_client -connect "$at" -alpn h2,http/1.1 < /dev/null 2>&1 | grep ALPN
  ALPN protocol: http/1.1
  $ shake -alpn h2 | grep -o 'alert no application protocol'
  alert no application protocol

and what is not: old versions, old ciphers.

  $ for old in -tls1 -tls1_1; do shake $old -cipher 'ALL:@SECLEVEL=0' | grep -c '^Protocol version'; done
  0
  0
  [1]
  $ shake -tls1_2 -cipher AES128-SHA256:ECDHE-ECDSA-AES128-SHA | grep -c '^Protocol version'
  0
  [1]

A session is resumed by its ticket:

  $ (printf 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n'; sleep 0.5) |
  >   openssl s_client -connect "$at" -sess_out ticket -quiet -no_ign_eof > log 2>&1
  $ openssl s_client -connect "$at" -sess_in ticket < /dev/null 2>&1 | grep -oE '^(New|Reused),'
  Reused,

Plain HTTP and noise at this port harm nobody:

  $ get "http://$at/healthz" 2>&1 | grep -c .
  1
  $ exec 3<> /dev/tcp/127.0.0.1/${at##*:}; head -c 2000 /dev/urandom >&3; timeout 5 cat <&3 > log 2>&1; exec 3>&-
  $ get --cacert first.pem "$url/healthz"
  ok

A new certificate is read on SIGHUP, without an end to what is open:

  $ certificate second; cp cert.pem second.pem
  $ get --cacert second.pem "$url/healthz" 2>&1 | sed -n 's/:.*//; 1p'
  curl
  $ said() { for wait in $(seq 200); do [ "$(grep -c TLS: service-log)" = $1 ] && break; sleep 0.05; done; }
  $ (printf 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n'; while [ ! -e reloaded ]; do sleep 0.05; done
  >   printf 'GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n') |
  >   openssl s_client -connect "$at" -quiet > open 2> log & client=$!
  $ for wait in $(seq 200); do grep -q ok open && break; sleep 0.05; done
  $ kill -HUP $service; said 1; touch reloaded; wait $client; grep -c '^ok' open
  2
  $ get --cacert second.pem "$url/healthz"
  ok
  $ get --cacert first.pem "$url/healthz" 2>&1 | sed -n 's/:.*//; 1p'
  curl

Files that are broken change nothing but the log:

  $ echo nonsense > cert.pem; kill -HUP $service; said 2
  $ get --cacert second.pem "$url/healthz"
  ok
  $ cp first.pem cert.pem; kill -HUP $service; said 3
  $ get --cacert second.pem "$url/healthz"
  ok
  $ rm cert.pem; kill -HUP $service; said 4
  $ get --cacert second.pem "$url/healthz"
  ok
  $ sed -E 's/^[^ ]* //' service-log
  warning TLS: certificate and key were read again
  warning TLS: the certificate in use stays: cert.pem: cannot be used as a certificate in PEM: no start line
  warning TLS: the certificate in use stays: key.pem: is not the unencrypted key in PEM of cert.pem: key values mismatch
  warning TLS: the certificate in use stays: cert.pem: cannot be used as a certificate in PEM: No such file or directory
  $ kill $service; wait $service; echo "exit status $?"
  exit status 0

Without a usable pair it does not start:

  $ temd --listen 127.0.0.1:0 --tls-cert first.pem --tls-key key.pem
  temd: key.pem: is not the unencrypted key in PEM of first.pem: key values mismatch
  [2]
  $ temd --listen 127.0.0.1:0 --tls-cert none.pem --tls-key key.pem
  temd: none.pem: cannot be used as a certificate in PEM: No such file or directory
  [2]
  $ openssl pkey -in key.pem -aes256 -passout pass:x -out closed.pem
  $ temd --listen 127.0.0.1:0 --tls-cert second.pem --tls-key closed.pem < /dev/null
  temd: closed.pem: is not the unencrypted key in PEM of second.pem: bad decrypt
  [2]
  $ temd --listen 127.0.0.1:0 --tls-cert second.pem
  temd: "tls.cert" is set and "tls.key" is not: TLS needs both, plain HTTP neither
  [2]

A key that others may read is refused; its group may:

  $ chmod 0644 key.pem; temd --listen 127.0.0.1:0 --tls-cert second.pem --tls-key key.pem
  temd: key.pem: others may read this key; run `chmod o-rwx key.pem`
  [2]
  $ chmod 0640 key.pem

A session can be resumed for limits.ticket_ms, and no longer:

  $ rm first-line; temd --listen 127.0.0.1:0 --tls-cert second.pem --tls-key key.pem --set limits.ticket_ms=4000 > first-line 2> service-log & service=$!
  $ for wait in $(seq 200); do [ -s first-line ] && break; sleep 0.05; done
  $ at=$(sed -n 's|^temd: listening on https://||p' first-line)
  $ session() {  # FILE OPTION...: is the session of FILE resumed?
  >   openssl s_client -connect "$at" -tls1_2 "${@:2}" "$1" < /dev/null 2> /dev/null | grep -oE '^(New|Reused)'
  > }
  $ for try in 1 2 3 4 5; do session ticket -sess_out > log; session ticket -sess_in | grep Reused && break; done
  Reused
  $ for wait in $(seq 100); do session ticket -sess_in | grep New && break; sleep 0.1; done
  New
  $ kill $service; wait $service; cat service-log

SIGHUP without TLS ends nothing:

  $ rm first-line; temd --listen 127.0.0.1:0 > first-line 2> service-log & service=$!
  $ for wait in $(seq 200); do [ -s first-line ] && break; sleep 0.05; done
  $ kill -HUP $service; get "$(sed -n 's/^temd: listening on //p' first-line)/healthz"
  ok
  $ kill $service; wait $service; echo "exit status $?"
  exit status 0
