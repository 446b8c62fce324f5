#include "tem/places.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "place_area.hpp"

namespace tem {
namespace {

constexpr double kEarthKm = 6371.0;
constexpr std::size_t kGeohashLength = 5;
constexpr double kGeohashRadiusKm = 3.5;  // half the diagonal of a cell of 4.9 km by 4.9 km
constexpr double kBorderKm = 30;  // a middle and a radius are rough: how far out is still in
constexpr std::string_view kGeohashAlphabet = "0123456789bcdefghjkmnpqrstuvwxyz";

struct Point {
  double latitude, longitude;
};

struct Circle {
  Point middle;
  double radius_km;
};

struct Province {
  std::string_view id, vi, en;
};

// The 34 provinces since 1 July 2025 (Nghị quyết 202/2025/QH15), in the order of the Vietnamese
// alphabet. Each keeps the code that ISO 3166-2:VN gave to the province whose name it bears.
constexpr std::array<Province, 34> kProvinces = {{
    {"VN-44", "An Giang", "An Giang"},
    {"VN-56", "Bắc Ninh", "Bac Ninh"},
    {"VN-59", "Cà Mau", "Ca Mau"},
    {"VN-04", "Cao Bằng", "Cao Bang"},
    {"VN-CT", "Cần Thơ", "Can Tho"},
    {"VN-DN", "Đà Nẵng", "Da Nang"},
    {"VN-33", "Đắk Lắk", "Dak Lak"},
    {"VN-71", "Điện Biên", "Dien Bien"},
    {"VN-39", "Đồng Nai", "Dong Nai"},
    {"VN-45", "Đồng Tháp", "Dong Thap"},
    {"VN-30", "Gia Lai", "Gia Lai"},
    {"VN-HN", "Hà Nội", "Hanoi"},
    {"VN-23", "Hà Tĩnh", "Ha Tinh"},
    {"VN-HP", "Hải Phòng", "Hai Phong"},
    {"VN-SG", "TP. Hồ Chí Minh", "Ho Chi Minh City"},
    {"VN-26", "Huế", "Hue"},
    {"VN-66", "Hưng Yên", "Hung Yen"},
    {"VN-34", "Khánh Hòa", "Khanh Hoa"},
    {"VN-01", "Lai Châu", "Lai Chau"},
    {"VN-09", "Lạng Sơn", "Lang Son"},
    {"VN-02", "Lào Cai", "Lao Cai"},
    {"VN-35", "Lâm Đồng", "Lam Dong"},
    {"VN-22", "Nghệ An", "Nghe An"},
    {"VN-18", "Ninh Bình", "Ninh Binh"},
    {"VN-68", "Phú Thọ", "Phu Tho"},
    {"VN-29", "Quảng Ngãi", "Quang Ngai"},
    {"VN-13", "Quảng Ninh", "Quang Ninh"},
    {"VN-25", "Quảng Trị", "Quang Tri"},
    {"VN-05", "Sơn La", "Son La"},
    {"VN-37", "Tây Ninh", "Tay Ninh"},
    {"VN-69", "Thái Nguyên", "Thai Nguyen"},
    {"VN-21", "Thanh Hóa", "Thanh Hoa"},
    {"VN-07", "Tuyên Quang", "Tuyen Quang"},
    {"VN-49", "Vĩnh Long", "Vinh Long"},
}};

// Where they lie: the 63 provinces of before, whose codes GeoIP files still use, and what each is a
// part of now. Middles and radii are read off a map, to some 10 km; the islands far out, at the
// end, only say whose a geohash there is.
struct Part {
  std::string_view id, now;
  std::string_view vi, en;  ///< of those that are no more
  Circle circle;
};
constexpr std::size_t kFormerProvinces = 63;
constexpr std::array<Part, kFormerProvinces + 3> kParts = {{
    {"VN-01", "VN-01", "", "", {{22.30, 103.20}, 95}},
    {"VN-02", "VN-02", "", "", {{22.35, 104.10}, 75}},
    {"VN-03", "VN-07", "Hà Giang", "Ha Giang", {{22.75, 105.00}, 90}},
    {"VN-04", "VN-04", "", "", {{22.70, 106.10}, 90}},
    {"VN-05", "VN-05", "", "", {{21.20, 104.10}, 130}},
    {"VN-06", "VN-02", "Yên Bái", "Yen Bai", {{21.80, 104.55}, 85}},
    {"VN-07", "VN-07", "", "", {{22.10, 105.25}, 75}},
    {"VN-09", "VN-09", "", "", {{21.85, 106.60}, 75}},
    {"VN-13", "VN-13", "", "", {{21.20, 107.30}, 100}},
    {"VN-14", "VN-68", "Hòa Bình", "Hoa Binh", {{20.70, 105.35}, 65}},
    {"VN-18", "VN-18", "", "", {{20.20, 105.90}, 45}},
    {"VN-20", "VN-66", "Thái Bình", "Thai Binh", {{20.50, 106.38}, 40}},
    {"VN-21", "VN-21", "", "", {{20.05, 105.30}, 100}},
    {"VN-22", "VN-22", "", "", {{19.20, 104.95}, 125}},
    {"VN-23", "VN-23", "", "", {{18.30, 105.75}, 95}},
    {"VN-24", "VN-25", "Quảng Bình", "Quang Binh", {{17.50, 106.30}, 90}},
    {"VN-25", "VN-25", "", "", {{16.75, 106.95}, 75}},
    {"VN-26", "VN-26", "", "", {{16.35, 107.55}, 75}},
    {"VN-27", "VN-DN", "Quảng Nam", "Quang Nam", {{15.60, 107.95}, 95}},
    {"VN-28", "VN-29", "Kon Tum", "Kon Tum", {{14.65, 107.95}, 80}},
    {"VN-29", "VN-29", "", "", {{15.00, 108.70}, 75}},
    {"VN-30", "VN-30", "", "", {{13.85, 108.20}, 100}},
    {"VN-31", "VN-30", "Bình Định", "Binh Dinh", {{14.10, 108.95}, 80}},
    {"VN-32", "VN-33", "Phú Yên", "Phu Yen", {{13.15, 109.05}, 70}},
    {"VN-33", "VN-33", "", "", {{12.80, 108.20}, 100}},
    {"VN-34", "VN-34", "", "", {{12.30, 109.05}, 85}},
    {"VN-35", "VN-35", "", "", {{11.70, 108.05}, 95}},
    {"VN-36", "VN-34", "Ninh Thuận", "Ninh Thuan", {{11.70, 108.90}, 50}},
    {"VN-37", "VN-37", "", "", {{11.35, 106.10}, 60}},
    {"VN-39", "VN-39", "", "", {{11.05, 107.15}, 75}},
    {"VN-40", "VN-35", "Bình Thuận", "Binh Thuan", {{11.10, 108.05}, 120}},
    {"VN-41", "VN-37", "Long An", "Long An", {{10.70, 106.15}, 75}},
    {"VN-43", "VN-SG", "Bà Rịa – Vũng Tàu", "Ba Ria - Vung Tau", {{10.50, 107.25}, 50}},
    {"VN-44", "VN-44", "", "", {{10.50, 105.15}, 60}},
    {"VN-45", "VN-45", "", "", {{10.55, 105.60}, 60}},
    {"VN-46", "VN-45", "Tiền Giang", "Tien Giang", {{10.40, 106.30}, 60}},
    {"VN-47", "VN-44", "Kiên Giang", "Kien Giang", {{10.00, 104.80}, 120}},
    {"VN-49", "VN-49", "", "", {{10.10, 105.98}, 35}},
    {"VN-50", "VN-49", "Bến Tre", "Ben Tre", {{10.15, 106.45}, 45}},
    {"VN-51", "VN-49", "Trà Vinh", "Tra Vinh", {{9.80, 106.30}, 45}},
    {"VN-52", "VN-CT", "Sóc Trăng", "Soc Trang", {{9.60, 105.95}, 50}},
    {"VN-53", "VN-69", "Bắc Kạn", "Bac Kan", {{22.25, 105.85}, 60}},
    {"VN-54", "VN-56", "Bắc Giang", "Bac Giang", {{21.35, 106.40}, 60}},
    {"VN-55", "VN-59", "Bạc Liêu", "Bac Lieu", {{9.30, 105.50}, 45}},
    {"VN-56", "VN-56", "", "", {{21.10, 106.10}, 25}},
    {"VN-57", "VN-SG", "Bình Dương", "Binh Duong", {{11.20, 106.65}, 50}},
    {"VN-58", "VN-39", "Bình Phước", "Binh Phuoc", {{11.75, 106.90}, 75}},
    {"VN-59", "VN-59", "", "", {{9.05, 105.05}, 65}},
    {"VN-61", "VN-HP", "Hải Dương", "Hai Duong", {{20.93, 106.35}, 40}},
    {"VN-63", "VN-18", "Hà Nam", "Ha Nam", {{20.55, 105.97}, 25}},
    {"VN-66", "VN-66", "", "", {{20.82, 106.06}, 28}},
    {"VN-67", "VN-18", "Nam Định", "Nam Dinh", {{20.27, 106.23}, 40}},
    {"VN-68", "VN-68", "", "", {{21.30, 105.10}, 60}},
    {"VN-69", "VN-69", "", "", {{21.67, 105.83}, 50}},
    {"VN-70", "VN-68", "Vĩnh Phúc", "Vinh Phuc", {{21.35, 105.57}, 30}},
    {"VN-71", "VN-71", "", "", {{21.75, 103.05}, 95}},
    {"VN-72", "VN-35", "Đắk Nông", "Dak Nong", {{12.20, 107.70}, 65}},
    {"VN-73", "VN-CT", "Hậu Giang", "Hau Giang", {{9.78, 105.60}, 40}},
    {"VN-CT", "VN-CT", "", "", {{10.10, 105.55}, 40}},
    {"VN-DN", "VN-DN", "", "", {{16.07, 108.08}, 35}},
    {"VN-HN", "VN-HN", "", "", {{21.00, 105.70}, 55}},
    {"VN-HP", "VN-HP", "", "", {{20.80, 106.70}, 45}},
    {"VN-SG", "VN-SG", "", "", {{10.75, 106.70}, 50}},
    {"", "VN-SG", "Côn Đảo", "Con Dao", {{8.69, 106.61}, 20}},
    {"", "VN-DN", "Hoàng Sa", "Hoang Sa", {{16.50, 112.00}, 160}},
    {"", "VN-34", "Trường Sa", "Truong Sa", {{9.50, 113.50}, 400}},
}};

std::span<const Part> former_provinces() { return std::span(kParts).first<kFormerProvinces>(); }

double radians(double degrees) { return degrees * std::numbers::pi / 180; }

/// The great circle's length, on a sphere (haversine).
double between_km(const Point& a, const Point& b) {
  const double north = std::sin(radians(b.latitude - a.latitude) / 2);
  const double east = std::sin(radians(b.longitude - a.longitude) / 2);
  const double h =
      north * north + std::cos(radians(a.latitude)) * std::cos(radians(b.latitude)) * east * east;
  return 2 * kEarthKm * std::asin(std::min(1.0, std::sqrt(h)));
}

/// A circle that holds every part of a province.
Circle around_parts(std::string_view province) {
  Point middle{0, 0};
  double weight = 0;
  for (const auto& part : former_provinces()) {
    if (part.now != province) continue;
    const double area = part.circle.radius_km * part.circle.radius_km;
    middle.latitude += area * part.circle.middle.latitude;
    middle.longitude += area * part.circle.middle.longitude;
    weight += area;
  }
  middle = {middle.latitude / weight, middle.longitude / weight};
  double radius = 0;
  for (const auto& part : former_provinces()) {
    if (part.now != province) continue;
    radius = std::max(radius, between_km(middle, part.circle.middle) + part.circle.radius_km);
  }
  return {middle, radius};
}

std::optional<Point> geohash_middle(std::string_view text) {
  if (text.size() != kGeohashLength) return std::nullopt;
  std::array<double, 2> low = {-180, -90}, high = {180, 90};  // longitude, latitude
  std::size_t axis = 0;
  for (const char c : text) {
    const auto digit = kGeohashAlphabet.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    for (std::size_t bit = 16; bit != 0; bit >>= 1, axis ^= 1) {
      const double middle = (low[axis] + high[axis]) / 2;
      ((digit & bit) != 0 ? low : high)[axis] = middle;
    }
  }
  return Point{(low[1] + high[1]) / 2, (low[0] + high[0]) / 2};
}

const PlaceInfo* find_listed(std::string_view id) {
  const auto found = std::ranges::find(provinces(), id, &PlaceInfo::id);
  return found == provinces().end() ? nullptr : &*found;
}

const Part* find_former(std::string_view id) {
  if (id.empty()) return nullptr;
  const auto found = std::ranges::find(former_provinces(), id, &Part::id);
  return found == former_provinces().end() ? nullptr : &*found;
}

/// How far out of its circle, in radii: where circles overlap, the one that it lies deepest in.
const Part* part_at(const Point& point) {
  const Part* best = nullptr;
  double least = 0;
  for (const auto& part : kParts) {
    const double most = part.circle.radius_km + kBorderKm;
    // A degree of latitude is 111 km: most are ruled out without a sine.
    if (std::abs(point.latitude - part.circle.middle.latitude) * 111 > most) continue;
    const double away = between_km(point, part.circle.middle);
    if (away > most) continue;
    const double depth = away / part.circle.radius_km;
    if (best == nullptr || depth < least) {
      best = &part;
      least = depth;
    }
  }
  return best;
}

}  // namespace

const std::vector<PlaceInfo>& provinces() {
  static const std::vector<PlaceInfo> kList = [] {
    std::vector<PlaceInfo> list;
    for (const auto& province : kProvinces) {
      const Circle circle = around_parts(province.id);
      list.push_back({std::string(province.id),
                      {std::string(province.vi), std::string(province.en)},
                      circle.middle.latitude,
                      circle.middle.longitude,
                      circle.radius_km});
    }
    return list;
  }();
  return kList;
}

std::optional<PlaceInfo> find_place(std::string_view id) {
  if (id.empty()) return std::nullopt;
  if (const auto* listed = find_listed(id)) return *listed;
  if (const auto* former = find_former(id)) {
    const auto& now = find_listed(former->now)->name;
    return PlaceInfo{std::string(id),
                     {std::string(former->vi) + " (nay thuộc " + now.vi + ")",
                      std::string(former->en) + " (now " + now.en + ")"},
                     former->circle.middle.latitude,
                     former->circle.middle.longitude,
                     former->circle.radius_km};
  }
  const auto middle = geohash_middle(id);
  if (!middle) return std::nullopt;
  const Part* part = part_at(*middle);
  return PlaceInfo{std::string(id),
                   part == nullptr ? Bilingual{"ngoài Việt Nam", "outside Vietnam"}
                                   : find_listed(part->now)->name,
                   middle->latitude, middle->longitude, kGeohashRadiusKm};
}

std::optional<PlaceArea> find_area(std::string_view id) {
  if (id.empty()) return std::nullopt;
  if (const auto* listed = find_listed(id)) {
    return PlaceArea{listed->latitude, listed->longitude, listed->radius_km, listed->id};
  }
  if (const auto* former = find_former(id)) {
    const auto& [middle, radius] = former->circle;
    return PlaceArea{middle.latitude, middle.longitude, radius, former->now};
  }
  const auto middle = geohash_middle(id);
  if (!middle) return std::nullopt;
  const Part* part = part_at(*middle);
  return PlaceArea{middle->latitude, middle->longitude, kGeohashRadiusKm,
                   part == nullptr ? std::string_view() : part->now};
}

double gap_km(const PlaceArea& a, const PlaceArea& b) {
  const double middles = between_km({a.latitude, a.longitude}, {b.latitude, b.longitude});
  return std::max(0.0, middles - a.radius_km - b.radius_km);
}

std::optional<double> distance_km(std::string_view a, std::string_view b) {
  const auto from = find_area(a);
  const auto to = find_area(b);
  if (!from || !to) return std::nullopt;
  return gap_km(*from, *to);
}

std::string geohash5(double latitude, double longitude) {
  std::array<double, 2> low = {-180, -90}, high = {180, 90};
  const std::array<double, 2> at = {std::clamp(longitude, -180.0, 180.0),
                                    std::clamp(latitude, -90.0, 90.0)};
  std::string text;
  std::size_t axis = 0;
  for (std::size_t i = 0; i < kGeohashLength; ++i) {
    std::size_t digit = 0;
    for (int bit = 0; bit < 5; ++bit, axis ^= 1) {
      const double middle = (low[axis] + high[axis]) / 2;
      const bool upper = at[axis] >= middle;
      (upper ? low : high)[axis] = middle;
      digit = digit << 1 | static_cast<std::size_t>(upper);
    }
    text += kGeohashAlphabet[digit];
  }
  return text;
}

std::optional<std::string> province_of(std::string_view place) {
  const auto area = find_area(place);
  if (!area || area->province.empty()) return std::nullopt;
  return std::string(area->province);
}

}  // namespace tem
