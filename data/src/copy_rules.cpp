#include "tem/copy_rules.hpp"

#include <array>
#include <cmath>
#include <optional>

#include "looks.hpp"
#include "tem/counted.hpp"
#include "tem/places.hpp"

namespace tem {
namespace {

constexpr std::size_t kMaxNamed = 4;  // provinces in one sentence

// clang-format off
constexpr std::array<CopySetting, 21> kSettings = {{
    {"trusted_weight", &CopyRules::trusted_weight, 1, 100},
    {"api_clients",    &CopyRules::api_clients,    0, 1'000},
    {"many_days",      &CopyRules::many_days,      1, 365},
    {"many_clients",   &CopyRules::many_clients,   1, 10'000},
    {"many_places",    &CopyRules::many_places,    1, 34},
    {"many_percent",   &CopyRules::many_percent,   0, 100},
    {"many_anywhere",  &CopyRules::many_anywhere,  1, 10'000},
    {"many_sales",     &CopyRules::many_sales,     1, 1'000},
    {"far_days",       &CopyRules::far_days,       1, 365},
    {"far_km",         &CopyRules::far_km,         1, 3'000},
    {"far_kmh",        &CopyRules::far_kmh,        1, 10'000},
    {"far_clients",    &CopyRules::far_clients,    1, 10'000},
    {"far_percent",    &CopyRules::far_percent,    0, 100},
    {"before_clients", &CopyRules::before_clients, 1, 10'000},
    {"after_hours",    &CopyRules::after_hours,    0, 10'000},
    {"after_away",     &CopyRules::after_away,     1, 10'000},
    {"after_clients",  &CopyRules::after_clients,  1, 10'000},
    {"region_days",    &CopyRules::region_days,    1, 365},
    {"region_km",      &CopyRules::region_km,      0, 3'000},
    {"region_clients", &CopyRules::region_clients, 1, 10'000},
    {"region_percent", &CopyRules::region_percent, 0, 100},
}};
// clang-format on

Bilingual name_of(std::string_view place) {
  const auto known = find_place(place);
  return known ? known->name : Bilingual{std::string(place), std::string(place)};
}

/// "Quảng Ninh, Hà Nội, …"
Bilingual names_of(const Crowd& crowd) {
  Bilingual names;
  for (std::size_t i = 0; i < crowd.provinces.size(); ++i) {
    const bool more = i == kMaxNamed;
    const Bilingual next = more ? Bilingual{"…", "…"} : name_of(crowd.provinces[i].first);
    names.vi += (i == 0 ? "" : ", ") + next.vi;
    names.en += (i == 0 ? "" : ", ") + next.en;
    if (more) break;
  }
  return names;
}

Bilingual duration(std::chrono::seconds time) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(time).count();
  if (minutes < 1) return {"chưa đầy 1 phút", "less than a minute"};
  if (minutes < 60) return {std::to_string(minutes) + " phút", counted(minutes, "minute")};
  const auto hours = (minutes + 30) / 60;
  return {std::to_string(hours) + " giờ", counted(hours, "hour")};
}

/// 1.204 and 1,204.
Bilingual grouped(double value) {
  const auto whole = std::llround(value);
  if (whole < 1000) return {std::to_string(whole), std::to_string(whole)};
  const std::string tail = std::to_string(1000 + whole % 1000).substr(1);
  const std::string head = std::to_string(whole / 1000);
  return {head + "." + tail, head + "," + tail};
}

/// The rules of one story.
class Reading {
 public:
  Reading(const StampStory& story, const StampContext& context, const CopyRules& rules, Instant now)
      : story_(story), context_(context), rules_(rules), now_(now), looks_(story, rules, now) {}

  [[nodiscard]] std::optional<Warning> many_scans() const {
    const Crowd lately = looks_.crowd([&](const Look& l) { return is_within(l, rules_.many_days); });
    const int placed = weight(lately);
    const bool spread = placed >= rules_.many_clients &&
                        lately.provinces.size() >= static_cast<std::size_t>(rules_.many_places) &&
                        is_share(lately.outside_first(), placed, rules_.many_percent);
    if (spread || lately.weight >= rules_.many_anywhere) {
      const Bilingual scanned = times(lately);
      const std::string days = std::to_string(rules_.many_days);
      const auto places = static_cast<long long>(lately.provinces.size());
      const std::string where = std::to_string(places);
      return Warning{"many_scans",
                     {"Quét " + scanned.vi + (places > 1 ? " ở " + where + " tỉnh, thành" : "") +
                          " trong " + days + " ngày.",
                      "Scanned " + scanned.en +
                          (places > 1 ? " in " + where + " provinces" : "") + " in " +
                          counted(rules_.many_days, "day") + "."}};
    }
    const int sales = days_at_tills();
    if (sales < rules_.many_sales) return std::nullopt;
    return Warning{"many_scans",
                   {"Đã qua quầy thu ngân trong " + std::to_string(sales) + " ngày khác nhau.",
                    "Rung up at tills on " + counted(sales, "day", "different days") + "."}};
  }

  [[nodiscard]] std::optional<Warning> far_apart() const {
    const auto counts = [&](const Look& l) {
      return l.spot != kNowhere && is_within(l, rules_.far_days);
    };
    const Crowd placed = looks_.crowd(counts);
    if (placed.provinces.size() < 2) return std::nullopt;
    const std::string_view home = placed.provinces.front().first;
    const int all = weight(placed);
    const auto is_enough = [&](int weight) {
      return weight >= rules_.far_clients && is_share(weight, all, rules_.far_percent);
    };
    // Journeys are costly to tell and can only make fewer of these.
    if (!is_enough(looks_.crowd([&](const Look& l) {
                           return counts(l) && looks_.spot(l).province != home;
                         }).weight)) {
      return std::nullopt;
    }
    const Look *from = nullptr, *to = nullptr;  // the fastest journey is the clearest evidence
    double fastest = 0;
    const auto travelled = [&](const Look& away) {
      bool any = false;
      for (const auto& other : looks_.all()) {
        if (!counts(other) || looks_.spot(other).province == looks_.spot(away).province ||
            !looks_.is_impossible(away, other)) {
          continue;
        }
        any = true;
        const double seconds =
            std::abs(static_cast<double>((away.at.time() - other.at.time()).count()));
        const double speed = looks_.km(away, other) / (seconds + 60);
        if (speed <= fastest) continue;
        fastest = speed;
        from = away.at < other.at ? &away : &other;
        to = away.at < other.at ? &other : &away;
      }
      return any;
    };
    const Crowd away = looks_.crowd([&](const Look& l) {
      return counts(l) && looks_.spot(l).province != home && travelled(l);
    });
    if (from == nullptr || !is_enough(away.weight)) return std::nullopt;
    const Bilingual start = name_of(looks_.spot(*from).province);
    const Bilingual end = name_of(looks_.spot(*to).province);
    const Bilingual after = duration(to->at.time() - from->at.time());
    const Bilingual km = grouped(looks_.km(*from, *to));
    return Warning{"far_apart",
                   {"Quét ở " + start.vi + ", rồi sau " + after.vi + " ở " + end.vi + ", cách ít nhất " +
                        km.vi + " km: không ai đi kịp.",
                    "Scanned in " + start.en + " and, " + after.en + " later, in " + end.en +
                        ", at least " + km.en + " km away: nobody travels so fast."}};
  }

  [[nodiscard]] std::optional<Warning> before_activation() const {
    const Crowd early = looks_.crowd(
        [](const Look& l) { return l.inactive && l.channel != Channel::inspector; });
    if (early.weight < rules_.before_clients) return std::nullopt;
    const Bilingual scanned = times(early);
    return Warning{"before_activation",
                   {"Quét " + scanned.vi + " khi nhà sản xuất chưa kích hoạt tem.",
                    "Scanned " + scanned.en + " before the producer activated the stamp."}};
  }

  [[nodiscard]] std::optional<Warning> after_claim() const {
    if (!story_.claim) return std::nullopt;
    const auto since = story_.claim->at.time() + std::chrono::hours(rules_.after_hours);
    const auto is_after = [&](const Look& l) {
      return l.at.time() > since && l.channel != Channel::inspector;
    };
    const auto home = province_of(story_.claim->place);
    const Crowd away = looks_.crowd([&](const Look& l) {
      return is_after(l) && home && l.spot != kNowhere && looks_.spot(l).province != *home;
    });
    if (away.weight >= rules_.after_away) {
      const Bilingual where = names_of(away), scanned = times(away);
      return Warning{"after_claim",
                     {"Sau khi người mua xác nhận, tem còn được quét " + scanned.vi +
                          " ở nơi khác: " + where.vi + ".",
                      "After a buyer had claimed it, scanned " + scanned.en + " elsewhere: " +
                          where.en + "."}};
    }
    const Crowd all = looks_.crowd(is_after);
    if (all.weight < rules_.after_clients) return std::nullopt;
    const Bilingual scanned = times(all);
    return Warning{"after_claim",
                   {"Sau khi người mua xác nhận, tem còn được quét " + scanned.vi + ".",
                    "After a buyer had claimed it, scanned " + scanned.en + "."}};
  }

  [[nodiscard]] std::optional<Warning> out_of_region() const {
    if (context_.sold_in.empty()) return std::nullopt;
    const auto counts = [&](const Look& l) {
      return l.spot != kNowhere && is_within(l, rules_.region_days);
    };
    const Crowd outside =
        looks_.crowd([&](const Look& l) { return counts(l) && !is_sold_near(looks_.spot(l)); });
    if (outside.weight < rules_.region_clients) return std::nullopt;
    if (!is_share(outside.weight, weight(looks_.crowd(counts)), rules_.region_percent)) {
      return std::nullopt;
    }
    const Bilingual where = names_of(outside), scanned = times(outside);
    return Warning{"out_of_region",
                   {"Quét " + scanned.vi + " ở nơi không bán sản phẩm này: " + where.vi + ".",
                    "Scanned " + scanned.en + " where this product is not sold: " + where.en + "."}};
  }

 private:
  /// Of a stamp with more scans than sights the others are not known.
  [[nodiscard]] Bilingual times(const Crowd& crowd) const {
    const bool is_part = story_.scans > story_.recent.size();
    return {(is_part ? "ít nhất " : "") + std::to_string(crowd.clients) + " lần",
            (is_part ? "at least " : "") + counted(crowd.clients, "time")};
  }
  [[nodiscard]] bool is_within(const Look& look, int days) const {
    return looks_.is_whole(look) && now_.time() - look.at.time() < std::chrono::days(days);
  }
  static int weight(const Crowd& crowd) {  // of those with a place
    return crowd.provinces.empty() ? 0 : crowd.provinces.front().second + crowd.outside_first();
  }
  static bool is_share(int part, int whole, int percent) {
    return std::int64_t{part} * 100 >= std::int64_t{whole} * percent;
  }
  [[nodiscard]] bool is_sold_near(const Spot& spot) const {
    return std::ranges::any_of(context_.sold_in, [&](const std::string& sold) {
      const auto area = find_area(sold);
      return !area || area->province == spot.province ||
             gap_km(*area, spot.area) <= rules_.region_km;
    });
  }
  [[nodiscard]] int days_at_tills() const {
    std::vector<std::chrono::sys_days> days;
    for (const auto& look : looks_.all()) {
      if (look.channel != Channel::till) continue;
      const auto day = std::chrono::floor<std::chrono::days>(look.at.time());
      // Looks stand as they came: a clock that was set back tells a day again.
      if (std::ranges::find(days, day) == days.end()) days.push_back(day);
    }
    return static_cast<int>(days.size());
  }

  const StampStory& story_;
  const StampContext& context_;
  const CopyRules& rules_;
  Instant now_;
  Looks looks_;
};

}  // namespace

std::span<const CopySetting> copy_settings() noexcept { return kSettings; }

StampContext stamp_context(const Product& product) { return {product.texts("sold_in")}; }

std::vector<Warning> copy_warnings(const StampStory& story, const StampContext& context,
                                   const CopyRules& rules, Instant now) {
  if (story.recent.empty()) return {};
  const Reading reading(story, context, rules, now);
  std::vector<Warning> seen;
  for (auto warning : {reading.many_scans(), reading.far_apart(), reading.before_activation(),
                       reading.after_claim(), reading.out_of_region()}) {
    if (warning) seen.push_back(std::move(*warning));
  }
  return seen;
}

}  // namespace tem
