#include <doctest/doctest.h>
#include <openssl/err.h>

#include <chrono>
#include <string>

#include "file_bytes.hpp"
#include "tem/keys.hpp"
#include "without_openssl.hpp"

using namespace tem;

namespace {

std::string pem_file(std::string_view name) {
  return test::kept_bytes("fuzz/corpus/pem/" + std::string(name));
}

Passphrase passphrase(std::string_view text = "tre xanh") {
  return Passphrase::parse(text).value();
}

Bytes<16> filled(unsigned with) {
  Bytes<16> bytes;
  bytes.fill(static_cast<std::byte>(with));
  return bytes;
}

}  // namespace

TEST_CASE("passphrases: what is one, and what is not") {
  struct Case {
    std::string_view why;
    std::string text;
    bool good;
  };
  for (const auto& [why, text, good] : {
           Case{"one byte", "x", true},
           Case{"spaces count", " tre xanh ", true},
           Case{"any bytes", "tr\xC3\xBA \xFF\x01", true},
           Case{"as long as may be", std::string(1024, 'x'), true},
           Case{"nothing", "", false},
           Case{"one too long", std::string(1025, 'x'), false},
           Case{"two lines", "tre\nxanh", false},
           Case{"a line end", "tre\n", false},
           Case{"a carriage return", "tre\r", false},
           Case{"a zero byte", std::string("tre\0xanh", 8), false},
       }) {
    CAPTURE(why);
    const auto made = Passphrase::parse(text);
    CHECK(made.has_value() == good);
    if (made) {
      CHECK(made->view() == text);
    } else {
      CHECK(made.error().code == ErrorCode::bad_value);
      CHECK(made.error().detail.find("tre") == std::string::npos);
    }
  }
  CHECK(passphrase("a") == passphrase("a"));
  CHECK_FALSE(passphrase("a") == passphrase("b"));
}

TEST_CASE("what openssl encrypted is read") {
  const std::string plain = pem_file("rfc8410_private.pem");
  const auto tre = passphrase();
  for (const char* name : {"scrypt_aes256.pem", "scrypt_aes128.pem", "pbkdf2_aes256.pem"}) {
    CAPTURE(name);
    const std::string text = pem_file(name);
    CHECK(SigningKey::is_encrypted(text));
    const auto key = SigningKey::from_pem(text, &tre);
    REQUIRE_MESSAGE(key.has_value(), (key ? "" : key.error().str()));
    CHECK(key->pem() == plain);
    for (const auto& line_ends : {text + "\n", text.substr(0, text.size() - 1)}) {
      CHECK(SigningKey::from_pem(line_ends, &tre).has_value());
    }
  }
  CHECK_FALSE(SigningKey::is_encrypted(plain));
  CHECK_FALSE(SigningKey::is_encrypted(""));
  CHECK(SigningKey::from_pem(plain, &tre).has_value());  // there is nothing to open
}

TEST_CASE("what we encrypt is read, with the same passphrase alone") {
  Bytes<32> seed{};
  seed[3] = std::byte{9};
  const auto key = SigningKey::from_seed(seed);
  for (const std::string& text :
       {std::string("x"), std::string(1024, 'y'), std::string("\xFF\x01")}) {
    const auto under = passphrase(text);
    const auto pem = key.encrypted_pem(under, filled(1), filled(2)).value();
    CHECK(SigningKey::is_encrypted(pem));
    CHECK(pem.find("MC4CAQAwBQYDK2VwBCIEI") == std::string::npos);
    CHECK(pem == key.encrypted_pem(under, filled(1), filled(2)).value());
    CHECK(pem != key.encrypted_pem(under, filled(3), filled(2)).value());
    CHECK(pem != key.encrypted_pem(under, filled(1), filled(3)).value());
    CHECK(SigningKey::from_pem(pem, &under).value().pem() == key.pem());
    const auto other = passphrase(text.substr(1) + "z");
    const auto refused = SigningKey::from_pem(pem, &other);
    REQUIRE(!refused);
    CHECK(refused.error().code == ErrorCode::bad_key);
    CHECK(refused.error().detail.find("does not open") != std::string::npos);
    CHECK(SigningKey::from_pem(pem).error().detail.find("passphrase is needed") !=
          std::string::npos);
  }
}

TEST_CASE("where OpenSSL fails no key is written") {
  const auto key = SigningKey::from_seed(Bytes<32>{});
  const auto under = passphrase("x");
  const test::WithoutOpenSsl none;
  const auto failed = key.encrypted_pem(under, filled(1), filled(2));
  REQUIRE(!failed);
  CHECK(failed.error().code == ErrorCode::crypto_failed);
}

TEST_CASE("encrypted files that are refused, before any work is done for them") {
  struct Case {
    std::string_view why, file, line;
  };
  const auto tre = passphrase();
  ERR_clear_error();
  for (const auto& [why, file, line] : {
           Case{"scrypt that takes a minute", "scrypt_costly_p.pem", "too much work"},
           Case{"scrypt of 2^40", "scrypt_costly_n.pem", "too much work"},
           Case{"scrypt of 2^70, over 64 bits", "scrypt_huge_n.pem", "too much work"},
           Case{"scrypt that takes 256 MiB", "scrypt_costly_memory.pem", "too much memory"},
           Case{"scrypt with N no power of two", "scrypt_odd_n.pem", "scrypt parameters"},
           Case{"scrypt with r = 0", "scrypt_zero_r.pem", "scrypt parameters"},
           Case{"PBKDF2 that takes seconds", "pbkdf2_costly.pem", "too much work"},
           Case{"3DES", "scrypt_des3.pem", "another cipher"},
           Case{"a scheme of PKCS#12", "pkcs12_3des.pem", "old scheme"},
           Case{"a bit of the key changed", "scrypt_damaged.pem", "does not open"},
           Case{"bytes after the DER", "scrypt_bytes_after_der.pem", "damaged"},
           Case{"P-256 inside", "scrypt_p256.pem", "no Ed25519"},
           Case{"another passphrase", "encrypted_pkcs8.pem", "does not open"},
           Case{"traditional", "encrypted_traditional.pem", "before PKCS#8"},
       }) {
    CAPTURE(why);
    const auto start = std::chrono::steady_clock::now();
    const auto key = SigningKey::from_pem(pem_file(file), &tre);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
    REQUIRE(!key);
    CHECK(key.error().code == ErrorCode::bad_key);
    CAPTURE(key.error().detail);
    CHECK(key.error().detail.find(line) != std::string::npos);
    CHECK(ERR_peek_error() == 0);
  }
}

TEST_CASE("CBC does not authenticate: callers compare the public half") {
  const auto tre = passphrase();
  std::string text = pem_file("scrypt_aes256.pem");
  // DER bytes 86 to 149 are the ciphertext; letter 4/3 · 105 of the base64 lies in its second
  // block, which holds the first half of the seed.
  const std::size_t letter = 140;
  const std::size_t at = text.find('\n') + 1 + letter + letter / 64;
  text[at] = text[at] == 'A' ? 'B' : 'A';
  const auto key = SigningKey::from_pem(text, &tre);
  REQUIRE_MESSAGE(key.has_value(), (key ? "" : key.error().str()));
  CHECK(key->pem() != pem_file("rfc8410_private.pem"));
}
