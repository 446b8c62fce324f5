#pragma once
// The rules that a component of a GS1 value obeys besides its length and character set, by the name
// under which ai_table_data.inc calls them.
//
//   find_rule("csum")("08936000000012").error()   // bad_check_digit, "last digit should be 1"

#include <string_view>

#include "tem/result.hpp"

namespace tem {

/// The component's characters are known to be of its set. The error's detail says what is wrong,
/// not in which AI. Errors: bad_check_digit, bad_date, bad_value.
using Rule = Result<void> (*)(std::string_view component);

/// Null when there is no such rule.
Rule find_rule(std::string_view name) noexcept;

/// YYMMDD, or with `may_be_month` also DD = 00. The century is not known here, so every fourth year
/// has a 29 February.
bool is_yymmdd(std::string_view digits, bool may_be_month) noexcept;

/// The contents of AI (8110): North American Coupon Application Guideline using GS1 DataBar.
Result<void> check_coupon(std::string_view text);
/// The contents of AI (8112): GS1 AI (8112) Coupon Data Specification.
Result<void> check_coupon_offer(std::string_view text);

}  // namespace tem
