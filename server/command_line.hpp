#pragma once
// What temd was started with: flags over temd.toml over the defaults.
//
//   auto said = read_command_line(argc, argv);
//   if (const int* status = std::get_if<int>(&said)) return *status;   // --help, or wrong usage

#include <string>
#include <variant>

#include "tem/service_settings.hpp"

namespace temd {

inline constexpr int kDamaged = 1, kWrongUsage = 2, kCannotServe = 3;

struct CommandLine {
  std::string registry;
  tem::ServiceSettings settings;
};

/// One line on stderr; `status`.
int fail(int status, const std::string& line);

/// Reads temd.toml too. The exit status where there is nothing to serve: what was asked for is
/// printed, or one line on stderr says what is wrong.
std::variant<CommandLine, int> read_command_line(int argc, char** argv);

}  // namespace temd
