#pragma once
// Error codes by the names that stand in JSON. Internal.

#include <optional>
#include <string_view>

#include "tem/error.hpp"

namespace tem {

/// name(*parse_error_code(x)) == x; none for another text.
inline std::optional<ErrorCode> parse_error_code(std::string_view text) noexcept {
#define X(name, http, exit, words) \
  if (text == #name) return ErrorCode::name;
  TEM_ERRORS(X)
#undef X
  return std::nullopt;
}

}  // namespace tem
