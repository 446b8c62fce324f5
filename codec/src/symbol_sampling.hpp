#pragma once
// Reads the modules of one symbol off a picture, whatever the surface has done to it: a plane seen
// aslant first, then a grid that bends with the bottle, the bag or the cloth.

#include <array>
#include <memory>
#include <vector>

#include "symbol_mending.hpp"
#include "tem/image.hpp"

namespace tem {

struct Place {
  double x = 0, y = 0;  ///< pixels; (0, 0) is the picture's top left corner, not a pixel's middle
};

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

/// Middles of a symbol's finders, as the symbol's own reader sees them.
struct FinderPlaces {
  Place top_left, top_right, bottom_left;
  double module = 0;            ///< pixels, roughly
  double across = 0, down = 0;  ///< a module's width and height, from fit_finders
};

struct SampledSymbol {
  SoftSymbol soft;
  std::array<Place, 4> corners;  ///< top left, top right, bottom right, bottom left
};

/// The symbol of one version between three finders, as a plane and then as a bent grid.
class SymbolSampler {
 public:
  /// `tones` must outlive it.
  SymbolSampler(const ToneMap& tones, const FinderPlaces& finders, int version);
  ~SymbolSampler();
  /// Finds the plane that the finders, the timing and the alignment patterns lie in; false where
  /// there seems to be none of that version. Then sample() reads it.
  bool find_plane();
  /// Tries whether it is a bottle's side rather than a plane.
  void find_curve();
  /// Bends the surface to where the modules are darkest and lightest.
  void bend();
  [[nodiscard]] SampledSymbol sample() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// A quick look at three places that may be a symbol's finders and may be anything.
bool look_like_finders(const GreyImage& image, const FinderPlaces& finders, bool light_on_dark);

/// Measures the modules of the three finders. The correlation, −1 to 1, of the least likely of them
/// with what a finder looks like: a cheap look before dearer ones.
double fit_finders(const GreyImage& image, FinderPlaces& finders, bool light_on_dark);

/// What the distance of the finders says of the version, likeliest first.
std::vector<int> likely_versions(const FinderPlaces& finders);

}  // namespace tem
