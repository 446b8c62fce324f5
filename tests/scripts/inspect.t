Any GS1 Digital Link, taken apart; needs no registry:

  $ tem inspect 'https://id.gs1.org/01/08936000000011/10/L2611A?17=271231'
  valid GS1 Digital Link
    (01)   08936000000011           GTIN
    (10)   L2611A                   BATCH/LOT
    (17)   271231                   USE BY or EXPIRY
  canonical  https://id.gs1.org/01/08936000000011/10/L2611A?17=271231
  It is no stamp: no stamp: its path must hold a lot (10) and a serial (21)
  $ link='https://shop.example/a/01/08936000000011/10/L%2f1/21/X%2B1'
  $ tem inspect --json "$link?s=a%20b&17=271231&3103=000195&x"
  {"valid":true,"canonical":"https://id.gs1.org/01/08936000000011/10/L%2F1/21/X%2B1?17=271231&3103=000195","elements":[["01","08936000000011"],["10","L/1"],["21","X+1"],["17","271231"],["3103","000195"]],"other":[["s","a b"],["x",""]]}
  $ tem inspect --json HTTPS://ID.GS1.ORG/00/106141412345678908 | jq -c '[.canonical, .elements]'
  ["https://id.gs1.org/00/106141412345678908",[["00","106141412345678908"]]]
  $ tem inspect --json https://id.gs1.org/414/9520123456788/254/A | jq -c .elements
  [["414","9520123456788"],["254","A"]]
  $ tem inspect --json https://id.gs1.org/8004/9520614141234567 | jq -c .elements
  [["8004","9520614141234567"]]

Attributes stand in the canonical form in the order of their numbers, in `elements` as they came:

  $ tem inspect --json 'https://id.gs1.org/01/09520123456788?3103=000195&15=271231' > in.json
  $ jq -c .elements in.json
  [["01","09520123456788"],["3103","000195"],["15","271231"]]
  $ jq -r .canonical in.json
  https://id.gs1.org/01/09520123456788?15=271231&3103=000195

A stamp has the form of one; whether it is genuine is for `tem verify` to say:

  $ seal=2$(printf '0%.0s' {1..155})
  $ stamp=https://tem.example/01/08936000000011/10/L2611A/21/KVYVF9TDX7
  $ tem inspect "$stamp?17=271231&s=$seal" > out
  $ sed -E 's/0{100,}/0…/' out
  valid GS1 Digital Link
    (01)   08936000000011           GTIN
    (10)   L2611A                   BATCH/LOT
    (21)   KVYVF9TDX7               SERIAL
    (17)   271231                   USE BY or EXPIRY
    s = 20…
  canonical  https://id.gs1.org/01/08936000000011/10/L2611A/21/KVYVF9TDX7?17=271231
  It has the form of a stamp, sealed with key 2; seal not checked: use `tem verify`.
  $ tem inspect "$stamp?s=7" | tail -n 1
  It is no stamp: seal: 1 characters; a seal has 156 to 165 digits

Not valid: which rule, and exit status 1:

  $ tem inspect https://id.gs1.org/01/09520123456789
  not a valid GS1 Digital Link
    bad_check_digit: AI 01 (GTIN) "09520123456789": digit 14 should be 8
  [1]
  $ why() { tem inspect --json "$1" | jq -c '[.valid, .error, has("detail"), has("elements")]'; }
  $ why https://id.gs1.org/01/09520123456789
  [false,"bad_check_digit",true,false]
  $ why https://id.gs1.org/01/9520123456788
  [false,"bad_length",true,false]
  $ why https://id.gs1.org/
  [false,"no_digital_link",true,false]
  $ why https://id.gs1.org/01
  [false,"no_digital_link",true,false]
  $ why https://id.gs1.org/01/09520123456788/10
  [false,"no_digital_link",true,false]
  $ why https://id.gs1.org/01/09520123456788/10/
  [false,"empty_value",true,false]
  $ why https://id.gs1.org/01/09520123456788/21/A/10/B
  [false,"not_a_qualifier",true,false]
  $ why https://id.gs1.org/01/09520123456788/99/A
  [false,"not_a_qualifier",true,false]
  $ why https://id.gs1.org/01/09520123456788/10/A/10/B
  [false,"duplicate_ai",true,false]
  $ why 'https://id.gs1.org/01/09520123456788/10/A?10=A'
  [false,"duplicate_ai",true,false]
  $ why 'https://id.gs1.org/01/09520123456788?10=A'
  [false,"not_an_attribute",true,false]
  $ why 'https://id.gs1.org/01/09520123456788?17=271301'
  [false,"bad_date",true,false]
  $ why 'https://id.gs1.org/01/09520123456788?17=27130'
  [false,"bad_length",true,false]
  $ why 'https://id.gs1.org/01/09520123456788?17=271231&17=271231'
  [false,"duplicate_ai",true,false]
  $ why 'https://id.gs1.org/01/09520123456788?17='
  [false,"empty_value",true,false]
  $ why 'https://id.gs1.org/01/09520123456788?9999=1'
  [false,"unknown_ai",true,false]
  $ why https://id.gs1.org/415/9520123456788
  [false,"missing_ai",true,false]
  $ why https://id.gs1.org/01/09520123456788/10/A%00
  [false,"bad_escape",true,false]
  $ why https://id.gs1.org/01/09520123456788/10/A%4
  [false,"bad_escape",true,false]
  $ why 'https://id.gs1.org/01/09520123456788/10/A B'
  [false,"bad_character",true,false]
  $ why https://id.gs1.org/01/09520123456788/10/123456789012345678901
  [false,"bad_length",true,false]
  $ why Https://id.gs1.org/01/09520123456788
  [false,"bad_scheme",true,false]
  $ why ftp://id.gs1.org/01/09520123456788
  [false,"bad_scheme",true,false]
  $ why https:///01/09520123456788
  [false,"bad_host",true,false]
  $ why ''
  [false,"bad_scheme",true,false]
  $ why "https://id.gs1.org/01/09520123456788?x=$(printf 'a%.0s' {1..2100})"
  [false,"too_long",true,false]
  $ why $'https://id.gs1.org/01/09520123456788/10/\xff'
  [false,"bad_character",true,false]

A hostile text does not steer the terminal:

  $ tem inspect $'https://id.gs1.org/01/\e[2J'
  not a valid GS1 Digital Link
    bad_character: character "\x1B" at place 23 may not stand there in a URI; percent-encode it
  [1]
  $ tem inspect
  tem: URI is required; see `tem inspect --help`
  [2]
  $ tem inspect a b
  tem: The following argument was not expected: b; see `tem inspect --help`
  [2]
