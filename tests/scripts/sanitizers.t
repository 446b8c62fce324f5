What a sanitizer reports of a program that a script started fails the script, though it looks at
nothing of it; here a line stands for the report, where a sanitizer would write it:

  $ export TEM_BIN=$(dirname "$(command -v tem)")
  $ for sanitizer in ASAN LSAN TSAN UBSAN; do
  >   printf '  $ options=$%s_OPTIONS; echo "told by %s" > "${options##*log_path=}.1"\n' $sanitizer $sanitizer > told.t
  >   "$TEM_SOURCE/tests/scripts/run-script" told.t | grep -v -e '^[.]' -e Kept; echo "exit status ${PIPESTATUS[0]}"
  > done
  # Ran 1 tests, 0 skipped, 0 failed.
  told by ASAN
  exit status 1
  # Ran 1 tests, 0 skipped, 0 failed.
  told by LSAN
  exit status 1
  # Ran 1 tests, 0 skipped, 0 failed.
  told by TSAN
  exit status 1
  # Ran 1 tests, 0 skipped, 0 failed.
  told by UBSAN
  exit status 1

The caller's own options are kept:

  $ echo '  $ echo "${TSAN_OPTIONS%:log_path=*}"' > kept.t; echo '  history_size=4' >> kept.t
  $ TSAN_OPTIONS=history_size=4 "$TEM_SOURCE/tests/scripts/run-script" kept.t | grep Ran
  # Ran 1 tests, 0 skipped, 0 failed.
