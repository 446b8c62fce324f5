#pragma once
// From text to codewords: the bit stream of a text's segments (ISO/IEC 18004 §7.4) and its
// Reed-Solomon error correction (§7.5).

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "qr_segments.hpp"
#include "qr_spec.hpp"

namespace tem {

/// So many characters in one mode; pieces one after another make up a text.
struct QrPiece {
  QrMode mode;
  std::size_t length;
  friend bool operator==(const QrPiece&, const QrPiece&) = default;
};

/// Can the pieces hold the text, to its last character?
bool qr_pieces_hold(std::span<const QrPiece> pieces, std::string_view text) noexcept;

/// Fills `data` with the text's segments, terminator and padding. Preconditions: the pieces hold
/// the text, and their bits fit `data`.
void qr_write_data(std::span<const QrPiece> pieces, std::string_view text, int version,
                   std::span<std::uint8_t> data) noexcept;

/// How the codewords of a version and level are split into blocks. Data of all blocks come first,
/// then error correction of all blocks: not yet interleaved.
struct QrBlocks {
  int count;       ///< blocks
  int short_ones;  ///< of them have `data` codewords, the others one more
  int data;        ///< data codewords of a short block
  int check;       ///< error-correction codewords of each

  static QrBlocks of(int version, QrLevel level) noexcept;
  [[nodiscard]] int data_codewords() const noexcept { return count * data + count - short_ones; }
  [[nodiscard]] int codewords() const noexcept { return data_codewords() + count * check; }
  /// Where the codeword that is drawn i-th stands: §7.6.
  [[nodiscard]] std::vector<std::uint16_t> interleaved() const;
};

/// Error correction by long division, eight codewords of the remainder in a word.
class ReedSolomon {
 public:
  /// `check`: codewords of the remainder, 1 to 32.
  explicit ReedSolomon(int check);

  /// Writes the remainder of each block behind the data. Precondition: as many codewords as
  /// `blocks` says, `blocks.check` as it was made for.
  void append(const QrBlocks& blocks, std::span<std::uint8_t> codewords) const noexcept;

 private:
  static constexpr std::size_t kWords = 4;
  template <std::size_t kUsed>
  void append_with(const QrBlocks& blocks, std::span<std::uint8_t> codewords) const noexcept;

  int check_;
  /// The generator's multiple for each leading codeword, its first coefficient in the highest byte.
  std::array<std::array<std::uint64_t, kWords>, 256> multiples_{};
};

}  // namespace tem
