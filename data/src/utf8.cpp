#include "utf8.hpp"

#include <cstdint>
#include <optional>

namespace tem {
namespace {

/// Takes one code point from the front; empty when the bytes are not UTF-8.
std::optional<char32_t> take(std::string_view& text) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  std::size_t length = 1;
  char32_t point = lead;
  if (lead >= 0x80) {
    if (lead < 0xC2 || lead > 0xF4) return std::nullopt;
    length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    point = lead & (0x7Fu >> length);
    if (text.size() < length) return std::nullopt;
    for (std::size_t i = 1; i < length; ++i) {
      if ((byte(i) & 0xC0) != 0x80) return std::nullopt;
      point = (point << 6) | (byte(i) & 0x3Fu);
    }
    constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
    if (point < kLeast[length] || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) {
      return std::nullopt;
    }
  }
  text.remove_prefix(length);
  return point;
}

bool is_hidden(char32_t c) noexcept {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) ||        // C0, DEL, C1
         c == 0x061C || c == 0x200E || c == 0x200F ||  // direction marks
         (c >= 0x2028 && c <= 0x202E) ||               // separators, bidirectional embeddings
         (c >= 0x2066 && c <= 0x2069) ||               // bidirectional isolates
         c == 0xFEFF || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

template <class Allowed>
bool every(std::string_view text, Allowed allowed) noexcept {
  while (!text.empty()) {
    const auto point = take(text);
    if (!point || !allowed(*point)) return false;
  }
  return true;
}

}  // namespace

bool is_plain_text(std::string_view text) noexcept {
  return every(text, [](char32_t c) { return !is_hidden(c); });
}

bool is_note_text(std::string_view text) noexcept {
  return every(text, [](char32_t c) { return c >= 0x20 || c == '\n'; });
}

bool has_unicode_space(std::string_view text) noexcept {
  return !every(text, [](char32_t c) {
    return !(c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
             (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
             c == 0x205F || c == 0x3000);
  });
}

}  // namespace tem
