#include "tem/percent.hpp"

#include <algorithm>

#include "tem/quote.hpp"
#include "tem/digital_link.hpp"

namespace tem {
namespace {

/// -1 when c is no hex digit.
int hex_value(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

/// The byte of the escape at text[at], which is `%`; 0 when it is broken, or is %00.
char escaped_byte(std::string_view text, std::size_t at) noexcept {
  if (text.size() - at < 3) return '\0';
  const int high = hex_value(text[at + 1]), low = hex_value(text[at + 2]);
  return high < 0 || low < 0 ? '\0' : static_cast<char>(high * 16 + low);
}

Error bad_escape(std::string_view text, std::size_t at) {
  return {ErrorCode::bad_escape, "escape " + tem::quoted(text.substr(at, 3)) + " in " +
                                     tem::quoted(text) + ": write `%` and two hex digits, not 00"};
}

}  // namespace

bool is_unreserved(char c) noexcept {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

Result<std::string> percent_decode(std::string_view text, Plus plus) {
  std::size_t at = text.find('%');
  if (plus == Plus::space) at = std::min(at, text.find('+'));
  if (at == std::string_view::npos) return std::string(text);
  std::string out(text.substr(0, at));
  out.reserve(text.size());
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '%') {
      const char byte = escaped_byte(text, at);
      if (byte == '\0') return bad_escape(text, at);
      out += byte;
      at += 2;
    } else {
      out += c == '+' && plus == Plus::space ? ' ' : c;
    }
  }
  return out;
}

Result<void> check_escapes(std::string_view text) {
  for (std::size_t at = text.find('%'); at != text.npos; at = text.find('%', at + 3)) {
    if (escaped_byte(text, at) == '\0') return bad_escape(text, at);
  }
  return {};
}

void append_percent_encoded(std::string& out, std::string_view value) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char c : value) {
    if (is_unreserved(c)) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      (out += '%') += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
}

std::string percent_encode(std::string_view value) {
  std::string out;
  out.reserve(value.size());
  append_percent_encoded(out, value);
  return out;
}

}  // namespace tem
