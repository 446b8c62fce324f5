#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <set>

#include "tem/ranges.hpp"
#include "tem/quote.hpp"

using namespace tem;
using tem::merged;
using tem::parse_ranges;
using tem::stamps_in;

namespace {

constexpr std::uint32_t kLast = 0xFFFFFFFF;

std::vector<IndexRange> any_ranges(std::uint32_t most) {
  std::vector<IndexRange> ranges;
  const int count = *rc::gen::inRange(1, 20);
  for (int i = 0; i < count; ++i) {
    const auto a = *rc::gen::inRange<std::uint32_t>(0, most);
    const auto b = *rc::gen::inRange<std::uint32_t>(0, most);
    ranges.push_back({std::min(a, b), std::max(a, b)});
  }
  return ranges;
}

}  // namespace

TEST_CASE("ranges as a person writes them") {
  struct Case {
    std::string_view why, text;
    std::vector<IndexRange> want;
  };
  for (const auto& [why, text, want] : {
           Case{"one index", "0", {{0, 0}}},
           Case{"a range", "0-9", {{0, 9}}},
           Case{"a range of one", "7-7", {{7, 7}}},
           Case{"several, as they stand", "20-29,12,0-9", {{20, 29}, {12, 12}, {0, 9}}},
           Case{"the last index", "4294967295", {{kLast, kLast}}},
           Case{"a whole lot", "0-4294967295", {{0, kLast}}},
       }) {
    CAPTURE(why);
    const auto ranges = parse_ranges(text);
    REQUIRE(ranges.has_value());
    CHECK(*ranges == want);
  }
}

TEST_CASE("what is no range, and the part that is wrong") {
  struct Case {
    std::string_view why, text, part;
  };
  using namespace std::string_view_literals;
  for (const auto& [why, text, part] : {
           Case{"nothing", "", ""},
           Case{"a comma alone", ",", ""},
           Case{"a comma at the end", "1,", ""},
           Case{"a comma at the front", ",1", ""},
           Case{"no end", "3-", "3-"},
           Case{"no beginning", "-3", "-3"},
           Case{"two dashes", "1-2-3", "1-2-3"},
           Case{"a double dash", "1--2", "1--2"},
           Case{"backwards", "1,9-8", "9-8"},
           Case{"a space", "0-9, 12", " 12"},
           Case{"a plus", "+1", "+1"},
           Case{"a word", "all", "all"},
           Case{"hexadecimal", "0x10", "0x10"},
           Case{"a point", "1.5", "1.5"},
           Case{"an en dash", "1–2", "1–2"},
           Case{"2^32", "4294967296", "4294967296"},
           Case{"ends at 2^32", "5-4294967296", "5-4294967296"},
           Case{"a zero byte", "1\0"sv, "1\0"sv},
       }) {
    CAPTURE(why);
    const auto ranges = parse_ranges(text);
    REQUIRE(!ranges);
    CHECK(ranges.error().code == ErrorCode::bad_value);
    CHECK(ranges.error().detail.starts_with(tem::quoted(part) + " is not a range"));
  }
}

TEST_CASE("as many ranges as one fact holds, and an error of bounded length") {
  std::string text = "0";
  for (std::size_t i = 1; i < kMaxRanges; ++i) text += "," + std::to_string(2 * i);
  CHECK(parse_ranges(text)->size() == kMaxRanges);
  CHECK(parse_ranges(text + ",9999").error().code == ErrorCode::too_many);
  for (const std::string& wrong : {std::string(100'000, '9'), std::string(100'000, '0') + "9-8"}) {
    const auto refused = parse_ranges(wrong);
    REQUIRE(!refused);
    CHECK(refused.error().detail.size() < 300);
  }
}

TEST_CASE("merged ranges hold the same stamps, each once, with gaps between") {
  CHECK(rc::check([] {
    const auto ranges = any_ranges(60);
    std::set<std::uint32_t> want;
    for (const auto& range : ranges) {
      for (auto i = range.first; i <= range.last; ++i) want.insert(i);
    }
    const auto joined = merged(ranges);
    std::set<std::uint32_t> got;
    for (std::size_t i = 0; i < joined.size(); ++i) {
      if (i > 0) RC_ASSERT(joined[i].first > joined[i - 1].last + 1);
      for (auto k = joined[i].first; k <= joined[i].last; ++k) got.insert(k);
    }
    RC_ASSERT(got == want);
    RC_ASSERT(stamps_in(joined) == want.size());
    RC_ASSERT(merged(joined) == joined);
  }));
  // Next to the last index nothing may wrap round.
  CHECK(merged({{kLast, kLast}, {0, 0}}) == std::vector<IndexRange>{{0, 0}, {kLast, kLast}});
  CHECK(merged({{0, kLast}, {kLast, kLast}, {3, 4}}) == std::vector<IndexRange>{{0, kLast}});
  CHECK(stamps_in({{0, kLast}}) == std::uint64_t{1} << 32);
  CHECK(stamps_in({}) == 0);
  CHECK(merged({}).empty());
}
