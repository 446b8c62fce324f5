#pragma once
// The few fields of a small request, sent as JSON by a program or by a page's form. Internal.
//
//   constexpr FieldRule kClaim[] = {{"uri", 2048, true}, {"code", 17, true}};
//   auto fields = parse_json_fields(R"({"uri": "https://…", "code": "B2NZ-CZA9"})", kClaim);
//   auto same = parse_form_fields("uri=https%3A%2F%2F…&code=B2NZ-CZA9", kClaim);
//   fields->get("code") == "B2NZ-CZA9"

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tem/result.hpp"

namespace tem {

inline constexpr std::size_t kMaxFieldsBytes = 64 * 1024;  // of a body; a long report is 8 KiB

/// What a request may hold.
struct FieldRule {
  std::string_view name;
  std::size_t max_bytes;  ///< of its value, decoded
  bool required;          ///< there, and not blank
};

class TextFields {
 public:
  /// Empty when it was not given.
  [[nodiscard]] std::string_view get(std::string_view name) const noexcept;
  /// As given, in their order; no name twice.
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& all() const noexcept {
    return fields_;
  }
  friend bool operator==(const TextFields&, const TextFields&) = default;

 private:
  friend class FieldReader;
  std::vector<std::pair<std::string, std::string>> fields_;
};

/// application/x-www-form-urlencoded (WHATWG URL §5.1), read strictly: every name is in `rules`,
/// none stands twice, escapes are whole, values are UTF-8 without NUL. A field left empty is as if
/// absent. Errors: too_long, bad_escape, bad_character, bad_field; each names the field.
Result<TextFields> parse_form_fields(std::string_view body, std::span<const FieldRule> rules);

/// One JSON object of strings under the same rules. Errors as above, and bad_json.
Result<TextFields> parse_json_fields(std::string_view body, std::span<const FieldRule> rules);

}  // namespace tem
