#include "query_value.hpp"

#include <algorithm>
#include <optional>

#include "tem/percent.hpp"
#include "tem/quote.hpp"

namespace tem {

QueryPair take_pair(std::string_view& rest) noexcept {
  std::string_view pair = rest;
  if (const auto end = rest.find('&'); end == std::string_view::npos) {
    rest = {};
  } else {
    pair = rest.substr(0, end);
    rest.remove_prefix(end + 1);
  }
  const auto equals = pair.find('=');
  if (equals == std::string_view::npos) return {pair, {}};
  return {pair.substr(0, equals), pair.substr(equals + 1)};
}

Result<std::string> query_value(std::string_view query, std::string_view key) {
  const std::string name(key);
  std::optional<std::string_view> found;
  if (query.starts_with('?')) query.remove_prefix(1);
  while (!query.empty()) {
    const QueryPair pair = take_pair(query);
    if (pair.name != key) continue;
    if (found) return Error{ErrorCode::bad_field, "query: " + name + " is given twice"};
    found = pair.value;
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
    if (query.starts_with('&')) {
      query.remove_prefix(1);
      continue;
    }
    const QueryPair pair = take_pair(query);
    const auto name = std::ranges::find(known, pair.name);
    if (name == known.end())
      return Error{ErrorCode::bad_field, "query: " + tem::quoted(pair.name) + " is not known here"};
    auto value = percent_decode(pair.value, Plus::space);
    if (!value) return value.error().at("query: " + std::string(*name));
    if (!values.emplace(*name, std::move(*value)).second)
      return Error{ErrorCode::bad_field, "query: " + std::string(*name) + " is given twice"};
  }
  return values;
}

}  // namespace tem
