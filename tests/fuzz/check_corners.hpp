#pragma once
// Where what is read in a picture must lie.

#include <array>
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

}  // namespace tem::test
