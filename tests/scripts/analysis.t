What cppcheck sees in the codec, which reads every foreign byte; clang-tidy and the other layers take
longer (scripts/check-analysis.sh):

  $ "$TEM_SOURCE/scripts/check-analysis.sh" --short

  $ "$TEM_SOURCE/scripts/check-analysis.sh" --short codec/src/gtin.cpp
  check-analysis: --short takes no files
  [2]
