Whatever cannot be written, synced, renamed or removed: what was answered is there, what has a name is whole.

  $ "$TEM_SOURCE/scripts/faults.sh" --short || [ $? != 3 ] || exit 80
  faults: [0-9]+ runs, 0 of them wrong (re)
