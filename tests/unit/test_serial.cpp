#include <doctest/doctest.h>
#include <openssl/hmac.h>
#include <rapidcheck.h>

#include <optional>
#include <random>
#include <set>

#include "tem/serial.hpp"
#include "vectors.hpp"
#include "without_openssl.hpp"

using namespace tem;

namespace {

SerialCipher cipher_of(const SerialSecret& secret, std::string_view gtin, std::string_view lot) {
  return SerialCipher::make(secret, Gtin::parse(gtin).value(), Lot::parse(lot).value()).value();
}

constexpr std::string_view kGtin = "08936000000011";

Bytes<32> hmac(std::span<const std::byte> key, std::string_view text) {
  Bytes<32> out;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(),
       reinterpret_cast<unsigned char*>(out.data()), nullptr);
  return out;
}

/// RFC 5869 §2.2 and §2.3 for one block, with a salt of zeros.
Bytes<32> reference_lot_key(const SerialSecret& secret, std::string_view gtin,
                            std::string_view lot) {
  const Bytes<32> prk = hmac(Bytes<32>{}, as_text(secret.bytes));
  return hmac(prk, "tem/serial/v1\n" + std::string(gtin) + "\n" + std::string(lot) + "\n\x01");
}

}  // namespace

TEST_CASE("a serial's form") {
  for (const std::string_view text : {"KVYVF9TDX7", "0000000000", "ZZZZZZZZZZ"}) {
    CHECK(Serial::parse(text).value().str() == text);
  }
  struct Case {
    std::string_view why, text;
  };
  using namespace std::string_view_literals;
  for (const auto& [why, text] : {
           Case{"nothing", ""},
           Case{"nine", "KVYVF9TDX"},
           Case{"eleven", "KVYVF9TDX77"},
           Case{"lower case", "kVYVF9TDX7"},
           Case{"I", "IVYVF9TDX7"},
           Case{"L", "LVYVF9TDX7"},
           Case{"O", "OVYVF9TDX7"},
           Case{"U", "UVYVF9TDX7"},
           Case{"a hyphen", "KVYV-9TDX7"},
           Case{"before 0", "/VYVF9TDX7"},
           Case{"after 9", ":VYVF9TDX7"},
           Case{"before A", "@VYVF9TDX7"},
           Case{"after Z", "[VYVF9TDX7"},
           Case{"a zero byte", "KVYVF9TDX\0"sv},
           Case{"above ASCII", "KVYVF9TD\xC3\x89"},
       }) {
    CAPTURE(why);
    const auto serial = Serial::parse(text);
    REQUIRE(!serial);
    CHECK(serial.error().code == ErrorCode::bad_serial);
    CHECK(!serial.error().detail.empty());
  }
}

TEST_CASE("text and numerals are two faces of one serial") {
  CHECK(rc::check([] {
    std::array<std::uint8_t, 10> numerals;
    for (auto& n : numerals) n = *rc::gen::inRange<std::uint8_t>(0, 32);
    const Serial serial = Serial::from_numerals(numerals);
    RC_ASSERT(serial.numerals() == numerals);
    RC_ASSERT(Serial::parse(serial.str()).value() == serial);
    for (std::size_t i = 0; i < 10; ++i) RC_ASSERT(serial.str()[i] == kSerialAlphabet[numerals[i]]);
  }));
  CHECK(std::set<char>(kSerialAlphabet.begin(), kSerialAlphabet.end()).size() == 32);
}

TEST_CASE("known serials, both ways") {
  const test::StampVectors vectors;
  for (const auto& v : vectors.json.at("stamps").as_array()) {
    const std::string why = test::text_at(v, "why");
    CAPTURE(why);
    const auto cipher =
        cipher_of(vectors.secret, test::text_at(v, "gtin"), test::text_at(v, "lot"));
    const auto index = static_cast<std::uint32_t>(v.at("index").as_int64());
    const std::string serial = test::text_at(v, "serial");
    CHECK(cipher.serial(index).value().str() == serial);
    CHECK(cipher.index(Serial::parse(serial).value()).value() == index);
  }
}

TEST_CASE("any index comes back, and any other serial was never issued") {
  const auto cipher = cipher_of(SerialSecret{}, kGtin, "L1");
  CHECK(rc::check([&] {
    const auto index = *rc::gen::oneOf(rc::gen::arbitrary<std::uint32_t>(),
                                       rc::gen::element<std::uint32_t>(0, 1, 0xFFFFFFFF));
    RC_ASSERT(cipher.index(cipher.serial(index).value()).value() == index);
  }));
  // 2^32 of 2^50 serials belong to an index: a guess succeeds once in 262,144.
  std::mt19937 random(1);
  int issued = 0;
  for (int i = 0; i < 2000; ++i) {
    std::array<std::uint8_t, 10> numerals;
    for (auto& n : numerals) n = static_cast<std::uint8_t>(random() % 32);
    issued += cipher.index(Serial::from_numerals(numerals)).value().has_value();
  }
  CHECK(issued == 0);
}

TEST_CASE("2^32 is where indices end, and the lot key is RFC 5869's") {
  const test::StampVectors vectors;
  const auto cipher = cipher_of(vectors.secret, kGtin, "L2611A");
  const Bytes<32> key = reference_lot_key(vectors.secret, kGtin, "L2611A");
  const auto ff1 = Ff1::make(key, 32).value();
  struct Case {
    std::string_view why;
    std::uint64_t number;
    std::optional<std::uint32_t> want;
  };
  for (const auto& [why, number, want] : {
           Case{"first index", 0, 0},
           Case{"last index", 0xFFFFFFFF, 0xFFFFFFFF},
           Case{"one more", std::uint64_t{1} << 32, {}},
           Case{"index 5, and a bit above", (std::uint64_t{1} << 32) + 5, {}},
           Case{"highest bit alone", std::uint64_t{1} << 49, {}},
           Case{"largest number", (std::uint64_t{1} << 50) - 1, {}},
       }) {
    CAPTURE(why);
    std::array<std::uint8_t, 10> numerals;
    for (std::size_t i = 0; i < 10; ++i) {
      numerals[i] = static_cast<std::uint8_t>(number >> (45 - 5 * i) & 31U);
    }
    REQUIRE(ff1.encrypt(numerals));
    CHECK(cipher.index(Serial::from_numerals(numerals)).value() == want);
  }
}

TEST_CASE("no two stamps of a lot share a serial, and nothing is in order") {
  const auto cipher = cipher_of(SerialSecret{}, kGtin, "L1");
  std::set<std::string> seen;
  int ascending = 0;
  std::string before;
  for (std::uint32_t i = 0; i < 5000; ++i) {
    const auto serial = cipher.serial(i).value().str();
    seen.insert(serial);
    ascending += serial > before;
    before = serial;
  }
  CHECK(seen.size() == 5000);
  CHECK(ascending > 2000);
  CHECK(ascending < 3000);
}

TEST_CASE("secret, product and lot each change every serial") {
  SerialSecret other{};
  other.bytes[31] = std::byte{1};
  const auto base = cipher_of(SerialSecret{}, kGtin, "L1");
  const SerialCipher others[] = {
      cipher_of(other, kGtin, "L1"), cipher_of(SerialSecret{}, "08936000000028", "L1"),
      cipher_of(SerialSecret{}, kGtin, "L2"), cipher_of(SerialSecret{}, kGtin, "L")};
  for (const auto& cipher : others) {
    for (std::uint32_t i = 0; i < 50; ++i)
      CHECK(cipher.serial(i).value() != base.serial(i).value());
  }
}

TEST_CASE("where OpenSSL fails there is an error, and no serial") {
  const auto gtin = Gtin::parse(kGtin).value();
  const auto lot = Lot::parse("L1").value();
  {
    const test::WithoutOpenSsl none;
    const auto failed = SerialCipher::make(SerialSecret{}, gtin, lot);
    REQUIRE(!failed);
    CHECK(failed.error().code == ErrorCode::crypto_failed);
    CHECK(failed.error().detail.find("HKDF") != std::string::npos);
  }
  CHECK(SerialCipher::make(SerialSecret{}, gtin, lot).has_value());
}
