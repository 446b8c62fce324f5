#include "uri_list.hpp"

#include <algorithm>

#include "files.hpp"
#include "tem/json_items.hpp"

namespace tem::cli {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool same_letters(std::string_view text, std::string_view lower) {
  return std::ranges::equal(text, lower, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r";
  auto begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

template <class Predicate>
std::optional<std::size_t> first_cell(const std::vector<std::string>& cells, Predicate fits) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (fits(trimmed(cells[i]))) return i;
  }
  return std::nullopt;
}

std::optional<std::size_t> column_named_uri(const std::vector<std::string>& cells) {
  return first_cell(cells, [](std::string_view cell) { return same_letters(cell, "uri"); });
}

std::optional<std::size_t> column_of_uri(const std::vector<std::string>& cells) {
  return first_cell(cells, looks_like_uri);
}

}  // namespace

bool looks_like_uri(std::string_view text) noexcept {
  return same_letters(text.substr(0, 7), "http://") || same_letters(text.substr(0, 8), "https://");
}

UriList::UriList(std::string file, std::string text)
    : file_(std::move(file)), text_(std::move(text)), rest_(text_) {
  if (rest_.starts_with(kByteOrderMark)) rest_.remove_prefix(kByteOrderMark.size());
  auto first = CsvReader(text_).next();
  if (!first) return;
  column_ = column_named_uri(first->cells);
  named_ = column_.has_value();
  std::string_view line = rest_.substr(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size()));
  bool is_table = extension(file_) == ".csv" || named_ ||
                  (column_of_uri(first->cells) && !looks_like_uri(line) && !line.starts_with('{'));
  if (!is_table) return;
  CsvReader ahead(text_);
  for (auto row = ahead.next(); row && !column_; row = ahead.next()) {
    column_ = column_of_uri(row->cells);
  }
  table_ = CsvReader(text_);
  if (named_ || (column_ && column_of_uri(first->cells) != column_)) table_->next();  // a heading
}

Found UriList::found(std::string text, int line) const {
  Source source;
  source.file = file_;
  source.line = line;
  return {std::move(text), std::move(source)};
}

std::optional<Found> UriList::next() { return table_ ? next_row() : next_line(); }

std::optional<Found> UriList::next_row() {
  if (!column_) return std::nullopt;
  while (auto row = table_->next()) {
    std::string_view cell;
    if (*column_ < row->cells.size()) cell = trimmed(row->cells[*column_]);
    if (cell.empty() && !named_) {  // a URI that slipped into another column
      if (auto other = column_of_uri(row->cells)) cell = trimmed(row->cells[*other]);
    }
    if (!cell.empty()) return found(std::string(cell), row->line);
  }
  return std::nullopt;
}

std::optional<Found> UriList::next_line() {
  while (!rest_.empty()) {
    auto end = rest_.find('\n');
    std::string_view line = trimmed(rest_.substr(0, end));
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    ++line_;
    if (line.empty()) continue;
    std::string_view uri = line.starts_with('{') ? find_plain_member(line, "uri") : line;
    return found(std::string(uri.empty() ? line : uri), line_);
  }
  return std::nullopt;
}

}  // namespace tem::cli
