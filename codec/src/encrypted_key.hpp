#pragma once
// The DER inside "ENCRYPTED PRIVATE KEY": PKCS#8 under a passphrase (RFC 5958 §3, RFC 8018 §6.2).
//
//   auto der = encrypt_pkcs8(pkcs8, passphrase, salt, iv);   // scrypt, AES-256-CBC
//   auto key = decrypt_pkcs8(*der, passphrase);
//
// CBC does not authenticate: a caller that knows the public half compares it.

#include <cstdint>
#include <vector>

#include "openssl_raii.hpp"
#include "tem/bytes.hpp"
#include "tem/passphrase.hpp"

namespace tem {

// scrypt (RFC 7914). OpenSSL's own tools give scrypt 32 MiB and would not open a file of N = 2^15,
// so that time beyond N = 2^14 is bought with p. 75 ms of CPU time with OpenSSL 3.0, best of six.
inline constexpr std::uint64_t kScryptN = 1U << 14;
inline constexpr std::uint64_t kScryptR = 8;
inline constexpr std::uint64_t kScryptP = 2;

// The most a file may ask for: memory is bounded by OpenSSL (32 MiB), time by these.
inline constexpr std::uint64_t kMaxScryptWork = 16 * kScryptN * kScryptR * kScryptP;  // N · r · p
inline constexpr std::uint64_t kMaxPbkdf2Iterations = 2'000'000;

/// `pkcs8` is a PrivateKeyInfo. Error: crypto_failed.
Result<std::vector<std::byte>> encrypt_pkcs8(std::span<const std::byte> pkcs8,
                                             const Passphrase& passphrase,
                                             std::span<const std::byte, 16> salt,
                                             std::span<const std::byte, 16> iv);

/// PBES2 with scrypt or PBKDF2, and AES in CBC mode: what `openssl pkcs8 -topk8` writes. Error:
/// bad_key: another scheme, parameters over the bounds above, the wrong passphrase, a damaged file.
Result<openssl::Pkcs8> decrypt_pkcs8(std::span<const std::byte> der, const Passphrase& passphrase);

}  // namespace tem
