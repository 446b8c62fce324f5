Tokens of the service's API:

  $ tem init --demo > log
  $ tem token list
  none yet
  $ tem token new --role producer --producer cha-muc-ha-long --days 90 > token
  tem: token 1, until * (glob)
  $ grep -cE '^tem_pro_[0-9a-hjkmnp-tv-z]{56}$' token
  1
  $ tem token new --role till --place VN-13 --label "Quầy 3" --json > till.json
  $ jq -c '[.id, .role, .place, .label, .state, (.token | .[0:8])]' till.json
  [2,"till","VN-13","Quầy 3","in_force","tem_til_"]
  $ jq -r '((.expires | fromdate) - (.created | fromdate)) / 86400' till.json
  90
  $ tem token list | tr -s ' ' | sed 's| ../../.... ..:..||; s/ *$//'
  id role producer place state until label
  1 producer cha-muc-ha-long in_force
  2 till VN-13 in_force Quầy 3
  $ tem token list --json | jq -c '.[] | keys'
  ["created","expires","id","producer","role","state"]
  ["created","expires","id","label","place","role","state"]

The file holds no token, and only its owner reads it:

  $ stat -c %a registry/tokens.db
  600
  $ cat registry/tokens.db* | grep -c "$(tail -c 50 token)"
  0
  [1]

An end before its time:

  $ tem token revoke 1
  token 1 revoked
  $ tem token list --json | jq -c '.[] | [.id, .state, has("revoked")]'
  [1,"revoked",true]
  [2,"in_force",false]
  $ tem token revoke 1
  tem: token 1 was revoked at ????-??-??T??:??:??Z (glob)
  [2]
  $ tem token revoke 9
  tem: no token 9; `tem token list` shows those there are
  [3]
  $ tem token revoke 0
  tem: ID: "0" is not a whole number from 1 to 9223372036854775807
  [2]

Refused:

  $ tem token new --role king
  tem: --role: "king" is none of operator, producer, inspector, till
  [2]
  $ tem token new --role producer
  tem: producer: a token of role producer names its producer
  [2]
  $ tem token new --role producer --producer nobody
  tem: --producer: no producer "nobody"; `tem producer list` shows those there are
  [2]
  $ tem token new --role inspector --producer cha-muc-ha-long
  tem: producer: only a token of role producer has one
  [2]
  $ tem token new --role operator --place VN-13
  tem: place: only a till or an inspector has one
  [2]
  $ tem token new --role till --days 0
  tem: --days: "0" is not a whole number from 1 to 3650
  [2]
  $ tem token new --role till --label "$(printf 'a\nb')"
  tem: label: must be one line of text of at most 200 bytes
  [2]
