#pragma once
// Where what is read in a picture must lie.

#include <array>
#include <cstdint>
#include <cstdlib>

#include "tem/image.hpp"
#include "tem/qr_reader.hpp"

namespace tem::test {

/// Their middle lies in the picture.
inline void check_corners(const GreyImage& image, const std::array<Point, 4>& corners) {
  int x = 0, y = 0;
  for (const Point& corner : corners) {
    x += corner.x;
    y += corner.y;
  }
  if (x < 0 || y < 0 || x > 4 * image.width || y > 4 * image.height) std::abort();
}

/// To the pixel as the reader reckons it, which rounds each corner's share.
inline Point middle_of(const std::array<Point, 4>& corners) {
  Point middle{0, 0};
  for (const Point& corner : corners) middle = {middle.x + corner.x / 4, middle.y + corner.y / 4};
  return middle;
}

/// Does the point lie on one side of all four sides?
inline bool lies_in(Point point, const std::array<Point, 4>& corners) {
  bool is_left = false, is_right = false;
  for (std::size_t i = 0; i < 4; ++i) {
    const Point a = corners[i], b = corners[(i + 1) % 4];
    const auto side =
        std::int64_t{point.x - a.x} * (b.y - a.y) - std::int64_t{point.y - a.y} * (b.x - a.x);
    is_left |= side < 0;
    is_right |= side > 0;
  }
  return !(is_left && is_right);
}

}  // namespace tem::test
