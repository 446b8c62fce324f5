What runs as root when a package comes and goes (scripts/check-packages.sh tries it in a Debian of its own) is a
script that Debian's own shell reads, and ends at the first command that fails:

  $ cd "$TEM_SOURCE/packaging/debian"
  $ for script in */postinst */prerm */postrm; do
  >   dash -n "$script" && [[ $(head -n 1 "$script") == '#!/bin/sh' ]] && grep -qx 'set -e' "$script" && echo "$script"
  > done
  temd/postinst
  temd/prerm
  temd/postrm
