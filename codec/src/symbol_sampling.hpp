#pragma once
// Reads the modules of one symbol off a picture, whatever the surface has done to it: a plane or a
// bottle seen aslant first, then a grid that bends with the bag or the cloth.

#include <array>
#include <memory>

#include "finder_fit.hpp"
#include "symbol_mending.hpp"
#include "tone_map.hpp"

namespace tem {

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

}  // namespace tem
