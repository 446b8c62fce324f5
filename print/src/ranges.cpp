#include "tem/ranges.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "tem/quote.hpp"

namespace tem {
namespace {

bool parse_index(std::string_view text, std::uint32_t& value) {
  const char* end = text.data() + text.size();
  auto [stop, failure] = std::from_chars(text.data(), end, value);
  return failure == std::errc() && stop == end;
}

Error not_a_range(std::string_view part, const std::string& why) {
  return {ErrorCode::bad_value, tem::quoted(part) + " is not a range: " + why};
}

Error not_a_range(std::string_view part) {
  return not_a_range(part, "write A-B or one index, counted from 0, up to " +
                               std::to_string(std::numeric_limits<std::uint32_t>::max()));
}

Result<IndexRange> parse_range(std::string_view part) {
  auto dash = part.find('-');
  IndexRange range{};
  if (!parse_index(part.substr(0, dash), range.first)) return not_a_range(part);
  range.last = range.first;
  if (dash != std::string_view::npos && !parse_index(part.substr(dash + 1), range.last)) {
    return not_a_range(part);
  }
  if (range.last < range.first) return not_a_range(part, "it ends before it begins");
  return range;
}

}  // namespace

Result<std::vector<IndexRange>> parse_ranges(std::string_view text) {
  std::vector<IndexRange> ranges;
  while (true) {
    auto comma = text.find(',');
    auto range = parse_range(text.substr(0, comma));
    if (!range) return range.error();
    if (ranges.size() == kMaxRanges) {
      return Error{ErrorCode::too_many,
                   "more than " + std::to_string(kMaxRanges) + " ranges: split the command"};
    }
    ranges.push_back(*range);
    if (comma == std::string_view::npos) return ranges;
    text.remove_prefix(comma + 1);
  }
}

std::vector<IndexRange> merged(std::vector<IndexRange> ranges) {
  std::sort(ranges.begin(), ranges.end(),
            [](const IndexRange& a, const IndexRange& b) { return a.first < b.first; });
  std::vector<IndexRange> out;
  for (const auto& range : ranges) {
    if (!out.empty() && range.first <= std::uint64_t{out.back().last} + 1) {
      out.back().last = std::max(out.back().last, range.last);
    } else {
      out.push_back(range);
    }
  }
  return out;
}

std::uint64_t stamps_in(const std::vector<IndexRange>& ranges) noexcept {
  std::uint64_t count = 0;
  for (const auto& range : ranges) count += std::uint64_t{range.last} - range.first + 1;
  return count;
}

}  // namespace tem
