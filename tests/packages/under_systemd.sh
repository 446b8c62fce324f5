#!/usr/bin/env bash
# Runs in the Debian of scripts/check-packages.sh, under its systemd, where temd is installed and has the
# demonstration registry with a lot: does the service work in what the unit leaves to it, and do its package's
# scripts leave it as they should? Prints how exposed systemd finds it, which must be below 2.0.
#
#   under_systemd.sh PATH-OF-A-STAMP
set -euo pipefail
path=$1
fail() { echo "under systemd: $*" >&2; journalctl --no-pager --lines 20 --unit temd >&2 || true; exit 1; }
shown() { systemctl show --value --property "$1" temd; }
verdict() { curl -sS --max-time 20 "$@" -H 'Accept: application/json' | sed 's/.*"verdict": *"\([a-z_]*\)".*/\1/'; }
certificate() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=$1" \
    -addext subjectAltName=IP:127.0.0.1 -keyout /etc/tem/tls/key.pem -out /etc/tem/tls/fullchain.pem 2>/dev/null
  chown root:temd /etc/tem/tls/key.pem && chmod 0640 /etc/tem/tls/key.pem
}

genuine() {
  url=$(shown StatusText | grep -o 'https://.*') || fail "does not say where it listens"
  [[ $(verdict --cacert /etc/tem/tls/fullchain.pem "$url/v$path") == genuine ]] || fail "a stamp is not genuine"
}

systemctl is-enabled --quiet temd || fail "not enabled"
exposure=$(systemd-analyze security --no-pager --threshold=19 temd) || fail "too exposed: $exposure"  # in tenths
grep 'Overall exposure' <<<"$exposure"
systemctl stop temd  # it was started with the machine
systemctl reset-failed temd
mv /var/lib/tem/registry /var/lib/tem/elsewhere
systemctl start temd
[[ $(shown ConditionResult) == no ]] || fail "started without a registry"
mv /var/lib/tem/elsewhere /var/lib/tem/registry

install -d -o root -g temd -m 0750 /etc/tem/tls
certificate first
cp /etc/tem/temd.toml /etc/tem/temd.toml.before
cat >/etc/tem/temd.toml <<'END'
listen = "127.0.0.1:0"
[tls]
cert = "/etc/tem/tls/fullchain.pem"
key = "/etc/tem/tls/key.pem"
END
systemctl restart temd || fail "does not start"
genuine
stats=$(runuser -u temd -- tem --registry /var/lib/tem/registry scans stats --json)
[[ $stats == *'"scans":1'* || $stats == *'"scans": 1'* ]] || fail "the look was not recorded: $stats"

status=$(</proc/"$(shown MainPID)"/status)
for line in $'Seccomp:\t2' $'NoNewPrivs:\t1' $'CapBnd:\t0000000000000000'; do
  [[ $status == *"$line"* ]] || fail "/proc/PID/status has no $line"
done
[[ $status =~ Uid:$'\t'$(id -u temd)$'\t' ]] || fail "runs as another user"

certificate second
systemctl reload temd || fail "does not reload"
for ((i = 0; i < 100; ++i)); do
  [[ $(verdict --cacert /etc/tem/tls/fullchain.pem "$url/v$path" 2>/dev/null) != genuine ]] || break
  sleep 0.1
done
((i < 100)) || fail "the new certificate is not taken"

systemctl kill --signal KILL temd
for ((i = 0; i < 100; ++i)); do
  [[ $(shown ActiveState) == active && $(shown NRestarts) == 1 ]] && break
  sleep 0.1
done
((i < 100)) || fail "is not started again"

before=$(shown MainPID)
dpkg --install /packages/temd_*.deb
[[ $(shown MainPID) != "$before" && ! -e /proc/$before ]] || fail "an upgrade leaves the old program running"
genuine

before=$(shown MainPID)
dpkg --remove temd
[[ ! -e /proc/$before ]] || fail "runs on when its package is gone"
dpkg --install /packages/temd_*.deb
genuine

systemctl stop temd
[[ $(shown Result) == success ]] || fail "did not stop as asked: $(shown Result)"
mv /etc/tem/temd.toml.before /etc/tem/temd.toml
rm -r /etc/tem/tls
