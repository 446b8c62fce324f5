#include "options.hpp"

#include <CLI/CLI.hpp>
#include <charconv>

namespace tem::cli {
namespace {

template <class T>
Result<T> named(std::string_view option, Result<T> parsed) {
  if (!parsed) return parsed.error().at(option);
  return parsed;
}

}  // namespace

void refuse_empty(CLI::App& app) {
  for (CLI::Option* option : app.get_options()) {
    bool takes_value = option->get_expected_max() > 0 && option->get_type_size() > 0;
    if (option->get_positional() || option->get_required() || !takes_value) continue;
    option->check([](const std::string& text) {
      return text.empty() ? "is empty; give a value or leave the option out" : std::string();
    });
  }
  for (CLI::App* command : app.get_subcommands({})) refuse_empty(*command);
}

Result<Date> date_option(std::string_view option, std::string_view text) {
  return named(option, Date::parse(text));
}

Result<std::optional<Date>> optional_date(std::string_view option, std::string_view text) {
  if (text.empty()) return std::optional<Date>();
  auto date = date_option(option, text);
  if (!date) return date.error();
  return std::optional(*date);
}

Result<Gtin> gtin_option(std::string_view option, std::string_view text) {
  return named(option, Gtin::from_typed(text));
}

Result<Lot> lot_option(std::string_view option, std::string_view text) {
  return named(option, Lot::parse(text));
}

Result<std::uint64_t> number_option(std::string_view option, std::string_view text,
                                    std::uint64_t least, std::uint64_t most) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  auto [stop, failure] = std::from_chars(text.data(), end, value);
  if (failure != std::errc() || stop != end || value < least || value > most) {
    return Error{ErrorCode::bad_value, std::string(option) + ": \"" + std::string(text) +
                                           "\" is not a whole number from " +
                                           std::to_string(least) + " to " + std::to_string(most)};
  }
  return value;
}

std::optional<std::string> optional_text(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

}  // namespace tem::cli
