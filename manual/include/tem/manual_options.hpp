#pragma once
// `--man` and `--completion SHELL`: the program prints its manual page, or what a shell needs, made of
// the description that CLI11 has of it. Packages are built with them (cmake/install.cmake).
//
//   add_manual_options(app, {.section = 1, .see_also = {"temd(8)"}});   // before app.parse

#include "tem/man_page.hpp"

namespace tem {

/// What is printed leaves app.parse as CLI::Success does, as that of `--version`.
void add_manual_options(CLI::App& app, ManualTexts texts);

}  // namespace tem
