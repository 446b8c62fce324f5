#include <doctest/doctest.h>
#include <openssl/evp.h>
#include <rapidcheck.h>

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <set>
#include <thread>

#include "tem/ff1.hpp"
#include "vectors.hpp"
#include "without_openssl.hpp"

using namespace tem;

namespace {

using Integer = boost::multiprecision::cpp_int;
using Octets = std::vector<std::uint8_t>;
using Numerals = std::vector<std::uint8_t>;

/// SP 800-38G algorithms 7 and 8 step by step, with integers of any size and a new AES context for
/// each block: slow, and easy to hold against the text of the standard.
namespace reference {

Octets aes(const Octets& key, const Octets& block) {
  const EVP_CIPHER* cipher = key.size() == 16   ? EVP_aes_128_ecb()
                             : key.size() == 24 ? EVP_aes_192_ecb()
                                                : EVP_aes_256_ecb();
  EVP_CIPHER_CTX* context = EVP_CIPHER_CTX_new();
  Octets out(32);
  int length = 0;
  const bool ok = EVP_EncryptInit_ex(context, cipher, nullptr, key.data(), nullptr) == 1 &&
                  EVP_EncryptUpdate(context, out.data(), &length, block.data(), 16) == 1 &&
                  length == 16;
  EVP_CIPHER_CTX_free(context);
  if (!ok) throw std::runtime_error("AES");
  out.resize(16);
  return out;
}

Octets prf(const Octets& key, const Octets& x) {  // algorithm 6
  Octets y(16, 0);
  for (std::size_t at = 0; at < x.size(); at += 16) {
    for (std::size_t i = 0; i < 16; ++i) y[i] ^= x[at + i];
    y = aes(key, y);
  }
  return y;
}

Integer num(const Numerals& x, unsigned radix) {
  Integer value = 0;
  for (const auto numeral : x) value = value * radix + numeral;
  return value;
}

Numerals str(Integer value, unsigned radix, std::size_t length) {
  Numerals x(length);
  for (std::size_t i = length; i-- > 0; value /= radix) {
    x[i] = static_cast<std::uint8_t>(Integer(value % radix));
  }
  return x;
}

Octets big_endian(const Integer& value, std::size_t length) { return str(value, 256, length); }

Octets join(std::initializer_list<Octets> parts) {
  Octets all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

Integer power(unsigned base, std::size_t exponent) {
  return boost::multiprecision::pow(Integer(base), static_cast<unsigned>(exponent));
}

Numerals run(const Octets& key, unsigned radix, const Octets& tweak, const Numerals& x,
             bool encrypt) {
  const std::size_t n = x.size(), t = tweak.size(), u = n / 2, v = n - u;
  Numerals a(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(u));
  Numerals b(x.begin() + static_cast<std::ptrdiff_t>(u), x.end());
  std::size_t bits = 0;  // ⌈v·log2(radix)⌉
  while (power(2, bits) < power(radix, v)) ++bits;
  const std::size_t bytes = (bits + 7) / 8;
  const std::size_t d = 4 * ((bytes + 3) / 4) + 4;
  const Octets p = join({{1, 2, 1},
                         big_endian(radix, 3),
                         {10, static_cast<std::uint8_t>(u)},
                         big_endian(n, 4),
                         big_endian(t, 4)});
  for (unsigned round = 0; round < 10; ++round) {
    const unsigned i = encrypt ? round : 9 - round;
    const std::size_t zeros = (16 - (t + bytes + 1) % 16) % 16;
    const Octets q = join({tweak,
                           Octets(zeros, 0),
                           {static_cast<std::uint8_t>(i)},
                           big_endian(num(encrypt ? b : a, radix), bytes)});
    const Octets r = prf(key, join({p, q}));
    Octets s = r;
    for (unsigned j = 1; s.size() < d; ++j) {
      Octets block = big_endian(j, 16);
      for (std::size_t k = 0; k < 16; ++k) block[k] ^= r[k];
      s = join({s, aes(key, block)});
    }
    s.resize(d);
    const Integer y = num(s, 256);
    const std::size_t m = i % 2 == 0 ? u : v;
    const Integer modulus = power(radix, m);
    if (encrypt) {
      const Numerals c = str((num(a, radix) + y) % modulus, radix, m);
      a = b;
      b = c;
    } else {
      const Integer difference = (num(b, radix) - y) % modulus;
      const Numerals c = str((difference + modulus) % modulus, radix, m);
      b = a;
      a = c;
    }
  }
  return join({a, b});
}

}  // namespace reference

std::span<const std::byte> bytes(const Octets& octets) { return std::as_bytes(std::span(octets)); }

Octets octets_at(const boost::json::value& object, std::string_view key) {
  Octets out;
  for (const std::byte b : test::hex_at(object, key)) out.push_back(std::to_integer<uint8_t>(b));
  return out;
}

Numerals numerals_at(const boost::json::value& object, std::string_view key) {
  Numerals out;
  for (const char c : test::text_at(object, key)) {
    out.push_back(static_cast<std::uint8_t>(c <= '9' ? c - '0' : c - 'a' + 10));
  }
  return out;
}

}  // namespace

TEST_CASE("NIST's samples of SP 800-38G") {
  const auto json = test::read_vectors("ff1.json");
  const auto& samples = json.at("samples").as_array();
  REQUIRE(samples.size() == 9);
  for (const auto& sample : samples) {
    const std::string why = test::text_at(sample, "why");
    CAPTURE(why);
    const auto key = octets_at(sample, "key"), tweak = octets_at(sample, "tweak");
    const auto radix = static_cast<unsigned>(sample.at("radix").as_int64());
    const auto plain = numerals_at(sample, "plain"), cipher = numerals_at(sample, "cipher");
    const auto ff1 = Ff1::make(bytes(key), radix, bytes(tweak));
    REQUIRE(ff1);
    auto x = plain;
    REQUIRE(ff1->encrypt(x));
    CHECK(x == cipher);
    REQUIRE(ff1->decrypt(x));
    CHECK(x == plain);
    CHECK(reference::run(key, radix, tweak, plain, true) == cipher);
    CHECK(reference::run(key, radix, tweak, cipher, false) == plain);
  }
}

TEST_CASE("agrees with the slow reference for any key, radix, tweak and length") {
  CHECK(rc::check([] {
    const auto octets = rc::gen::arbitrary<std::uint8_t>();
    const auto key =
        *rc::gen::container<Octets>(*rc::gen::element<std::size_t>(16, 24, 32), octets);
    const auto tweak = *rc::gen::container<Octets>(*rc::gen::inRange<std::size_t>(0, 65), octets);
    const auto radix = *rc::gen::inRange(2U, 37U);
    const auto n = *rc::gen::inRange<std::size_t>(2, 25);
    RC_PRE(reference::power(radix, n) >= 100);
    // The largest numeral often, for that is where carries and moduli go wrong.
    const auto top = static_cast<std::uint8_t>(radix - 1);
    const auto x = *rc::gen::container<Numerals>(
        n, rc::gen::oneOf(rc::gen::inRange<std::uint8_t>(0, static_cast<std::uint8_t>(radix)),
                          rc::gen::just(top)));
    const auto ff1 = Ff1::make(bytes(key), radix, bytes(tweak));
    RC_ASSERT(ff1.has_value());
    auto y = x;
    RC_ASSERT(ff1->encrypt(y).has_value());
    RC_ASSERT(y == reference::run(key, radix, tweak, x, true));
    auto z = x;
    RC_ASSERT(ff1->decrypt(z).has_value());
    RC_ASSERT(z == reference::run(key, radix, tweak, x, false));
    RC_ASSERT(ff1->decrypt(y).has_value());
    RC_ASSERT(y == x);
  }));
}

TEST_CASE("agrees with the reference at the edges of every size") {
  const Octets key(32, 0x5A);
  int tried = 0;
  for (unsigned radix = 2; radix <= 36; ++radix) {
    for (std::size_t n = 2; n <= 24; ++n) {
      if (reference::power(radix, n) < 100) continue;
      const Octets tweak(n % 20, 7);
      const auto ff1 = Ff1::make(bytes(key), radix, bytes(tweak));
      REQUIRE(ff1);
      for (const unsigned numeral : {0U, radix - 1}) {
        Numerals x(n, static_cast<std::uint8_t>(numeral));
        const auto want = reference::run(key, radix, tweak, x, true);
        REQUIRE(ff1->encrypt(x));
        CHECK(x == want);
        ++tried;
      }
    }
  }
  CHECK(tried > 1500);
}

TEST_CASE("a small domain is permuted") {
  const Octets key(16, 1);
  const auto ff1 = Ff1::make(bytes(key), 10);
  REQUIRE(ff1);
  std::set<Numerals> seen;
  for (std::uint8_t i = 0; i < 100; ++i) {
    Numerals x{static_cast<std::uint8_t>(i / 10), static_cast<std::uint8_t>(i % 10)};
    REQUIRE(ff1->encrypt(x));
    seen.insert(x);
  }
  CHECK(seen.size() == 100);
}

TEST_CASE("what is refused") {
  const Octets key(16, 1);
  for (const std::size_t size : {0U, 1U, 15U, 17U, 23U, 25U, 31U, 33U, 64U}) {
    CAPTURE(size);
    const auto made = Ff1::make(bytes(Octets(size, 1)), 10);
    REQUIRE(!made);
    CHECK(made.error().code == ErrorCode::bad_key);
  }
  for (const unsigned radix : {0U, 1U, 37U, 256U, 65536U}) {
    CAPTURE(radix);
    REQUIRE(!Ff1::make(bytes(key), radix));
    CHECK(Ff1::make(bytes(key), radix).error().code == ErrorCode::bad_value);
  }
  CHECK(Ff1::make(bytes(key), 10, bytes(Octets(64, 1))).has_value());
  REQUIRE(!Ff1::make(bytes(key), 10, bytes(Octets(65, 1))));

  struct Case {
    std::string_view why;
    unsigned radix;
    Numerals x;
    ErrorCode want;
  };
  for (const auto& [why, radix, x, want] : {
           Case{"nothing", 10, {}, ErrorCode::bad_length},
           Case{"one numeral", 36, {1}, ErrorCode::bad_length},
           Case{"25 numerals", 10, Numerals(25, 1), ErrorCode::bad_length},
           Case{"9^2 is below 100", 9, {1, 1}, ErrorCode::bad_length},
           Case{"2^6 is below 100", 2, Numerals(6, 1), ErrorCode::bad_length},
           Case{"numeral equal to the radix", 10, {1, 10}, ErrorCode::bad_value},
           Case{"numeral above the radix", 10, {255, 1}, ErrorCode::bad_value},
       }) {
    CAPTURE(why);
    const auto ff1 = Ff1::make(bytes(key), radix);
    REQUIRE(ff1);
    for (const bool encrypt : {true, false}) {
      auto y = x;
      const auto done = encrypt ? ff1->encrypt(y) : ff1->decrypt(y);
      REQUIRE(!done);
      CHECK(done.error().code == want);
      CHECK(!done.error().detail.empty());
      CHECK(y == x);
    }
  }
  Numerals least(7, 1);  // 2^7 = 128
  CHECK(Ff1::make(bytes(key), 2)->encrypt(least).has_value());
}

TEST_CASE("where OpenSSL fails there is an error, and no cipher") {
  const Bytes<32> key{};
  {
    const test::WithoutOpenSsl none;
    const auto failed = Ff1::make(key, 32);
    REQUIRE(!failed);
    CHECK(failed.error().code == ErrorCode::crypto_failed);
  }
  CHECK(Ff1::make(key, 32).has_value());
}

TEST_CASE("threads share one cipher") {
  const Octets key(32, 9);
  const auto ff1 = Ff1::make(bytes(key), 32);
  REQUIRE(ff1);
  std::vector<int> wrong(4);
  std::vector<std::thread> threads;
  for (std::size_t k = 0; k < wrong.size(); ++k) {
    threads.emplace_back([&, k] {
      for (std::uint8_t i = 0; i < 200; ++i) {
        const Numerals x(10, static_cast<std::uint8_t>((i + k) % 32));
        auto y = x;
        wrong[k] += !ff1->encrypt(y) || y == x || !ff1->decrypt(y) || y != x;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(wrong == std::vector<int>(4));
}
