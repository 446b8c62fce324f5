#pragma once
// What all stamps of one run have in common, so that one plan of segments serves them all.

#include <cstddef>
#include <string>
#include <string_view>

namespace tem {

/// A text in which each part that changes from stamp to stamp is given by its widest characters. A
/// text that has not the form of a stamp is its own shape.
struct QrShape {
  /// A stamp's serial as ten letters, its seal as zeros:
  /// "https://…/21/AAAAAAAAAA?17=271231&s=000…".
  std::string text;
  /// Where the serial and the seal begin; the text's end in both where it is no stamp.
  std::size_t serial, seal;

  /// By the text alone: "/21/" and ten characters of kSerialAlphabet before the first "?", and "s="
  /// with 156 to 165 digits at the very end.
  static QrShape of(std::string_view text);

  /// of(other).text == text, at less cost.
  [[nodiscard]] bool fits(std::string_view other) const noexcept;
};

}  // namespace tem
