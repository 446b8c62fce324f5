#pragma once
// Coarse places: the provinces of Vietnam and geohashes of five characters (about 5 km).
//
//   find_place("VN-13")->name.vi == "Quảng Ninh"
//   province_of("VN-70") == "VN-68"       Vĩnh Phúc is a part of Phú Thọ now
//   distance_km("VN-13", "VN-SG")         about 920: between the nearest points of the two
//
// The list is that of the 34 provinces since 1 July 2025, under the codes that ISO 3166-2:VN gave
// to the provinces of the same names. The codes of the 29 that were merged are known too, since
// GeoIP files and older records have them: they are places of their own, smaller ones, and
// province_of says what they belong to now.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tem/verdict.hpp"

namespace tem {

struct PlaceInfo {
  std::string id;
  Bilingual name;              ///< of a geohash: of the province around it
  double latitude, longitude;  ///< of its middle, degrees
  double radius_km;            ///< of a circle that holds it, islands far out excepted
};

/// A province by its ISO 3166-2 code, or a geohash of exactly five characters (lower case); nothing
/// else.
std::optional<PlaceInfo> find_place(std::string_view id);
/// The 34 provinces, in the order in which a list shows them.
const std::vector<PlaceInfo>& provinces();
/// The least distance between two places, 0 where they may touch; none when one is not known.
std::optional<double> distance_km(std::string_view a, std::string_view b);
/// Five characters; the degrees are WGS 84, those beyond the globe are brought to its edge.
std::string geohash5(double latitude, double longitude);
/// Which of the 34 a place lies in: for a geohash by rough circles, so wrong near borders. None
/// outside Vietnam and for what is no place.
std::optional<std::string> province_of(std::string_view place);

}  // namespace tem
