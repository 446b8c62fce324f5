#pragma once
// What is said to who tells where a look was, people and programs.
//
//   noted({"Quảng Ninh", "Quang Ninh"}, Finding::genuine_, Finding::genuine_).outcome == "noted"

#include <string>
#include <string_view>

#include "tem/verdict.hpp"

namespace tem {

struct PlaceView {
  std::string_view outcome;  ///< noted, not_noted
  Bilingual title, text;
  Finding verdict;       ///< of the stamp now
  bool changed = false;  ///< the place made it another
};

/// `before` and `now`: the verdict without and with the place. Where they differ, the title is the
/// new verdict's.
PlaceView noted(const Bilingual& place, Finding before, Finding now);
PlaceView not_noted(Finding now);

/// {"outcome": "noted", "verdict": "genuine", "message": {"vi": …, "en": …}}
std::string to_json(const PlaceView& view);

}  // namespace tem
