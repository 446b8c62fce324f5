#!/usr/bin/env bash
# Sets up, builds and tests in a Debian 13 of its own (ZXing-cpp 2.3, Boost 1.83, OpenSSL 3.5, GCC 14). As
# root, with debootstrap; about 5 GB in build/debian13, which is kept for the next time.
#
#   scripts/check-debian13.sh              everything, as scripts/test.sh does
#   scripts/check-debian13.sh -R unit      only the tests whose name matches
set -euo pipefail
cd "$(dirname "$0")/.."
((EUID == 0)) || { echo "check-debian13: needs root, for debootstrap and chroot" >&2; exit 3; }
command -v debootstrap >/dev/null || { echo "check-debian13: install debootstrap" >&2; exit 3; }

root=$PWD/build/debian13
mkdir -p build
scripts/debian-chroot.sh make trixie "$root"
mkdir -p "$root/tem"
# What is built there stays; what is gone here goes there. A file that differs is of now, however old it is
# here: it may have been changed before what was built of the one before it.
rm -rf "$root/tem.new"
mkdir -p "$root/tem/build" "$root/tem.new"
git ls-files -z | tar --null --files-from=- --create | tar --extract --touch --directory "$root/tem.new"
while IFS= read -r -d '' file; do
  ! cmp -s "$root/tem/$file" "$root/tem.new/$file" || touch -r "$root/tem/$file" "$root/tem.new/$file"
done < <(cd "$root/tem.new" && find . -type f -print0)
mv "$root/tem/build" "$root/tem.new/"
rm -rf "$root/tem"
mv "$root/tem.new" "$root/tem"
exec scripts/debian-chroot.sh run "$root" bash /tem/scripts/test.sh "$@"
