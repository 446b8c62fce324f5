#pragma once
// Lengths on a label: millimetres in templates, points (1/72 inch) in drawings, and the printer's
// dots, in whole numbers of which modules are made and placed.

#include <cmath>

namespace tem {

inline constexpr double kMmOfInch = 25.4;
inline constexpr double kPointsOfInch = 72;

constexpr double points(double mm) { return mm * kPointsOfInch / kMmOfInch; }

struct Dots {
  int dpi;
  [[nodiscard]] double mm() const { return kMmOfInch / dpi; }          ///< of one dot
  [[nodiscard]] double points() const { return kPointsOfInch / dpi; }  ///< of one dot
  [[nodiscard]] int whole(double length_mm) const {
    return static_cast<int>(std::floor(length_mm / mm() + 1e-6));
  }
  [[nodiscard]] int nearest(double length_mm) const {
    return static_cast<int>(std::lround(length_mm / mm()));
  }
};

}  // namespace tem
