#include "tem/lot.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "tem/ai_table.hpp"

using namespace tem;

TEST_CASE("lots that are read") {
  for (const std::string_view text : {"L2611A", "1", "01", "414", "HL/26-11_A%+",
                                      "12345678901234567890", "!\"%&'()*+,-./:;<=>?_", "..", "a"}) {
    CAPTURE(text);
    const auto lot = Lot::parse(text);
    REQUIRE(lot);
    CHECK(lot->str() == text);
  }
}

TEST_CASE("lots that are refused") {
  struct Case {
    std::string_view why, text;
    ErrorCode want;
  };
  for (const auto& [why, text, want] : {
           Case{"empty", "", ErrorCode::bad_length},
           Case{"21 characters", "123456789012345678901", ErrorCode::bad_length},
           Case{"a space", "L 1", ErrorCode::bad_character},
           Case{"a hash", "L#1", ErrorCode::bad_character},
           Case{"an at", "L@1", ErrorCode::bad_character},
           Case{"a tilde", "L~1", ErrorCode::bad_character},
           Case{"a backslash", "L\\1", ErrorCode::bad_character},
           Case{"a line feed", "L1\n", ErrorCode::bad_character},
           Case{"a NUL", std::string_view("L\0001", 3), ErrorCode::bad_character},
           Case{"Vietnamese", "LÔ1", ErrorCode::bad_character},
       }) {
    CAPTURE(why);
    const auto lot = Lot::parse(text);
    REQUIRE(!lot);
    CHECK(name(lot.error().code) == name(want));
    CHECK(lot.error().detail.find('\n') == std::string::npos);
  }
}

TEST_CASE("set 82 has 82 characters, those of the standard's figure") {
  const std::string_view set =
      "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
  CHECK(set.size() == 82);
  for (int c = 0; c < 256; ++c) {
    CAPTURE(c);
    CHECK(in_gs1_set_82(static_cast<char>(c)) == (set.find(static_cast<char>(c)) != set.npos));
  }
}

TEST_CASE("what is read is written back") {
  CHECK(rc::check([] {
    const auto text = *rc::gen::container<std::string>(rc::gen::inRange(' ', '\x7F'));
    const auto lot = Lot::parse(text);
    if (lot) RC_ASSERT(Lot::parse(lot->str()).value() == *lot);
    if (lot) RC_ASSERT(lot->str() == text);
  }));
}
