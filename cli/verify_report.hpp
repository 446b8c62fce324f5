#pragma once
// What `tem verify` found, told in one of three forms, one stamp at a time.

#include <memory>
#include <optional>
#include <string>

#include "files.hpp"
#include "tem/verdict.hpp"
#include "uri_list.hpp"

namespace tem::cli {

struct Checked {
  Found found;
  Verdict verdict;
};

class Report {
 public:
  virtual ~Report() = default;
  virtual Result<void> add(const Checked& checked) = 0;
  /// Once, after all; `unread` inputs could not be answered.
  virtual Result<void> finish(std::uint64_t unread) = 0;
};

/// Blocks of text on standard output, and a last line that counts.
std::unique_ptr<Report> text_report();
/// One JSON array on standard output.
std::unique_ptr<Report> json_report();
/// A CSV file, there only when it is whole, and the counts on standard output. Error: cannot_write.
Result<std::unique_ptr<Report>> csv_report(const std::string& file);

}  // namespace tem::cli
