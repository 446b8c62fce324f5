#pragma once
// What must hold of a TOML text before toml++ may read it.
//
//   check_toml_letters("tên = 1")      line 1: what is not plain ASCII stands in quotes or after #
//   check_toml_letters("a = \"tên\"")  may be read

#include <string_view>

#include "tem/result.hpp"

namespace tem {

/// toml++ 3.3 is undefined for most letters beyond ASCII where it looks for white space, which it
/// does outside texts and in those of several lines: such are refused here. All files of settings
/// go through this first. Error: bad_field, `line N: …`, one line.
Result<void> check_toml_letters(std::string_view toml);

}  // namespace tem
