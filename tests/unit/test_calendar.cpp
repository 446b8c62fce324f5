#include "tem/calendar.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace tem;

namespace {

std::string two(int n) { return {char('0' + n / 10), char('0' + n % 10)}; }

/// Days of a month, spelled out.
int days_of(int year, int month) {
  if (month == 2) return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

Date date(std::string_view text) { return Date::parse(text).value(); }

Date any_date() {
  const auto days = *rc::gen::inRange(0, 3652059);  // 0001-01-01 to 9999-12-31
  return date("0001-01-01").plus_days(days);
}

}  // namespace

TEST_CASE("days that are read") {
  for (const std::string_view text :
       {"2026-11-24", "0001-01-01", "9999-12-31", "2024-02-29", "2000-02-29", "1969-12-31"}) {
    CAPTURE(text);
    CHECK(date(text).str() == text);
  }
  CHECK(date("2026-11-24").gs1() == "261124");
  CHECK(date("2026-11-04").vietnamese() == "04/11/2026");
  CHECK(date("2026-11-24").year() == 2026);
}

TEST_CASE("days that are refused") {
  struct Case {
    std::string_view why, text;
  };
  for (const auto& [why, text] : {
           Case{"empty", ""},
           Case{"no such day", "2026-02-29"},
           Case{"no leap year", "1900-02-29"},
           Case{"31 of a short month", "2026-04-31"},
           Case{"day 0", "2026-11-00"},
           Case{"month 0", "2026-00-11"},
           Case{"month 13", "2026-13-01"},
           Case{"year 0", "0000-01-01"},
           Case{"no zero before", "2026-1-01"},
           Case{"slashes", "2026/11/24"},
           Case{"Vietnamese order", "24-11-2026"},
           Case{"a time after", "2026-11-24T"},
           Case{"a space before", " 2026-11-2"},
           Case{"a sign", "+026-11-24"},
           Case{"minus", "-026-11-24"},
           Case{"year 10000", "10000-01-01"},
           Case{"a NUL", std::string_view("2026-11-2\0", 10)},
       }) {
    CAPTURE(why);
    const auto read = Date::parse(text);
    REQUIRE(!read);
    CHECK(read.error().code == ErrorCode::bad_date);
    CHECK(!read.error().detail.empty());
  }
}

TEST_CASE("every day that exists, and no other") {
  for (const int year : {1, 4, 100, 400, 1900, 1999, 2000, 2023, 2024, 2100, 9999}) {
    for (int month = 0; month <= 13; ++month) {
      for (int day = 0; day <= 32; ++day) {
        const std::string text =
            two(year / 100) + two(year % 100) + '-' + two(month) + '-' + two(day);
        const bool exists = month >= 1 && month <= 12 && day >= 1 && day <= days_of(year, month);
        CHECK_MESSAGE(Date::parse(text).has_value() == exists, text);
      }
    }
  }
}

TEST_CASE("GS1 dates") {
  struct Case {
    std::string_view why, text;
    int this_year;
    std::string_view want;  ///< empty: refused
  };
  for (const auto& [why, text, this_year, want] : {
           Case{"an expiry", "271231", 2026, "2027-12-31"},
           Case{"a whole month", "270200", 2026, "2027-02-28"},
           Case{"a whole month of a leap year", "280200", 2026, "2028-02-29"},
           Case{"a whole long month", "271200", 2026, "2027-12-31"},
           Case{"50 years ahead", "760101", 2026, "2076-01-01"},
           Case{"51 years ahead is the century before", "770101", 2026, "1977-01-01"},
           Case{"99", "990101", 2026, "1999-01-01"},
           Case{"48 years back stays", "510101", 2099, "2051-01-01"},
           Case{"49 years back stays", "500101", 2099, "2050-01-01"},
           Case{"50 years back is the century after", "490101", 2099, "2149-01-01"},
           Case{"year 00", "000229", 2026, "2000-02-29"},
           Case{"2100 is no leap year", "000229", 2080, ""},
           Case{"month 13", "271301", 2026, ""},
           Case{"month 0", "270001", 2026, ""},
           Case{"day 32", "270132", 2026, ""},
           Case{"30 February", "270230", 2026, ""},
           Case{"too short", "27123", 2026, ""},
           Case{"too long", "2712310", 2026, ""},
           Case{"empty", "", 2026, ""},
           Case{"a letter", "27123a", 2026, ""},
           Case{"a sign", "-71231", 2026, ""},
           Case{"before year 1", "990101", 1, ""},
           Case{"after year 9999", "000101", 9999, ""},
           Case{"no year", "271231", 0, ""},
           Case{"a year too far", "271231", 10000, ""},
       }) {
    CAPTURE(why);
    const auto read = Date::from_gs1(text, this_year);
    REQUIRE(read.has_value() == !want.empty());
    if (read) CHECK(read->str() == want);
    if (!read) CHECK(read.error().code == ErrorCode::bad_date);
  }
}

TEST_CASE("months later") {
  CHECK(date("2026-11-24").plus_months(36).str() == "2029-11-24");
  CHECK(date("2026-01-31").plus_months(1).str() == "2026-02-28");
  CHECK(date("2024-02-29").plus_months(12).str() == "2025-02-28");
  CHECK(date("2026-03-31").plus_months(-1).str() == "2026-02-28");
  CHECK(date("2026-01-15").plus_months(-13).str() == "2024-12-15");
  CHECK(date("2026-12-31").plus_days(1).str() == "2027-01-01");
  CHECK(Date::from_days(date("2026-12-31").days()) == date("2026-12-31"));
}

TEST_CASE("instants") {
  for (const std::string_view text : {"2026-11-23T10:00:00Z", "0001-01-01T00:00:00Z",
                                      "9999-12-31T23:59:59Z", "1969-12-31T23:59:59Z"}) {
    CAPTURE(text);
    const auto read = Instant::parse(text);
    REQUIRE(read);
    CHECK(read->str() == text);
  }
  CHECK(Instant().str() == "1970-01-01T00:00:00Z");
  CHECK(Instant::parse("2026-11-23T10:00:00Z")->time().time_since_epoch().count() == 1795428000);
  struct Case {
    std::string_view why, text;
  };
  for (const auto& [why, text] : {
           Case{"empty", ""},
           Case{"no zone", "2026-11-23T10:00:00"},
           Case{"another zone", "2026-11-23T10:00:00+07:00"},
           Case{"lower-case z", "2026-11-23T10:00:00z"},
           Case{"lower-case t", "2026-11-23t10:00:00Z"},
           Case{"a space", "2026-11-23 10:00:00Z"},
           Case{"a fraction", "2026-11-23T10:00:00.0Z"},
           Case{"hour 24", "2026-11-23T24:00:00Z"},
           Case{"minute 60", "2026-11-23T10:60:00Z"},
           Case{"a leap second", "2016-12-31T23:59:60Z"},
           Case{"no such day", "2026-02-30T10:00:00Z"},
           Case{"a day of two months", "2026-11-31T10:00:00Z"},
           Case{"letters", "2026-11-23Taa:00:00Z"},
           Case{"dots", "2026-11-23T10.00.00Z"},
       }) {
    CAPTURE(why);
    const auto read = Instant::parse(text);
    REQUIRE(!read);
    CHECK(read.error().code == ErrorCode::bad_date);
  }
}

TEST_CASE("laws") {
  CHECK(rc::check("a date is read back", [] {
    const Date day = any_date();
    RC_ASSERT(Date::parse(day.str()).value() == day);
    RC_ASSERT(Date::from_gs1(day.gs1(), day.year()).value() == day);
  }));
  CHECK(rc::check("order of dates is order of their text", [] {
    const Date a = any_date(), b = any_date();
    RC_ASSERT((a < b) == (a.str() < b.str()));
  }));
  CHECK(rc::check("a GS1 date is that day within 50 years, either way", [] {
    const int this_year = *rc::gen::inRange(100, 9900);
    const Date day = any_date();
    const auto read = Date::from_gs1(day.gs1(), this_year);
    if (!read) return;  // 29 February of another century
    RC_ASSERT(read->gs1() == day.gs1());
    RC_ASSERT(read->year() - this_year <= 50);
    RC_ASSERT(read->year() - this_year >= -49);
  }));
  CHECK(rc::check("an instant is read back", [] {
    const auto seconds = *rc::gen::inRange<std::int64_t>(-62135596800, 253402300800);
    const Instant at{std::chrono::sys_seconds(std::chrono::seconds(seconds))};
    RC_ASSERT(Instant::parse(at.str()).value() == at);
  }));
}
