#pragma once
// What a person sees: messages on standard error, colour, tables, progress.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tem/error.hpp"
#include "tem/verdict.hpp"

namespace tem::cli {

/// The text with control characters made visible, so that no input can move the cursor, colour the
/// terminal or break a line: ESC becomes "\x1b".
std::string printable(std::string_view text);

/// `tem: lot.json: …` on standard error, always one line.
void complain(const Error& error);
/// The same form for what is no failure: a file that was skipped.
void remark(std::string_view line);

enum class Style { plain, bold, dim, green, amber, red, grey };

/// A length or the like as a person writes it: "38.1", "210".
std::string short_number(double value);

/// The text in a style where standard output is a terminal and NO_COLOR is not set.
std::string styled(Style style, std::string_view text);
Style style_of(Tone tone) noexcept;

/// Rows under a header, in columns as wide as their widest cell; "none yet" when there are no rows.
void print_table(const std::vector<std::string>& header,
                 const std::vector<std::vector<std::string>>& rows);

/// A count that grows on standard error, with its rate and the time left: on a terminal, or where it is
/// asked for.
class Progress {
 public:
  Progress(std::string what, std::uint64_t total, bool asked_for);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void advance(std::uint64_t by);
  /// As far as it is known; 0: not at all.
  void expect(std::uint64_t total) noexcept { total_ = total; }

 private:
  using Clock = std::chrono::steady_clock;
  [[nodiscard]] std::string line() const;

  std::string what_;
  std::uint64_t total_, done_ = 0;
  Clock::time_point begun_ = Clock::now(), shown_ = begun_;
  bool on_terminal_, visible_;
};

/// "40 s", "3 min", "2 h": what is left of a long work, roughly.
std::string rough_time(std::chrono::seconds left);

}  // namespace tem::cli
