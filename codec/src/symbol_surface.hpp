#pragma once
// The surface that a symbol lies on, as the camera sees it: a plane, or the side of a bottle.

#include <array>
#include <vector>

#include "finder_fit.hpp"
#include "symbol_layout.hpp"
#include "tone_map.hpp"

namespace tem {

/// Middles of the three finders, and of where a fourth would be.
using Anchors = std::array<Place, 4>;  ///< top left, top right, bottom left, bottom right

/// What a bottle adds to a plane: the symbol's columns (or rows) lie around an axis.
struct Curve {
  bool of_rows = false;  ///< the axis runs along the rows, not along the columns
  double angle = 0;      ///< rad that half the symbol spans; 0 is flat
  Place rise;            ///< pixels by which what is a radius nearer to the camera moves
};

/// From modules to pixels: the plane, seen in perspective, that puts four places of the symbol
/// where they are seen, and the curve upon it, which leaves the four where they are.
class Surface {
 public:
  Surface(const Anchors& anchors, const Curve& curve, int size);
  [[nodiscard]] Place at(double u, double v) const;
  /// Nowhere in the symbol does it run through the horizon.
  [[nodiscard]] bool is_seen() const;

 private:
  [[nodiscard]] Place flat(double u, double v) const;

  double size_, span_, g_, h_;
  Curve curve_;
  double stretch_ = 0, height_ = 1;
  Place origin_, along_, down_;
};

/// A module whose tone is known before anything is read.
struct KnownModule {
  double u, v;
  float sign;  ///< 1 dark, -1 light
};

/// Looks for the surface on which the known modules (finders, timing, alignment, version) are as
/// dark and as light as they must be.
class SurfaceSearch {
 public:
  /// `tones` and `layout` must outlive it.
  SurfaceSearch(const ToneMap& tones, const FinderPlaces& finders, const SymbolLayout& layout);
  /// How well the known modules lie where the found plane has them, at most 1.
  double find_plane();
  /// Goes on from the plane to a bottle, where that fits better.
  double find_curve();
  [[nodiscard]] Surface surface() const { return Surface(best_.anchors, best_.curve, size_); }

 private:
  struct Shape {
    Anchors anchors;
    Curve curve;
  };

  [[nodiscard]] double score(const Shape& shape) const;
  void move_fourth(double step, int reach);
  void settle(double step);
  void settle_curve(double step);
  bool keep_if_better(const Shape& shape);

  const ToneMap& tones_;
  std::vector<KnownModule> known_;
  int size_;
  double module_;
  Shape best_;
  Anchors start_;
  Place right_, down_;
  double score_ = -1;
};

}  // namespace tem
