#pragma once
// A stream of stamps, a JSON value a line, each answered by a line while the rest still arrives.
// Internal.
//
//   "https://tem.example/01/…"              →  {"input":"https://tem.example/01/…","verdict":"genuine",…}
//   {"uri": "https://tem.example/01/…"}     →  the same
//   nonsense                                →  {"line":3,"error":"bad_json","detail":"…"}

#include <memory>
#include <string>
#include <string_view>

#include "call.hpp"

namespace tem {

/// The URI of a line. Errors: bad_json (neither a string nor an object), those of parse_json_fields.
Result<std::string> parse_verify_line(std::string_view line);

/// Every line costs one look; those over the limit are answered with rate_limited, and the stream
/// goes on. A token that is revoked meanwhile ends the stream. No bound on the number of lines.
std::shared_ptr<Exchange> verify_lines(const Call& call, App& app);

}  // namespace tem
