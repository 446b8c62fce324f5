#pragma once
// What is kept of a report's texts. Internal.
//
//   without_seal("https://tem.example/01/…?17=271231&s=4…#x") "https://tem.example/01/…?17=271231"

#include <string>
#include <string_view>

namespace tem {

/// Without its seal (`s=` in the query), which lets who holds it print the stamp again, and without
/// its fragment.
std::string without_seal(std::string_view uri);

/// With line feeds alone between lines, one space for a tab, no character that cannot be seen, and
/// nothing blank around it: an inspector's terminal shows what was written and does nothing else.
std::string plain_lines(std::string_view text);

}  // namespace tem
