#pragma once
// A photograph's smaller copies and parts, and where in the whole they are.

#include <algorithm>
#include <cmath>
#include <deque>

#include "qr_bitmap.hpp"
#include "qr_search.hpp"

namespace tem {

/// The picture, its half, its quarter …, made as they are wanted.
class Pyramid {
 public:
  static constexpr int kMinHalvedSide = 60;  // pixels; below that halving finds nothing more

  /// `whole` must outlive it.
  explicit Pyramid(const GreyImage& whole) : whole_(whole) {}
  const GreyImage& at(int level) {
    while (static_cast<int>(halves_.size()) < level) {
      halves_.push_back(halve(at(static_cast<int>(halves_.size()))));
    }
    return level == 0 ? whole_ : halves_[static_cast<std::size_t>(level - 1)];
  }
  /// The smallest that is worth looking at.
  [[nodiscard]] int last() const {
    int level = 0;
    while (std::min(whole_.width, whole_.height) >> level >= 2 * kMinHalvedSide) ++level;
    return level;
  }
  /// The largest whose longer side is no longer than `side`.
  [[nodiscard]] int within(int side) const {
    int level = 0;
    while (std::max(whole_.width, whole_.height) >> level > side) ++level;
    return std::min(level, last());
  }

 private:
  const GreyImage& whole_;
  std::deque<GreyImage> halves_;  // which does not move what it holds
};

/// Where a part of a copy lies in the whole picture.
struct Region {
  const GreyImage& image;
  Point origin;  ///< in the copy
  double scale;  ///< pixels of the whole for one of the copy
  [[nodiscard]] Point whole(double x, double y) const {
    return {static_cast<int>(std::lround((x + origin.x) * scale)),
            static_cast<int>(std::lround((y + origin.y) * scale))};
  }
};

/// The candidate's square with its quiet zone.
Corners outline_of(const Candidate& candidate);

/// 0 for a square seen straight on; the larger, the less likely a symbol.
double oddness(const Candidate& candidate);

Point middle_of(const Corners& corners);

}  // namespace tem
