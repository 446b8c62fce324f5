#include "tem/calendar.hpp"

#include <algorithm>
#include <optional>

#include "tem/quote.hpp"

namespace tem {
namespace {

using std::chrono::year_month_day;

constexpr int kFirstYear = 1, kLastYear = 9999;

/// The value of a text of digits; -1 where one is no digit. Precondition: at most 4 characters.
int number(std::string_view digits) noexcept {
  int value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

/// Fills what stands for a number in `text`: a verdict tells some ten times, so they are not put
/// together of strings.
void put(std::string& text, std::size_t at, std::size_t width, unsigned value) {
  for (std::size_t i = at + width; i-- > at; value /= 10) {
    text[i] = static_cast<char>('0' + value % 10);
  }
}

void put_day(std::string& text, const year_month_day& ymd) {
  put(text, 0, 4, static_cast<unsigned>(int(ymd.year())));
  put(text, 5, 2, unsigned(ymd.month()));
  put(text, 8, 2, unsigned(ymd.day()));
}

std::optional<std::chrono::sys_days> day_of(int year, int month, int day) {
  if (year < kFirstYear || year > kLastYear || month < 1 || day < 1) return std::nullopt;
  const year_month_day ymd{std::chrono::year(year), std::chrono::month(unsigned(month)),
                           std::chrono::day(unsigned(day))};
  if (!ymd.ok()) return std::nullopt;
  return std::chrono::sys_days(ymd);
}

/// `YYYY-MM-DD`.
std::optional<std::chrono::sys_days> read_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  return day_of(number(text.substr(0, 4)), number(text.substr(5, 2)), number(text.substr(8, 2)));
}

int last_day_of(int year, int month) {
  const std::chrono::year_month_day_last last{
      std::chrono::year(year), std::chrono::month_day_last(std::chrono::month(unsigned(month)))};
  return static_cast<int>(unsigned(last.day()));
}

Error bad_date(std::string_view text, std::string_view want) {
  return {ErrorCode::bad_date, tem::quoted(text).append(": ").append(want)};
}

}  // namespace

Result<Date> Date::parse(std::string_view text) {
  const auto days = read_day(text);
  if (!days) return bad_date(text, "not a day of the calendar; write YYYY-MM-DD");
  return Date(*days);
}

Result<Date> Date::from_gs1(std::string_view yymmdd, int this_year) {
  constexpr std::string_view kWant = "not a GS1 date; write YYMMDD, DD = 00 for a whole month";
  if (yymmdd.size() != 6) return bad_date(yymmdd, kWant);
  const int yy = number(yymmdd.substr(0, 2)), month = number(yymmdd.substr(2, 2));
  int day = number(yymmdd.substr(4, 2));
  if (yy < 0 || month < 1 || month > 12 || this_year < kFirstYear || this_year > kLastYear) {
    return bad_date(yymmdd, kWant);
  }
  const int ahead = yy - this_year % 100;
  const int century = this_year - this_year % 100 + (ahead >= 51 ? -100 : ahead <= -50 ? 100 : 0);
  if (day == 0) day = last_day_of(century + yy, month);
  const auto days = day_of(century + yy, month, day);
  if (!days) return bad_date(yymmdd, kWant);
  return Date(*days);
}

std::string Date::str() const {
  std::string text = "YYYY-MM-DD";
  put_day(text, days_);
  return text;
}

std::string Date::gs1() const {
  const year_month_day ymd(days_);
  std::string text = "YYMMDD";
  put(text, 0, 2, static_cast<unsigned>(int(ymd.year())));
  put(text, 2, 2, unsigned(ymd.month()));
  put(text, 4, 2, unsigned(ymd.day()));
  return text;
}

std::string Date::vietnamese() const {
  const year_month_day ymd(days_);
  std::string text = "DD/MM/YYYY";
  put(text, 0, 2, unsigned(ymd.day()));
  put(text, 3, 2, unsigned(ymd.month()));
  put(text, 6, 4, static_cast<unsigned>(int(ymd.year())));
  return text;
}

int Date::year() const { return int(year_month_day(days_).year()); }

Date Date::plus_months(int months) const {
  const year_month_day ymd(days_);
  const auto month = ymd.year() / ymd.month() + std::chrono::months(months);
  const auto day = std::min(ymd.day(), (month / std::chrono::last).day());
  return Date(std::chrono::sys_days(month / day));
}

Result<Instant> Instant::parse(std::string_view text) {
  constexpr std::string_view kWant =
      "not an instant; write YYYY-MM-DDThh:mm:ssZ, in UTC and to the second";
  if (text.size() != 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
      text[19] != 'Z') {
    return bad_date(text, kWant);
  }
  const auto days = read_day(text.substr(0, 10));
  const int hour = number(text.substr(11, 2)), minute = number(text.substr(14, 2));
  const int second = number(text.substr(17, 2));
  if (!days || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
    return bad_date(text, kWant);
  }
  return Instant(*days + std::chrono::hours(hour) + std::chrono::minutes(minute) +
                 std::chrono::seconds(second));
}

std::string Instant::str() const {
  const auto days = std::chrono::floor<std::chrono::days>(at_);
  const std::chrono::hh_mm_ss time(at_ - days);
  std::string text = "YYYY-MM-DDThh:mm:ssZ";
  put_day(text, days);
  put(text, 11, 2, static_cast<unsigned>(time.hours().count()));
  put(text, 14, 2, static_cast<unsigned>(time.minutes().count()));
  put(text, 17, 2, static_cast<unsigned>(time.seconds().count()));
  return text;
}

}  // namespace tem
