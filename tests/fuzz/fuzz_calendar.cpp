// Days and instants that are read are written back as they stood; a GS1 date keeps its six digits,
// or is a whole month, and lies within fifty years.

#include <cstdint>
#include <cstdlib>

#include "tem/calendar.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto date = tem::Date::parse(text)) {
    if (date->str() != text) std::abort();
    const auto again = tem::Date::from_gs1(date->gs1(), date->year());
    if (!again || *again != *date) std::abort();
    if (date->plus_months(36).days() <= date->days()) std::abort();
  }
  if (const auto instant = tem::Instant::parse(text)) {
    if (instant->str() != text) std::abort();
  }
  for (const int this_year : {1, 1999, 2026, 2050, 9999}) {
    const auto date = tem::Date::from_gs1(text, this_year);
    if (!date) continue;
    const std::string digits = date->gs1();
    if (digits.substr(0, 4) != text.substr(0, 4)) std::abort();
    const bool is_month = text.substr(4) == "00";
    if (!is_month && digits != text) std::abort();
    if (is_month && date->plus_days(1).gs1().substr(4) != "01") std::abort();
    if (date->year() - this_year > 50 || this_year - date->year() > 49) std::abort();
  }
  return 0;
}
