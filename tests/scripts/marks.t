What is said of some stamps of a lot, or of all of it, and what a scan then answers:

  $ tem init --demo > log
  $ tea="--gtin 08936000000011 --lot L2611A"
  $ tem issue $tea --count 10 --produced 2026-11-01 --expires 2070-12-31 --inactive -o tea.csv > log
  $ uri() { sed -n "$(($1 + 2))p" tea.csv | cut -d , -f 3; }
  $ serial() { sed -n "$(($1 + 2))p" tea.csv | cut -d , -f 2; }
  $ verdicts() { tem verify tea.csv --json | jq -r '.[].verdict' | uniq -c | tr -s ' '; }
  $ verdicts
   10 inactive

Activated by ranges of indices, by serials, or both:

  $ tem activate $tea --range 0-3
  lot L2611A of 08936000000011: 4 stamps activated: log entry 39
  $ verdicts
   4 genuine
   6 inactive
  $ tem activate $tea --range 5,4 --serial $(serial 6) $(serial 7) --reason "giao hàng"
  lot L2611A of 08936000000011: 4 stamps activated: log entry 40
  $ tem log entry 40 | jq -cS 'del(.at)'
  {"gtin":"08936000000011","lot":"L2611A","ranges":[[4,7]],"reason":"giao hàng","type":"stamps.activated"}
  $ verdicts
   8 genuine
   2 inactive

Void is stronger than recalled, and recalled than inactive; every finding is told:

  $ tem void $tea --range 2 --reason "in hỏng"
  lot L2611A of 08936000000011: 1 stamp voided: log entry 41
  $ tem verify "$(uri 2)" > one
  [1]
  $ sed -E 's/stamp .{10}$/stamp …/; s/[0-9-]{10} – [0-9-]{10}/…/' one
  VOID  Tem đã bị hủy / Voided stamp
    Tem đã bị hủy. Lý do: in hỏng. Nhà sản xuất đã hủy tem này; tem không được dùng trên hàng bán. Đừng mua; hãy báo cho nhà sản xuất.
    Voided stamp. Reason: in hỏng. The producer voided this stamp; it must not be on goods for sale. Do not buy it; tell the producer.
    product   Trà hoa vàng Ba Chẽ, Hoa Vàng Mẫu
    producer  Hợp tác xã trà hoa vàng và dược liệu (mẫu), Thôn Mẫu 1, xã Ba Chẽ, tỉnh Quảng Ninh
    lot       L2611A, produced 2026-11-01, expires 2070-12-31, stamp …
              OCOP 4 sao, còn hiệu lực / in force, …
    voided    in hỏng
  $ tem void $tea --range 0-1 --json | jq -c '[.first, .count]'
  [42,1]
  $ verdicts
   3 void
   5 genuine
   2 inactive
  $ tem recall $tea --reason "Nhiễm vi sinh" --advice "Mang trả nơi mua"
  lot L2611A of 08936000000011 recalled: log entry 43
  $ verdicts
   3 void
   7 recalled
  $ tem verify "$(uri 2)" --json | jq -c '.[0] | .findings, .recall, .void'
  ["void","recalled"]
  {"reason":"Nhiễm vi sinh","advice":"Mang trả nơi mua"}
  {"reason":"in hỏng"}
  $ tem verify "$(uri 5)" --json | jq -r '.[0] | .verdict, .message.vi, .recall.advice'
  recalled
  Lô hàng đang bị thu hồi. Lý do: Nhiễm vi sinh. Đừng sử dụng sản phẩm. Hãy mang trả nơi bán hoặc liên hệ nhà sản xuất.
  Mang trả nơi mua
  $ tem lot list --json | jq -c '.[] | [.lot, .recalled]'
  ["L2611A",true]
  $ tem recall $tea --lift --reason "kiểm nghiệm đạt"
  lot L2611A of 08936000000011 is recalled no more: log entry 44
  $ verdicts
   3 void
   5 genuine
   2 inactive
  $ tem lot list --json | jq -c '.[] | [.lot, .recalled]'
  ["L2611A",false]

A recall covers the whole lot, stamps that are issued later as well, and no other lot:

  $ tem issue --gtin 08936000000011 --lot OTHER --count 1 --produced 2026-11-01 -o other.csv > log
  $ tem recall $tea --reason "lại nhiễm"
  lot L2611A of 08936000000011 recalled: log entry 46
  $ tem issue $tea --count 1 --produced 2026-11-02 -o later.csv > log
  $ tem verify later.csv other.csv --json | jq -r '.[].verdict'
  recalled
  genuine
  $ tem recall $tea --lift
  lot L2611A of 08936000000011 is recalled no more: log entry 48

Refused by a rule of the ledger:

  $ tem activate $tea --range 0
  tem: lot L2611A of 08936000000011: range 0-0: 0-3 is activated already
  [2]
  $ tem activate $tea --range 9-10
  tem: lot L2611A of 08936000000011: range 9-10 was issued active
  [2]
  $ tem activate $tea --range 10
  tem: lot L2611A of 08936000000011: range 10-10 was issued active
  [2]
  $ tem activate $tea --range 10-11
  tem: lot L2611A of 08936000000011: range 10-11 was issued active
  [2]
  $ tem activate $tea --range 4294967295
  tem: lot L2611A of 08936000000011: range 4294967295-4294967295: index 4294967295 was never issued
  [2]
  $ tem void $tea --range 2-5
  tem: lot L2611A of 08936000000011: range 2-5: 2-2 is voided already
  [2]
  $ tem void $tea --range 3-11
  tem: lot L2611A of 08936000000011: range 3-11: index 11 was never issued
  [2]
  $ tem void --gtin 08936000000011 --lot NONE --range 0
  tem: no lot NONE of 08936000000011 was issued; see `tem lot list`
  [2]
  $ tem void --gtin 08936000000028 --lot L2611A --range 0
  tem: no lot L2611A of 08936000000028 was issued; see `tem lot list`
  [2]
  $ tem recall --gtin 08936000000011 --lot NONE --reason x
  tem: no lot NONE of 08936000000011 was issued; see `tem lot list`
  [2]
  $ tem recall $tea --lift
  tem: lot L2611A of 08936000000011 is not recalled
  [2]
  $ tem recall $tea --reason x > log; tem recall $tea --reason x
  tem: lot L2611A of 08936000000011 was recalled in entry 49
  [2]
  $ tem void $tea --serial 0000000000
  tem: --serial 0000000000: no stamp of lot L2611A of 08936000000011 has this serial
  [2]
  $ tem void $tea --serial $(tail -n 1 other.csv | cut -d , -f 2)
  tem: --serial [0-9A-Z]{10}: no stamp of lot L2611A of 08936000000011 has this serial (re)
  [2]

A label shows its serial in two halves, and it is taken as it stands there:

  $ tem print $tea --range 8 -o 8.pdf > log
  $ tem void $tea --serial $(pdftotext 8.pdf - | grep -xE '[0-9A-Z]{5}-[0-9A-Z]{5}')
  lot L2611A of 08936000000011: 1 stamp voided: log entry 50

Refused for its form:

  $ tem void $tea
  tem: which stamps? give --range A-B, counted from 0, or --serial S
  [2]
  $ tem void --lot L2611A --range 0
  tem: --gtin is required; see `tem void --help`
  [2]
  $ tem void $tea --range 5-4
  tem: --range: "5-4" is not a range: it ends before it begins
  [2]
  $ tem void $tea --range x
  tem: --range: "x" is not a range: write A-B or one index, counted from 0, up to 4294967295
  [2]
  $ tem void $tea --range 0-4294967296
  tem: --range: "0-4294967296" is not a range: write A-B or one index, counted from 0, up to 4294967295
  [2]
  $ tem void $tea --serial ABC
  tem: --serial ABC: serial: 3 characters; a stamp's serial has exactly 10
  [2]
  $ tem void $tea --serial 123456789U
  tem: --serial 123456789U: serial: character 10 is not allowed; only digits and capitals without I, L, O, U are
  [2]
  $ tem recall $tea
  tem: recall: --reason is required; consumers will read it
  [2]
  $ tem recall $tea --reason ""
  tem: --reason: is empty; give a value or leave the option out; see `tem recall --help`
  [2]
  $ tem recall $tea --lift --advice x
  tem: --advice excludes --lift; see `tem recall --help`
  [2]
  $ tem recall $tea --reason "$(printf 'a%.0s' {1..4001})"
  tem: "reason" is longer than 4000 bytes
  [2]
  $ tem recall $tea --reason $'a\tb'
  tem: "reason" has characters that cannot be seen (control or direction marks)
  [2]
  $ tem log fsck
  ok: 51 entries, every hash, checkpoint and table agrees
