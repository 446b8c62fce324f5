#pragma once
// Percent-encoding, RFC 3986 §2.1, both ways. percent_encode is declared in digital_link.hpp.

#include <string>
#include <string_view>

#include "tem/result.hpp"

namespace tem {

/// `A-Z a-z 0-9 - . _ ~`, RFC 3986 §2.3.
bool is_unreserved(char c) noexcept;

/// What `+` stands for: itself in a path, a space in a query (HTML form encoding).
enum class Plus { plus, space };

/// Hex in either case. Error: bad_escape, for a broken escape and for %00.
Result<std::string> percent_decode(std::string_view text, Plus plus);

/// Is every escape of the text whole, and none of them %00? Error: bad_escape.
Result<void> check_escapes(std::string_view text);

void append_percent_encoded(std::string& out, std::string_view value);

}  // namespace tem
