#pragma once
// JSON in and out, strictly: bounded depth, no key twice, integers only; out in RFC 8785 canonical
// form. Internal: Boost.JSON does not leave this layer.

#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "tem/result.hpp"

namespace tem {

inline constexpr std::size_t kMaxJsonDepth = 8;
inline constexpr std::uint64_t kMaxJsonInteger = (std::uint64_t{1} << 53) - 1;  // RFC 8785 §3.2.2.3

/// Errors: bad_json (where), bad_field (a key that stands twice).
Result<boost::json::value> parse_json(std::string_view text);

/// In quotes, escaped as RFC 8785 §3.2.2.2 asks.
void append_json_string(std::string& out, std::string_view text);

/// RFC 8785. Precondition: no doubles, and keys in the order of their bytes are in the order of their
/// UTF-16 units, as ASCII keys are.
std::string canonical_json(const boost::json::value& value);

}  // namespace tem
