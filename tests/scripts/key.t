Which key may sign what:

  $ tem init --origin tem.example/quangninh --base https://tem.example --name OCOP > log
  $ for id in trahoavang chamuc; do
  >   echo '{"name": "Hợp tác xã", "address": "Quảng Ninh", "country": "VN"}' |
  >     jq ".producer = \"$id\"" | tem producer add -
  > done
  producer trahoavang: log entry 1
  producer chamuc: log entry 2
  $ echo '{"gtin": "08936000000011", "producer": "trahoavang", "name": "Trà hoa vàng"}' |
  >   tem product add -
  product 08936000000011 Trà hoa vàng: log entry 3
  $ issue() { tem issue --gtin 08936000000011 --count 1 --produced 2026-11-01 "$@"; }

No key, no stamps:

  $ tem key list
  none yet
  $ issue --lot A
  tem: producer "trahoavang" has no key in force whose private half is held here; make one with `tem key new --producer trahoavang`
  [2]

A key's number is the log entry that registered it; its private half is for nobody else to read:

  $ tem key new --producer trahoavang
  key 4 of trahoavang: private half in registry/secrets, log entry 4
  $ tem log entry 4 | jq -c '[.type, .producer, (.public_key | length)]'
  ["key.registered","trahoavang",44]
  $ find registry/secrets -name 'producer-*' -printf '%m\n'
  600
  $ tem key new --producer chamuc --not-after 2070-12-31 --json | jq -c '[.key, .first, .count]'
  [5,5,1]
  $ tem key new --producer trahoavang --not-before 2070-01-01
  key 6 of trahoavang: private half in registry/secrets, log entry 6
  $ tem key list --json | jq -c '.[] | [.key, .producer, .state, .held, .not_after]'
  [4,"trahoavang","in_force",true,null]
  [5,"chamuc","in_force",true,"2070-12-31"]
  [6,"trahoavang","not_yet",true,null]

A key made elsewhere, of which only the public half is given:

  $ openssl genpkey -algorithm ed25519 -out private.pem
  $ openssl pkey -in private.pem -pubout -out public.pem
  $ tem key new --producer trahoavang --public public.pem
  key 7 of trahoavang: private half not held here, log entry 7
  $ tem key list --json | jq -c '.[-1] | [.key, .held]'
  [7,false]
  $ tem key list --json | jq -r '.[-1].public_key' > listed
  $ openssl pkey -pubin -in public.pem -outform DER | tail -c 32 | base64 | diff - listed

The newest key in force that is held here signs; another only when named:

  $ issue --lot A -o a.csv
  lot A of 08936000000011: 1 stamp, signed with key 4, log entry 8
  wrote a.csv
  $ issue --lot B --key 7
  lot B of 08936000000011: 1 stamp, signed with key 7, log entry 9
  $ issue --lot C --key 7 -o c.csv; ls c.csv
  tem: key 7: the private half of this key is not held in registry/secrets
  ls: cannot access 'c.csv': No such file or directory
  [2]
  $ issue --lot C --key 5
  tem: key 5 is of producer "chamuc", but GTIN 08936000000011 belongs to "trahoavang"
  [2]
  $ issue --lot C --key 6
  tem: key 6 is not in force before 2070-01-01; make another with `tem key new`
  [2]
  $ issue --lot C --key 3
  tem: no key 3; see `tem key list`
  [2]
  $ issue --lot C --key 99
  tem: no key 99; see `tem key list`
  [2]

A retired key signs no more, and what it signed stays good:

  $ tem key new --producer trahoavang
  key 10 of trahoavang: private half in registry/secrets, log entry 10
  $ issue --lot D --key 4 -o d.csv
  lot D of 08936000000011: 1 stamp, signed with key 4, log entry 11
  wrote d.csv
  $ tem key retire 4
  key 4 retired; what it signed stays good: log entry 12
  $ issue --lot E --key 4
  tem: key 4 was retired in entry 12; make another with `tem key new`
  [2]
  $ issue --lot E -o e.csv
  lot E of 08936000000011: 1 stamp, signed with key 10, log entry 13
  wrote e.csv
  $ tem verify a.csv d.csv e.csv | tail -n 1
  3 stamps: 3 genuine
  $ tem key retire 4
  tem: key 4 was retired in entry 12
  [2]
  $ tem key retire 3
  tem: no key 3; see `tem key list`
  [2]

What a compromised key signed in lots issued from a log entry on is not to be trusted; what it
signed before is:

  $ issue --lot F -o f.csv --json | jq -c '[.index, .key]'
  [14,10]
  $ tem key compromise 10 --from 14 --reason "mất máy tính"
  key 10 compromised; lots issued from log entry 14 on are not to be trusted: log entry 15
  $ tem verify e.csv --json | jq -c '.[] | [.stamp.lot, .verdict]'
  ["E","genuine"]
  $ tem verify f.csv --json | jq -c '.[] | [.stamp.lot, .verdict, .message.vi]'
  ["F","revoked_key","Tem không còn đáng tin. Khóa ký tem này đã bị lộ nên tem không còn giá trị. Đừng mua hoặc sử dụng; hãy hỏi nhà sản xuất."]
  $ issue --lot G --key 10
  tem: key 10 is compromised; make another with `tem key new`
  [2]

Distrust widens, and never narrows:

  $ tem key compromise 10 --from 15 --reason x
  tem: key 10 is distrusted from entry 14 on already
  [2]
  $ tem key compromise 10 --from 14 --reason x
  tem: key 10 is distrusted from entry 14 on already
  [2]
  $ tem key compromise 10 --from 13 --reason "từ đầu"
  key 10 compromised; lots issued from log entry 13 on are not to be trusted: log entry 16
  $ tem verify e.csv f.csv | tail -n 1
  2 stamps: 2 revoked_key
  $ tem key list --json | jq -c '.[] | select(.key == 10) | [.state, .from, .reason]'
  ["compromised",13,"từ đầu"]
  $ tem key list | head -n 1
  key  producer    state        held  from        until

Wrong input:

  $ tem key new --producer nobody
  tem: no producer "nobody"; add it with `tem producer add`
  [2]
  $ tem key new
  tem: --producer is required; see `tem key new --help`
  [2]
  $ tem key new --producer trahoavang --public private.pem
  tem: private.pem: holds a private key; give its public half: openssl pkey -in private.pem -pubout
  [2]
  $ tem key new --producer trahoavang --public public.pem
  tem: this public key is key 7 of producer "trahoavang"; make a new key
  [2]
  $ tem key new --producer trahoavang --public log
  tem: log: key file does not begin with a PEM line: it must hold one "PUBLIC KEY" block and nothing else
  [2]
  $ tem key new --producer trahoavang --public nowhere.pem
  tem: nowhere.pem: no such file
  [3]
  $ openssl genpkey -algorithm x25519 | openssl pkey -pubout -out other.pem
  $ tem key new --producer trahoavang --public other.pem
  tem: other.pem: key file holds no Ed25519 key (openssl genpkey -algorithm ed25519 makes one)
  [2]
  $ tem key new --producer trahoavang --not-after 2025-02-29
  tem: --not-after: "2025-02-29": not a day of the calendar; write YYYY-MM-DD
  [2]
  $ tem key new --producer trahoavang --not-before 2027-01-02 --not-after 2027-01-01
  tem: "not_after" 2027-01-01 is before "not_before" 2027-01-02; it must lie after it
  [2]
  $ tem key retire 0
  tem: key: "0" is not a whole number from 1 to 4294967295
  [2]
  $ tem key retire x
  tem: key: "x" is not a whole number from 1 to 4294967295
  [2]
  $ tem key retire 4294967296
  tem: key: "4294967296" is not a whole number from 1 to 4294967295
  [2]
  $ tem key compromise 10 --from 99 --reason x
  tem: "from" 99 lies beyond the log, whose next entry is 17
  [2]
  $ tem key compromise 10 --from 1
  tem: --reason is required; see `tem key compromise --help`
  [2]
  $ tem key compromise 10 --reason x
  tem: --from is required; see `tem key compromise --help`
  [2]
  $ tem key compromise 10 --from 1 --reason ""
  tem: "reason" is empty; leave it out or fill it in
  [2]
  $ tem key compromise 3 --from 1 --reason x
  tem: no key 3; see `tem key list`
  [2]

None of it left anything, not even a private key that belongs to nothing:

  $ tem log fsck
  ok: 17 entries, every hash, checkpoint and table agrees
  $ find registry/secrets -name 'producer-*' | wc -l
  4
  $ tem key list --json | jq '[.[] | select(.held)] | length'
  4
