#pragma once
// The report of `tem verify` for people: one file that needs nothing else, with the pictures in it.
//
//   auto report = html_report("report.html", head);

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "tem/registry.hpp"
#include "verify_report.hpp"

namespace tem::cli {

struct ReportHead {
  std::string registry;  ///< its name; empty where there is none
  bool is_demonstration = false;
  std::string inspector;  ///< empty: not said
  Instant at;             ///< of the verdicts
  std::string time_zone;  ///< of the registry
  CheckMode mode = CheckMode::online;
  std::optional<TreeHead> checkpoint;  ///< when the run began; none for a proof
};

/// Rows of each table of totals: the most frequent ones.
inline constexpr std::size_t kMaxTotalRows = 200;

/// A row for each code, failure and page, in the order in which they were told, after the totals
/// and the stamps that were seen twice. Rows wait on the disk, some 60 KB a picture. Foreign text
/// is escaped, what it cannot show becomes visible (`printable`) or U+FFFD; a
/// Content-Security-Policy in the file forbids scripts and every address but `data:`. The file is
/// there only when it is whole. Errors: cannot_write, cannot_read (temporary files).
Result<std::unique_ptr<Report>> html_report(const std::string& file, ReportHead head);

/// Foreign bytes as text for a page, before they are escaped: valid UTF-8 without control
/// characters.
std::string shown_text(std::string_view bytes);

}  // namespace tem::cli
