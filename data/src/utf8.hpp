#pragma once
// What text may hold: valid UTF-8 (RFC 3629) of characters that people can see.

#include <string_view>

namespace tem {

/// Valid UTF-8 with no control characters (C0, DEL, C1), no bidirectional overrides, no characters
/// without width and no non-characters: what is shown is what is stored.
bool is_plain_text(std::string_view text) noexcept;

/// The same with line feeds, as a signed note's text.
bool is_note_text(std::string_view text) noexcept;

/// White space beyond ASCII's, as c2sp.org/signed-note forbids in key names.
bool has_unicode_space(std::string_view text) noexcept;

}  // namespace tem
