#pragma once
// What a shell needs to complete a program's commands, options and names of files.
//
//   completion(Shell::bash, describe(app))     // for /usr/share/bash-completion/completions/tem

#include <optional>
#include <string>
#include <string_view>

#include "tem/command_text.hpp"

namespace tem {

enum class Shell { bash, zsh, fish };
inline constexpr std::string_view kShells = "bash, zsh or fish";

std::optional<Shell> shell_named(std::string_view name);

/// A script for the shell to read. Beside a command's own options it offers those of the program.
std::string completion(Shell shell, const CommandText& program);

}  // namespace tem
