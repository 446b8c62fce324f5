#pragma once
// What `tem verify` found, told in one of several forms, one input at a time.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "files.hpp"
#include "read_pictures.hpp"
#include "tem/verdict.hpp"
#include "twice_seen.hpp"
#include "uri_list.hpp"

namespace tem::cli {

struct Checked {
  Found found;
  Verdict verdict;
  std::size_t view = 0;  ///< of the answer, where there is one
  SmallPicture crop{};
};

/// The answer to one piece: verdicts, and what could not be read or looked up.
struct Answer {
  std::string file{};  ///< empty for a text from the command line
  std::vector<Checked> checked{};
  std::vector<CodeUnread> unread{};
  std::vector<View> views{};
  std::vector<Error> errors{};
  std::optional<PagePiece> page{};  ///< the page that was read, to know when a PDF holds no code
};

/// What became of an input or a code in it, but for those that have a verdict.
enum class Outcome { no_code, unread_code, not_readable };
std::string_view name(Outcome outcome) noexcept;  ///< "no_code"
Outcome outcome_of(const Error& error) noexcept;
/// The error's line without the file's name before it.
std::string reason_of(const Error& error, const std::string& file);

/// What is known when all is told.
struct Ending {
  std::uint64_t unread = 0;      ///< inputs that could not be answered
  const TwiceSeen& twice;        ///< rows: the stamps in the order in which they were told, from 0
  bool is_interrupted = false;   ///< inputs were left out
};

class Report {
 public:
  virtual ~Report() = default;
  virtual Result<void> add(const Answer& answer) = 0;
  /// Once, after all.
  virtual Result<void> finish(const Ending& ending) = 0;
};

/// "IMG_1.jpg, page 2, line 7"
std::string place(const Source& source);
/// "42 stamps: 40 genuine, 2 forged; 1 input could not be read"
class Counts {
 public:
  void add(const Verdict& verdict);
  [[nodiscard]] std::string str(std::uint64_t unread) const;
  [[nodiscard]] std::uint64_t all() const noexcept { return all_; }

 private:
  std::uint64_t all_ = 0;
  std::map<Finding, std::uint64_t> of_;
};

/// Blocks of text on standard output, and a last line that counts.
std::unique_ptr<Report> text_report();
/// One JSON array on standard output. From the first picture on it is held back on the disk until
/// the end, since a later picture may show the same stamp. Errors of `add`: those of Spool.
std::unique_ptr<Report> json_report();
/// A CSV file, there only when it is whole. Error: cannot_write.
Result<std::unique_ptr<Report>> csv_report(const std::string& file);
/// Where files are written: the counts and the files' names on standard output.
std::unique_ptr<Report> summary_report(std::vector<std::string> files);
/// All of them, in this order.
std::unique_ptr<Report> several_reports(std::vector<std::unique_ptr<Report>> reports);

}  // namespace tem::cli
