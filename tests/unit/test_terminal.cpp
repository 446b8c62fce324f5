#include "terminal.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace tem::cli;
using std::chrono::seconds;

TEST_CASE("a time that is left, roughly: to the nearest of its unit") {
  struct Case {
    int left;
    std::string_view want;
  };
  for (const auto& [left, want] :
       {Case{0, "0 s"}, Case{1, "1 s"}, Case{99, "99 s"}, Case{100, "2 min"}, Case{149, "2 min"},
        Case{150, "3 min"}, Case{3'600, "60 min"}, Case{5'969, "99 min"}, Case{5'970, "2 h"},
        Case{7'199, "2 h"}, Case{8'999, "2 h"}, Case{9'000, "3 h"}, Case{360'000, "100 h"}}) {
    CAPTURE(left);
    CHECK(rough_time(seconds(left)) == want);
  }
}

TEST_CASE("a rough time is never off by more than a third") {
  CHECK(rc::check([] {
    const auto left = *rc::gen::inRange<std::int64_t>(1, 1'000'000);
    const std::string text = rough_time(seconds(left));
    const auto count = std::stoll(text);
    const std::int64_t unit = text.ends_with(" s") ? 1 : text.ends_with(" min") ? 60 : 3'600;
    RC_ASSERT(std::abs(count * unit - left) * 3 <= left);
  }));
}
