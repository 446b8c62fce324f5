#include "tem/hidden_code.hpp"

#include <sodium.h>

#include "hkdf.hpp"

namespace tem {
namespace {

/// The character of the alphabet that a person meant, or 0.
char meant(char c) noexcept {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (c == 'O') return '0';
  if (c == 'I' || c == 'L') return '1';
  return kSerialAlphabet.find(c) == std::string_view::npos ? '\0' : c;
}

const unsigned char* bytes_of(std::string_view text) noexcept {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

Result<HiddenCode> HiddenCode::parse(std::string_view text) {
  if (text.size() > kMaxHiddenCodeText) {
    return Error{ErrorCode::bad_code, "the code is longer than its eight characters"};
  }
  HiddenCode code;
  std::size_t length = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '-') continue;
    const char c = meant(text[i]);
    if (c == '\0') {
      return Error{ErrorCode::bad_code, "character " + std::to_string(i + 1) +
                                            " of the code is neither a digit nor one of its letters"};
    }
    if (length < kHiddenCodeLength) code.chars_[length] = c;
    ++length;
  }
  if (length != kHiddenCodeLength) {
    return Error{ErrorCode::bad_code,
                 "the code has " + std::to_string(length) + " characters; it should have eight"};
  }
  return code;
}

HiddenCode HiddenCode::from_bytes(std::span<const std::byte, 5> bytes) noexcept {
  std::uint64_t bits = 0;
  for (const std::byte byte : bytes) bits = bits << 8 | std::to_integer<std::uint64_t>(byte);
  HiddenCode code;
  for (auto at = code.chars_.rbegin(); at != code.chars_.rend(); ++at, bits >>= 5) {
    *at = kSerialAlphabet[bits & 31U];
  }
  return code;
}

std::string HiddenCode::str() const {
  const std::string_view all(chars_.data(), chars_.size());
  return std::string(all.substr(0, 4)) + '-' + std::string(all.substr(4));
}

bool HiddenCode::equals(const HiddenCode& other) const noexcept {
  return sodium_memcmp(chars_.data(), other.chars_.data(), chars_.size()) == 0;
}

Result<ClaimKey> ClaimKey::make(const SerialSecret& secret, const Gtin& gtin, const Lot& lot) {
  std::string info = "tem/claim/v1\n";
  info.append(gtin.view()).append("\n").append(lot.str()).append("\n");
  ClaimKey key;
  if (auto made = hkdf_sha256(secret.bytes, info, *key.key_); !made) return made.error();
  return key;
}

HiddenCode ClaimKey::code(std::string_view canonical) const noexcept {
  Bytes<crypto_auth_hmacsha256_BYTES> mac;
  // Never fails: it computes on what it is given and allocates nothing.
  crypto_auth_hmacsha256(reinterpret_cast<unsigned char*>(mac.data()), bytes_of(canonical),
                         canonical.size(), reinterpret_cast<const unsigned char*>(key_->data()));
  return HiddenCode::from_bytes(std::span(mac).first<5>());
}

}  // namespace tem
