#pragma once
// The seal: key number and signature as decimal digits, which a QR packs at 3.33 bits each.
//
//   Seal::parse("1118661…2405")  → key number 1, 64 bytes of signature
//
// `<key number><signature>`: the signature as one big-endian integer in exactly 155 digits, zero-
// padded, below 2^512; before it the key number, 1 to 4294967295, no leading zero.

#include <cstdint>
#include <string>
#include <string_view>

#include "tem/bytes.hpp"
#include "tem/result.hpp"

namespace tem {

inline constexpr std::size_t kSignatureDigits = 155;

/// The log index of the entry that registered the key.
using KeyNumber = std::uint32_t;

struct Seal {
  KeyNumber key_number;
  Signature signature;

  /// 156 to 165 digits. Error: bad_seal, which says which rule.
  static Result<Seal> parse(std::string_view digits);
  /// parse(x.str()) == x. Precondition: key_number ≥ 1.
  [[nodiscard]] std::string str() const;

  friend bool operator==(const Seal&, const Seal&) = default;
};

}  // namespace tem
