#pragma once
// A QR Code symbol (ISO/IEC 18004) of a text, in the smallest version and, within it, the highest
// error-correction level that fits.
//
//   auto symbol = QrSymbol::encode(uri);       // level M at least
//   symbol->size()   == 45                     // modules a side
//   symbol->dark(x, y)

#include <cstdint>
#include <string_view>
#include <vector>

#include "tem/result.hpp"

namespace tem {

enum class QrLevel { L, M, Q, H };

inline constexpr int kQuietZone = 4;  // modules on every side, ISO/IEC 18004 §5.3.8

class QrSymbol {
 public:
  /// Segments byte, alphanumeric and numeric optimally (ISO/IEC 18004 annex J by dynamic
  /// programming). Errors: too_long, empty_value,
  /// internal (the library failed).
  static Result<QrSymbol> encode(std::string_view text, QrLevel least = QrLevel::M);

  [[nodiscard]] int version() const noexcept { return version_; }  ///< 1 to 40
  [[nodiscard]] QrLevel level() const noexcept { return level_; }
  [[nodiscard]] int size() const noexcept { return 17 + 4 * version_; }  ///< modules a side
  /// Column x, row y from the top left, without the quiet zone.
  [[nodiscard]] bool dark(int x, int y) const noexcept {
    return modules_[static_cast<std::size_t>(y) * static_cast<std::size_t>(size()) +
                    static_cast<std::size_t>(x)] != 0;
  }

 private:
  QrSymbol() = default;
  int version_ = 0;
  QrLevel level_ = QrLevel::M;
  std::vector<std::uint8_t> modules_;
};

}  // namespace tem
