#pragma once
// Which three finders may be those of one symbol.

#include <vector>

#include "qr_bitmap.hpp"

namespace tem {

struct Triple {
  const Finder* corner;  ///< where the right angle is
  const Finder* first;
  const Finder* second;
  double length;  ///< of both arms, pixels
};

/// Candidate symbols, smallest first: a true one is smaller than any that spans two symbols.
std::vector<Triple> find_triples(const std::vector<Finder>& finders);

/// The symbol's square and around it what the quiet zone takes and perspective may add.
Corners outline(const Triple& triple);

}  // namespace tem
