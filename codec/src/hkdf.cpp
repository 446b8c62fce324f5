#include "hkdf.hpp"

#include <openssl/core_names.h>
#include <openssl/params.h>

#include <string>

#include "openssl_raii.hpp"

namespace tem {

Result<void> hkdf_sha256(std::span<const std::byte> secret, std::string_view info,
                         Bytes<32>& key) {
  const openssl::ErrorScope errors;
  const openssl::Kdf hkdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr));
  const openssl::KdfContext context(hkdf ? EVP_KDF_CTX_new(hkdf.get()) : nullptr);
  // OSSL_PARAM takes pointers to non-const and does not write through these.
  char digest[] = "SHA256";
  auto* ikm = const_cast<std::byte*>(secret.data());
  auto* text = const_cast<char*>(info.data());
  const OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, ikm, secret.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, text, info.size()),
      OSSL_PARAM_construct_end()};
  if (!context || EVP_KDF_derive(context.get(), reinterpret_cast<unsigned char*>(key.data()),
                                 key.size(), params) != 1) {
    return Error{ErrorCode::crypto_failed, "HKDF-SHA256 failed in OpenSSL: is it out of memory?"};
  }
  return {};
}

}  // namespace tem
