#pragma once
// Comma-separated values, RFC 4180: read leniently about line ends, written strictly.
//
//   CsvReader reader("a,\"b,\"\"c\"\"\"\n");
//   reader.next()   {line 1, {"a", "b,\"c\""}}

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tem {

struct CsvRow {
  int line;  ///< where the row begins, from 1
  std::vector<std::string> cells;
};

/// Reads rows one at a time from text that must outlive it. Any text is some table: a quote that is
/// never closed runs to the end. Blank lines are skipped, a byte order mark too.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text);
  std::optional<CsvRow> next();

 private:
  std::string cell();
  std::string_view rest_;
  int line_ = 1;
};

/// One cell, quoted where RFC 4180 asks for it. parse(csv_cell(x)) == x.
std::string csv_cell(std::string_view text);

/// The same for a report that a spreadsheet opens: a text that it would take for a formula
/// (`= + - @`, tab or line end first) gets an apostrophe before it.
std::string csv_report_cell(std::string_view text);

}  // namespace tem
