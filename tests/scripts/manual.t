The manual pages are made of what --help says, and are correct:

  $ tem --man > tem.1; temd --man > temd.8
  $ mandoc -Tlint -Wwarning tem.1 temd.8
  $ man --warnings --local-file tem.1 > page && man --warnings --local-file temd.8 > page8
  $ sed -n '/^NAME/,+4p' page
  NAME
         tem - Signed QR traceability stamps: issue, print, verify
  
  SYNOPSIS
         tem [options] command

Every command and every option of each is on them, and is offered by bash where it can stand:

  $ tem --completion bash > tem.bash; temd --completion bash > temd.bash
  $ . ./tem.bash; . ./temd.bash
  $ offered() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); "_$1"; printf '%s\n' "${COMPREPLY[@]}"; }
  $ listed() { sed -n '/^Subcommands:/,/^$/p' <<< "$help" | awk 'NR > 1 && NF {print $1}' | sort; }
  $ options() { sed -n '/^Options:/,/^$/p' <<< "$help" | grep -oE '^  -[^ ]+' | tr -d ' ' | tr ',' '\n'; }
  $ look() {  # a command's words; then those below it
  >   local at="$*" page=page text offers help one
  >   help=$("$@" --help)
  >   if [ "$1" = temd ]; then page=page8
  >   elif [ $# -gt 1 ]; then grep -qE "^   $at\$" page || echo "$at: not on the page"; fi
  >   text=$(sed -n "/^   $at\$/,/^   [a-z]/p; /^OPTIONS/,/^COMMANDS/p" $page)
  >   offers=" $(offered "$@" - | tr '\n' ' ')"
  >   for one in $(options); do
  >     [[ $text =~ (\ |^)"$one"($|[^a-z-]) ]] || echo "$at $one: not on the page"
  >     [[ $offers == *" $one "* ]] || echo "$at $one: not offered"
  >   done
  >   diff <(listed) <([ -z "$(listed)" ] || offered "$@" '' | sort) || echo "$at: other commands"
  >   for one in $(listed); do look "$@" "$one"; done
  >   echo "$at" >> looked
  > }
  $ look tem; look temd; sort -u looked | wc -l | awk '{print ($1 > 60)}'
  1

Completions know what has been typed:

  $ mkdir fold; touch file.csv
  $ offered tem ke
  key
  $ offered tem --registry fold key gen
  generate
  $ offered tem key new --pu
  --public
  $ offered tem key list --pu
  
  $ offered tem key list --reg
  --registry
  $ offered tem --registry f
  fold
  $ offered tem --registry = f
  fold
  $ offered tem key new --public f | sort
  file.csv
  fold
  $ offered tem verify f | sort
  file.csv
  fold
  $ offered tem issue --gtin f
  
  $ offered temd --tls-key fi
  file.csv

Zsh and fish are offered the same:

  $ tem --completion zsh > tem.zsh; tem --completion fish > tem.fish
  $ cat > ask.zsh <<'END'
  > _describe() { [[ $1 != -o ]] || shift; print -rl -- ${(P)2} }
  > _files() { print files "$@" }
  > words=("$@"); CURRENT=$#
  > source ./tem.zsh
  > END
  $ zsh -f ask.zsh tem key '' | head -n 2
  new:Make a producer's key, or register its public half
  generate:Make a key on this machine, for no registry
  $ zsh -f ask.zsh tem --registry key '' | wc -l
  21
  $ zsh -f ask.zsh tem key new --public ''
  files
  $ zsh -f ask.zsh tem --registry ''
  files -/
  $ zsh -f ask.zsh tem key new -- | grep -e '--public:' -e '--registry:'
  --public:a public key in PEM, made elsewhere
  --registry:the registry's folder; else $TEM_REGISTRY, else ./registry
  $ in_fish() { fish --no-config -c 'source tem.fish; complete -C $argv[1]' "$1" | tr '\t' ':' | sort; }
  $ in_fish 'tem key '
  compromise:A key was stolen: distrust what it signed
  generate:Make a key on this machine, for no registry
  list:List the producers' keys
  new:Make a producer's key, or register its public half
  retire:A key signs no more; what it signed stays good
  vkey:The log's verification key, C2SP text form
  $ in_fish 'tem --registry fold key new --pub'
  --public:a public key in PEM, made elsewhere
  $ in_fish 'tem key list --reg'
  --registry:the registry's folder; else $TEM_REGISTRY, else ./registry
  $ in_fish 'tem verify f'
  file.csv
  fold/
  $ in_fish 'tem issue --gtin f'

  $ temd --completion zsh | zsh -n && temd --completion fish | fish --no-execute
  $ tem --completion csh
  tem: --completion: "csh" must be bash, zsh or fish; see `tem --help`
  [2]

Every variable that the programs read is on the pages:

  $ grep -rhoE 'getenv\("[A-Z_]+"|kVariable = "[A-Z_]+"' "$TEM_SOURCE"/{cli,server,data,codec,print,label} --include=*.cpp |
  >   grep -oE '[A-Z_]{2,}' | sort -u | while read -r name; do
  >   grep -qE "^ +$name\b" page page8 || echo "$name: not on the pages"; done
