#pragma once
// Whether three places in a picture look like a symbol's finders, and what they say of its size.

#include <vector>

#include "tone_map.hpp"

namespace tem {

inline constexpr double kFinderMiddle = 3.5;  // modules from both edges of the symbol

/// Middles of a symbol's finders, as the symbol's own reader sees them.
struct FinderPlaces {
  Place top_left, top_right, bottom_left;
  double module = 0;            ///< pixels, roughly
  double across = 0, down = 0;  ///< a module's width and height, from fit_finders
};

/// A quick look at three places that may be a symbol's finders and may be anything.
bool look_like_finders(const GreyImage& image, const FinderPlaces& finders, bool light_on_dark);

/// Measures the modules of the three finders. The correlation, −1 to 1, of the least likely of them
/// with what a finder looks like: a cheap look before dearer ones.
double fit_finders(const GreyImage& image, FinderPlaces& finders, bool light_on_dark);

/// What the distance of the finders says of the version, likeliest first.
std::vector<int> likely_versions(const FinderPlaces& finders);

}  // namespace tem
