#pragma once
// Ctrl-C as a wish to stop, not an end: what is done so far can still be written.
//
//   const Interrupt interrupt;
//   while (!interrupt.signal()) …

#include <string_view>

namespace tem::cli {

/// While it lives, the first SIGINT or SIGTERM is noted and told on standard error; the second ends
/// the process as it always does. A signal that was ignored before stays so. One at a time.
class Interrupt {
 public:
  /// `said` is a literal: what becomes of the work.
  explicit Interrupt(
      std::string_view said = "what is under way is finished and the report written");
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  /// SIGINT or SIGTERM once it came; else 0. For any thread.
  [[nodiscard]] int signal() const noexcept;
};

}  // namespace tem::cli
