#pragma once
// A QR Code symbol (ISO/IEC 18004) of a text, in the smallest version and, within it, the highest
// error-correction level that fits.
//
//   auto symbol = QrSymbol::encode(uri);       // level M at least
//   symbol->size()   == 45                     // modules a side
//   symbol->dark(x, y)
//   symbol->row(y)[0] >> 63                    // 1 when module (0, y) is dark
//
// Many texts of one run: tem/qr_encoder.hpp.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "tem/result.hpp"

namespace tem {

enum class QrLevel { L, M, Q, H };

inline constexpr int kQuietZone = 4;  // modules on every side, ISO/IEC 18004 §5.3.8

class QrSymbol {
 public:
  /// Segments byte, alphanumeric and numeric optimally (ISO/IEC 18004 annex J by dynamic
  /// programming). Errors: too_long, empty_value, internal (the library failed).
  static Result<QrSymbol> encode(std::string_view text, QrLevel least = QrLevel::M);

  [[nodiscard]] int version() const noexcept { return version_; }  ///< 1 to 40
  [[nodiscard]] QrLevel level() const noexcept { return level_; }
  [[nodiscard]] int mask() const noexcept { return mask_; }              ///< 0 to 7
  [[nodiscard]] int size() const noexcept { return 17 + 4 * version_; }  ///< modules a side
  /// Column x, row y from the top left, without the quiet zone.
  [[nodiscard]] bool dark(int x, int y) const noexcept {
    const auto column = static_cast<std::size_t>(x);
    return (row(y)[column / 64] >> (63 - column % 64) & 1) != 0;
  }
  /// Row y: column 0 is the highest bit of the first word, dark is 1, bits past the last column are
  /// 0. Written big-endian the words are a row of a one-bit picture (PDF, ZPL; PNG inverted). One
  /// word up to version 11, two up to 27, then three.
  [[nodiscard]] std::span<const std::uint64_t> row(int y) const noexcept {
    const std::size_t words = words_of(size());
    return {rows_.data() + static_cast<std::size_t>(y) * words, words};
  }

  friend bool operator==(const QrSymbol&, const QrSymbol&) = default;

 private:
  friend struct QrSymbolMaker;
  QrSymbol() = default;
  static constexpr std::size_t words_of(int modules) noexcept {
    return (static_cast<std::size_t>(modules) + 63) / 64;
  }

  int version_ = 0;
  QrLevel level_ = QrLevel::M;
  int mask_ = 0;
  std::vector<std::uint64_t> rows_;
};

}  // namespace tem
