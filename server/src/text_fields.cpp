#include "text_fields.hpp"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>

#include "query_value.hpp"
#include "tem/code_point.hpp"
#include "tem/percent.hpp"
#include "tem/quote.hpp"

namespace tem {

namespace json = boost::json;

namespace {

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

bool is_text(std::string_view text) {
  while (!text.empty()) {
    const auto c = take_code_point(text);
    if (!c || *c == U'\0') return false;
  }
  return true;
}

std::string names_of(std::span<const FieldRule> rules) {
  std::string names;
  for (const FieldRule& rule : rules) {
    names += (names.empty() ? "\"" : ", \"") + std::string(rule.name) + '"';
  }
  return names;
}

}  // namespace

std::string_view TextFields::get(std::string_view name) const noexcept {
  const auto found = std::ranges::find(fields_, name, &std::pair<std::string, std::string>::first);
  return found == fields_.end() ? std::string_view() : std::string_view(found->second);
}

/// Takes fields one by one, by the rules.
class FieldReader {
 public:
  explicit FieldReader(std::span<const FieldRule> rules) : rules_(rules) {}

  Result<void> take(const std::string& name, std::string value) {
    const auto rule = std::ranges::find(rules_, name, &FieldRule::name);
    if (rule == rules_.end()) {
      return Error{ErrorCode::bad_field,
                   tem::quoted(name) + ": no such field; sent may be " + names_of(rules_)};
    }
    if (std::ranges::find(seen_, name) != seen_.end()) {
      return Error{ErrorCode::bad_field, tem::quoted(name) + ": given twice"};
    }
    seen_.push_back(name);
    if (value.size() > rule->max_bytes) {
      return Error{ErrorCode::too_long,
                   tem::quoted(name) + ": more than " + std::to_string(rule->max_bytes) + " bytes"};
    }
    if (!is_text(value)) {
      return Error{ErrorCode::bad_character, tem::quoted(name) + ": not UTF-8, or a NUL in it"};
    }
    if (!value.empty()) fields_.fields_.emplace_back(name, std::move(value));
    return {};
  }

  Result<TextFields> finish() {
    for (const FieldRule& rule : rules_) {
      if (rule.required && is_blank(fields_.get(rule.name))) {
        return Error{ErrorCode::bad_field,
                     '"' + std::string(rule.name) + "\": missing; needed are " + needed()};
      }
    }
    return std::move(fields_);
  }

 private:
  [[nodiscard]] std::string needed() const {
    std::vector<FieldRule> required;
    std::ranges::copy_if(rules_, std::back_inserter(required), &FieldRule::required);
    return names_of(required);
  }
  std::span<const FieldRule> rules_;
  std::vector<std::string> seen_;
  TextFields fields_;
};

namespace {

Result<void> check_size(std::string_view body) {
  if (body.size() <= kMaxFieldsBytes) return {};
  return Error{ErrorCode::too_long,
               "body: more than " + std::to_string(kMaxFieldsBytes) + " bytes"};
}

/// The parser's events; stops at the first that does not belong.
class FieldEvents {
 public:
  // Required by basic_parser; the real bounds are FieldReader's.
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = 64;
  static constexpr std::size_t max_string_size = kMaxFieldsBytes;

  explicit FieldEvents(std::span<const FieldRule> rules) : reader(rules) {}
  FieldReader reader;
  Error refused;

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code& ec) {
    if (!inside_) return inside_ = true;
    return refuse(ec, misplaced("an object"));
  }
  bool on_object_end(std::size_t, json::error_code&) { return true; }
  bool on_array_begin(json::error_code& ec) { return refuse(ec, misplaced("an array")); }
  bool on_array_end(std::size_t, json::error_code&) { return true; }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    key_.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    key_.append(part.data(), part.size());
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_string(json::string_view part, std::size_t, json::error_code& ec) {
    if (!inside_) return refuse(ec, misplaced("a string"));
    text_.append(part.data(), part.size());
    auto taken = reader.take(std::exchange(key_, {}), std::exchange(text_, {}));
    return taken ? true : refuse(ec, std::move(taken).error());
  }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t, json::string_view, json::error_code& ec) { return number(ec); }
  bool on_uint64(std::uint64_t, json::string_view, json::error_code& ec) { return number(ec); }
  bool on_double(double, json::string_view, json::error_code& ec) { return number(ec); }
  bool on_bool(bool, json::error_code& ec) { return refuse(ec, misplaced("a boolean")); }
  bool on_null(json::error_code& ec) { return refuse(ec, misplaced("null")); }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  bool number(json::error_code& ec) { return refuse(ec, misplaced("a number")); }
  [[nodiscard]] Error misplaced(std::string_view what) const {
    const std::string detail = inside_ ? tem::quoted(key_) + ": must be a string, not "
                                       : "body: must be an object of strings, not ";
    return {ErrorCode::bad_field, detail + std::string(what)};
  }
  bool refuse(json::error_code& ec, Error why) {
    refused = std::move(why);
    ec = json::error::size_mismatch;  // any error stops the parser; `refused` says why
    return false;
  }

  bool inside_ = false;
  std::string key_, text_;
};

}  // namespace

Result<TextFields> parse_form_fields(std::string_view body, std::span<const FieldRule> rules) {
  if (auto ok = check_size(body); !ok) return ok.error();
  FieldReader reader(rules);
  while (!body.empty()) {
    const QueryPair pair = take_pair(body);
    auto name = percent_decode(pair.name, Plus::space);
    if (!name) return name.error();
    auto value = percent_decode(pair.value, Plus::space);
    if (!value) return Error{value.error().code, tem::quoted(*name) + ": a broken escape"};
    if (auto taken = reader.take(*name, std::move(*value)); !taken) return taken.error();
  }
  return reader.finish();
}

Result<TextFields> parse_json_fields(std::string_view body, std::span<const FieldRule> rules) {
  if (auto ok = check_size(body); !ok) return ok.error();
  json::basic_parser<FieldEvents> parser{json::parse_options{}, rules};
  json::error_code ec;
  const std::size_t read = parser.write_some(false, body.data(), body.size(), ec);
  if (!parser.handler().refused.detail.empty()) return std::move(parser.handler().refused);
  if (ec) {
    return Error{ErrorCode::bad_json, "body: " + ec.message() + " at byte " + std::to_string(read)};
  }
  if (!is_blank(body.substr(read))) {
    return Error{ErrorCode::bad_json,
                 "body: more text after the object at byte " + std::to_string(read)};
  }
  return parser.handler().reader.finish();
}

}  // namespace tem
