#!/usr/bin/env bash
# A small Debian of its own in a folder, from the mirror that this machine's apt uses.
#
#   scripts/debian-chroot.sh make bookworm FOLDER        with debootstrap; what is there already is kept
#   scripts/debian-chroot.sh run FOLDER COMMAND...       as root in it, with a /proc of its own
#   scripts/debian-chroot.sh boot FOLDER COMMAND...      the same under the systemd that is installed in it
#
# As root. What was mounted and every process goes when COMMAND ends; the network is the machine's. Exit status:
# the command's; 3 where Debian or its systemd could not be had.
set -euo pipefail

make() {
  local suite=$1 folder=$2 mirror name
  mirror=$(apt-get indextargets 'Created-By: Packages' 'Component: main' 'Origin: Debian' --format '$(REPO_URI)' | sort -u |
    grep -v security | head -n 1)
  [[ -n $mirror ]] || { echo "debian-chroot: apt knows no Debian mirror; see /etc/apt/sources.list" >&2; exit 3; }
  [[ -e $folder/etc/debian_version ]] ||
    debootstrap --variant=minbase --include=ca-certificates "$suite" "$folder" "$mirror" >"$folder.log" 2>&1 ||
    { tail -n 5 "$folder.log" >&2; echo "debian-chroot: debootstrap failed, see $folder.log" >&2; exit 3; }
  # Recommended packages and the words of the installer are for people.
  { echo 'APT::Install-Recommends "false";'; echo 'Dpkg::Use-Pty "false";'; } >"$folder/etc/apt/apt.conf.d/10small"
  echo force-unsafe-io >"$folder/etc/dpkg/dpkg.cfg.d/fast"  # a power cut costs a folder that is made anew
  for name in /etc/apt/apt.conf.d/*; do
    ! grep -q '^Acquire' "$name" || cp "$name" "$folder/etc/apt/apt.conf.d/"
  done
  cp -L /etc/resolv.conf /etc/hosts "$folder/etc/"
  # Whom this machine trusts: a proxy's authority may be among them.
  cp -L /etc/ssl/certs/ca-certificates.crt "$folder/etc/ssl/certs/"
  "$0" run "$folder" apt-get update -q >"$folder.log" 2>&1 ||
    { tail -n 5 "$folder.log" >&2; echo "debian-chroot: apt-get update failed in $folder" >&2; exit 3; }
}

run() {
  local folder=$1
  shift
  exec unshare --mount --pid --fork --kill-child bash -c '
    set -e
    mount -t proc proc "$1/proc"
    mount -t devpts -o mode=620,ptmxmode=666 devpts "$1/dev/pts"
    mount -t tmpfs tmpfs "$1/dev/shm"
    exec chroot "$1" /usr/bin/env -i DEBIAN_FRONTEND=noninteractive HOME=/root \
      LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb "${@:2}"' \
    chroot "$folder" "$@"
}

# systemd takes a process 1, mounts and control groups of its own; the kernel's settings are for reading.
readonly start_systemd='
  set -e
  root=$1
  mount --bind "$root" "$root"
  cd "$root"
  mount -t proc proc proc
  mount --bind proc/sys proc/sys && mount -o remount,bind,ro proc/sys
  mount -t sysfs -o ro sysfs sys
  mount -t tmpfs tmpfs sys/fs/cgroup && mount -t cgroup2 cgroup2 sys/fs/cgroup
  mount -t tmpfs tmpfs run
  mount --bind /dev/null dev/console
  exec chroot . /usr/bin/env -i container=chroot PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd'

boot() {
  local folder=$1 groups group outer status=0 waited
  shift
  [[ -x $folder/lib/systemd/systemd ]] || { echo "debian-chroot: install systemd in $folder" >&2; exit 3; }
  groups=$(findmnt -n -o TARGET -t cgroup2 | head -n 1)
  group=$groups/debian-chroot.$$
  [[ -n $groups ]] && mkdir "$group" || { echo "debian-chroot: no control groups of version 2 here" >&2; exit 3; }
  (echo "$BASHPID" >"$group/cgroup.procs"
   exec unshare --mount --pid --cgroup --uts --ipc --fork --kill-child bash -c "$start_systemd" boot "$folder") \
    >"$folder.boot" 2>&1 &
  outer=$!
  within() {
    local first
    first=$(pgrep -P "$outer") && nsenter -t "$first" --mount --pid --uts --ipc --cgroup --root="/proc/$first/root" --wd="/proc/$first/root" \
      /usr/bin/env -i LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
  }
  for ((waited = 0; waited < 60; ++waited)); do
    [[ $(within systemctl is-system-running 2>/dev/null) =~ ^(running|degraded)$ ]] && break
    sleep 1
  done
  if ((waited < 60)); then
    within "$@" || status=$?
  else
    echo "debian-chroot: systemd is not up after a minute, see $folder.boot" >&2
    status=3
  fi
  kill -KILL "$outer" 2>/dev/null || true
  wait "$outer" 2>/dev/null || true
  for ((waited = 0; waited < 50; ++waited)); do
    find "$group" -depth -type d -exec rmdir {} + 2>/dev/null && break
    sleep 0.1
  done
  return "$status"
}

if [[ ${1:-} == make && $# == 3 ]]; then
  make "$2" "$3"
elif [[ ${1:-} =~ ^(run|boot)$ && $# -ge 3 ]]; then
  "$@"
else
  echo "usage: debian-chroot.sh make SUITE FOLDER | run|boot FOLDER COMMAND..." >&2
  exit 2
fi
