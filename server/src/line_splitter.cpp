#include "line_splitter.hpp"

namespace tem {

void LineSplitter::take(std::string_view bytes, const Each& each) {
  while (!bytes.empty()) {
    const auto end = bytes.find('\n');
    const std::string_view piece = bytes.substr(0, end);
    if (!skipping_ && held_.size() + piece.size() > kMaxLineBytes) {
      skipping_ = true;
      held_.clear();
    }
    if (end == std::string_view::npos) {
      if (!skipping_) held_ += piece;
      return;
    }
    bytes.remove_prefix(end + 1);
    if (held_.empty()) {
      end_line(piece, each);  // most lines arrive whole and are not copied
    } else {
      held_ += piece;
      end_line(held_, each);
    }
    held_.clear();
  }
}

void LineSplitter::finish(const Each& each) {
  if (!held_.empty() || skipping_) end_line(held_, each);
  held_.clear();
}

void LineSplitter::end_line(std::string_view line, const Each& each) {
  ++number_;
  if (skipping_) {
    skipping_ = false;
    each(number_, Error{ErrorCode::too_long, "line: more than " + std::to_string(kMaxLineBytes) + " bytes"});
    return;
  }
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (line.find_first_not_of(" \t") != std::string_view::npos) each(number_, line);
}

}  // namespace tem
