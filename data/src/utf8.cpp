#include "utf8.hpp"

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

}  // namespace tem
