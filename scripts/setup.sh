#!/usr/bin/env bash
# Installs what tem needs to build, test and run on Debian 12 or 13, with apt and npm. Safe to run again:
# when everything is there it does nothing and says nothing.
#
#   scripts/setup.sh                what everyone needs
#   scripts/setup.sh PACKAGE...     and what only one script does
set -euo pipefail
cd "$(dirname "$0")/.."

boost=(libboost-dev libboost-json-dev)  # of Debian 12 they are too old
[[ $(. /etc/os-release && echo "${VERSION_ID:-}") != 12 ]] || boost=(libboost1.81-dev libboost-json1.81-dev)
packages=(
  # build
  g++ cmake ninja-build ccache lld pkg-config
  "${boost[@]}" libssl-dev libsodium-dev libsqlite3-dev libsqlitecpp-dev
  libqrencode-dev libzxing-dev libcairo2-dev libpango1.0-dev libharfbuzz-dev libpng-dev zlib1g-dev
  libjpeg62-turbo-dev libwebp-dev libheif-dev libtiff-dev libzbar-dev libzip-dev
  libcli11-dev libspdlog-dev libtomlplusplus-dev libkainjow-mustache-dev libhowardhinnant-date-dev
  libcurl4-openssl-dev prometheus-cpp-dev
  # run
  fonts-noto-core fonts-noto-mono poppler-utils tzdata ca-certificates
  # test
  doctest-dev librapidcheck-dev libbenchmark-dev libzint-dev python3-cram sqlite3 jq curl chromium procps
  librsvg2-bin qrencode zxing-cpp-tools zbar-tools openssl python3 golang-go golang-golang-x-mod-dev
  binutils cppcheck file man-db mandoc zsh fish strace
)
command -v node >/dev/null && command -v npm >/dev/null || packages+=(nodejs npm)
packages+=("$@")

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
    missing+=("$package")
done
if ((${#missing[@]})); then
  echo "setup: installing ${missing[*]}" >&2
  sudo=
  ((EUID == 0)) || sudo=sudo
  log=$(mktemp)
  export DEBIAN_FRONTEND=noninteractive
  if ! { $sudo apt-get update -q && $sudo apt-get install -q -y --no-install-recommends \
    -o Dpkg::Use-Pty=0 "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "setup: apt could not install the packages above; mend that and run this again" >&2
    exit 3
  fi
  rm -f "$log"
fi
