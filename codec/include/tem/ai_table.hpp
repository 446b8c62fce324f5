#pragma once
// The table of GS1 Application Identifiers (AIs) as data: what each value must look like, and what
// part an AI may play in a GS1 Digital Link.
//
//   const Ai* ai = find_ai("17");             // "USE BY or EXPIRY", N6, a date
//   check_ai_value(*ai, "271231")             // ok
//   check_ai_value(*ai, "271331").error()     // bad_date
//
// GS1 General Specifications §3; GS1 Digital Link URI Syntax 1.7 §5 for keys and qualifiers.

#include <span>
#include <string_view>

#include "tem/result.hpp"

namespace tem {

enum class AiRole {
  key,        ///< starts the GS1 path; may be an attribute of another key
  qualifier,  ///< stands in the path after its key; 10 may also be an attribute of other keys
  attribute,  ///< stands in the query, or in no Digital Link when may_be_attribute is false
};

struct Ai {
  std::string_view code;  ///< "01" … "8200"
  std::string_view
      spec;  ///< the value's pattern, e.g. "N14,csum" or "X..20"; see ai_table_data.inc
  std::string_view title;  ///< GS1 data title, e.g. "BATCH/LOT"
  AiRole role;
  /// For a key: its qualifiers in the order they must stand, each optional: {"22", "10", "21"}.
  std::span<const std::string_view> qualifiers;
  std::string_view alternative;  ///< may stand alone in place of those: "235" for 01; or empty
  bool qualifier_required;       ///< 415 is no link without its 8020
  bool may_be_attribute;
};

/// All AIs, ascending by code as text.
std::span<const Ai> ai_table() noexcept;

/// Null when there is no such AI. O(log n).
const Ai* find_ai(std::string_view code) noexcept;

/// Is the decoded value one that this AI allows: length, character set, check digit, dates and the
/// rest of its pattern? Errors: empty_value, bad_length, bad_character, bad_check_digit, bad_date,
/// bad_value; the detail names the AI.
Result<void> check_ai_value(const Ai& ai, std::string_view value);

/// GS1 set 82 (General Specifications figure 7.11-1): ``!"%&'()*+,-./0-9:;<=>?A-Z_a-z``.
bool in_gs1_set_82(char c) noexcept;

}  // namespace tem
