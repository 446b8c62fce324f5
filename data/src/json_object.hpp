#pragma once
// A JSON object written straight into a text, member by member: a verdict is written thousands of
// times a second, and a tree of values costs more than all the rest of its answer.
//
//   {
//     JsonObject object(out);                     // {
//     object.text("verdict", "genuine");          // "verdict":"genuine"
//     JsonObject lot(object.member("lot"));       // ,"lot":{
//     lot.number("first", 0);
//   }                                             // }}

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "json_text.hpp"

namespace tem {

/// Closed when it goes. Keys are the caller's own: each once.
class JsonObject {
 public:
  explicit JsonObject(std::string& out) : out_(out) {}
  ~JsonObject() { out_ += before_ == '{' ? "{}" : "}"; }
  JsonObject(const JsonObject&) = delete;
  JsonObject& operator=(const JsonObject&) = delete;

  /// The key; its value is the caller's to append.
  std::string& member(std::string_view key) {
    out_ += before_;
    before_ = ',';
    append_json_string(out_, key);
    out_ += ':';
    return out_;
  }
  void text(std::string_view key, std::string_view value) {
    append_json_string(member(key), value);
  }
  void text_if(std::string_view key, const std::optional<std::string>& value) {
    if (value) text(key, std::string_view(*value));
  }
  void number(std::string_view key, std::uint64_t value) { member(key) += std::to_string(value); }

 private:
  std::string& out_;
  char before_ = '{';
};

/// `[…]`, each item appended by `write`.
template <class Items, class Write>
void append_json_array(std::string& out, const Items& items, Write write) {
  out += '[';
  bool first = true;
  for (const auto& item : items) {
    if (!first) out += ',';
    first = false;
    write(item);
  }
  out += ']';
}

template <class Texts>
void append_json_strings(std::string& out, const Texts& texts) {
  append_json_array(out, texts, [&](std::string_view text) { append_json_string(out, text); });
}

}  // namespace tem
