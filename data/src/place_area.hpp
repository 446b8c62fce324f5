#pragma once
// Where a place lies, without its names: nothing is copied, since every look asks this.

#include <optional>
#include <string_view>

namespace tem {

struct PlaceArea {
  double latitude, longitude, radius_km;
  std::string_view province;  ///< of the 34, static; empty: outside Vietnam
};

/// As find_place.
std::optional<PlaceArea> find_area(std::string_view id);
/// Between the nearest points, 0 where they may touch.
double gap_km(const PlaceArea& a, const PlaceArea& b);

}  // namespace tem
