#pragma once
// Which symbol a text is given, and drawing it with libqrencode.

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "qr_segments.hpp"
#include "tem/qr_symbol.hpp"

namespace tem {

struct QrFit {
  int version;
  QrLevel level;
  QrPlan plan;  ///< views into the text
};

/// The smallest version at the level, then the highest level that fits it. Errors: too_long,
/// empty_value.
Result<QrFit> fit_qr(std::string_view text, QrLevel least);

/// Any version, by libqrencode, under the mask that it likes best. Precondition: the segments fit.
/// Error: internal (the library failed).
Result<QrSymbol> draw_with_library(int version, QrLevel level,
                                   const std::vector<QrSegment>& segments);

/// Makes a symbol of rows as QrSymbol::row gives them.
struct QrSymbolMaker {
  static QrSymbol make(int version, QrLevel level, int mask, std::vector<std::uint64_t> rows) {
    QrSymbol symbol;
    symbol.version_ = version;
    symbol.level_ = level;
    symbol.mask_ = mask;
    symbol.rows_ = std::move(rows);
    return symbol;
  }
};

}  // namespace tem
