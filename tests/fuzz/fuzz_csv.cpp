// Any text is some table, and that table written is read again as the same; as a list of URIs it
// ends, and its texts stand in ascending lines.

#include <algorithm>
#include <cstdlib>

#include "tem/csv.hpp"
#include "uri_list.hpp"

namespace {

using Cells = std::vector<std::string>;

std::vector<Cells> all_rows(std::string_view text) {
  std::vector<Cells> rows;
  tem::CsvReader reader(text);
  int line = 1;
  while (auto row = reader.next()) {
    if (row->cells.empty() || row->line < line) std::abort();
    line = row->line;
    if (row->cells == Cells{""}) continue;  // written, it is a blank line
    rows.push_back(std::move(row->cells));
  }
  if (line > 1 + std::count(text.begin(), text.end(), '\n')) std::abort();
  return rows;
}

void check_list(const char* name, std::string_view text) {
  tem::cli::UriList list(name, std::string(text));
  const auto lines = 1 + std::count(text.begin(), text.end(), '\n');
  int line = 1;
  while (auto found = list.next()) {
    if (found->text.empty() || found->source.file != name) std::abort();
    if (!found->source.line || *found->source.line < line || *found->source.line > lines) {
      std::abort();
    }
    line = *found->source.line;
  }
  if (list.next()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto rows = all_rows(text);
  std::string written;
  for (const Cells& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) written += ',';
      written += tem::csv_cell(row[i]);
    }
    written += "\r\n";
  }
  if (all_rows(written) != rows) std::abort();
  const std::string cell = tem::csv_report_cell(text);
  if (!text.empty() && all_rows(cell).size() != 1) std::abort();
  if (!cell.empty() && std::string_view("=+-@").find(cell.front()) != std::string_view::npos) {
    std::abort();
  }
  check_list("list.txt", text);
  check_list("table.csv", text);
  return 0;
}
