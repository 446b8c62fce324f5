#pragma once
// What a stamp's history shows of copies: five pure rules, each with thresholds chosen by the
// simulator of tests/simulator (docs/clone-detection.md).
//
//   auto seen = copy_warnings(story, {.sold_in = {"VN-13"}}, CopyRules{}, now);
//   seen[0].rule == "far_apart", seen[0].seen.vi == "Quét ở Quảng Ninh và …"

#include <span>
#include <string>
#include <vector>

#include "tem/scan.hpp"

namespace tem {

/// What the ledger says that the rules need.
struct StampContext {
  std::vector<std::string> sold_in;  ///< provinces where the product is sold; empty: everywhere
};

/// Thresholds; every one can be set in registry.toml, `[copies]`.
struct CopyRules {
  // The author of copy_rules.cpp fills these in.
};

/// Every rule that the story breaks, in the order many_scans, far_apart, before_activation,
/// after_claim, out_of_region. `story` includes the look that is being answered. Each warning says
/// what was seen, in both languages: "quét 14 lần ở 5 tỉnh trong 7 ngày".
std::vector<Warning> copy_warnings(const StampStory& story, const StampContext& context,
                                   const CopyRules& rules, Instant now);

}  // namespace tem
