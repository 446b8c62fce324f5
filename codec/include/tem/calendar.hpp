#pragma once
// Days and instants, as arguments: nothing here reads a clock.
//
//   Date::parse("2026-11-24")               a calendar day, no time zone
//   Date::from_gs1("271231", 2026)          GS1 YYMMDD
//   Instant::parse("2026-11-23T10:00:00Z")  a second of UTC

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "tem/result.hpp"

namespace tem {

/// A day of the proleptic Gregorian calendar, year 1 to 9999.
class Date {
 public:
  /// Exactly `YYYY-MM-DD`, a day that exists. Error: bad_date.
  static Result<Date> parse(std::string_view text);
  /// GS1 General Specifications §7.12: YY − (this_year mod 100) ≥ 51 is the century before,
  /// ≤ −50 the one after; DD = 00 is the last day of the month. Error: bad_date.
  static Result<Date> from_gs1(std::string_view yymmdd, int this_year);
  static Date from_days(std::chrono::sys_days days) { return Date(days); }

  [[nodiscard]] std::string str() const;         ///< 2026-11-24
  [[nodiscard]] std::string gs1() const;         ///< 261124
  [[nodiscard]] std::string vietnamese() const;  ///< 24/11/2026
  [[nodiscard]] int year() const;
  [[nodiscard]] std::chrono::sys_days days() const { return days_; }
  /// The same day `months` later; a day the month does not have becomes its last.
  [[nodiscard]] Date plus_months(int months) const;
  [[nodiscard]] Date plus_days(int days) const { return Date(days_ + std::chrono::days(days)); }

  friend auto operator<=>(const Date&, const Date&) = default;

 private:
  explicit Date(std::chrono::sys_days days) : days_(days) {}
  std::chrono::sys_days days_;
};

/// A second of UTC.
class Instant {
 public:
  Instant() = default;
  explicit Instant(std::chrono::sys_seconds at) : at_(at) {}
  /// Exactly `YYYY-MM-DDThh:mm:ssZ` (RFC 3339, to the second). Error: bad_date.
  static Result<Instant> parse(std::string_view text);

  [[nodiscard]] std::string str() const;
  [[nodiscard]] std::chrono::sys_seconds time() const { return at_; }

  friend auto operator<=>(const Instant&, const Instant&) = default;

 private:
  std::chrono::sys_seconds at_{};
};

}  // namespace tem
