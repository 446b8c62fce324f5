#pragma once
// The body of POST /api/v1/verify: {"uris": ["https://…", …]}.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tem/result.hpp"

namespace tem {

inline constexpr std::size_t kMaxUrisInRequest = 1000;

/// Strict: one object with the one field `uris`, once, an array of strings; nothing after it.
/// Memory stays in proportion to the body. Errors: bad_json, bad_field, too_many.
Result<std::vector<std::string>> parse_verify_request(std::string_view body);

}  // namespace tem
