#pragma once
// A stamp's way to the shelf, with the times of the log's entries. Internal.

#include <functional>
#include <vector>

#include "tem/judge.hpp"

namespace tem {

/// The steps that `facts` know of, oldest first; what happened on one day stands in the log's order,
/// after the production of that day. `product_entry`: of the product's latest registration or update.
/// `day`: the calendar day in the registry's time zone. Errors: those of State::entry_head.
Result<std::vector<Step>> journey_of(const State& state, const StampFacts& facts,
                                     std::uint64_t product_entry,
                                     const std::function<Date(Instant)>& day);

}  // namespace tem
