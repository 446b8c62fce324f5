#include "tem/gtin.hpp"

#include <algorithm>

#include "tem/quote.hpp"

namespace tem {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

}  // namespace

char gs1_check_digit(std::string_view digits) noexcept {
  unsigned sum = 0, weight = 3;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
    sum = (sum + weight * static_cast<unsigned>(*digit - '0')) % 10;
    weight = 4 - weight;
  }
  return static_cast<char>('0' + (10 - sum) % 10);
}

Result<Gtin> Gtin::parse(std::string_view text) {
  Gtin gtin;
  if (text.size() != gtin.digits_.size()) {
    return Error{ErrorCode::bad_length, "GTIN " + tem::quoted(text) + ": 14 digits wanted, not " +
                                            std::to_string(text.size()) + " characters"};
  }
  if (!std::all_of(text.begin(), text.end(), is_digit)) {
    return Error{ErrorCode::bad_character, "GTIN " + tem::quoted(text) + ": digits only"};
  }
  const char right = gs1_check_digit(text.substr(0, 13));
  if (text.back() != right) {
    return Error{ErrorCode::bad_check_digit,
                 "GTIN " + std::string(text) + ": last digit should be " + right};
  }
  std::copy(text.begin(), text.end(), gtin.digits_.begin());
  return gtin;
}

Result<Gtin> Gtin::from_typed(std::string_view text) {
  if (text.size() != 8 && text.size() != 12 && text.size() != 13 && text.size() != 14) {
    return Error{ErrorCode::bad_length, "GTIN " + tem::quoted(text) +
                                            ": 8, 12, 13 or 14 digits wanted, not " +
                                            std::to_string(text.size()) + " characters"};
  }
  return parse(std::string(14 - text.size(), '0').append(text));
}

}  // namespace tem
