#include "tem/quote.hpp"

namespace tem {

std::string quoted(std::string_view text) {
  constexpr std::size_t kMostBytes = 40;
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out = "\"";
  for (const char c : text.substr(0, kMostBytes)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7F) {
      out += c;
    } else {
      out.append("\\x") += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out += text.size() > kMostBytes ? "...\"" : "\"";
}

}  // namespace tem
