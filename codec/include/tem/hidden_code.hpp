#pragma once
// The hidden code of a two-layer stamp: eight characters under its scratch layer, computed and never
// stored, that only who opened the package has read (docs/stamp-format.md, "Hidden code").
//
//   auto key = ClaimKey::make(secret, gtin, lot);
//   key->code(stamp.canonical()).str() == "B2NZ-CZA9"
//   HiddenCode::parse("b2nzcza9")->equals(key->code(stamp.canonical()))

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "tem/locked_memory.hpp"
#include "tem/serial.hpp"

namespace tem {

inline constexpr std::size_t kHiddenCodeLength = 8;
/// What a person may type: eight characters, and a hyphen around each.
inline constexpr std::size_t kMaxHiddenCodeText = 2 * kHiddenCodeLength + 1;

class HiddenCode {
 public:
  /// Eight characters of kSerialAlphabet in either case; hyphens are ignored wherever they stand,
  /// and O, I, L are read as 0, 1, 1. Error: bad_code, whose line never repeats the text.
  static Result<HiddenCode> parse(std::string_view text);
  /// The first 40 bits of `bytes`, most significant first.
  static HiddenCode from_bytes(std::span<const std::byte, 5> bytes) noexcept;

  /// As it is printed: `XXXX-XXXX`.
  [[nodiscard]] std::string str() const;
  /// In a time that does not depend on the characters, so that an answer's delay tells nothing of
  /// how many were right. There is no operator== on purpose.
  [[nodiscard]] bool equals(const HiddenCode& other) const noexcept;

 private:
  HiddenCode() = default;
  std::array<char, kHiddenCodeLength> chars_{};
};

/// What the hidden codes of one lot are computed with: HKDF-SHA256 of the registry's serial secret.
/// Making one costs an HKDF; keep it for the lot's run. Moves only. Threads may share it.
class ClaimKey {
 public:
  /// Error: crypto_failed.
  static Result<ClaimKey> make(const SerialSecret& secret, const Gtin& gtin, const Lot& lot);

  /// The code of the stamp with this canonical form (VerifiedStamp::canonical, or
  /// DigitalLink::canonical of what is printed).
  [[nodiscard]] HiddenCode code(std::string_view canonical) const noexcept;

 private:
  ClaimKey() = default;
  LockedMemory<Bytes<32>> key_;
};

}  // namespace tem
