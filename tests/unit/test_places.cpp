#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <set>

#include "tem/places.hpp"

using namespace tem;

TEST_CASE("the provinces: 34, each with names and a circle") {
  CHECK(provinces().size() == 34);
  std::set<std::string> ids, names;
  for (const auto& place : provinces()) {
    CAPTURE(place.id);
    ids.insert(place.id);
    names.insert(place.name.vi);
    CHECK_FALSE(place.name.en.empty());
    CHECK(place.latitude > 8);
    CHECK(place.latitude < 23.5);
    CHECK(place.longitude > 102);
    CHECK(place.longitude < 110);
    CHECK(place.radius_km > 20);
    CHECK(place.radius_km < 260);
    CHECK(province_of(place.id) == place.id);
    CHECK(distance_km(place.id, place.id) == 0.0);
  }
  CHECK(ids.size() == 34);
  CHECK(names.size() == 34);
}

TEST_CASE("codes: the 63 of ISO 3166-2, and nothing else") {
  int known = 0, merged = 0;
  for (int n = 0; n < 100; ++n) {
    const std::string id = "VN-" + std::to_string(100 + n).substr(1);
    const auto now = province_of(id);
    CHECK(find_place(id).has_value() == now.has_value());
    if (!now) continue;
    ++known;
    if (*now != id) ++merged;
  }
  CHECK(known == 58);  // and CT, DN, HN, HP, SG
  CHECK(merged == 29);
  struct Case {
    std::string_view why, text;
  };
  const Case refused[] = {
      {"empty", ""},
      {"no code", "VN-"},
      {"lower case", "vn-13"},
      {"without VN", "13"},
      {"a name", "Quảng Ninh"},
      {"Hà Tây, gone since 2008", "VN-15"},
      {"of China", "CN-45"},
      {"a geohash of 4", "w7h3"},
      {"a geohash of 6", "w7h3qd"},
      {"letter a", "w7h3a"},
      {"upper case", "W7H3Q"},
      {"space", " VN-13"},
      {"of no province", "Côn Đảo"},
  };
  for (const auto& [why, text] : refused) {
    CAPTURE(why);
    CHECK_FALSE(find_place(text).has_value());
    CHECK_FALSE(province_of(text).has_value());
    CHECK_FALSE(distance_km(text, "VN-13").has_value());
    CHECK_FALSE(distance_km(text, text).has_value());
  }
}

TEST_CASE("names, in both languages") {
  CHECK(find_place("VN-13")->name == Bilingual{"Quảng Ninh", "Quang Ninh"});
  CHECK(find_place("VN-SG")->name == Bilingual{"TP. Hồ Chí Minh", "Ho Chi Minh City"});
  CHECK(find_place("VN-70")->name ==
        Bilingual{"Vĩnh Phúc (nay thuộc Phú Thọ)", "Vinh Phuc (now Phu Tho)"});
  CHECK(find_place(geohash5(20.95, 107.08))->name.vi == "Quảng Ninh");
  CHECK(find_place(geohash5(35.68, 139.69))->name.vi == "ngoài Việt Nam");
}

TEST_CASE("which province a town lies in") {
  struct Case {
    std::string_view town;
    double latitude, longitude;
    std::string_view want;
  };
  const Case cases[] = {
      {"Hạ Long", 20.95, 107.08, "VN-13"},
      {"Móng Cái", 21.53, 107.97, "VN-13"},
      {"Cô Tô", 20.97, 107.77, "VN-13"},
      {"Ba Chẽ", 21.27, 107.28, "VN-13"},
      {"Hà Nội", 21.03, 105.85, "VN-HN"},
      {"Hải Phòng", 20.86, 106.68, "VN-HP"},
      {"Hải Dương", 20.94, 106.33, "VN-HP"},
      {"Sa Pa", 22.34, 103.84, "VN-02"},
      {"Hà Giang", 22.83, 104.98, "VN-07"},
      {"Vĩnh Yên", 21.31, 105.60, "VN-68"},
      {"Diễn Châu", 18.98, 105.60, "VN-22"},
      {"Đồng Hới", 17.47, 106.62, "VN-25"},
      {"Huế", 16.46, 107.59, "VN-26"},
      {"Hội An", 15.88, 108.33, "VN-DN"},
      {"Quy Nhơn", 13.78, 109.22, "VN-30"},
      {"Nha Trang", 12.24, 109.19, "VN-34"},
      {"Đà Lạt", 11.94, 108.44, "VN-35"},
      {"Buôn Ma Thuột", 12.67, 108.04, "VN-33"},
      {"TP. Hồ Chí Minh", 10.77, 106.70, "VN-SG"},
      {"Vũng Tàu", 10.35, 107.08, "VN-SG"},
      {"Côn Đảo", 8.68, 106.60, "VN-SG"},
      {"Mỹ Tho", 10.36, 106.36, "VN-45"},
      {"Cần Thơ", 10.03, 105.77, "VN-CT"},
      {"Phú Quốc", 10.22, 103.97, "VN-44"},
      {"Cà Mau", 9.18, 105.15, "VN-59"},
      {"Trường Sa", 8.64, 111.92, "VN-34"},
      {"Singapore", 1.35, 103.82, ""},
      {"Tokyo", 35.68, 139.69, ""},
      {"Quảng Châu", 23.13, 113.26, ""},
      {"the south pole", -90, 0, ""},
  };
  for (const auto& [town, latitude, longitude, want] : cases) {
    CAPTURE(town);
    CHECK(province_of(geohash5(latitude, longitude)).value_or("") == want);
  }
}

TEST_CASE("distances: between the nearest points") {
  struct Case {
    std::string_view why, a, b;
    double least, most;
  };
  const std::string ha_long = geohash5(20.95, 107.08), ha_noi = geohash5(21.03, 105.85);
  const Case cases[] = {
      {"the two ends", "VN-13", "VN-SG", 850, 1000},
      {"neighbours touch", "VN-13", "VN-HP", 0, 0},
      {"a town in its province", ha_long, "VN-13", 0, 0},
      {"two towns, 128 km", ha_long, ha_noi, 115, 135},
      {"a merged province, a part of its own", "VN-70", "VN-68", 0, 0},
      {"Hà Nội and Đà Nẵng", "VN-HN", "VN-DN", 400, 600},
  };
  for (const auto& [why, a, b, least, most] : cases) {
    CAPTURE(why);
    const double km = distance_km(a, b).value();
    CHECK(km >= least);
    CHECK(km <= most);
    CHECK(km == doctest::Approx(distance_km(b, a).value()));
  }
}

TEST_CASE("geohash5") {
  CHECK(geohash5(57.64911, 10.40744) == "u4pru");  // the example of geohash.org
  CHECK(geohash5(-90, -180) == "00000");
  CHECK(geohash5(90, 180) == "zzzzz");
  CHECK(geohash5(1e9, -1e9) == geohash5(90, -180));
  rc::check("a geohash is a place that holds its point, and names itself", [] {
    const double latitude = *rc::gen::inRange(-89'000, 89'001) / 1000.0;
    const double longitude = *rc::gen::inRange(-179'000, 179'001) / 1000.0;
    const std::string id = geohash5(latitude, longitude);
    const auto place = find_place(id);
    RC_ASSERT(place.has_value());
    RC_ASSERT(std::abs(place->latitude - latitude) <= 0.0221);
    RC_ASSERT(std::abs(place->longitude - longitude) <= 0.0221);
    RC_ASSERT(geohash5(place->latitude, place->longitude) == id);
  });
}
