#pragma once
// Values of a query or a form: `?uri=https%3A%2F%2Ftem.example%2F01%2F…` → the URI. Internal.

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "tem/result.hpp"

namespace tem {

/// `name=value` as it stands, escapes and all; without `=` the value is empty.
struct QueryPair {
  std::string_view name, value;
};
/// The next of `a=1&b=2`, taken off its front: `a`, `1`, and `b=2` is left.
QueryPair take_pair(std::string_view& rest) noexcept;

/// The percent-decoded value of `key`, which stands once; a plus sign is one. `query` has its `?`, or
/// is empty. Errors: bad_field (missing or there twice), bad_escape.
Result<std::string> query_value(std::string_view query, std::string_view key);

/// All values of a query whose names are all in `known`, each once; a plus sign is a space, as a form
/// sends it. Errors: bad_field (a name that is not known or stands twice), bad_escape.
Result<std::map<std::string_view, std::string>> query_values(
    std::string_view query, std::span<const std::string_view> known);

}  // namespace tem
