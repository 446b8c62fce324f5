#pragma once
// A version, a level and segments to be filled in with texts: what the symbols of a run share.

#include <span>
#include <string_view>
#include <vector>

#include "qr_codewords.hpp"
#include "qr_layout.hpp"
#include "qr_penalty.hpp"
#include "tem/qr_symbol.hpp"

namespace tem {

class QrForm {
 public:
  /// Preconditions: 1 ≤ version ≤ kMaxWordVersion; the pieces fit the version and level.
  QrForm(int version, QrLevel level, std::vector<QrPiece> pieces);

  [[nodiscard]] bool holds(std::string_view text) const noexcept {
    return qr_pieces_hold(pieces_, text);
  }

  /// The symbol under the mask of the lowest penalty, the first of equals. Precondition of all
  /// three: holds(text).
  [[nodiscard]] QrSymbol symbol(std::string_view text) const;
  /// The symbol under a given mask, 0 to 7.
  [[nodiscard]] QrSymbol symbol(std::string_view text, int mask) const;
  [[nodiscard]] QrPenalties penalties(std::string_view text) const;

 private:
  using Drawn = std::array<std::uint64_t, kQrMaxLines>;
  [[nodiscard]] Drawn draw(std::string_view text) const;
  [[nodiscard]] QrSymbol masked(const Drawn& drawn, int mask) const;

  int version_;
  QrLevel level_;
  std::vector<QrPiece> pieces_;
  QrBlocks blocks_;
  ReedSolomon correction_;
  QrLayout layout_;
};

}  // namespace tem
