Keys of one producer that overlap: the next is in force before the last goes.

  $ tem init --origin tem.example/quangninh --base https://tem.example --name OCOP > log
  $ echo '{"producer": "tra", "name": "Hợp tác xã", "address": "Ba Chẽ", "country": "VN"}' |
  >   tem producer add -
  producer tra: log entry 1
  $ echo '{"gtin": "08936000000011", "producer": "tra", "name": "Trà hoa vàng"}' |
  >   tem product add -
  product 08936000000011 Trà hoa vàng: log entry 2
  $ issue() { tem issue --gtin 08936000000011 --count 2 --produced 2026-11-01 --json "$@" |
  >   jq -c '[.index, .key, .first]'; }
  $ verdicts() { tem verify "$@" --json |
  >   jq -r '.[] | "\(.stamp.lot) key \(.stamp.key) \(.verdict)"' | sort | uniq -c | tr -s ' '; }
  $ tem key new --producer tra
  key 3 of tra: private half in registry/secrets, log entry 3
  $ issue --lot A -o a.csv
  [4,3,0]
  $ tem key new --producer tra
  key 5 of tra: private half in registry/secrets, log entry 5
  $ tem key list --json | jq -c '.[] | [.key, .state]'
  [3,"in_force"]
  [5,"in_force"]

Both sign; the newest does unless the other is named, and a lot may have runs of both:

  $ issue --lot B -o b.csv
  [6,5,0]
  $ issue --lot A -o a2.csv
  [7,5,2]
  $ issue --lot C --key 3 -o c.csv
  [8,3,0]
  $ verdicts a.csv a2.csv b.csv c.csv
   2 A key 3 genuine
   2 A key 5 genuine
   2 B key 5 genuine
   2 C key 3 genuine

After retirement the old key issues no more; what it signed stays genuine, and is printed again:

  $ tem key retire 3
  key 3 retired; what it signed stays good: log entry 9
  $ issue --lot D --key 3
  tem: key 3 was retired in entry 9; make another with `tem key new`
  $ issue --lot D -o d.csv
  [10,5,0]
  $ verdicts a.csv a2.csv b.csv c.csv d.csv
   2 A key 3 genuine
   2 A key 5 genuine
   2 B key 5 genuine
   2 C key 3 genuine
   2 D key 5 genuine
  $ tem print --gtin 08936000000011 --lot A -o again.csv > log
  $ (cat a.csv; tail -n +2 a2.csv) | cmp - again.csv

A key that is retired may yet turn out to be stolen. Lots that it issued at log entry 8 or later
are distrusted; what it issued before, and what another key issued, are not:

  $ tem key compromise 3 --from 8 --reason "máy tính bị mất"
  key 3 compromised; lots issued from log entry 8 on are not to be trusted: log entry 11
  $ verdicts a.csv a2.csv b.csv c.csv d.csv
   2 A key 3 genuine
   2 A key 5 genuine
   2 B key 5 genuine
   2 C key 3 revoked_key
   2 D key 5 genuine

The bound is the entry that issued the lot, to the entry: 6 and 10 are key 5's runs, 7 lies between.

  $ tem key compromise 5 --from 8 --reason "máy tính bị mất"
  key 5 compromised; lots issued from log entry 8 on are not to be trusted: log entry 12
  $ verdicts a2.csv b.csv d.csv
   2 A key 5 genuine
   2 B key 5 genuine
   2 D key 5 revoked_key
  $ tem key compromise 5 --from 7 --reason "từ trước đó"
  key 5 compromised; lots issued from log entry 7 on are not to be trusted: log entry 13
  $ verdicts a.csv a2.csv b.csv d.csv
   2 A key 3 genuine
   2 A key 5 revoked_key
   2 B key 5 genuine
   2 D key 5 revoked_key

Distrusted stamps are printed no more, those of the same lot by another key are:

  $ tem print --gtin 08936000000011 --lot A --range 2-3 -o x.csv
  tem: key 5 is compromised: its stamps of lot A of 08936000000011 are not trusted; issue more with another key
  [2]
  $ tem print --gtin 08936000000011 --lot A --range 0-1 -o x.csv
  lot A of 08936000000011: 2 stamps
  wrote x.csv

A stamp of a good lot does not pass with the number of another key:

  $ sed -n 2p a.csv | grep -o 'https://.*' | sed 's/s=3/s=5/' > forged.txt
  $ tem verify forged.txt --json | jq -r '.[].verdict'
  forged

No key is left in force, and a new one goes on:

  $ issue --lot E
  tem: producer "tra" has no key in force whose private half is held here; make one with `tem key new --producer tra`
  $ tem key new --producer tra
  key 14 of tra: private half in registry/secrets, log entry 14
  $ issue --lot A -o a3.csv
  [15,14,4]
  $ verdicts a.csv a3.csv
   2 A key 14 genuine
   2 A key 3 genuine
  $ tem key list --json | jq -c '.[] | [.key, .state, .from]'
  [3,"compromised",8]
  [5,"compromised",7]
  [14,"in_force",null]
  $ tem log fsck
  ok: 16 entries, every hash, checkpoint and table agrees
