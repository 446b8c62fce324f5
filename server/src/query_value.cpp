#include "query_value.hpp"

#include <algorithm>
#include <optional>

#include "tem/percent.hpp"

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

}  // namespace tem
