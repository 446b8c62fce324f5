#include "json_text.hpp"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <boost/json/stream_parser.hpp>
#include <set>
#include <vector>

#include "tem/quote.hpp"
#include "utf8.hpp"

namespace tem {
namespace {

namespace json = boost::json;

/// Boost keeps the last of two equal keys and says nothing, so the text is read once more for them.
/// Precondition: `text` is valid JSON. Returns the key as it is written, escapes and all; a key that
/// is written in two ways shows as fewer members than keys, which the caller counts.
std::string find_double_key(std::string_view text, std::size_t& keys) {
  std::vector<std::set<std::string_view>> objects;
  std::string_view last;
  for (std::size_t i = 0; i < text.size(); ++i) {
    switch (text[i]) {
      case '{': objects.emplace_back(); break;
      case '}': objects.pop_back(); break;
      case '"': {
        const std::size_t start = ++i;
        while (text[i] != '"') i += text[i] == '\\' ? 2 : 1;
        last = text.substr(start, i - start);
        break;
      }
      case ':':
        ++keys;
        if (!objects.back().insert(last).second) return std::string(last);
        break;
      default: break;
    }
  }
  return {};
}

std::size_t count_members(const json::value& value) {
  std::size_t count = 0;
  if (const auto* object = value.if_object()) {
    count += object->size();
    for (const auto& [key, member] : *object) count += count_members(member);
  } else if (const auto* array = value.if_array()) {
    for (const auto& item : *array) count += count_members(item);
  }
  return count;
}

void write(std::string& out, const json::value& value) {
  switch (value.kind()) {
    case json::kind::null: out += "null"; return;
    case json::kind::bool_: out += value.get_bool() ? "true" : "false"; return;
    case json::kind::int64: out += std::to_string(value.get_int64()); return;
    case json::kind::uint64: out += std::to_string(value.get_uint64()); return;
    case json::kind::double_: assert(!"facts hold no fractions"); return;
    case json::kind::string: append_json_string(out, value.get_string()); return;
    case json::kind::array: {
      char before = '[';
      for (const auto& item : value.get_array()) {
        out += std::exchange(before, ',');
        write(out, item);
      }
      if (before == '[') out += '[';
      out += ']';
      return;
    }
    case json::kind::object: {
      std::vector<const json::key_value_pair*> members;
      for (const auto& member : value.get_object()) members.push_back(&member);
      std::ranges::sort(members, {}, [](const auto* m) { return std::string_view(m->key()); });
      char before = '{';
      for (const auto* member : members) {
        out += std::exchange(before, ',');
        append_json_string(out, member->key());
        out += ':';
        write(out, member->value());
      }
      if (before == '{') out += '{';
      out += '}';
      return;
    }
  }
}

bool needs_escape(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

/// How many bytes at the begin of a text need no escape. Eight in a step: half of the time that an
/// answer takes would go into looking at them one by one.
std::size_t plain_bytes(std::string_view text) {
  constexpr std::uint64_t kOnes = 0x0101010101010101, kHigh = kOnes << 7;
  // The high bit of a byte that is below `limit`, and perhaps of bytes after such a one.
  const auto below = [](std::uint64_t bytes, std::uint64_t limit) {
    return (bytes - kOnes * limit) & ~bytes & kHigh;
  };
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + i, 8);
    if ((below(bytes, 0x20) | below(bytes ^ kOnes * '"', 1) | below(bytes ^ kOnes * '\\', 1)) != 0) {
      break;
    }
  }
  while (i < text.size() && !needs_escape(text[i])) ++i;
  return i;
}

void append_escaped(std::string& out, char c) {
  constexpr char kHex[] = "0123456789abcdef";
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\b': out += "\\b"; return;
    case '\f': out += "\\f"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default:
      out += "\\u00";
      out += kHex[c >> 4];
      out += kHex[c & 15];
  }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  for (;;) {
    const std::size_t plain = plain_bytes(text);
    out.append(text, 0, plain);
    if (plain == text.size()) break;
    append_escaped(out, text[plain]);
    text.remove_prefix(plain + 1);
  }
  out += '"';
}

Result<json::value> parse_json(std::string_view text) {
  json::parse_options options;
  options.max_depth = kMaxJsonDepth;
  json::stream_parser parser({}, options);
  boost::system::error_code ec;
  const std::size_t read = parser.write(text.data(), text.size(), ec);
  if (!ec) parser.finish(ec);
  if (ec) {
    const auto before = text.substr(0, read);
    const auto line = 1 + std::ranges::count(before, '\n');
    return Error{ErrorCode::bad_json, "line " + std::to_string(line) + ": " + ec.message()};
  }
  json::value value = parser.release();
  std::size_t keys = 0;
  const std::string twice = find_double_key(text, keys);
  if (!twice.empty() || keys != count_members(value)) {
    constexpr std::size_t kShown = 40;  // of a foreign text in an error
    const std::string which =
        twice.size() > kShown || !is_plain_text(twice) ? tem::quoted(twice) : '"' + twice + '"';
    return Error{ErrorCode::bad_field, "a field stands twice" +
                                           (twice.empty() ? "" : ": " + which) +
                                           "; keep one of them"};
  }
  return value;
}

std::string canonical_json(const json::value& value) {
  std::string out;
  write(out, value);
  return out;
}

}  // namespace tem
