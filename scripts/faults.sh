#!/usr/bin/env bash
# A fault at every point of what tem does: each open, write, sync, rename and unlink below the folder of a
# run fails with EIO, with ENOSPC, or the process is killed there; then `tem log fsck`, what was
# acknowledged, and every file are looked at. Also a full disk, a read-only one, several writers at once,
# and bits that turned.
#
#   scripts/faults.sh              # all, an hour or two; the programs of build/dev/bin, or of $TEM_BIN
#   scripts/faults.sh 600          # begins nothing after 600 seconds, and says what it left out
#   scripts/faults.sh --short      # a sample of each, with the seed that is told by --seed
#   scripts/faults.sh --only scan --fault EIO --where 'fdatasync.*ledger.db-wal'
#
# Needs strace, and root: tem may be looked into by no one else. Without the right to mount, the full and the
# read-only disk are skipped, which is said.
# Exit status 0: nothing that was run was wrong, 1: something was, 3: it could not be run.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
bin=${TEM_BIN:-$root/build/dev/bin}
[[ -x $bin/tem && -x $bin/temd ]] ||
  { echo "faults: $bin/tem or temd is not there; build them: cmake --build --preset dev" >&2; exit 3; }
PATH="$(cd "$bin" && pwd):$PATH" exec python3 "$root/tests/faults/campaign.py" "$@"
