#include "query_value.hpp"

#include <algorithm>
#include <optional>

#include "tem/percent.hpp"
#include "tem/quote.hpp"

namespace tem {

Result<std::string> query_value(std::string_view query, std::string_view key) {
  const std::string name(key);
  std::optional<std::string_view> found;
  if (query.starts_with('?')) query.remove_prefix(1);
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const auto pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    const auto equals = std::min(pair.find('='), pair.size());
    if (pair.substr(0, equals) != key) continue;
    if (found) return Error{ErrorCode::bad_field, "query: " + name + " is given twice"};
    found = pair.substr(std::min(equals + 1, pair.size()));
  }
  if (!found || found->empty()) {
    return Error{ErrorCode::bad_field, "query: " + name + " is missing; send ?" + name + "="};
  }
  auto value = percent_decode(*found, Plus::plus);
  if (!value) return Error{ErrorCode::bad_escape, "query: a % without two hexadecimal digits"};
  return value;
}

Result<std::map<std::string_view, std::string>> query_values(
    std::string_view query, std::span<const std::string_view> known) {
  std::map<std::string_view, std::string> values;
  if (query.starts_with('?')) query.remove_prefix(1);
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const auto pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    const auto name = std::ranges::find(known, pair.substr(0, equals));
    if (name == known.end())
      return Error{ErrorCode::bad_field,
                   "query: " + tem::quoted(pair.substr(0, equals)) + " is not known here"};
    auto value = percent_decode(pair.substr(std::min(equals + 1, pair.size())), Plus::space);
    if (!value) return value.error().at("query: " + std::string(*name));
    if (!values.emplace(*name, std::move(*value)).second)
      return Error{ErrorCode::bad_field, "query: " + std::string(*name) + " is given twice"};
  }
  return values;
}

}  // namespace tem
