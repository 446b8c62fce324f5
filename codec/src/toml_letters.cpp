#include "tem/toml_letters.hpp"

#include <string>

namespace tem {

Result<void> check_toml_letters(std::string_view toml) {
  if (toml.starts_with("\xEF\xBB\xBF")) toml.remove_prefix(3);
  int line = 1;
  char quote = 0;  // of the text that is open, '#' in a comment
  const auto refused = [&](std::string_view why) {
    return Error{ErrorCode::bad_field, "line " + std::to_string(line) + ": " + std::string(why)};
  };
  for (std::size_t i = 0; i < toml.size(); ++i) {
    const char c = toml[i];
    const auto rest = toml.substr(i);
    if (c == '\n') {
      ++line;
      quote = 0;
    } else if (quote != 0) {
      if (quote == '"' && c == '\\' && !rest.substr(1).starts_with('\n')) {
        ++i;
      } else if (quote == c && c != '#') {
        quote = 0;
      }
    } else if (rest.starts_with("\"\"\"") || rest.starts_with("'''")) {
      return refused("a text stands on one line");
    } else if (c == '"' || c == '\'' || c == '#') {
      quote = c;
    } else if (static_cast<unsigned char>(c) >= 0x80) {
      return refused("what is not plain ASCII stands in quotes or after #");
    }
  }
  return {};
}

}  // namespace tem
