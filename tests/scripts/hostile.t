Hostile clients of every kind, while a shopper scans: she sees no error, and the service stops in order. The
counts are small here; `tests/bench/hostile` has the large ones, and a goal for the time.

  $ said() { sed -E 's/shopper: [1-9][0-9]* looks/shopper: N looks/; s/, worst .*//'; }
  $ python3 "$TEM_SOURCE/tests/bench/hostile" --bin "$(dirname "$(command -v temd)")" --small | said
  idle: 300 connections; shopper: N looks, no error
  slow_headers: 100 connections, all closed; shopper: N looks, no error
  slow_bodies: 100 connections, all closed; shopper: N looks, no error
  unread_answers: 20 connections; shopper: N looks, no error
  oversized: 60 requests; shopper: N looks, no error
  garbage: 60 requests; shopper: N looks, no error
  wrong_uris: 1000 answered; shopper: N looks, no error
  temd: exit status 0

The same over TLS:

  $ python3 "$TEM_SOURCE/tests/bench/hostile" --bin "$(dirname "$(command -v temd)")" --small --tls | said
  idle: 300 connections; shopper: N looks, no error
  silent_handshakes: 100 begun, plain HTTP and noise to the TLS port; shopper: N looks, no error
  slow_headers: 100 connections, all closed; shopper: N looks, no error
  slow_bodies: 100 connections, all closed; shopper: N looks, no error
  unread_answers: 20 connections; shopper: N looks, no error
  oversized: 60 requests; shopper: N looks, no error
  garbage: 60 requests; shopper: N looks, no error
  wrong_uris: 1000 answered; shopper: N looks, no error
  temd: exit status 0
