#pragma once
// How dark a picture is where, whatever the light: what modules are sampled from.

#include <cmath>
#include <vector>

#include "tem/image.hpp"

namespace tem {

struct Place {
  double x = 0, y = 0;  ///< pixels; (0, 0) is the picture's top left corner, not a pixel's middle
};
inline Place operator+(Place a, Place b) { return {a.x + b.x, a.y + b.y}; }
inline Place operator-(Place a, Place b) { return {a.x - b.x, a.y - b.y}; }
inline Place operator*(double factor, Place a) { return {factor * a.x, factor * a.y}; }
inline double length(Place a) { return std::sqrt(a.x * a.x + a.y * a.y); }

/// How dark a picture is against its neighbourhood: 1 as dark and −1 as light as it gets there.
class ToneMap {
 public:
  /// `module` is a module's width in pixels, which says how wide a neighbourhood is.
  ToneMap(const GreyImage& image, double module, bool light_on_dark);
  /// Between the four nearest pixels; 0 outside.
  [[nodiscard]] float at(Place place) const noexcept;

 private:
  int width_, height_;
  std::vector<float> darkness_;
};

}  // namespace tem
