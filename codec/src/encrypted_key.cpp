#include "encrypted_key.hpp"

#include <openssl/asn1t.h>
#include <openssl/objects.h>
#include <openssl/pkcs12.h>

#include <string>

namespace tem {
namespace {

using Encrypted = std::unique_ptr<X509_SIG, openssl::Free<X509_SIG_free>>;
using Algorithm = std::unique_ptr<X509_ALGOR, openssl::Free<X509_ALGOR_free>>;
using Pbes2 = std::unique_ptr<PBE2PARAM, openssl::Free<PBE2PARAM_free>>;
using Scrypt = std::unique_ptr<SCRYPT_PARAMS, openssl::Free<SCRYPT_PARAMS_free>>;
using Pbkdf2 = std::unique_ptr<PBKDF2PARAM, openssl::Free<PBKDF2PARAM_free>>;

Error bad_key(std::string why) { return {ErrorCode::bad_key, std::move(why)}; }

const unsigned char* raw(std::span<const std::byte> bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

/// The parameters of an algorithm, or null when they are not of this type.
template <class Object>
Object* parameters(const X509_ALGOR& algorithm, const ASN1_ITEM* type) {
  return static_cast<Object*>(ASN1_TYPE_unpack_sequence(type, algorithm.parameter));
}

/// 0 to 2^64-1, else 2^64-1, which is over every bound.
std::uint64_t number(const ASN1_INTEGER* value) {
  std::uint64_t out = 0;
  return value != nullptr && ASN1_INTEGER_get_uint64(&out, value) == 1 ? out : UINT64_MAX;
}

Error too_costly(const std::string& what) {
  return bad_key("encrypted key file asks for too much " + what +
                 ": it was not made by tem or openssl; make it again");
}

Result<void> check_scrypt(const X509_ALGOR& kdf) {
  const Scrypt asked(parameters<SCRYPT_PARAMS>(kdf, ASN1_ITEM_rptr(SCRYPT_PARAMS)));
  if (!asked) return bad_key("encrypted key file is damaged: scrypt parameters are missing");
  const std::uint64_t n = number(asked->costParameter);
  const std::uint64_t r = number(asked->blockSize);
  const std::uint64_t p = number(asked->parallelizationParameter);
  constexpr std::uint64_t kMax = kMaxScryptWork;
  // Each alone first, so that the product cannot overflow.
  if (n > kMax || r > kMax || p > kMax || n * r > kMax || n * r * p > kMax) {
    return too_costly("work (scrypt N, r, p)");
  }
  if (EVP_PBE_scrypt(nullptr, 0, nullptr, 0, n, r, p, 0, nullptr, 0) != 1) {
    return too_costly("memory, or for scrypt parameters that there are not (N, r, p)");
  }
  return {};
}

Result<void> check_pbkdf2(const X509_ALGOR& kdf) {
  const Pbkdf2 asked(parameters<PBKDF2PARAM>(kdf, ASN1_ITEM_rptr(PBKDF2PARAM)));
  if (!asked) return bad_key("encrypted key file is damaged: PBKDF2 parameters are missing");
  if (number(asked->iter) > kMaxPbkdf2Iterations) return too_costly("work (PBKDF2 iterations)");
  return {};
}

/// Looks at what the file asks for before any of it is done.
Result<void> check_scheme(const X509_ALGOR& algorithm) {
  const char* usual =
      "; make it again: openssl pkcs8 -topk8 -scrypt -v2 aes-256-cbc -in old.pem -out new.pem";
  if (OBJ_obj2nid(algorithm.algorithm) != NID_pbes2) {
    return bad_key(std::string("encrypted key file is of an old scheme, not PBES2") + usual);
  }
  const Pbes2 scheme(parameters<PBE2PARAM>(algorithm, ASN1_ITEM_rptr(PBE2PARAM)));
  if (!scheme || scheme->keyfunc == nullptr || scheme->encryption == nullptr) {
    return bad_key("encrypted key file is damaged: PBES2 parameters are missing");
  }
  const int cipher = OBJ_obj2nid(scheme->encryption->algorithm);
  if (cipher != NID_aes_256_cbc && cipher != NID_aes_192_cbc && cipher != NID_aes_128_cbc) {
    return bad_key(std::string("encrypted key file uses another cipher than AES-CBC") + usual);
  }
  const int kdf = OBJ_obj2nid(scheme->keyfunc->algorithm);
  if (kdf == NID_id_scrypt) return check_scrypt(*scheme->keyfunc);
  if (kdf == NID_id_pbkdf2) return check_pbkdf2(*scheme->keyfunc);
  return bad_key(std::string("encrypted key file uses neither scrypt nor PBKDF2") + usual);
}

}  // namespace

Result<std::vector<std::byte>> encrypt_pkcs8(std::span<const std::byte> pkcs8,
                                             const Passphrase& passphrase,
                                             std::span<const std::byte, 16> salt,
                                             std::span<const std::byte, 16> iv) {
  const openssl::ErrorScope errors;
  const Error failed{ErrorCode::crypto_failed, "OpenSSL could not encrypt a private key"};
  const unsigned char* at = raw(pkcs8);
  const openssl::Pkcs8 plain(
      d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(pkcs8.size())));
  if (!plain) return failed;
  Bytes<16> salt_copy, iv_copy;  // OpenSSL's arguments are not const, and are only read
  std::copy(salt.begin(), salt.end(), salt_copy.begin());
  std::copy(iv.begin(), iv.end(), iv_copy.begin());
  Algorithm scheme(PKCS5_pbe2_set_scrypt(
      EVP_aes_256_cbc(), reinterpret_cast<unsigned char*>(salt_copy.data()), salt_copy.size(),
      reinterpret_cast<unsigned char*>(iv_copy.data()), kScryptN, kScryptR, kScryptP));
  if (!scheme) return failed;
  const std::string_view text = passphrase.view();
  const Encrypted made(
      PKCS8_set0_pbe(text.data(), static_cast<int>(text.size()), plain.get(), scheme.get()));
  if (!made) return failed;
  static_cast<void>(scheme.release());  // belongs to `made` now
  const int size = i2d_X509_SIG(made.get(), nullptr);
  if (size <= 0) return failed;
  std::vector<std::byte> der(static_cast<std::size_t>(size));
  auto* out = reinterpret_cast<unsigned char*>(der.data());
  if (i2d_X509_SIG(made.get(), &out) != size) return failed;
  return der;
}

Result<openssl::Pkcs8> decrypt_pkcs8(std::span<const std::byte> der, const Passphrase& passphrase) {
  const openssl::ErrorScope errors;
  const unsigned char* at = raw(der);
  const Encrypted encrypted(d2i_X509_SIG(nullptr, &at, static_cast<long>(der.size())));
  if (!encrypted || at != raw(der) + der.size()) {
    return bad_key("encrypted key file is damaged: restore it from a backup");
  }
  const X509_ALGOR* algorithm = nullptr;
  X509_SIG_get0(encrypted.get(), &algorithm, nullptr);
  if (auto ok = check_scheme(*algorithm); !ok) return ok.error();
  const std::string_view text = passphrase.view();
  openssl::Pkcs8 plain(
      PKCS8_decrypt(encrypted.get(), text.data(), static_cast<int>(text.size())));
  if (!plain) {
    return bad_key("the passphrase does not open this key file, or the file is damaged");
  }
  return plain;
}

}  // namespace tem
