#pragma once
// One value of a query: `?uri=https%3A%2F%2Ftem.example%2F01%2F…` → the URI. Internal.

#include <string>
#include <string_view>

#include "tem/result.hpp"

namespace tem {

/// The percent-decoded value of `key`, which stands once; a plus sign is one. `query` has its `?`, or
/// is empty. Errors: bad_field (missing or there twice), bad_escape.
Result<std::string> query_value(std::string_view query, std::string_view key);

}  // namespace tem
