#pragma once
// gzip (RFC 1952) of an answer's body; no time and no name in it, so the same bytes give the same.

#include <string>
#include <string_view>

namespace tem {

/// Empty when zlib has no memory.
std::string gzip(std::string_view bytes);

}  // namespace tem
