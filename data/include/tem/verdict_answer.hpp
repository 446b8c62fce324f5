#pragma once
// The JSON of a verdict read back: what a registry's service answered about a text.
//
//   auto verdict = parse_verdict(answer, "https://tem.example/01/…");
//   to_json(*verdict, text, {}) == answer        // of a service of this version
//
// The answer is another party's text: it is bounded, and what it says of the stamp must be what
// stands in the text that was asked about.

#include <string_view>
#include <vector>

#include "tem/verdict.hpp"

namespace tem {

inline constexpr std::size_t kMaxVerdictBytes = 256 * 1024;

/// Members that are not known are passed over, since later versions add some. Errors: too_long,
/// bad_json, bad_field (which names it).
Result<Verdict> parse_verdict(std::string_view text, std::string_view input);

/// `{"results": […]}` for these inputs, in their order. Errors: as above, and bad_field when there are
/// more or fewer of them.
Result<std::vector<Verdict>> parse_verdicts(std::string_view text,
                                            const std::vector<std::string_view>& inputs);

}  // namespace tem
