Another project finds the installed library and uses it (`scripts/check-install.sh` alone does the
same with all of it and with the programs):

  $ "$TEM_SOURCE/scripts/check-install.sh" --library-only "$(dirname "$(command -v tem)")/.."
  library: a stamp issued, drawn, read and verified
