#pragma once
// An http or https URI (RFC 3986 §3) taken into its parts, each still as it stands.

#include <string>
#include <string_view>

#include "tem/result.hpp"

namespace tem {

struct UriParts {
  std::string_view scheme;     ///< `https`
  std::string_view authority;  ///< `tem.example:8443`
  std::string_view path;       ///< empty, or begins with `/`
  std::string_view query;      ///< what stands between `?` and `#`
  std::size_t path_at = 0;     ///< where the path begins in the text
};

/// Errors: too_long, bad_scheme, and bad_character for any byte that RFC 3986 does not have in a
/// URI or has elsewhere.
Result<UriParts> split_uri(std::string_view text);

struct HostPort {
  std::string_view host;  ///< a name, an IPv4 address, or an IPv6 address in brackets
  std::string_view port;  ///< 1 to 65535, or empty
};

/// Error: bad_host, also for a user part.
Result<HostPort> split_authority(std::string_view authority);

/// One segment of a path, without its slashes. Empty ones and `.` and `..`, escaped or not, are
/// refused: RFC 3986 §5.2.4 has readers take them away, and then the text says something else.
/// Errors: empty_value, bad_escape, bad_value.
Result<void> check_segment(std::string_view segment);

}  // namespace tem
