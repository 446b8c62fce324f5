#include "utf8.hpp"

#include <algorithm>

#include "tem/code_point.hpp"

namespace tem {
namespace {

template <class Allowed>
bool every(std::string_view text, Allowed allowed) noexcept {
  while (!text.empty()) {
    const auto point = take_code_point(text);
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
