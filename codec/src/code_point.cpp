#include "tem/code_point.hpp"

#include <algorithm>

namespace tem {

std::optional<char32_t> take_code_point(std::string_view& text) noexcept {
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

// Nothing here is needed to write Vietnamese or any language of its peoples; joiners (U+200C,
// U+200D) would only make two names look alike.
bool is_hidden(char32_t c) noexcept {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) ||        // C0, DEL, C1
         c == 0x00AD || c == 0x034F ||                 // soft hyphen, grapheme joiner
         c == 0x061C || c == 0x180E ||                 // direction mark, vowel separator
         (c >= 0x200B && c <= 0x200F) ||               // of no width, direction marks
         (c >= 0x2028 && c <= 0x202E) ||               // separators, bidirectional embeddings
         (c >= 0x2060 && c <= 0x206F) ||               // invisible operators, isolates
         c == 0x115F || c == 0x1160 || c == 0x3164 ||  // fillers
         c == 0xFEFF || c == 0xFFA0 || (c >= 0xFDD0 && c <= 0xFDEF) ||
         (c >= 0xE0000 && c <= 0xE007F) ||  // tags
         (c & 0xFFFE) == 0xFFFE;
}

std::string well_formed(std::string_view text) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::ranges::all_of(text, is_ascii)) return std::string(text);
  std::string out;
  std::string_view good = text;  // from its begin to that of `text`
  const auto take_good = [&] { out += good.substr(0, good.size() - text.size()); };
  while (!text.empty()) {
    if (take_code_point(text)) continue;
    take_good();
    out += "\uFFFD";
    text.remove_prefix(1);
    good = text;
  }
  take_good();
  return out;
}

}  // namespace tem
