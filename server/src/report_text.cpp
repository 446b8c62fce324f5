#include "report_text.hpp"

#include <algorithm>

#include "tem/code_point.hpp"
#include "tem/percent.hpp"

namespace tem {
namespace {

bool is_seal(std::string_view pair) {
  const std::string_view key = pair.substr(0, pair.find('='));
  const auto plain = percent_decode(key, Plus::space);
  return key == "s" || (plain && *plain == "s");
}

}  // namespace

std::string without_seal(std::string_view uri) {
  uri = uri.substr(0, uri.find('#'));
  const auto mark = std::min(uri.find('?'), uri.size());
  std::string out(uri.substr(0, mark));
  std::string_view query = uri.substr(mark);
  char before = '?';
  while (!query.empty()) {
    query.remove_prefix(1);  // `?` or `&`
    const auto end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(end);
    if (is_seal(pair)) continue;
    (out += before) += pair;
    before = '&';
  }
  return out;
}

std::string plain_lines(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::string_view before = text;
    const auto c = take_code_point(text);
    if (!c) {
      text.remove_prefix(1);
    } else if (*c == U'\n' || (*c == U'\r' && !text.starts_with('\n'))) {
      out += '\n';
    } else if (*c == U'\t') {
      out += ' ';
    } else if (!is_hidden(*c)) {
      out += before.substr(0, before.size() - text.size());
    }
  }
  const auto first = out.find_first_not_of(" \n");
  if (first == std::string::npos) return {};
  return out.substr(first, out.find_last_not_of(" \n") - first + 1);
}

}  // namespace tem
