#include "tem/quote.hpp"

#include <algorithm>

namespace tem {

namespace {

std::string printing(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7F) {
      out += c;
    } else {
      out.append("\\x") += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

}  // namespace

std::string quoted(std::string_view text) {
  constexpr std::size_t kMostBytes = 40;
  return '"' + printing(text.substr(0, kMostBytes)) +
         (text.size() > kMostBytes ? "...\"" : "\"");
}

std::string one_line(std::string_view text) {
  constexpr std::size_t kMostBytes = 400;
  std::string line(text.substr(0, kMostBytes));
  std::ranges::replace(line, '\n', ' ');
  return printing(line);
}

}  // namespace tem
