#!/usr/bin/env bash
# Builds the Debian packages, looks at them, then installs, runs, changes and purges them in a Debian 12 of
# their own. As root (debootstrap, chroot); the network is only the mirror that apt uses here.
#
#   scripts/check-packages.sh                   builds into build/package/packages first
#   scripts/check-packages.sh --chroot FOLDER   keeps the Debian there, for the next time
#
# Exit status: 0 all as it should be, 1 something is not, 3 it could not be tried.
set -euo pipefail
cd "$(dirname "$0")/.."

chroot=
[[ ${1:-} != --chroot ]] || { chroot=$(realpath -m "${2:?a folder}"); shift 2; }
(($# == 0)) || { echo "usage: check-packages.sh [--chroot FOLDER]" >&2; exit 2; }
((EUID == 0)) || { echo "check-packages: needs root, for debootstrap and chroot" >&2; exit 3; }
command -v debootstrap >/dev/null || { echo "check-packages: install debootstrap" >&2; exit 3; }

place=$(mktemp -d)
service=
cleanup() {
  [[ -z $service ]] || kill -KILL "$service" 2>/dev/null || true
  rm -rf "$place"
}
trap cleanup EXIT
fail() { echo "check-packages: $*" >&2; exit 1; }
say() { echo "== $*"; }
quietly() { "$@" >"$place/log" 2>&1 || { tail -n 40 "$place/log" >&2; fail "this failed, as it says above: $*"; }; }

say "building"
mkdir -p build
quietly cmake --preset package
quietly cmake --build --preset package
packages=build/package/packages
rm -rf "$packages"
(cd build/package && quietly cpack -B "$PWD/packages")
mapfile -t debs < <(find "$packages" -maxdepth 1 -name '*.deb' | sort)
((${#debs[@]} == 3)) || fail "not three packages: ${debs[*]}"

say "looking at them"
if command -v lintian >/dev/null; then
  quietly lintian --allow-root --fail-on error,warning "${debs[@]}"
else
  echo "lintian is not here: not asked"
fi
for deb in "${debs[@]}"; do quietly dpkg-deb -x "$deb" "$place/files"; done
scripts/check-hardening.sh --compiled "$place"/files/usr/bin/{tem,temd} || fail "the programs are not hardened"
scripts/check-hardening.sh --flags build/package/compile_commands.json || fail "not every file is compiled hardened"

say "a Debian 12"
root=${chroot:-$place/debian}
scripts/debian-chroot.sh make bookworm "$root"
inside() { scripts/debian-chroot.sh run "$root" "$@"; }
as_temd() { inside runuser -u temd -- env TEM_REGISTRY=/var/lib/tem/registry "$@"; }
if [[ -n $chroot ]]; then
  quietly inside dpkg --purge tem temd libtem-dev  # of the last time
  rm -rf "$root/var/lib/tem" "$root/etc/tem"
fi
rm -rf "$root/packages"
cp -r "$packages" "$root/packages"

say "installing tem and temd"
quietly inside sh -c 'apt-get install -y /packages/tem_*.deb /packages/temd_*.deb'
for file in usr/share/man/man1/tem.1.gz usr/share/man/man8/temd.8.gz usr/share/bash-completion/completions/{tem,temd} \
  usr/share/zsh/vendor-completions/_{tem,temd} usr/share/fish/vendor_completions.d/{tem,temd}.fish \
  etc/tem/temd.toml lib/systemd/system/temd.service; do
  [[ -s $root/$file ]] || fail "$file: not installed"
done
[[ $(inside stat -c '%U:%G %a' /var/lib/tem) == 'temd:temd 700' ]] || fail "/var/lib/tem: another owner or mode"
[[ $(inside getent passwd temd) == *:/var/lib/tem:/usr/sbin/nologin ]] || fail "the user temd: another folder or shell"
[[ $(inside stat -c '%U %a' /etc/tem/temd.toml) == 'root 644' ]] || fail "/etc/tem/temd.toml: another owner or mode"

say "issuing, printing, verifying"
quietly as_temd tem init --demo
quietly as_temd tem issue --gtin 08936000000011 --lot L2611A --count 21 --produced 2026-11-01 -o /var/lib/tem/sheet.pdf \
  -o /var/lib/tem/stamps.csv
quietly as_temd tem verify /var/lib/tem/sheet.pdf
grep -q '^21 stamps: 21 genuine$' "$place/log" || fail "not every stamp of the sheet is found: $(cat "$place/log")"

say "serving, with what the unit says"
read -r -a command < <(sed -n 's/^ExecStart=//p' "$root/lib/systemd/system/temd.service")
: >"$place/served"
(exec scripts/debian-chroot.sh run "$root" runuser -u temd -- "${command[@]}" --listen 127.0.0.1:0) >"$place/served" 2>&1 &
service=$!
for ((i = 0; i < 300; ++i)); do
  url=$(sed -n 's/^temd: listening on //p' "$place/served")
  [[ -z $url ]] || break
  kill -0 "$service" 2>/dev/null || fail "temd ended: $(cat "$place/served")"
  sleep 0.1
done
[[ -n $url ]] || fail "temd does not listen after 30 s"
stamp=$(sed -n '2{s/^[^,]*,[^,]*,https:\/\/[^/]*//p}' "$root/var/lib/tem/stamps.csv")
verdict=$(curl -sS --max-time 20 -H 'Accept: application/json' "$url/v$stamp" | sed 's/.*"verdict": *"\([a-z_]*\)".*/\1/')
[[ $verdict == genuine ]] || fail "temd finds a stamp that was just issued: $verdict"
kill -KILL "$service"  # unshare heeds no other; what it started goes with it
{ wait "$service" || true; } 2>/dev/null
service=

say "serving, under systemd"
quietly inside apt-get install -y systemd curl openssl
cp tests/packages/under_systemd.sh "$root/packages/"
quietly scripts/debian-chroot.sh boot "$root" /packages/under_systemd.sh "$stamp"
grep 'Overall exposure' "$place/log"

say "another project, with libtem-dev"
quietly inside sh -c 'apt-get install -y g++ cmake make /packages/libtem-dev_*.deb'
rm -rf "$root/consumer"
cp -r tests/consumer "$root/consumer"
quietly inside cmake -S /consumer -B /consumer/build
quietly inside cmake --build /consumer/build
quietly inside /consumer/build/issue_and_read
quietly as_temd tem log prove "https://tem.example$stamp" -o /var/lib/tem/lot.tlog-proof
as_temd sh -c '/consumer/build/check_by_proof "$0" "$(tem key vkey)" < /var/lib/tem/lot.tlog-proof' \
  "https://tem.example$stamp" | grep -qx genuine || fail "the library does not find genuine what tem issued"

say "settings of the operator's own, an upgrade, a purge"
echo '# of the operator' >>"$root/etc/tem/temd.toml"
quietly inside sh -c 'apt-get install -y --reinstall /packages/temd_*.deb'
grep -q '^# of the operator' "$root/etc/tem/temd.toml" || fail "an upgrade overwrites the operator's settings"
install -D -m 0600 /dev/null "$root/etc/tem/tls/key.pem"
quietly inside apt-get purge -y temd
[[ -s $root/var/lib/tem/registry/ledger.db ]] || fail "a purge took the ledger"
grep -q '/var/lib/tem and the user temd are kept' "$place/log" || fail "a purge does not say that the ledger is kept"
[[ ! -e $root/etc/tem/temd.toml ]] || fail "a purge leaves the settings"
[[ -e $root/etc/tem/tls/key.pem ]] || fail "a purge took the TLS key"
grep -q '/etc/tem/tls is kept' "$place/log" || fail "a purge does not say that the TLS key is kept"
rm -rf "$root/var/lib/tem" "$root/etc/tem"
quietly inside sh -c 'apt-get install -y /packages/temd_*.deb && apt-get purge -y temd'
[[ ! -e $root/var/lib/tem && ! -e $root/etc/tem ]] || fail "a purge leaves the empty /var/lib/tem or /etc/tem"
! grep -e 'is kept' -e 'are kept' "$place/log" || fail "a purge speaks of what is not there"

ls -l "${debs[@]}" | awk '{print $5, $NF}'
echo "ok: three packages, installed, run and purged on Debian $(cat "$root/etc/debian_version")"
