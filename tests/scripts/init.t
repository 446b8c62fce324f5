A registry's folder, and what is in it:

  $ tem init --registry qn --origin tem.example/quangninh --base https://tem.example \
  >   --name "OCOP Quảng Ninh"
  registry qn: OCOP Quảng Ninh, origin tem.example/quangninh, 1 log entry
  log key  tem\.example/quangninh\+[0-9a-f]{8}\+[A-Za-z0-9+/]{43}[A-Za-z0-9+/=] (re)
  Keep qn/secrets safe and backed up: no stamp can be checked or printed again without it.
  $ find qn -printf '%m %P\n' | sort -k 2
  755 
  644 ledger.db
  644 ledger.db-shm
  644 ledger.db-wal
  644 ledger.head
  644 registry.toml
  700 secrets
  600 secrets/log.pem
  600 secrets/serial.secret
  $ sed "s/+[^']*'/+…'/" qn/registry.toml
  # A tem registry. The origin is signed into every stamp and names the log: never change it.
  origin = 'tem.example/quangninh'
  name = 'OCOP Quảng Ninh'
  # Where new stamps point; printed stamps stay good when it moves.
  base = 'https://tem.example'
  time_zone = 'Asia/Ho_Chi_Minh'
  # Give this key to anyone who wants to check the log.
  log_vkey = 'tem.example/quangninh+…'
  $ tem log entry 0 --registry qn | jq -c 'del(.at)'
  {"format":1,"name":"OCOP Quảng Ninh","origin":"tem.example/quangninh","type":"registry.created"}
  $ tem log fsck --registry qn
  ok: 1 entry, every hash, checkpoint and table agrees
  $ tem product list --registry qn
  none yet
  $ tem product list --registry qn --json
  []

The log's key is in the settings and is what `key vkey` tells:

  $ grep -c -F "$(tem key vkey --registry qn)" qn/registry.toml
  1

Nothing that is there is touched:

  $ sha256sum qn/registry.toml qn/ledger.db qn/secrets/* > before
  $ tem init --registry qn --origin tem.example/x --base https://tem.example --name X
  tem: qn: already there and not empty; choose a folder that is not there yet
  [2]
  $ mkdir full && touch full/file && tem init --registry full --demo
  tem: full: already there and not empty; choose a folder that is not there yet
  [2]
  $ tem init --registry before --demo
  tem: before: already there and not empty; choose a folder that is not there yet
  [2]
  $ sha256sum --quiet -c before && ls full
  file

An empty folder may be there, the folders above may not:

  $ mkdir empty && tem init --registry empty --demo --json |
  >   jq -c '[.registry, .origin, .base, .name]'
  ["empty","tem.example/quangninh","https://tem.example","OCOP Quảng Ninh (dữ liệu mẫu)"]
  $ tem init --registry a/b/c --demo > out && ls -A a/b
  c

The demonstration registry; the folder comes from --registry, else $TEM_REGISTRY, else ./registry:

  $ tem init --demo
  registry registry: OCOP Quảng Ninh (dữ liệu mẫu), origin tem.example/quangninh, 38 log entries
  log key  tem\.example/quangninh\+[0-9a-f]{8}\+[A-Za-z0-9+/]{43}[A-Za-z0-9+/=] (re)
  Keep registry/secrets safe and backed up: no stamp can be checked or printed again without it.
  $ ls
  a
  before
  empty
  full
  out
  qn
  registry
  $ TEM_REGISTRY=other tem init --demo --json | jq -c '[.registry, .checkpoint.size]'
  ["other",38]
  $ tem product list
  gtin            producer             name
  08936000000011  tra-ba-che           Trà hoa vàng Ba Chẽ
  08936000000028  cha-muc-ha-long      Chả mực Hạ Long
  08936000000035  hai-san-van-don      Ruốc hàu Vân Đồn
  08936000000042  nuoc-mam-cai-rong    Nước mắm Cái Rồng
  08936000000059  hai-san-van-don      Sá sùng khô Vân Đồn
  08936000000066  mien-dong-binh-lieu  Miến dong Bình Liêu
  08936000000073  ga-tien-yen          Gà Tiên Yên
  08936000000080  tra-ba-che           Rượu ba kích
  08936000000097  muc-co-to            Mực ống khô Cô Tô
  08936000000103  ghe-tra-co           Ghẹ Trà Cổ
  $ tem producer list --json | jq -r '.[].name'
  Cơ sở chả mực giã tay (mẫu)
  Tổ hợp tác chăn nuôi gà thả đồi (mẫu)
  Cơ sở ghẹ hấp đóng gói (mẫu)
  Hợp tác xã chế biến hải sản Vân Đồn (mẫu)
  Hợp tác xã miến dong (mẫu)
  Hợp tác xã khai thác mực (mẫu)
  Xưởng nước mắm truyền thống (mẫu)
  Hợp tác xã trà hoa vàng và dược liệu (mẫu)
  $ tem key list --json | jq -r '.[] | [.key, .producer, .state, .held] | @tsv' | tr '\t' ' '
  2 tra-ba-che in_force true
  4 cha-muc-ha-long in_force true
  6 hai-san-van-don in_force true
  8 nuoc-mam-cai-rong in_force true
  10 mien-dong-binh-lieu in_force true
  12 ga-tien-yen in_force true
  14 muc-co-to in_force true
  16 ghe-tra-co in_force true
  $ tem log fsck
  ok: 38 entries, every hash, checkpoint and table agrees
  $ find registry/secrets ! -type d ! -perm 600
  $ tem certificate list --json | jq -r '.[].state' | sort | uniq -c
        1 expired
        1 expiring
        7 in_force
        1 revoked

Every certificate that is invented says so, wherever a person reads it:

  $ tem certificate list --json | jq 'map(select(.decision | contains("MẪU") | not)) | length'
  0

Two registries share no secret:

  $ cat registry/secrets/* other/secrets/* | grep -v ' KEY-' | sort | uniq -d

Invented data is for invented hosts only:

  $ tem init --registry real --demo --origin tem.quangninh.gov.test
  tem: --demo: the origin's host must end in .example, so that invented data is never taken for real; "tem.quangninh.gov.test" does not
  [2]
  $ tem init --registry real --demo --origin example.tem.test/quangninh
  tem: --demo: the origin's host must end in .example, so that invented data is never taken for real; "example.tem.test/quangninh" does not
  [2]

Wrong input is refused, and leaves nothing:

  $ tem init --registry new
  tem: --origin is required; with --demo it is not
  [2]
  $ tem init --registry new --origin tem.example/x --name X
  tem: --base is required; with --demo it is not
  [2]
  $ tem init --registry new --origin tem.example/x --base https://tem.example
  tem: --name is required; with --demo it is not
  [2]
  $ tem init --registry new --origin tem.example/x --base ftp://tem.example --name X
  tem: --base: "ftp://tem.example": begin with https:// or http://, all lower or all upper case
  [2]
  $ tem init --registry new --origin tem.example/x --base 'https://tem.example/?a=b' --name X
  tem: --base: base "https://tem.example/?a=b": neither `?` nor `#` may stand in it
  [2]
  $ tem init --registry new --origin 'tem example' --base https://tem.example --name X
  tem: *"origin" must be a name such as tem.example/quangninh, without space or plus sign (glob)
  [2]
  $ tem init --registry new --origin tem.example+x --base https://tem.example --name X
  tem: *"origin" must be a name such as tem.example/quangninh, without space or plus sign (glob)
  [2]
  $ tem init --registry new --origin tem.example/x --base https://tem.example --name $'X\nY'
  tem: *"name" must be 1 to 400 bytes of visible text (glob)
  [2]
  $ tem init --registry new --origin tem.example/x --base https://tem.example --name $'X\xff'
  tem: *"name" must be 1 to 400 bytes of visible text (glob)
  [2]
  $ long="$(printf 'x%.0s' {1..300}).example"
  $ tem init --registry new --origin "$long" --base https://tem.example --name X
  tem: *"origin" must be a name such as tem.example/quangninh, without space or plus sign (glob)
  [2]
  $ tem init --registry before/new --demo
  tem: */before: Not a directory (glob)
  [3]
  $ ls -A
  a
  before
  empty
  full
  other
  out
  qn
  registry
