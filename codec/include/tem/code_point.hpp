#pragma once
// Characters of a text, one after another: the only place that decodes UTF-8 (RFC 3629 §4).
//
//   std::string_view text = "ấm";
//   take_code_point(text)    U'ấ', and text is "m"

#include <optional>
#include <string>
#include <string_view>

namespace tem {

/// Takes one character from the front of a text that is not empty. None when the bytes there are
/// not UTF-8 (overlong, a surrogate, above U+10FFFF, cut off); `text` is then as it was.
std::optional<char32_t> take_code_point(std::string_view& text) noexcept;

/// Not to be seen, so that two texts may look alike: controls (C0, DEL, C1), direction marks, line
/// and paragraph separators, characters without width, non-characters.
bool is_hidden(char32_t c) noexcept;

/// Foreign bytes as UTF-8, as JSON asks (RFC 8259 §8.1): U+FFFD for each byte that is none.
std::string well_formed(std::string_view text);

}  // namespace tem
