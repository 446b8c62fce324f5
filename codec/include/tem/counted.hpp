// A number with its noun, in English.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tem {

/// "1 stamp", "2 stamps", "0 stamps"; `many` where it is not the noun with an s.
inline std::string counted(std::uint64_t count, std::string_view one, std::string_view many = {}) {
  std::string out = std::to_string(count) + ' ';
  out += count == 1 || many.empty() ? one : many;
  if (count != 1 && many.empty()) out += 's';
  return out;
}

}  // namespace tem
