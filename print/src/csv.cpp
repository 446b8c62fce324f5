#include "tem/csv.hpp"

#include <algorithm>

namespace tem {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool ends_row(char c) { return c == '\n' || c == '\r'; }

}  // namespace

CsvReader::CsvReader(std::string_view text) : rest_(text) {
  if (rest_.starts_with(kByteOrderMark)) rest_.remove_prefix(kByteOrderMark.size());
}

/// Takes one cell off the front, up to the comma or line end after it.
std::string CsvReader::cell() {
  std::string out;
  if (rest_.starts_with('"')) {
    rest_.remove_prefix(1);
    while (!rest_.empty()) {
      if (rest_.starts_with("\"\"")) {
        out += '"';
        rest_.remove_prefix(2);
        continue;
      }
      char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '"') break;
      if (c == '\n') ++line_;
      out += c;
    }
  }
  // The whole of a bare cell, or what stands, wrongly, after a closing quote.
  auto end = rest_.find_first_of(",\r\n");
  out += rest_.substr(0, end);
  rest_.remove_prefix(std::min(end, rest_.size()));
  return out;
}

std::optional<CsvRow> CsvReader::next() {
  while (!rest_.empty() && ends_row(rest_.front())) {
    if (rest_.front() == '\n') ++line_;
    rest_.remove_prefix(1);
  }
  if (rest_.empty()) return std::nullopt;
  CsvRow row{line_, {cell()}};
  while (rest_.starts_with(',')) {
    rest_.remove_prefix(1);
    row.cells.push_back(cell());
  }
  return row;
}

std::string csv_cell(std::string_view text) {
  bool plain =
      text.find_first_of(",\"\r\n") == std::string_view::npos && !text.starts_with(kByteOrderMark);
  if (plain) return std::string(text);
  std::string out = "\"";
  for (char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string csv_report_cell(std::string_view text) {
  if (!text.empty() &&
      std::string_view("=+-@\t\r\n").find(text.front()) != std::string_view::npos) {
    return csv_cell("'" + std::string(text));
  }
  return csv_cell(text);
}

}  // namespace tem
