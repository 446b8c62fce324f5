#pragma once
// Ed25519 keys (RFC 8032) for stamps and for the log's checkpoints.
//
//   SigningKey key = SigningKey::from_seed(seed);
//   Signature sig = key.sign(as_bytes("message"));
//   key.verifying_key().verify(as_bytes("message"), sig)   // true
//
// libsodium signs and verifies; it refuses small-order keys and S ≥ L. OpenSSL reads key files: one
// PEM block (RFC 7468, RFC 8410) and nothing else, at most 4096 bytes; it never asks for a
// passphrase by itself. Encrypted files are PKCS#8 with PBES2: ours with scrypt and AES-256-CBC, others' also
// with PBKDF2, and no more costly than codec/src/encrypted_key.hpp allows.

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "tem/bytes.hpp"
#include "tem/passphrase.hpp"
#include "tem/result.hpp"

namespace tem {

class VerifyingKey {
 public:
  /// Error: bad_key when the bytes are no point of the main subgroup in canonical form.
  static Result<VerifyingKey> from_bytes(std::span<const std::byte, 32> bytes);
  /// SubjectPublicKeyInfo PEM ("PUBLIC KEY"). Error: bad_key.
  static Result<VerifyingKey> from_pem(std::string_view pem);

  [[nodiscard]] const Bytes<32>& bytes() const noexcept { return bytes_; }
  [[nodiscard]] std::string pem() const;
  [[nodiscard]] bool verify(std::span<const std::byte> message,
                            std::span<const std::byte, 64> signature) const noexcept;

  friend bool operator==(const VerifyingKey&, const VerifyingKey&) = default;

 private:
  friend class SigningKey;
  explicit VerifyingKey(const Bytes<32>& bytes) : bytes_(bytes) {}
  Bytes<32> bytes_;
};

/// Moves only; its memory is wiped when it goes.
class SigningKey {
 public:
  static SigningKey from_seed(std::span<const std::byte, 32> seed);
  /// PKCS#8 PEM: "PRIVATE KEY", or "ENCRYPTED PRIVATE KEY" opened with the passphrase. Error:
  /// bad_key, also for an encrypted key without a passphrase or with the wrong one.
  static Result<SigningKey> from_pem(std::string_view pem, const Passphrase* passphrase = nullptr);
  /// Does a passphrase have to be found before from_pem?
  static bool is_encrypted(std::string_view pem) noexcept;

  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;
  ~SigningKey();
  /// A second owner of the same key: in the open, never by accident.
  [[nodiscard]] SigningKey copy() const;

  /// "PRIVATE KEY", readable by whoever has the file.
  [[nodiscard]] std::string pem() const;
  /// "ENCRYPTED PRIVATE KEY", under scrypt and AES-256-CBC. `salt` and `iv` are random, new for
  /// each file. Error: crypto_failed.
  [[nodiscard]] Result<std::string> encrypted_pem(const Passphrase& passphrase,
                                                  std::span<const std::byte, 16> salt,
                                                  std::span<const std::byte, 16> iv) const;
  [[nodiscard]] const VerifyingKey& verifying_key() const noexcept;
  /// Deterministic: the same message gives the same signature.
  [[nodiscard]] Signature sign(std::span<const std::byte> message) const noexcept;

 private:
  struct Secret;
  explicit SigningKey(std::unique_ptr<Secret> secret);
  std::unique_ptr<Secret> secret_;
};

}  // namespace tem
