#pragma once
// Another program, run with no shell and with bounds on time, memory and output.

#include <chrono>
#include <string>
#include <vector>

#include "tem/result.hpp"

namespace tem::cli {

struct ProgramRun {
  int exit_status;  ///< -1 when a signal ended it
  std::string output;
};

struct ProgramBounds {
  std::size_t output_bytes;
  std::chrono::seconds time;
};

/// Runs words[0], looked for in $PATH, with `input` as its standard input and its messages thrown
/// away. It may use 768 MiB of memory, write no file, and goes when this process goes. Errors:
/// not_found (no such program), too_long (output; the program is killed), cannot_read (time is up;
/// killed too), internal.
Result<ProgramRun> run_program(const std::vector<std::string>& words, int input,
                               const ProgramBounds& bounds);

}  // namespace tem::cli
