#include <doctest/doctest.h>
#include <openssl/err.h>
#include <rapidcheck.h>

#include <optional>
#include <utility>

#include "file_bytes.hpp"
#include "tem/keys.hpp"
#include "vectors.hpp"

using namespace tem;

namespace {

std::string pem_file(std::string_view name) {
  return test::kept_bytes("fuzz/corpus/pem/" + std::string(name));
}

const std::string kPublicPem =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
    "-----END PUBLIC KEY-----\n";
const std::string kPrivatePem =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
    "-----END PRIVATE KEY-----\n";

SigningKey some_key() {
  Bytes<32> seed{};
  seed[0] = std::byte{7};
  return SigningKey::from_seed(seed);
}

/// Little-endian a + b over the 32 bytes at `at`; RFC 8032's L as it is written there.
void add_group_order(Signature& signature) {
  const auto order =
      from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010").value();
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += std::to_integer<unsigned>(signature[32 + i]) + std::to_integer<unsigned>(order[i]);
    signature[32 + i] = static_cast<std::byte>(carry & 0xFFU);
    carry >>= 8;
  }
}

}  // namespace

TEST_CASE("RFC 8032 §7.1") {
  const auto json = test::read_vectors("ed25519.json");
  REQUIRE(json.at("signatures").as_array().size() == 4);
  for (const auto& v : json.at("signatures").as_array()) {
    const std::string why = test::text_at(v, "why");
    CAPTURE(why);
    const auto message = test::hex_at(v, "message");
    const auto signature = test::fixed<64>(test::hex_at(v, "signature"));
    const auto key = SigningKey::from_seed(test::fixed<32>(test::hex_at(v, "seed")));
    CHECK(to_hex(key.verifying_key().bytes()) == test::text_at(v, "public"));
    CHECK(key.sign(message) == signature);
    const auto read = VerifyingKey::from_bytes(test::fixed<32>(test::hex_at(v, "public")));
    REQUIRE(read);
    CHECK(*read == key.verifying_key());
    CHECK(read->verify(message, signature));
  }
}

TEST_CASE("public keys that must be refused") {
  const auto json = test::read_vectors("ed25519.json");
  REQUIRE(json.at("refused").as_array().size() == 18);
  for (const auto& v : json.at("refused").as_array()) {
    const std::string why = test::text_at(v, "why");
    CAPTURE(why);
    const auto key = VerifyingKey::from_bytes(test::fixed<32>(test::hex_at(v, "public")));
    REQUIRE(!key);
    CHECK(key.error().code == ErrorCode::bad_key);
    CHECK(!key.error().detail.empty());
  }
}

TEST_CASE("a signature has one form: S + L is refused") {
  const auto key = some_key();
  const auto message = as_bytes("one form");
  Signature signature = key.sign(message);
  REQUIRE(key.verifying_key().verify(message, signature));
  for (int i = 0; i < 7; ++i) {  // up to S + 7L still fits 256 bits
    add_group_order(signature);
    CHECK(!key.verifying_key().verify(message, signature));
  }
}

TEST_CASE("no bit of message, signature or key may change") {
  const auto key = some_key();
  std::string message = "tem/stamp/v1";
  const Signature signature = key.sign(as_bytes(message));
  for (std::size_t bit = 0; bit < message.size() * 8; ++bit) {
    auto changed = message;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
    CHECK(!key.verifying_key().verify(as_bytes(changed), signature));
  }
  CHECK(!key.verifying_key().verify(as_bytes(message + '\0'), signature));
  CHECK(!key.verifying_key().verify(as_bytes(message.substr(1)), signature));
  for (std::size_t bit = 0; bit < 512; ++bit) {
    auto changed = signature;
    changed[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
    CHECK(!key.verifying_key().verify(as_bytes(message), changed));
  }
  int other_keys = 0;
  for (std::size_t bit = 0; bit < 256; ++bit) {
    auto changed = key.verifying_key().bytes();
    changed[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
    const auto other = VerifyingKey::from_bytes(changed);
    if (!other) continue;
    ++other_keys;
    CHECK(!other->verify(as_bytes(message), signature));
  }
  CHECK(other_keys > 0);
}

TEST_CASE("key files are written as in RFC 8410 §10, and read back") {
  const auto secret = SigningKey::from_pem(kPrivatePem);
  REQUIRE(secret);
  CHECK(secret->pem() == kPrivatePem);
  CHECK(secret->verifying_key().pem() == kPublicPem);
  const auto verifying = VerifyingKey::from_pem(kPublicPem);
  REQUIRE(verifying);
  CHECK(*verifying == secret->verifying_key());
  CHECK(verifying->pem() == kPublicPem);
}

TEST_CASE("any key: parse(x.pem()) == x") {
  CHECK(rc::check([] {
    Bytes<32> seed;
    for (auto& b : seed) b = static_cast<std::byte>(*rc::gen::arbitrary<std::uint8_t>());
    const auto key = SigningKey::from_seed(seed);
    const auto again = SigningKey::from_pem(key.pem());
    RC_ASSERT(again.has_value());
    RC_ASSERT(again->pem() == key.pem());
    RC_ASSERT(again->verifying_key() == key.verifying_key());
    RC_ASSERT(VerifyingKey::from_pem(key.verifying_key().pem()).value() == key.verifying_key());
    RC_ASSERT(VerifyingKey::from_bytes(key.verifying_key().bytes()).value() == key.verifying_key());
  }));
}

TEST_CASE("key files: what is accepted beside our own form") {
  const std::string plain = kPrivatePem;
  for (const auto& text : {plain.substr(0, plain.size() - 1), plain + "\n\r\n \t",
                           pem_file("crlf_private.pem"), pem_file("rfc8410_private.pem")}) {
    CAPTURE(text);
    const auto key = SigningKey::from_pem(text);
    REQUIRE(key);
    CHECK(key->pem() == plain);
  }
}

TEST_CASE("key files: what is refused, and why") {
  struct Case {
    std::string_view why;
    std::string text;
    std::string_view line;
  };
  std::string damaged = kPrivatePem;
  damaged[40] = '*';
  std::string half = kPrivatePem.substr(0, 60);
  const std::vector<Case> secret_cases = {
      {"nothing", "", "begin with a PEM line"},
      {"a file of zeros", std::string(4096, '\0'), "begin with a PEM line"},
      {"too long", kPrivatePem + std::string(4096, '\n'), "longer than 4096"},
      {"one byte too long", kPrivatePem + std::string(4097 - kPrivatePem.size(), '\n'),
       "longer than 4096"},
      {"cut short", half, "damaged"},
      {"no base64", damaged, "damaged"},
      {"another END",
       kPrivatePem.substr(0, kPrivatePem.find("-----END")) + "-----END PUBLIC KEY-----\n",
       "damaged"},
      {"text before", pem_file("text_before.pem"), "begin with a PEM line"},
      {"a blank before", "\n" + kPrivatePem, "begin with a PEM line"},
      {"text after", pem_file("text_after.pem"), "more than one key"},
      {"a zero byte after", kPrivatePem + '\0', "more than one key"},
      {"two keys", pem_file("two_keys.pem"), "more than one key"},
      {"a public key", kPublicPem, "another kind"},
      {"encrypted, and no passphrase", pem_file("encrypted_pkcs8.pem"), "passphrase is needed"},
      {"encrypted, traditional", pem_file("encrypted_traditional.pem"), "before PKCS#8"},
      {"P-256, traditional", pem_file("ec_traditional.pem"), "another kind"},
      {"P-256", pem_file("p256_private.pem"), "no Ed25519"},
      {"X25519", pem_file("x25519_private.pem"), "no Ed25519"},
  };
  ERR_clear_error();
  for (const auto& [why, text, line] : secret_cases) {
    CAPTURE(why);
    const auto key = SigningKey::from_pem(text);
    REQUIRE(!key);
    CHECK(key.error().code == ErrorCode::bad_key);
    CHECK(key.error().detail.find(line) != std::string::npos);
    CHECK(ERR_peek_error() == 0);  // nothing left for the thread's next TLS call
  }
  const std::vector<Case> public_cases = {
      {"nothing", "", "begin with a PEM line"},
      {"a private key", kPrivatePem, "another kind"},
      {"P-256", pem_file("p256_public.pem"), "no Ed25519"},
      {"X25519", pem_file("x25519_public.pem"), "no Ed25519"},
      {"bytes after the DER", pem_file("bytes_after_der.pem"), "no Ed25519"},
      {"a point of small order", pem_file("small_order_public.pem"), "full order"},
      {"two keys", kPublicPem + kPublicPem, "more than one key"},
  };
  for (const auto& [why, text, line] : public_cases) {
    CAPTURE(why);
    const auto key = VerifyingKey::from_pem(text);
    REQUIRE(!key);
    CHECK(key.error().code == ErrorCode::bad_key);
    CHECK(key.error().detail.find(line) != std::string::npos);
    CHECK(ERR_peek_error() == 0);
  }
}

TEST_CASE("no line of an error carries key material") {
  std::string text = kPrivatePem;
  text.insert(text.find("-----END"), "MC4C\n");
  const auto key = SigningKey::from_pem(text);
  REQUIRE(!key);
  CHECK(key.error().detail.find("TuctV5") == std::string::npos);
  CHECK(key.error().detail.find("MC4C") == std::string::npos);
}

TEST_CASE("a signing key moves") {
  auto key = some_key();
  const auto verifying = key.verifying_key();
  SigningKey moved = std::move(key);
  CHECK(moved.verifying_key() == verifying);
  moved = SigningKey::from_pem(kPrivatePem).value();
  CHECK(moved.verifying_key().pem() == kPublicPem);
  static_assert(!std::is_copy_constructible_v<SigningKey>);
}
