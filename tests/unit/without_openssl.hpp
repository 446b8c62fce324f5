#pragma once
// OpenSSL without any algorithm, as where its modules or its memory are missing: for as long as it lives every
// look-up of a cipher, a hash or a derivation fails.
//
//   const test::WithoutOpenSsl none;
//   CHECK(SerialCipher::make(secret, gtin, lot).error().code == ErrorCode::crypto_failed);

#include <openssl/evp.h>

namespace tem::test {

class WithoutOpenSsl {
 public:
  WithoutOpenSsl() { EVP_set_default_properties(nullptr, "provider=none"); }
  WithoutOpenSsl(const WithoutOpenSsl&) = delete;
  WithoutOpenSsl& operator=(const WithoutOpenSsl&) = delete;
  ~WithoutOpenSsl() { EVP_set_default_properties(nullptr, ""); }
};

}  // namespace tem::test
