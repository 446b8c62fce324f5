#include "terminal.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <iostream>

namespace tem::cli {
namespace {

// Between two lines: a terminal is redrawn, elsewhere each stays.
constexpr std::chrono::milliseconds kRedraw{100}, kReprint{5000};
constexpr std::uint64_t kBarWidth = 20;

bool colour_wanted() {
  static const bool wanted = [] {
    const char* no_color = std::getenv("NO_COLOR");
    const char* terminal = std::getenv("TERM");
    if (no_color != nullptr && *no_color != '\0') return false;
    return isatty(STDOUT_FILENO) == 1 &&
           (terminal == nullptr || std::string_view(terminal) != "dumb");
  }();
  return wanted;
}

std::string_view escape_of(Style style) {
  switch (style) {
    case Style::plain:
      return "";
    case Style::bold:
      return "\x1b[1m";
    case Style::dim:
      return "\x1b[2m";
    case Style::green:
      return "\x1b[1;32m";
    case Style::amber:
      return "\x1b[1;33m";
    case Style::red:
      return "\x1b[1;31m";
    case Style::grey:
      return "\x1b[1;90m";
  }
  return "";
}

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// Columns on a terminal: code points, without the combining marks U+0300 to U+036F of decomposed
/// Vietnamese.
std::size_t width(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (continues(text[i])) continue;
    auto lead = static_cast<unsigned char>(text[i]);
    auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
    bool combining = lead == 0xCC || (lead == 0xCD && next < 0xB0);
    if (!combining) ++columns;
  }
  return columns;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  constexpr std::string_view kHex = "0123456789abcdef";
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto byte = static_cast<unsigned char>(text[i]);
    // C1 controls are U+0080 to U+009F, in UTF-8 C2 80 to C2 9F.
    bool c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (c1) byte = static_cast<unsigned char>(text[++i]);
    if (c1 || byte < 0x20 || byte == 0x7F) {
      out += "\\x";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string short_number(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%g", value);
  return text.data();
}

void complain(const Error& error) { remark(error.str()); }

void remark(std::string_view line) {
  std::cout.flush();
  std::cerr << "tem: " << printable(line) << '\n';
}

std::string styled(Style style, std::string_view text) {
  if (style == Style::plain || !colour_wanted()) return std::string(text);
  return std::string(escape_of(style)) + std::string(text) + "\x1b[0m";
}

Style style_of(Tone tone) noexcept {
  switch (tone) {
    case Tone::green:
      return Style::green;
    case Tone::amber:
      return Style::amber;
    case Tone::red:
      return Style::red;
    case Tone::grey:
      return Style::grey;
  }
  return Style::plain;
}

void print_table(const std::vector<std::string>& header,
                 const std::vector<std::vector<std::string>>& rows) {
  if (rows.empty()) {
    std::cout << "none yet\n";
    return;
  }
  std::vector<std::vector<std::string>> shown{header};
  for (const auto& row : rows) {
    auto& cells = shown.emplace_back();
    for (const auto& cell : row) cells.push_back(printable(cell));
  }
  std::vector<std::size_t> widths(header.size());
  for (const auto& row : shown) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  }
  for (std::size_t r = 0; r < shown.size(); ++r) {
    std::string line;
    std::size_t owed = 0;  // spaces due before the next cell, so that no line ends in spaces
    for (std::size_t i = 0; i < shown[r].size(); ++i) {
      if (!shown[r][i].empty()) {
        line.append(owed, ' ');
        line += shown[r][i];
        owed = 0;
      }
      owed += widths[i] - width(shown[r][i]) + 2;
    }
    std::cout << (r == 0 ? styled(Style::dim, line) : line) << '\n';
  }
}

Progress::Progress(std::string what, std::uint64_t total, bool asked_for)
    : what_(std::move(what)),
      total_(total),
      on_terminal_(isatty(STDERR_FILENO) == 1),
      visible_(on_terminal_ || asked_for) {}

Progress::~Progress() {
  if (!visible_ || done_ == 0) return;
  if (on_terminal_) {
    std::cerr << "\r\x1b[K" << std::flush;
  } else {
    std::cerr << what_ << ' ' << done_ << '\n';
  }
}

std::string rough_time(std::chrono::seconds left) {
  const auto count = left.count();
  if (count < 100) return std::to_string(count) + " s";
  const auto minutes = (count + 30) / 60;
  if (minutes < 100) return std::to_string(minutes) + " min";
  return std::to_string((count + 1800) / 3600) + " h";
}

std::string Progress::line() const {
  const std::chrono::duration<double> spent = Clock::now() - begun_;
  const double rate = static_cast<double>(done_) / std::max(spent.count(), 1e-3);
  std::string text = what_ + ' ' + std::to_string(done_);
  if (total_ != 0) {
    const std::uint64_t full = std::min(kBarWidth, kBarWidth * done_ / total_);
    text = '[' + std::string(full, '#') + std::string(kBarWidth - full, '.') + "] " + text + " of " +
           std::to_string(total_);
  }
  text += ", " + std::to_string(static_cast<std::uint64_t>(rate)) + "/s";
  if (total_ > done_ && rate > 0) {
    const double left = static_cast<double>(total_ - done_) / rate;
    text += ", " + rough_time(std::chrono::seconds(static_cast<std::int64_t>(left) + 1)) + " left";
  }
  return text;
}

void Progress::advance(std::uint64_t by) {
  done_ += by;
  if (!visible_) return;
  const auto now = Clock::now();
  if (now - shown_ < (on_terminal_ ? kRedraw : kReprint)) return;
  shown_ = now;
  if (on_terminal_) {
    std::cerr << '\r' << line() << "\x1b[K" << std::flush;
  } else {
    std::cerr << line() << '\n';
  }
}

}  // namespace tem::cli
