#pragma once
// What may follow a command: the same for every shell.
//
//   for (const Offers& at : offers_of(program)) at.path, at.commands, at.options …

#include <string>
#include <string_view>
#include <vector>

#include "tem/command_text.hpp"

namespace tem {

struct Offers {
  std::string path;                  ///< "tem key"
  std::vector<CommandText> commands;
  std::vector<OptionText> options;  ///< the command's own, then the program's
  ValueKind argument = ValueKind::nothing;
};

/// One for the program, then one for each command below it.
std::vector<Offers> offers_of(const CommandText& program);

/// Names of the options for which `wanted` holds, each with `apart` before it.
template <class Wanted>
std::string names_of(const std::vector<OptionText>& options, Wanted wanted,
                     std::string_view apart = " ") {
  std::string out;
  for (const OptionText& option : options) {
    if (!wanted(option)) continue;
    for (const std::string& name : option.names) (out += apart) += name;
  }
  return out;
}

inline bool takes_value(const OptionText& option) { return !option.value.empty(); }
inline bool takes_file(const OptionText& option) { return kind_of(option) == ValueKind::file; }
inline bool takes_folder(const OptionText& option) { return kind_of(option) == ValueKind::folder; }

/// "file", "folder" or nothing.
std::string_view word_of(ValueKind kind);

/// A literal in single quotes, as bash and zsh read it.
std::string quoted_for_shell(std::string_view text);

/// A script in which @NAME@ stands for the program's name.
std::string for_program(std::string_view text, const std::string& name);

std::string completion_bash(const CommandText& program);
std::string completion_zsh(const CommandText& program);
std::string completion_fish(const CommandText& program);

}  // namespace tem
