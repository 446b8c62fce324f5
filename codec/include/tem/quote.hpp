#pragma once
// Foreign text inside an error's one line.

#include <string>
#include <string_view>

namespace tem {

/// `"text"` with whatever does not print as `\xNN`, cut after 40 bytes: an error stays one short
/// line whatever a stranger sent.
std::string quoted(std::string_view text);

/// What a library says, which may repeat bytes of a file: in one line, what does not print as `\xNN`, cut
/// after 400 bytes.
std::string one_line(std::string_view text);

}  // namespace tem
