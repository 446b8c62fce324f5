#pragma once
// A program's manual page, in the roff of man(7).
//
//   man_page(describe(app), {.section = 1, .variables = {{"TEM_REGISTRY", "the registry's folder"}}})

#include <string>
#include <vector>

#include "tem/command_text.hpp"

namespace tem {

struct Named {
  std::string name, about;
};

/// What a program's own description does not tell.
struct ManualTexts {
  int section = 1;
  std::vector<Named> variables;  ///< of the environment
  std::vector<Named> files;
  std::vector<Named> statuses;        ///< of the exit
  std::vector<std::string> see_also;  ///< "temd(8)"
};

/// UTF-8; a heading for each command, with its options and its examples.
std::string man_page(const CommandText& program, const ManualTexts& texts);

}  // namespace tem
