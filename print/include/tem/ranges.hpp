#pragma once
// Ranges of stamps as a person writes them.
//
//   parse_ranges("0-9,12,20-29")   {{0,9},{12,12},{20,29}}

#include <string_view>
#include <vector>

#include "tem/fact.hpp"

namespace tem {

/// `A-B`, both included and counted from 0, or one index; a comma between. Errors: bad_value, which
/// quotes the part that is wrong; too_many (kMaxRanges).
Result<std::vector<IndexRange>> parse_ranges(std::string_view text);

/// Ascending, with those that touch or overlap made one: the same stamps, each once.
std::vector<IndexRange> merged(std::vector<IndexRange> ranges);

/// How many stamps are in ranges that do not overlap.
std::uint64_t stamps_in(const std::vector<IndexRange>& ranges) noexcept;

}  // namespace tem
