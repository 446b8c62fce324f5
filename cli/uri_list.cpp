#include "uri_list.hpp"

#include <algorithm>

#include "files.hpp"
#include "json_items.hpp"

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

std::optional<std::size_t> uri_column(const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (same_letters(trimmed(cells[i]), "uri")) return i;
  }
  return std::nullopt;
}

}  // namespace

bool looks_like_uri(std::string_view text) noexcept {
  return same_letters(text.substr(0, 7), "http://") || same_letters(text.substr(0, 8), "https://");
}

UriList::UriList(std::string file, std::string text)
    : file_(std::move(file)), text_(std::move(text)), rest_(text_) {
  if (rest_.starts_with(kByteOrderMark)) rest_.remove_prefix(kByteOrderMark.size());
  CsvReader reader(text_);
  auto first = CsvReader(text_).next();
  if (!first) return;
  column_ = uri_column(first->cells);
  std::string_view cell = trimmed(first->cells.front());
  bool has_uri = std::ranges::any_of(first->cells, looks_like_uri);
  bool table = extension(file_) == ".csv" || column_ ||
               (has_uri && !looks_like_uri(cell) && !cell.starts_with('{'));
  if (!table) return;
  table_ = reader;
  if (column_) table_->next();
}

Found UriList::found(std::string text, int line) const {
  Source source;
  source.file = file_;
  source.line = line;
  return {std::move(text), std::move(source)};
}

std::optional<Found> UriList::next() { return table_ ? next_row() : next_line(); }

std::optional<Found> UriList::next_row() {
  while (auto row = table_->next()) {
    if (column_) {
      if (*column_ >= row->cells.size()) continue;
      std::string_view cell = trimmed(row->cells[*column_]);
      if (!cell.empty()) return found(std::string(cell), row->line);
      continue;
    }
    for (const auto& cell : row->cells) {
      if (looks_like_uri(trimmed(cell))) return found(std::string(trimmed(cell)), row->line);
    }
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
