#pragma once
// Inputs that are several texts: each on a line, or the last one whatever is left.

#include <algorithm>
#include <string_view>

namespace tem::test {

/// What stands before the first line feed, or all; `text` keeps what is after it.
inline std::string_view take_line(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  const auto line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

}  // namespace tem::test
