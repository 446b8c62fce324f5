#pragma once
// Ed25519 keys (RFC 8032) for stamps and for the log's checkpoints.
//
//   SigningKey key = SigningKey::from_seed(seed);
//   Signature sig = key.sign(as_bytes("message"));
//   key.verifying_key().verify(as_bytes("message"), sig)   // true
//
// libsodium signs and verifies; it refuses small-order keys and S ≥ L. OpenSSL reads key files: one
// PEM block (RFC 7468, RFC 8410) and nothing else, at most 4096 bytes, never a password asked for.

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "tem/bytes.hpp"
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
  /// PKCS#8 PEM ("PRIVATE KEY"), unencrypted. Error: bad_key.
  static Result<SigningKey> from_pem(std::string_view pem);

  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;
  ~SigningKey();

  [[nodiscard]] std::string pem() const;
  [[nodiscard]] const VerifyingKey& verifying_key() const noexcept;
  /// Deterministic: the same message gives the same signature.
  [[nodiscard]] Signature sign(std::span<const std::byte> message) const noexcept;

 private:
  struct Secret;
  explicit SigningKey(std::unique_ptr<Secret> secret);
  std::unique_ptr<Secret> secret_;
};

}  // namespace tem
