#pragma once
// Lines of a body that arrives in pieces of any size. Internal.
//
//   LineSplitter lines;
//   lines.take("\"a\"\n\"b", each);      // each(1, "\"a\"")
//   lines.finish(each);                  // each(2, "\"b")
//
// A line ends at a line feed; a carriage return before it is none of it. Blank lines are counted and
// passed over. A line of more than kMaxLineBytes is told as too_long once, and skipped to its end.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "tem/result.hpp"

namespace tem {

inline constexpr std::size_t kMaxLineBytes = 8192;  // a URI of 2,048 bytes, each escaped as \u00XX, less than twice

class LineSplitter {
 public:
  /// `number` counts from 1; the text is valid during the call.
  using Each = std::function<void(std::uint64_t number, const Result<std::string_view>& line)>;
  void take(std::string_view bytes, const Each& each);
  /// The last line may lack its line feed.
  void finish(const Each& each);

 private:
  void end_line(std::string_view line, const Each& each);

  std::string held_;  ///< the line that has begun; at most kMaxLineBytes + 1
  std::uint64_t number_ = 0;
  bool skipping_ = false;
};

}  // namespace tem
