#pragma once
// Coarse places: the provinces of Vietnam and geohashes of five characters (about 5 km).
//
//   find_place("VN-13")->name.vi == "Quảng Ninh"
//   distance_km("VN-13", "VN-SG")         about 1,200

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tem/verdict.hpp"

namespace tem {

struct PlaceInfo {
  std::string id;
  Bilingual name;
  double latitude, longitude;  ///< of its middle, degrees
  double radius_km;            ///< of a circle that holds it
};

/// A province by its ISO 3166-2 code, or a geohash of exactly five characters; nothing else.
std::optional<PlaceInfo> find_place(std::string_view id);
/// The provinces, in the order in which a list shows them.
const std::vector<PlaceInfo>& provinces();
/// The least distance between two places, 0 where they may touch; none when one is not known.
std::optional<double> distance_km(std::string_view a, std::string_view b);
/// Five characters; the degrees are WGS 84.
std::string geohash5(double latitude, double longitude);
/// The province whose middle is nearest, for a place that is a geohash; the id itself for a province.
std::optional<std::string> province_of(std::string_view place);

}  // namespace tem
