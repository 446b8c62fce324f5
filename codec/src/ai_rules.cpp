#include "ai_rules.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>

#include "tem/code_lists.hpp"
#include "tem/gtin.hpp"

namespace tem {
namespace {

using Text = std::string_view;

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool all_digits(Text text) noexcept { return std::all_of(text.begin(), text.end(), is_digit); }

/// Precondition: digits only, at most 4.
int number(Text digits) noexcept {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

Result<void> ok_if(bool ok, ErrorCode code, const char* otherwise) {
  if (ok) return {};
  return Error{code, otherwise};
}

Result<void> value_if(bool ok, const char* otherwise) {
  return ok_if(ok, ErrorCode::bad_value, otherwise);
}

Result<void> date_if(bool ok, const char* otherwise) {
  return ok_if(ok, ErrorCode::bad_date, otherwise);
}

// Check digits and keys

Result<void> csum(Text text) {
  const char right = gs1_check_digit(text.substr(0, text.size() - 1));
  if (text.back() == right) return {};
  return Error{ErrorCode::bad_check_digit,
               "digit " + std::to_string(text.size()) + " should be " + right};
}

/// General Specifications §7.9: each character's place in set 82 times a prime, 2 for the last;
/// the sum modulo 1021 is written as two characters of 32.
Result<void> check_pair(Text text) {
  constexpr std::array<unsigned, 23> kPrimes{2,  3,  5,  7,  11, 13, 17, 19, 23, 29, 31, 37,
                                             41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83};
  constexpr Text kSet82 =
      "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
  constexpr Text kSet32 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  if (text.size() < 3 || text.size() > kPrimes.size() + 2) {
    return Error{ErrorCode::bad_length, "3 to 25 characters wanted, two check characters last"};
  }
  const Text data = text.substr(0, text.size() - 2);
  unsigned sum = 0;
  for (std::size_t i = 0; i < data.size(); ++i) {
    const std::size_t place = kSet82.find(data[data.size() - 1 - i]);
    sum += static_cast<unsigned>(place) * kPrimes[i];
  }
  sum %= 1021;
  const std::string right{kSet32[sum / 32], kSet32[sum % 32]};
  if (text.ends_with(right)) return {};
  return Error{ErrorCode::bad_check_digit, "the two check characters should be " + right};
}

/// A GS1 Company Prefix has 4 digits at least; which are given out is not known here.
Result<void> prefix(Text text) {
  return value_if(text.size() >= 4 && all_digits(text.substr(0, 4)),
                  "it must begin with a GS1 Company Prefix, which is 4 digits at least");
}

Result<void> prefix2(Text text) {
  return prefix(text.substr(std::min<std::size_t>(1, text.size())));
}

// Dates and times

Result<void> date(Text text) { return date_if(is_yymmdd(text, false), "not a date YYMMDD"); }

Result<void> date0(Text text) {
  return date_if(is_yymmdd(text, true), "not a date YYMMDD (DD = 00 for a whole month)");
}

Result<void> date8(Text text) {
  const std::chrono::year_month_day ymd{
      std::chrono::year(number(text.substr(0, 4))),
      std::chrono::month(static_cast<unsigned>(number(text.substr(4, 2)))),
      std::chrono::day(static_cast<unsigned>(number(text.substr(6, 2))))};
  return date_if(ymd.ok() && int(ymd.year()) > 0, "not a date YYYYMMDD");
}

Result<void> hh(Text text) { return date_if(number(text) < 24, "not an hour, 00 to 23"); }
Result<void> mm(Text text) {
  return date_if(number(text) < 60, "not minutes or seconds, 00 to 59");
}

Result<void> hhmm(Text text) {
  return date_if(number(text.substr(0, 2)) < 24 && number(text.substr(2)) < 60,
                 "not a time hhmm, 0000 to 2359");
}

// Code lists

Result<void> country(Text text) {
  return value_if(is_country(text), "not a country's number in ISO 3166 (Vietnam is 704)");
}

Result<void> country_or_999(Text text) {
  return value_if(text == "999" || is_country(text), "neither a country's number nor 999");
}

Result<void> country2(Text text) {
  return value_if(is_country2(text), "not a country's two letters in ISO 3166 (Vietnam is VN)");
}

Result<void> currency(Text text) {
  return value_if(is_currency(text), "not a currency's number in ISO 4217 (the dong is 704)");
}

Result<void> package(Text text) {
  return value_if(is_package(text), "not a package type of UN/CEFACT Recommendation 21");
}

/// 01-10 are in use and 80-99 for national use; the rest is kept back.
Result<void> media(Text text) {
  const int code = number(text);
  return value_if((code >= 1 && code <= 10) || code >= 80, "not an AIDC media type");
}

Result<void> sex(Text text) {
  return value_if(Text("0129").find(text) != Text::npos, "not a code of ISO 5218: 0, 1, 2 or 9");
}

// Numbers

Result<void> flag(Text text) { return value_if(text == "0" || text == "1", "0 or 1 wanted"); }

Result<void> winding(Text text) {
  return value_if(Text("019").find(text) != Text::npos, "winding is 0, 1 or 9");
}

bool only_zeros(Text text) noexcept { return text.find_first_not_of('0') == Text::npos; }
Result<void> zero(Text text) { return value_if(only_zeros(text), "its first digit must be 0"); }
Result<void> nonzero(Text text) { return value_if(!only_zeros(text), "a measure must not be 0"); }

Result<void> no_leading_zero(Text text) {
  return value_if(!text.starts_with('0'), "it must not begin with 0");
}

/// Ten-millionths of a degree, counted from the south pole; ten digits compare as text.
Result<void> latitude(Text text) {
  return value_if(text <= "1800000000", "latitude lies beyond 1800000000");
}

Result<void> longitude(Text text) {
  return value_if(text <= "3600000000", "longitude lies beyond 3600000000");
}

Result<void> piece_of(Text text) {
  const Text piece = text.substr(0, text.size() / 2), total = text.substr(text.size() / 2);
  return value_if(!only_zeros(piece) && piece <= total, "the piece is not one of the total");
}

/// `2/3`. Neither number begins with 0, so the longer one is the greater.
Result<void> place_of(Text text) {
  const std::size_t slash = text.find('/');
  const Text place = text.substr(0, slash);
  const Text total = slash == Text::npos ? Text() : text.substr(slash + 1);
  const auto counts = [](Text n) { return !n.empty() && all_digits(n) && n.front() != '0'; };
  return value_if(
      counts(place) && counts(total) &&
          (place.size() < total.size() || (place.size() == total.size() && place <= total)),
      "not a place in a sequence, such as 2/3");
}

// Text

/// The value itself is percent-encoded UTF-8, once more than the URI.
Result<void> percent(Text text) {
  const auto is_hex = [](char c) {
    return is_digit(c) || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
  };
  for (std::size_t at = text.find('%'); at != Text::npos; at = text.find('%', at + 3)) {
    if (at + 2 >= text.size() || !is_hex(text[at + 1]) || !is_hex(text[at + 2])) {
      return Error{ErrorCode::bad_value, "broken percent-encoding inside the value"};
    }
  }
  return {};
}

/// ISO 13616: country, two check digits, account; letters count from 10, modulo 97 gives 1.
Result<void> iban(Text text) {
  const auto is_iban = [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); };
  if (text.size() <= 10 || !std::all_of(text.begin(), text.end(), is_iban) ||
      !is_country2(text.substr(0, 2)) || !all_digits(text.substr(2, 2))) {
    return Error{ErrorCode::bad_value, "not an IBAN: country, two check digits, account"};
  }
  unsigned rest = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[(i + 4) % text.size()];
    const unsigned value = static_cast<unsigned>(is_digit(c) ? c - '0' : c - 'A' + 10);
    rest = (rest * (value < 10 ? 10 : 100) + value) % 97;
  }
  return ok_if(rest == 1, ErrorCode::bad_check_digit, "the IBAN's check digits do not match");
}

Result<void> minus(Text text) { return value_if(text == "-", "only `-` may follow the digits"); }

Result<void> importer(Text text) {
  const char c = text.front();
  return value_if(
      is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_',
      "importer index is one of 0-9 A-Z a-z - _");
}

Result<void> has_nondigit(Text text) {
  return value_if(!all_digits(text), "it must hold a character that is no digit");
}

struct Named {
  Text name;
  Rule rule;
};

constexpr Named kRules[] = {
    {"check-pair", check_pair},
    {"country", country},
    {"country-or-999", country_or_999},
    {"country2", country2},
    {"coupon", check_coupon},
    {"coupon-offer", check_coupon_offer},
    {"csum", csum},
    {"currency", currency},
    {"date", date},
    {"date0", date0},
    {"date8", date8},
    {"flag", flag},
    {"has-nondigit", has_nondigit},
    {"hh", hh},
    {"hhmm", hhmm},
    {"iban", iban},
    {"importer", importer},
    {"latitude", latitude},
    {"longitude", longitude},
    {"media", media},
    {"minus", minus},
    {"mm", mm},
    {"no-leading-zero", no_leading_zero},
    {"nonzero", nonzero},
    {"package", package},
    {"percent", percent},
    {"piece-of", piece_of},
    {"place/of", place_of},
    {"prefix", prefix},
    {"prefix2", prefix2},
    {"sex", sex},
    {"winding", winding},
    {"zero", zero},
};

static_assert(std::is_sorted(std::begin(kRules), std::end(kRules),
                             [](const Named& a, const Named& b) { return a.name < b.name; }));

}  // namespace

bool is_yymmdd(std::string_view digits, bool may_be_month) noexcept {
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const int year = number(digits.substr(0, 2)), month = number(digits.substr(2, 2));
  const int day = number(digits.substr(4, 2));
  if (month < 1 || month > 12) return false;
  const int last = kDays[static_cast<std::size_t>(month) - 1] + (month == 2 && year % 4 == 0);
  return day <= last && (day > 0 || may_be_month);
}

Rule find_rule(std::string_view name) noexcept {
  const auto* at =
      std::lower_bound(std::begin(kRules), std::end(kRules), name,
                       [](const Named& named, Text wanted) { return named.name < wanted; });
  return at != std::end(kRules) && at->name == name ? at->rule : nullptr;
}

}  // namespace tem
