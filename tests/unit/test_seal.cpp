#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <boost/multiprecision/cpp_int.hpp>

#include "tem/seal.hpp"

using namespace tem;

namespace {

using Integer = boost::multiprecision::cpp_int;

/// The rule of the seal word for word, with integers of any size.
std::string reference_text(const Seal& seal) {
  Integer value = 0;
  for (const std::byte b : seal.signature) value = value * 256 + std::to_integer<unsigned>(b);
  const std::string digits = value.str();
  return std::to_string(seal.key_number) + std::string(kSignatureDigits - digits.size(), '0') +
         digits;
}

std::string two_to_512_plus(int delta) {
  const Integer value = (Integer(1) << 512) + delta;
  std::string digits = value.str();
  return std::string(kSignatureDigits - digits.size(), '0') + digits;
}

Signature filled(unsigned char byte) {
  Signature s;
  s.fill(static_cast<std::byte>(byte));
  return s;
}

}  // namespace

TEST_CASE("edges of key number and signature") {
  Signature one = filled(0);
  one.back() = std::byte{1};
  CHECK(Seal{1, filled(0)}.str() == "1" + std::string(155, '0'));
  CHECK(Seal{4294967295U, one}.str() == "4294967295" + std::string(154, '0') + "1");
  CHECK(Seal{42, filled(0xFF)}.str() == "42" + two_to_512_plus(-1));
  CHECK(Seal::parse("42" + two_to_512_plus(-1)).value() == Seal{42, filled(0xFF)});
  CHECK(Seal::parse("9" + std::string(155, '0')).value() == Seal{9, filled(0)});
}

TEST_CASE("what is refused, and the line says which rule") {
  const std::string zeros(155, '0');
  struct Case {
    std::string_view why;
    std::string text;
    std::string_view line;
  };
  for (const auto& [why, text, line] : {
           Case{"nothing", "", "156 to 165"},
           Case{"no room for a key number", zeros, "156 to 165"},
           Case{"one digit too many", "12345678901" + zeros, "156 to 165"},
           Case{"very long", std::string(100000, '1'), "156 to 165"},
           Case{"key number zero", "0" + zeros, "begins with zero"},
           Case{"leading zero", "01" + zeros, "begins with zero"},
           Case{"ten zeros", "0000000001" + zeros, "begins with zero"},
           Case{"key number 2^32", "4294967296" + zeros, "above 4294967295"},
           Case{"largest ten digits", "9999999999" + zeros, "above 4294967295"},
           Case{"signature 2^512", "1" + two_to_512_plus(0), "2^512"},
           Case{"signature 2^512 + 1", "1" + two_to_512_plus(1), "2^512"},
           Case{"signature all nines", "1" + std::string(155, '9'), "2^512"},
           Case{"a sign", "+1" + zeros, "no decimal digit"},
           Case{"a space", " 1" + zeros, "no decimal digit"},
           Case{"a letter inside", "1" + std::string(77, '0') + "a" + std::string(77, '0'),
                "no decimal digit"},
           Case{"an escape", "%31" + zeros, "no decimal digit"},
           Case{"before 0", "1" + std::string(154, '0') + "/", "no decimal digit"},
           Case{"after 9", "1" + std::string(154, '0') + ":", "no decimal digit"},
           Case{"a zero byte", "1" + std::string(155, '\0'), "no decimal digit"},
           Case{"full-width digits", "1" + std::string(150, '0') + "\xEF\xBC\x91" + "11",
                "no decimal digit"},
       }) {
    CAPTURE(why);
    const auto seal = Seal::parse(text);
    REQUIRE(!seal);
    CHECK(seal.error().code == ErrorCode::bad_seal);
    CHECK(seal.error().detail.find(line) != std::string::npos);
  }
}

TEST_CASE("agrees with the slow reference, and reads back what it writes") {
  CHECK(rc::check([] {
    Seal seal{};
    seal.key_number = *rc::gen::oneOf(rc::gen::inRange<KeyNumber>(1, 0xFFFFFFFFU),
                                      rc::gen::element<KeyNumber>(1, 9, 10, 4294967295U));
    // Runs of zeros and of ones try the carries and the padding.
    const auto byte =
        rc::gen::oneOf(rc::gen::arbitrary<std::uint8_t>(), rc::gen::element<std::uint8_t>(0, 0xFF));
    for (auto& b : seal.signature) b = static_cast<std::byte>(*byte);
    const auto zeros = *rc::gen::inRange<std::size_t>(0, 65);
    std::fill_n(seal.signature.begin(), zeros, std::byte{0});
    const std::string text = seal.str();
    RC_ASSERT(text == reference_text(seal));
    RC_ASSERT(Seal::parse(text).value() == seal);
  }));
}

TEST_CASE("every text that is read is written the same") {
  CHECK(rc::check([] {
    const auto digit = rc::gen::inRange('0', static_cast<char>('9' + 1));
    const auto n = *rc::gen::inRange<std::size_t>(155, 167);
    const auto text = *rc::gen::container<std::string>(n, digit);
    const auto seal = Seal::parse(text);
    if (seal) RC_ASSERT(seal->str() == text);
  }));
}
