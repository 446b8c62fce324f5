#pragma once
// Where the codewords of a version stand in its symbol, and its eight masks, as words: what is the
// same for every symbol of a version and level.
//
// A line, row or column, is one word: its first module is the highest bit, dark is 1.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "qr_spec.hpp"

namespace tem {

using QrLines = std::array<std::uint64_t, 64>;

/// The columns of a picture whose rows are given, and the other way round.
void transpose(QrLines& lines) noexcept;

/// Masks side by side in one vector register: each step of scoring is done for so many at once.
inline constexpr std::size_t kQrLanes = 2;
using QrLanes [[gnu::vector_size(8 * kQrLanes)]] = std::uint64_t;

/// Rows, and columns behind them, each filled up to a multiple of eight lines. What fills up
/// alternates dark and light, which no rule of §7.8.3 counts but that of the dark modules.
inline constexpr std::size_t kQrMaxLines = 128;
inline constexpr std::uint64_t kQrFiller = 0xAAAA'AAAA'AAAA'AAAA;

class QrLayout {
 public:
  /// Precondition: 1 ≤ version ≤ kMaxWordVersion.
  QrLayout(int version, QrLevel level);

  [[nodiscard]] int size() const noexcept { return size_; }
  /// Rows, filled up; as many columns follow.
  [[nodiscard]] std::size_t rows() const noexcept { return rows_; }

  /// Sets the columns' modules that codewords have, before masking: all others stay 0. The
  /// codewords stand block after block, as ReedSolomon::append leaves them.
  void place(std::span<const std::uint8_t> codewords, QrLines& columns) const noexcept;

  /// Masks kQrLanes * pair and after: what turns the lines of `place`, rows then columns, into the
  /// symbol, its function patterns and format information too.
  using MaskLines = std::array<QrLanes, kQrMaxLines>;
  [[nodiscard]] const MaskLines& masks(std::size_t pair) const noexcept { return masks_[pair]; }

 private:
  /// A codeword two modules wide and four high, as most are.
  struct Tile {
    std::uint16_t codeword;
    std::uint8_t column;  ///< the right one
    std::uint8_t shift;   ///< of the lowest of four rows
    bool upward;
  };
  /// One bit of a codeword that lies otherwise.
  struct Module {
    std::uint16_t codeword;
    std::uint8_t bit, column, shift;
  };

  void find_places(int version, QrLevel level);
  void draw_mask(QrLevel level, int mask, const QrLines& functions, const QrLines& darks);

  int size_;
  std::size_t rows_;
  std::vector<Tile> tiles_;
  std::vector<Module> modules_;
  std::array<MaskLines, kQrMasks / kQrLanes> masks_{};
};

}  // namespace tem
