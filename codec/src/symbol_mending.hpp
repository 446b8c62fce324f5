#pragma once
// From modules that were read off a picture more or less surely to the symbol that was printed.

#include <cstdint>
#include <optional>
#include <vector>

#include "symbol_layout.hpp"

namespace tem {

/// One number a module, row-major: above 0 dark, below 0 light, the larger the surer.
struct SoftSymbol {
  int version = 0;
  std::vector<float> darkness;
};

/// 1 dark, 0 light a module, row-major: whole again, as it was printed.
struct MendedSymbol {
  int version = 0;
  std::vector<std::uint8_t> modules;
};

/// Share of the modules known beforehand (finders, timing, alignment, version) that are right:
/// about one half where there is no symbol of that version.
double known_agreement(const SoftSymbol& symbol);

/// Reed-Solomon, the least sure bytes taken as missing where errors alone are too many (ISO/IEC
/// 18004 §12, annex B). Part of the check bytes is then kept to notice a wrong answer. Empty where
/// no text can have been printed so.
std::optional<MendedSymbol> mend(const SoftSymbol& symbol);

}  // namespace tem
