#pragma once
// Reads a symbol whose finders are known by sampling its modules: symbols on folds and bottles,
// that a reader which takes them for flat does not read.

#include <optional>
#include <string>

#include "symbol_sampling.hpp"

namespace tem {

struct BentRead {
  std::optional<std::string> text;  ///< empty: seen, not read
  std::array<Place, 4> corners;
  double agreement = 0;  ///< of the modules that are known beforehand, 0 to 1
};

/// From here on three finders, timing and alignment are a symbol and no accident.
inline constexpr double kSeenAgreement = 0.85;

/// The likeliest versions are tried. `work_left` is in units of about 3 ns and is lessened.
BentRead read_bent(const ToneMap& tones, const FinderPlaces& finders, double& work_left);

}  // namespace tem
