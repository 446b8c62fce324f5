#define DOCTEST_CONFIG_IMPLEMENT  // by itself too: the header was read before, precompiled
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
