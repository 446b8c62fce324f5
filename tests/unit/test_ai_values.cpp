#include "tem/ai_table.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

#include "tem/calendar.hpp"

using namespace tem;

namespace {

std::string two(int n) { return {char('0' + n / 10), char('0' + n % 10)}; }

const Ai& ai(std::string_view code) {
  const Ai* found = find_ai(code);
  REQUIRE_MESSAGE(found != nullptr, code);
  return *found;
}

std::string some_character(char type) {
  if (type == 'N') return std::string(1, *rc::gen::inRange('0', char('9' + 1)));
  return std::string(1, *rc::gen::elementOf(std::string("0123456789ABCZ-#/=%abcz_ ~\x80")));
}

/// `csum` and `prefix` of "N13,csum,prefix [X..17]".
std::set<std::string> rules_of(std::string_view spec) {
  std::set<std::string> rules;
  for (std::size_t comma = spec.find(','); comma != spec.npos; comma = spec.find(',', comma + 1)) {
    const std::size_t end = std::min(spec.find_first_of(", ", comma + 1), spec.size());
    rules.emplace(spec.substr(comma + 1, end - comma - 1));
  }
  return rules;
}

struct Allowed {
  std::string_view ai, value;
};

constexpr Allowed kAllowed[] = {
    {"00", "106141411234567897"},
    {"01", "08936000000011"},
    {"02", "09506000134352"},
    {"10", "HL/26-11_A%+"},
    {"11", "261124"},
    {"17", "271231"},
    {"17", "270200"},
    {"17", "000229"},
    {"20", "00"},
    {"21", "KVYVF9TDX7"},
    {"235", "1234567890123456789012345678"},
    {"242", "1"},
    {"253", "4012345000009"},
    {"253", "4012345000009ABC/1"},
    {"255", "4012345000009"},
    {"255", "4012345000009123456789012"},
    {"30", "12"},
    {"3103", "001500"},
    {"3909", "123456789012345"},
    {"3912", "7041"},
    {"3932", "978123456789012345"},
    {"3943", "0050"},
    {"3955", "123456"},
    {"401", "4012ABC"},
    {"402", "40123450000000009"},
    {"414", "4012345000009"},
    {"421", "704200000"},
    {"422", "704"},
    {"423", "704"},
    {"423", "704156392840250"},
    {"426", "704"},
    {"427", "QN"},
    {"4300", "Ch%E1%BA%A3+m%E1%BB%B1c"},
    {"4307", "VN"},
    {"4309", "11095000002870700000"},
    {"4309", "18000000003600000000"},
    {"4321", "0"},
    {"4322", "1"},
    {"4324", "2611240930"},
    {"4324", "2611002359"},
    {"4326", "261124"},
    {"4331", "000500"},
    {"4331", "001800-"},
    {"7003", "2611242359"},
    {"7007", "261101"},
    {"7007", "261101261124"},
    {"7011", "261124"},
    {"7011", "2611240000"},
    {"7030", "999A"},
    {"7039", "704VN-QN-001"},
    {"7040", "1A-_"},
    {"7041", "200"},
    {"7041", "9"},
    {"7041", "PX"},
    {"717", "SRN1"},
    {"7230", "AB1"},
    {"7241", "01"},
    {"7241", "99"},
    {"7250", "20240229"},
    {"7251", "195012312359"},
    {"7252", "9"},
    {"7258", "2/3"},
    {"7258", "9/9"},
    {"8001", "00010000100190"},
    {"8003", "04012345000009"},
    {"8003", "04012345000009ASSET"},
    {"8004", "4012345-A"},
    {"8006", "089360000000110102"},
    {"8006", "089360000000119999"},
    {"8007", "GB82WEST12345698765432"},
    {"8007", "FR1420041010050500013M02606"},
    {"8008", "26112423"},
    {"8008", "2611242359"},
    {"8008", "261124235959"},
    {"8010", "4012345#A-/9"},
    {"8011", "1"},
    {"8011", "123456789012"},
    {"8013", "1987654Ad4X4bL5ttr2310c2K"},
    {"8014", "1987654Ad4X4bL5ttr2310c2K"},
    {"8017", "401234500000000005"},
    {"8019", "0"},
    {"8026", "089360000000110202"},
    {"8030", "aZ09-_"},
    {"8030", "aZ0="},
    {"8040", "123456789012345"},
    {"8043", "12345678901234567890"},
    {"8043", "123456789012345678"},
    {"8110", "06141410001233100120456"},
    {"8111", "0500"},
    {"8112", "006141410001230123456"},
    {"8200", "https://tem.example/?x=1"},
    {"90", "x"},
    {"99", "any-thing"},
};

}  // namespace

TEST_CASE("values that are allowed") {
  for (const auto& [code, value] : kAllowed) {
    CAPTURE(code);
    CAPTURE(value);
    const auto ok = check_ai_value(ai(code), value);
    CHECK_MESSAGE(ok.has_value(), (ok ? std::string() : ok.error().str()));
  }
}

TEST_CASE("every rule that a pattern names is reached by a value above") {
  std::set<std::string> reached, named;
  for (const auto& [code, value] : kAllowed) reached.merge(rules_of(ai(code).spec));
  for (const Ai& row : ai_table()) named.merge(rules_of(row.spec));
  CHECK(named.size() == 33);
  CHECK(named == reached);
}

TEST_CASE("values that are refused") {
  using E = ErrorCode;
  struct Case {
    std::string_view why, ai, value;
    ErrorCode want;
  };
  for (const auto& [why, code, value, want] : {
           Case{"empty", "17", "", E::empty_value},
           Case{"empty text", "10", "", E::empty_value},
           Case{"a digit short", "00", "10614141123456789", E::bad_length},
           Case{"wrong SSCC check digit", "00", "106141411234567898", E::bad_check_digit},
           Case{"thirteen digits", "01", "8936000000011", E::bad_length},
           Case{"wrong GTIN check digit", "01", "08936000000012", E::bad_check_digit},
           Case{"a letter in a GTIN", "01", "0893600000001A", E::bad_character},
           Case{"21 characters", "10", "123456789012345678901", E::bad_length},
           Case{"a space", "10", "A B", E::bad_character},
           Case{"a hash is set 39 only", "10", "A#B", E::bad_character},
           Case{"month 13", "17", "271331", E::bad_date},
           Case{"month 0", "17", "270001", E::bad_date},
           Case{"30 February", "17", "270230", E::bad_date},
           Case{"29 February", "17", "270229", E::bad_date},
           Case{"a whole month where a day is wanted", "7006", "261100", E::bad_date},
           Case{"a letter in a date", "17", "27123A", E::bad_character},
           Case{"a non-ASCII digit", "20", "\xD9\xA0", E::bad_character},
           Case{"key part only digits", "253", "401234500000A", E::bad_character},
           Case{"key part's check digit", "253", "4012345000001", E::bad_check_digit},
           Case{"serial part too long", "255", "40123450000091234567890123", E::bad_length},
           Case{"serial part of digits", "255", "4012345000009A", E::bad_character},
           Case{"prefix of digits", "401", "401AB", E::bad_value},
           Case{"prefix of four", "401", "401", E::bad_value},
           Case{"prefix of an asset", "8004", "A0123", E::bad_value},
           Case{"no such currency", "3912", "0011", E::bad_value},
           Case{"a currency alone", "3912", "704", E::bad_length},
           Case{"no such country", "422", "000", E::bad_value},
           Case{"999 is for processors", "422", "999", E::bad_value},
           Case{"no such second country", "423", "704001", E::bad_value},
           Case{"half a country", "423", "70415", E::bad_length},
           Case{"six countries", "423", "704156392840250276", E::bad_length},
           Case{"no such processor's country", "7030", "998A", E::bad_value},
           Case{"a processor's country alone", "7030", "704", E::bad_length},
           Case{"country in small letters", "4307", "vn", E::bad_value},
           Case{"no such country letters", "4307", "XX", E::bad_value},
           Case{"a space as a country", "4307", "V ", E::bad_character},
           Case{"broken inner escape", "4300", "A%E", E::bad_value},
           Case{"inner escape of no hex", "4300", "A%GG", E::bad_value},
           Case{"beyond the pole", "4309", "18000000010000000000", E::bad_value},
           Case{"beyond the round", "4309", "00000000003600000001", E::bad_value},
           Case{"neither yes nor no", "4321", "2", E::bad_value},
           Case{"hour 24", "4324", "2611242400", E::bad_date},
           Case{"minute 60", "4324", "2611240960", E::bad_date},
           Case{"another sign", "4331", "001800+", E::bad_value},
           Case{"second harvest date", "7007", "261101261131", E::bad_date},
           Case{"half a harvest date", "7007", "2611012611", E::bad_length},
           Case{"half a time", "7011", "26112400", E::bad_length},
           Case{"importer index", "7040", "1AB/", E::bad_value},
           Case{"no digit first", "7040", "AAAA", E::bad_character},
           Case{"no such package", "7041", "XYZ", E::bad_value},
           Case{"package in small letters", "7041", "px", E::bad_value},
           Case{"certificate without number", "7230", "AB", E::bad_length},
           Case{"media type 00", "7241", "00", E::bad_value},
           Case{"media type 11", "7241", "11", E::bad_value},
           Case{"media type 79", "7241", "79", E::bad_value},
           Case{"no leap year", "7250", "19000229", E::bad_date},
           Case{"year 0", "7250", "00000101", E::bad_date},
           Case{"sex", "7252", "3", E::bad_value},
           Case{"third of two", "7258", "3/2", E::bad_value},
           Case{"nought of two", "7258", "0/2", E::bad_value},
           Case{"no slash", "7258", "123", E::bad_value},
           Case{"slash last", "7258", "12/", E::bad_value},
           Case{"slash first", "7258", "/12", E::bad_value},
           Case{"no width", "8001", "00000000100190", E::bad_value},
           Case{"no length", "8001", "00010000000190", E::bad_value},
           Case{"a core of 0", "8001", "00010000100090", E::bad_value},
           Case{"no core diameter", "8001", "00010000100000", E::bad_value},
           Case{"winding", "8001", "00010000100120", E::bad_value},
           Case{"asset without its 0", "8003", "14012345000009", E::bad_value},
           Case{"asset's check digit", "8003", "04012345000001", E::bad_check_digit},
           Case{"piece 0", "8006", "089360000000110001", E::bad_value},
           Case{"piece beyond total", "8006", "089360000000110302", E::bad_value},
           Case{"total 0", "8006", "089360000000110100", E::bad_value},
           Case{"IBAN check digits", "8007", "GB83WEST12345698765432", E::bad_check_digit},
           Case{"IBAN country", "8007", "XX82WEST12345698765432", E::bad_value},
           Case{"IBAN too short", "8007", "GB82WEST12", E::bad_value},
           Case{"IBAN in small letters", "8007", "gb82west12345698765432", E::bad_value},
           Case{"hour", "8008", "26112424", E::bad_date},
           Case{"minutes", "8008", "2611242360", E::bad_date},
           Case{"seconds", "8008", "261124235960", E::bad_date},
           Case{"half the minutes", "8008", "261124235", E::bad_length},
           Case{"small letters in set 39", "8010", "4012a", E::bad_character},
           Case{"a serial that begins with 0", "8011", "01", E::bad_value},
           Case{"check pair", "8013", "1987654Ad4X4bL5ttr2310c2L", E::bad_check_digit},
           Case{"check pair swapped", "8013", "1987654Ad4X4bL5ttr2310cK2", E::bad_check_digit},
           Case{"check pair alone", "8013", "22", E::bad_length},
           Case{"a device of digits only", "8014", "4012345773", E::bad_value},
           Case{"padding first", "8030", "=aZ0", E::bad_character},
           Case{"padding within", "8030", "a=Z0", E::bad_character},
           Case{"three paddings", "8030", "a===", E::bad_character},
           Case{"a plus is not base64url", "8030", "a+b", E::bad_character},
           Case{"coupon of letters", "8110", "ABC", E::bad_value},
           Case{"91 characters", "99",
                "1234567890123456789012345678901234567890123456789012345678901"
                "234567890123456789012345678901",
                E::bad_length},
       }) {
    CAPTURE(why);
    const auto ok = check_ai_value(ai(code), value);
    REQUIRE(!ok);
    CHECK(name(ok.error().code) == name(want));
    CHECK(ok.error().detail.find("AI " + std::string(code)) == 0);
    CHECK(ok.error().detail.find('\n') == std::string::npos);
  }
  CHECK(check_ai_value(ai("01"), "08936000000012").error().detail ==
        "AI 01 (GTIN) \"08936000000012\": digit 14 should be 1");
}

TEST_CASE("North American coupons, field by field") {
  const std::string least = "06141410001233100120456";  // of 8110: no optional field
  struct Case {
    std::string_view why;
    std::string text;
    bool good;
  };
  for (const auto& [why, text, good] : {
           Case{"the least", least, true},
           Case{"nothing of the family code", least.substr(0, least.size() - 1), false},
           Case{"prefix of 13", "7" + least.substr(1), false},
           Case{"save value of none", "061414100012301200456", false},
           Case{"purchase code 5", "06141410001233100125456", false},
           Case{"a second purchase",
                least + "1"
                        "0"
                        "111"
                        "222"
                        "9",
                true},
           Case{"a second purchase, its own prefix",
                least + "1"
                        "3"
                        "124"
                        "333"
                        "0"
                        "614141",
                true},
           Case{"a second purchase, prefix too short",
                least + "1"
                        "3"
                        "124"
                        "333"
                        "0"
                        "61414",
                false},
           Case{"a second purchase, rule 4",
                least + "1"
                        "4"
                        "111"
                        "222"
                        "9",
                false},
           Case{"a third purchase",
                least + "2"
                        "111"
                        "222"
                        "9",
                true},
           Case{"an expiry date",
                least + "3"
                        "261231",
                true},
           Case{"an expiry date of no day",
                least + "3"
                        "261200",
                false},
           Case{"an expiry date of no month",
                least + "3"
                        "261331",
                false},
           Case{"dates",
                least + "3"
                        "261231"
                        "4"
                        "260101",
                true},
           Case{"dates the wrong way round",
                least + "3"
                        "260101"
                        "4"
                        "261231",
                false},
           Case{"a start date alone",
                least + "4"
                        "260101",
                true},
           Case{"a serial number",
                least + "5"
                        "0"
                        "123456",
                true},
           Case{"a serial number too short",
                least + "5"
                        "1"
                        "123456",
                false},
           Case{"a retailer",
                least + "6"
                        "1"
                        "1234567",
                true},
           Case{"a retailer of none",
                least + "6"
                        "0"
                        "123456",
                false},
           Case{"flags",
                least + "9"
                        "0"
                        "0"
                        "0"
                        "0",
                true},
           Case{"flags, save value code 3",
                least + "9"
                        "3"
                        "0"
                        "0"
                        "0",
                false},
           Case{"flags, multiply 2",
                least + "9"
                        "0"
                        "0"
                        "0"
                        "2",
                false},
           Case{"fields out of order",
                least + "4"
                        "260101"
                        "3"
                        "261231",
                false},
           Case{"an unknown field", least + "7", false},
           Case{"too long", least + least, false},
       }) {
    CAPTURE(why);
    CHECK(check_ai_value(ai("8110"), text).has_value() == good);
  }
  for (const auto& [why, text, good] : {
           Case{"the least",
                "00"
                "614141"
                "000123"
                "0"
                "123456",
                true},
           Case{"longest",
                "16"
                "614141000000"
                "000123"
                "9"
                "123456789012345",
                true},
           Case{"format 2",
                "20"
                "614141"
                "000123"
                "0"
                "123456",
                false},
           Case{"funder of 13",
                "07"
                "6141410000000"
                "000123"
                "0"
                "123456",
                false},
           Case{"a digit too many",
                "00"
                "614141"
                "000123"
                "0"
                "1234567",
                false},
           Case{"a digit too few",
                "00"
                "614141"
                "000123"
                "0"
                "12345",
                false},
           Case{"no serial",
                "00"
                "614141"
                "000123",
                false},
       }) {
    CAPTURE(why);
    CHECK(check_ai_value(ai("8112"), text).has_value() == good);
  }
}

TEST_CASE("a date of a pattern is one that the calendar reads") {
  for (int year = 0; year < 100; ++year) {
    for (int month = 0; month <= 13; ++month) {
      for (int day = 0; day <= 32; ++day) {
        const std::string text = two(year) + two(month) + two(day);
        const bool read = Date::from_gs1(text, 2026).has_value();
        CHECK_MESSAGE(check_ai_value(ai("17"), text).has_value() == read, text);
        CHECK_MESSAGE(check_ai_value(ai("7006"), text).has_value() == (read && day > 0), text);
      }
    }
  }
}

TEST_CASE("any value gives an answer, and a fault that names its AI") {
  CHECK(rc::check([] {
    const auto table = ai_table();
    const Ai& row = table[*rc::gen::inRange<std::size_t>(0, table.size())];
    std::string value;
    const auto size = *rc::gen::inRange<std::size_t>(0, 40);
    for (std::size_t i = 0; i < size; ++i) value += some_character(row.spec.front());
    const auto ok = check_ai_value(row, value);
    if (ok) return;
    RC_ASSERT(ok.error().code != ErrorCode::internal);
    RC_ASSERT(ok.error().detail.starts_with("AI " + std::string(row.code)));
  }));
}
