#pragma once
// Lengths on a label: millimetres in templates, points (1/72 inch) in drawings, and dots of
// kPngDpi, in whole numbers of which modules are made and placed: so they are equal on 300 and 600
// dpi printers, and exact in PNG.

#include <cmath>

#include "tem/label.hpp"

namespace tem {

inline constexpr double kMmOfInch = 25.4;
inline constexpr double kPointsOfInch = 72;
inline constexpr double kPointsOfDot = kPointsOfInch / kPngDpi;
inline constexpr double kMmOfDot = kMmOfInch / kPngDpi;

constexpr double points(double mm) { return mm * kPointsOfInch / kMmOfInch; }
inline int whole_dots(double mm) { return static_cast<int>(std::floor(mm / kMmOfDot + 1e-6)); }
inline int nearest_dot(double mm) { return static_cast<int>(std::lround(mm / kMmOfDot)); }

}  // namespace tem
