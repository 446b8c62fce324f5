#pragma once
// The values of options, parsed with errors that name the option.
//
//   auto produced = date_option("--produced", "2026-11-31");   // bad_date, "--produced: …"

#include <cstdint>
#include <optional>
#include <string_view>

#include "tem/calendar.hpp"
#include "tem/gtin.hpp"
#include "tem/lot.hpp"

namespace CLI {
class App;
}

namespace tem::cli {

/// An option given as "" is wrong usage, never the same as one that was left out: a variable in a
/// script was empty. For every option of the command and those below it that may be left out.
void refuse_empty(CLI::App& app);

/// Errors: those of Date::parse.
Result<Date> date_option(std::string_view option, std::string_view text);
/// No text is no date: an option that was given an empty one is refused before (refuse_empty).
Result<std::optional<Date>> optional_date(std::string_view option, std::string_view text);
/// As a person types it: 8, 12, 13 or 14 digits. Errors: those of Gtin::from_typed.
Result<Gtin> gtin_option(std::string_view option, std::string_view text);
/// Errors: those of Lot::parse.
Result<Lot> lot_option(std::string_view option, std::string_view text);
/// Decimal digits only. Error: bad_value, which names the bounds.
Result<std::uint64_t> number_option(std::string_view option, std::string_view text,
                                    std::uint64_t least, std::uint64_t most);
/// No text is no value: facts never hold an empty string.
std::optional<std::string> optional_text(const std::string& text);

}  // namespace tem::cli
