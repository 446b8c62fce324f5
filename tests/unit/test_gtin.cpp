#include "tem/gtin.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace tem;

namespace {

std::string random_digits(std::size_t size) {
  return *rc::gen::container<std::string>(size, rc::gen::inRange('0', char('9' + 1)));
}

/// GS1 General Specifications §7.9 word for word: multiply from the left by 1 and 3 in turn so that
/// the digit before the last has 3, add up, take from the next ten.
char reference_check_digit(const std::string& digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const bool odd_from_right = (digits.size() - i) % 2 == 1;
    sum += (digits[i] - '0') * (odd_from_right ? 3 : 1);
  }
  int check = 0;
  while ((sum + check) % 10 != 0) ++check;
  return static_cast<char>('0' + check);
}

}  // namespace

TEST_CASE("GTINs that are read") {
  for (const std::string_view text :
       {"08936000000011", "00000000000000", "09506000134352", "29999999999998", "02912345678906"}) {
    CAPTURE(text);
    const auto gtin = Gtin::parse(text);
    REQUIRE(gtin);
    CHECK(gtin->str() == text);
    CHECK(gtin->view() == text);
  }
}

TEST_CASE("GTINs that are refused") {
  struct Case {
    std::string_view why, text;
    ErrorCode want;
  };
  for (const auto& [why, text, want] : {
           Case{"empty", "", ErrorCode::bad_length},
           Case{"thirteen digits", "8936000000011", ErrorCode::bad_length},
           Case{"fifteen digits", "008936000000011", ErrorCode::bad_length},
           Case{"wrong check digit", "08936000000012", ErrorCode::bad_check_digit},
           Case{"two digits swapped", "08963000000011", ErrorCode::bad_check_digit},
           Case{"a letter", "0893600000001A", ErrorCode::bad_character},
           Case{"a space", " 8936000000011", ErrorCode::bad_character},
           Case{"a minus", "-8936000000011", ErrorCode::bad_character},
           Case{"a NUL", std::string_view("0893600000001\0", 14), ErrorCode::bad_character},
           Case{"digits of another script, 14 bytes", "٠٨٩٣٦٠٠", ErrorCode::bad_character},
       }) {
    CAPTURE(why);
    const auto gtin = Gtin::parse(text);
    REQUIRE(!gtin);
    CHECK(name(gtin.error().code) == name(want));
    CHECK(!gtin.error().detail.empty());
  }
  CHECK(Gtin::parse("08936000000012").error().detail ==
        "GTIN 08936000000012: last digit should be 1");
}

TEST_CASE("GTINs that a person types") {
  CHECK(Gtin::from_typed("8936000000011")->str() == "08936000000011");
  CHECK(Gtin::from_typed("08936000000011")->str() == "08936000000011");
  CHECK(Gtin::from_typed("96385074")->str() == "00000096385074");
  CHECK(Gtin::from_typed("614141123452")->str() == "00614141123452");
  for (const std::string_view text : {"", "1", "893600000001", "89360000001", "008936000000011"}) {
    CAPTURE(text);
    CHECK(!Gtin::from_typed(text));
  }
  CHECK(Gtin::from_typed("893600001").error().code == ErrorCode::bad_length);
  CHECK(Gtin::from_typed("8936000000012").error().code == ErrorCode::bad_check_digit);
  CHECK(Gtin::from_typed("893600000001x").error().code == ErrorCode::bad_character);
}

TEST_CASE("restricted circulation is GTIN-13 prefix 29") {
  CHECK(Gtin::from_typed("2912345678906")->is_restricted());
  CHECK(!Gtin::parse("08936000000011")->is_restricted());
  CHECK(!Gtin::parse("29999999999998")->is_restricted());
}

TEST_CASE("laws") {
  CHECK(rc::check("the check digit is the one of the standard's words", [] {
    const std::string digits = random_digits(*rc::gen::inRange<std::size_t>(0, 30));
    RC_ASSERT(gs1_check_digit(digits) == reference_check_digit(digits));
  }));
  CHECK(rc::check("exactly one last digit is right, and what is read is written back", [] {
    const std::string digits = random_digits(13);
    int good = 0;
    for (char last = '0'; last <= '9'; ++last) {
      const auto gtin = Gtin::parse(digits + last);
      if (!gtin) continue;
      ++good;
      RC_ASSERT(gtin->str() == digits + last);
      RC_ASSERT(Gtin::parse(gtin->str()).value() == *gtin);
    }
    RC_ASSERT(good == 1);
  }));
  CHECK(rc::check("a single wrong digit never passes", [] {
    const std::string digits = random_digits(13);
    std::string text = digits + gs1_check_digit(digits);
    char& c = text[*rc::gen::inRange<std::size_t>(0, 14)];
    c = static_cast<char>('0' + (c - '0' + *rc::gen::inRange(1, 10)) % 10);
    RC_ASSERT(!Gtin::parse(text));
  }));
}
