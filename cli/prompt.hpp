#pragma once
// A question whose answer does not appear on the terminal.

#include <optional>
#include <string>
#include <string_view>

#include "tem/result.hpp"

namespace tem::cli {

/// Asks on the controlling terminal, whatever standard input and output are; the answer is one line
/// without its line end, at most `most` bytes. Nothing when there is no terminal. A signal such as
/// ^C ends the process as ever, after the terminal shows what is typed again. Errors: bad_value
/// (longer, or the terminal was closed), cannot_read.
Result<std::optional<std::string>> ask_hidden(std::string_view question, std::size_t most);

}  // namespace tem::cli
