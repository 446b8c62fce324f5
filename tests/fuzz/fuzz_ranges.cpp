// Ranges that are read are written and read as the same; merged they are the same stamps, each
// once, in ascending ranges that do not touch. A refusal is one line.

#include <algorithm>
#include <cstdlib>
#include <string>

#include "check_refusal.hpp"
#include "tem/ranges.hpp"

namespace {

bool holds(const std::vector<tem::IndexRange>& ranges, std::uint64_t index) {
  return std::ranges::any_of(
      ranges, [&](const auto& range) { return range.first <= index && index <= range.last; });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const auto ranges = tem::parse_ranges({reinterpret_cast<const char*>(data), size});
  if (!ranges) {
    tem::test::check_refusal(ranges.error());
    return 0;
  }
  if (ranges->empty() || ranges->size() > tem::kMaxRanges) std::abort();
  std::string written;
  for (const auto& [first, last] : *ranges) {
    if (first > last) std::abort();
    written += (written.empty() ? "" : ",") + std::to_string(first) + "-" + std::to_string(last);
  }
  if (tem::parse_ranges(written).value() != *ranges) std::abort();

  const auto merged = tem::merged(*ranges);
  for (std::size_t i = 1; i < merged.size(); ++i) {
    if (merged[i].first <= std::uint64_t{merged[i - 1].last} + 1) std::abort();
  }
  if (tem::stamps_in(merged) > tem::stamps_in(*ranges)) std::abort();
  for (const auto& [first, last] : *ranges) {
    if (!holds(merged, first) || !holds(merged, last)) std::abort();
    for (const std::uint64_t near : {std::uint64_t{first} - 1, std::uint64_t{last} + 1}) {
      if (holds(merged, near) != holds(*ranges, near)) std::abort();
    }
  }
  if (tem::merged(merged) != merged) std::abort();
  return 0;
}
