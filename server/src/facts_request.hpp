#pragma once
// The body of POST /api/v1/facts: one fact, or a list of them. Internal.
//
//   read_facts_request(R"([{"type": "lot.recalled", "gtin": "…", "lot": "L2611A", "reason":
//   "…"}])")

#include <string_view>
#include <vector>

#include "tem/fact.hpp"

namespace tem {

inline constexpr std::size_t kMaxFactsInRequest = 1000;

/// Each as parse_fact_body, with its `type`. Errors: bad_json, bad_field, too_many, and those of
/// parse_fact_body, after "fact N: " where there are several.
Result<std::vector<FactBody>> read_facts_request(std::string_view body);

}  // namespace tem
