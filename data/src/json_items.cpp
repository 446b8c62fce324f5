#include "tem/json_items.hpp"

namespace tem {
namespace {

constexpr std::string_view kSpace = " \t\r\n";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view trimmed(std::string_view text) {
  auto begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

/// The place after the string that opens at `at`, or npos when it is not closed.
std::size_t after_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  return std::string_view::npos;
}

/// The place of the comma or bracket that ends the element at `at`, or npos.
std::size_t end_of_element(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  while (at < text.size()) {
    char c = text[at];
    if (c == '"') {
      at = after_string(text, at);
      continue;
    }
    if (depth == 0 && (c == ',' || c == ']' || c == '}')) return at;
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    ++at;
  }
  return std::string_view::npos;
}

}  // namespace

Result<std::vector<std::string_view>> split_items(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  text = trimmed(text);
  if (!text.starts_with('[')) return std::vector{text};
  std::vector<std::string_view> items;
  std::size_t at = 1;
  while (true) {
    std::size_t end = end_of_element(text, at);
    if (end == std::string_view::npos) {
      return Error{ErrorCode::bad_json, "not valid JSON: the array is not closed"};
    }
    std::string_view item = trimmed(text.substr(at, end - at));
    if (item.empty() && items.empty() && text[end] == ']') {
      return Error{ErrorCode::bad_json, "the array is empty: nothing to add"};
    }
    if (item.empty() || text[end] == '}') {
      return Error{ErrorCode::bad_json,
                   "not valid JSON: element " + std::to_string(items.size() + 1) + " of the array"};
    }
    if (items.size() == kMaxItemsInFile) {
      return Error{ErrorCode::too_many, "more than " + std::to_string(kMaxItemsInFile) +
                                            " elements in one file: split it"};
    }
    items.push_back(item);
    at = end + 1;
    if (text[end] == ']') break;
  }
  if (at != text.size()) {
    return Error{ErrorCode::bad_json, "not valid JSON: something follows the array"};
  }
  return items;
}

std::string_view find_plain_member(std::string_view object, std::string_view key) {
  std::size_t at = object.find_first_not_of(kSpace);
  if (at == std::string_view::npos || object[at] != '{') return {};
  ++at;
  while (at < object.size()) {
    std::size_t end = end_of_element(object, at);
    std::string_view member =
        trimmed(object.substr(at, end == std::string_view::npos ? end : end - at));
    std::size_t key_end =
        member.starts_with('"') ? after_string(member, 0) : std::string_view::npos;
    if (key_end != std::string_view::npos && member.substr(1, key_end - 2) == key) {
      auto colon = member.find_first_not_of(kSpace, key_end);
      if (colon == std::string_view::npos || member[colon] != ':') return {};
      std::string_view value = trimmed(member.substr(colon + 1));
      bool plain = value.size() >= 2 && value.front() == '"' && value.back() == '"' &&
                   value.find('\\') == std::string_view::npos;
      return plain ? value.substr(1, value.size() - 2) : std::string_view();
    }
    if (end == std::string_view::npos || object[end] != ',') return {};
    at = end + 1;
  }
  return {};
}

}  // namespace tem
