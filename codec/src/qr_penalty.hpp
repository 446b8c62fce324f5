#pragma once
// Which mask suits a symbol best: ISO/IEC 18004 §7.8.3, all eight scored.
//
// Rows and columns alike, over the whole symbol, function patterns and format information too:
//   N1  a run of k ≥ 5 modules of one colour: 3 + (k - 5)
//   N2  each 2×2 block of one colour, overlapping ones too: 3
//   N3  runs of dark, light, dark, light, dark, 1:1:3:1:1 modules wide, with 4 light modules before
//       or behind: 40 each. What lies beyond the edge is quiet zone, so light.
//   N4  10 for each whole 5 % that the share of dark modules is off 50 %
// N3 names a ratio; as it is there to keep finder patterns unlike all else, and they are one module
// to a unit in the picture that is scored, wider runs of the ratio are not counted.

#include <array>

#include "qr_layout.hpp"

namespace tem {

using QrPenalties = std::array<int, kQrMasks>;

/// `drawn`: rows, then columns, of what QrLayout::place drew, each filled up with 0 to
/// QrLayout::rows() lines.
QrPenalties qr_penalties(const QrLayout& layout,
                         const std::array<std::uint64_t, kQrMaxLines>& drawn) noexcept;

}  // namespace tem
