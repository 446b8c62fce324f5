#pragma once
// What a stamp's history shows of copies: five pure rules, each with thresholds chosen by the
// simulator of tests/simulator (docs/clone-detection.md).
//
//   auto seen = copy_warnings(story, {.sold_in = {"VN-13"}}, CopyRules{}, now);
//   seen[0].rule == "far_apart", seen[0].seen.vi == "Quét ở Quảng Ninh và 40 phút sau …"
//
// A displayed item is scanned by hundreds and is genuine; a copy travels. So no rule counts scans
// alone: they count clients, in provinces, against time. A client is told apart for a day only, so
// one phone on two days counts as two: the thresholds allow for a family that looks every day.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tem/fact.hpp"
#include "tem/scan.hpp"

namespace tem {

/// What the ledger says that the rules need.
struct StampContext {
  std::vector<std::string> sold_in{};  ///< provinces where the product is sold; empty: everywhere
};

/// Of its product: the field `sold_in`.
StampContext stamp_context(const Product& product);

/// Thresholds; every one can be set in registry.toml, `[copies]`, under its name. A client weighs 1,
/// on the page and through the API; one with a token weighs `trusted_weight`.
struct CopyRules {
  int trusted_weight = 3;  ///< of a till's or an inspector's look: its place is known to be true
  int api_clients = 1;     ///< so many clients of the API count, the last ones: anyone can be many there

  // many_scans: in the last many_days, clients of many_clients weight in many_places provinces, of
  // which many_percent lie outside the one with most; or clients of many_anywhere weight, wherever;
  // or tills on many_sales days, whenever.
  int many_days = 7;
  int many_clients = 18;
  int many_places = 4;
  int many_percent = 60;
  int many_anywhere = 10'000;  // more than are kept of a stamp: off, since a displayed item has as many
  int many_sales = 6;

  // far_apart: in the last far_days, journeys over far_km that are faster than far_kmh, to or from
  // clients of far_clients weight outside the province with most, who are far_percent of all with a
  // place.
  int far_days = 30;
  int far_km = 100;
  int far_kmh = 300;
  int far_clients = 6;
  int far_percent = 50;

  // before_activation: clients of before_clients weight before the stamp was activated, inspectors
  // not counted.
  int before_clients = 5;

  // after_claim: more than after_hours after the claim, clients of after_away weight in other provinces
  // than the claim's; or of after_clients weight wherever.
  int after_hours = 24;
  int after_away = 6;
  int after_clients = 30;

  // out_of_region: in the last region_days, clients of region_clients weight more than region_km from every
  // province where the product is sold, who are region_percent of all with a place.
  int region_days = 30;
  int region_km = 30;
  int region_clients = 7;
  int region_percent = 60;

  friend bool operator==(const CopyRules&, const CopyRules&) = default;
};

/// A threshold by its name, and what it may be set to.
struct CopySetting {
  std::string_view name;
  int CopyRules::*value;
  int least, most;
};
std::span<const CopySetting> copy_settings() noexcept;

/// Every rule that the story breaks, in the order many_scans, far_apart, before_activation,
/// after_claim, out_of_region. `story` includes the look that is being answered. Each warning says
/// what was seen, a sentence in both languages: "Quét 14 lần ở 5 tỉnh, thành trong 7 ngày."
std::vector<Warning> copy_warnings(const StampStory& story, const StampContext& context,
                                   const CopyRules& rules, Instant now);

}  // namespace tem
