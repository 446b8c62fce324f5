// Reads the patterns of ai_table_data.inc against a value. A pattern is interpreted as it stands:
// that leaves the table the only truth, and costs 40 to 150 ns for the AIs of a stamp (-O2).

#include <algorithm>

#include "ai_rules.hpp"
#include "tem/quote.hpp"
#include "tem/ai_table.hpp"

namespace tem {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) noexcept { return is_upper(c) || (c >= 'a' && c <= 'z'); }

/// General Specifications figure 7.11-2.
bool in_set_39(char c) noexcept {
  return is_digit(c) || is_upper(c) || c == '#' || c == '-' || c == '/';
}

/// General Specifications §7.11, base64url; `=` may only end it, see check_padding.
bool in_set_64(char c) noexcept {
  return is_digit(c) || is_letter(c) || c == '-' || c == '_' || c == '=';
}

struct Set {
  bool (*holds)(char) noexcept;
  std::string_view name;
};

Set set_of(char type) noexcept {
  switch (type) {
    case 'N':
      return {is_digit, "a digit"};
    case 'Y':
      return {in_set_39, "in GS1 set 39"};
    case 'Z':
      return {in_set_64, "in GS1 set 64"};
    default:
      return {in_gs1_set_82, "in GS1 set 82"};
  }
}

/// One of a pattern's components: `[X..17],percent`.
struct Component {
  char type = 'X';
  std::size_t least = 0, most = 0;
  bool optional = false;
  std::string_view rules;  ///< `csum,prefix`, or empty
};

/// Takes the first component off a pattern.
Component next_component(std::string_view& spec) noexcept {
  const std::size_t end = std::min(spec.find(' '), spec.size());
  std::string_view text = spec.substr(0, end);
  spec.remove_prefix(std::min(end + 1, spec.size()));

  Component component;
  const std::size_t comma = text.find(',');
  if (comma != std::string_view::npos) component.rules = text.substr(comma + 1);
  text = text.substr(0, comma);
  if (text.starts_with('[')) {
    component.optional = true;
    text = text.substr(1, text.size() - 2);
  }
  component.type = text.front();
  text.remove_prefix(1);
  const bool variable = text.starts_with("..");
  if (variable) text.remove_prefix(2);
  for (const char c : text) component.most = component.most * 10 + std::size_t(c - '0');
  component.least = variable ? 1 : component.most;
  return component;
}

Error fault(const Ai& ai, std::string_view value, ErrorCode code, const std::string& why) {
  std::string detail = "AI ";
  detail.append(ai.code).append(" (").append(ai.title).append(") ");
  return {code, detail.append(tem::quoted(value)).append(": ").append(why)};
}

/// Lengths first: the other faults of a value too short or too long tell nothing.
Result<void> check_length(const Ai& ai, std::string_view value) {
  std::size_t least = 0, most = 0;
  bool digits = true;
  for (std::string_view spec = ai.spec; !spec.empty();) {
    const Component component = next_component(spec);
    least += component.optional ? 0 : component.least;
    most += component.most;
    digits = digits && component.type == 'N';
  }
  if (value.size() >= least && value.size() <= most) return {};
  std::string want = std::to_string(least);
  if (least != most) want.append(" to ").append(std::to_string(most));
  return fault(
      ai, value, ErrorCode::bad_length,
      want + (digits ? " digits" : " characters") + " wanted, not " + std::to_string(value.size()));
}

/// Readers differ on whether base64url needs its `=`; what all agree on is that it comes last.
Result<void> check_padding(const Ai& ai, std::string_view value) {
  const std::size_t pad = value.find('=');
  if (pad == std::string_view::npos) return {};
  if (pad > 0 && value.size() - pad <= 2 &&
      value.substr(pad).find_first_not_of('=') == value.npos) {
    return {};
  }
  return fault(ai, value, ErrorCode::bad_character, "`=` may only stand at the end, twice at most");
}

Result<void> check_rules(const Ai& ai, std::string_view value, std::string_view rules,
                         std::string_view part) {
  while (!rules.empty()) {
    const std::size_t comma = std::min(rules.find(','), rules.size());
    const Rule rule = find_rule(rules.substr(0, comma));
    if (rule == nullptr) {
      return Error{ErrorCode::internal, "no such rule: " + std::string(rules)};
    }
    if (auto ok = rule(part); !ok) return fault(ai, value, ok.error().code, ok.error().detail);
    rules.remove_prefix(std::min(comma + 1, rules.size()));
  }
  return {};
}

}  // namespace

bool in_gs1_set_82(char c) noexcept {
  // All printable ASCII but the space and these eleven.
  constexpr std::string_view kOutside = "#$@[\\]^`{|}";
  return is_digit(c) || is_letter(c) ||
         (c > ' ' && c < '~' && kOutside.find(c) == std::string_view::npos);
}

Result<void> check_ai_value(const Ai& ai, std::string_view value) {
  if (value.empty()) {
    return Error{ErrorCode::empty_value,
                 "AI " + std::string(ai.code) + " (" + std::string(ai.title) + ") has no value"};
  }
  if (auto ok = check_length(ai, value); !ok) return ok;
  std::string_view rest = value;
  for (std::string_view spec = ai.spec; !spec.empty();) {
    const Component component = next_component(spec);
    if (component.optional && rest.empty()) break;
    if (rest.size() < component.least) {
      return fault(ai, value, ErrorCode::bad_length,
                   std::to_string(component.least - rest.size()) + " characters are missing");
    }
    const std::string_view part = rest.substr(0, component.most);
    rest.remove_prefix(part.size());
    const Set set = set_of(component.type);
    const auto wrong = std::find_if_not(part.begin(), part.end(), set.holds);
    if (wrong != part.end()) {
      return fault(ai, value, ErrorCode::bad_character,
                   "character " + tem::quoted({&*wrong, 1}) + " is not " + std::string(set.name));
    }
    if (component.type == 'Z') {
      if (auto ok = check_padding(ai, value); !ok) return ok;
    }
    if (auto ok = check_rules(ai, value, component.rules, part); !ok) return ok;
  }
  return {};
}

}  // namespace tem
