// A key file that is read is written in our own form, which reads back as the same key. Encrypted
// ones are tried with the passphrase of the corpus, and what they may ask for is bounded.

#include <openssl/err.h>

#include <cstdlib>

#include "tem/keys.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const tem::Passphrase passphrase = tem::Passphrase::parse("tre xanh").value();
  if (const auto key = tem::SigningKey::from_pem(text, &passphrase)) {
    const std::string pem = key->pem();
    const auto again = tem::SigningKey::from_pem(pem);
    if (!again || again->pem() != pem) std::abort();
    if (again->verifying_key() != key->verifying_key()) std::abort();
  } else if (key.error().code != tem::ErrorCode::bad_key || key.error().detail.empty()) {
    std::abort();
  }
  if (const auto key = tem::VerifyingKey::from_pem(text)) {
    const auto again = tem::VerifyingKey::from_pem(key->pem());
    if (!again || *again != *key) std::abort();
  } else if (key.error().code != tem::ErrorCode::bad_key || key.error().detail.empty()) {
    std::abort();
  }
  if (ERR_peek_error() != 0) std::abort();
  return 0;
}
