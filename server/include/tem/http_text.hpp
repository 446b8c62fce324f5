#pragma once
// The small texts of HTTP: Accept, Content-Type, the request target.
//
//   preferred("text/html;q=0.8, application/json", {"text/html", "application/json"})   // 1

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tem/result.hpp"

namespace tem {

inline constexpr std::size_t kMaxTargetBytes = 8000;  // RFC 9110 §4.1: at least this is supported

/// Which of `offers` (lower-case media types, the server's favourite first) an Accept field asks
/// for, by RFC 9110 §12.5.1: the highest q wins, then the offer that was named more closely, then
/// the earlier offer. A range that is malformed is as if absent; no field, or none that is well
/// formed, accepts all. None: nothing offered is acceptable.
std::optional<std::size_t> preferred(std::string_view accept,
                                     std::span<const std::string_view> offers);

/// Is `type` named in the field by itself, not by a wildcard, and with q > 0?
bool names_type(std::string_view accept, std::string_view type);

/// Is a content coding (lower case) named in an Accept-Encoding field, with q > 0? RFC 9110 §12.5.3.
bool accepts_encoding(std::string_view field, std::string_view coding);

/// `Application/JSON; charset=utf-8` → `application/json`; empty when malformed.
std::string media_type(std::string_view content_type);

/// Path and query of a request target in origin form, or in absolute form without its scheme and
/// authority (RFC 9112 §3.2). Errors: too_long (kMaxTargetBytes), bad_character (white space,
/// control, fragment), bad_value (any other form).
Result<std::string_view> path_and_query(std::string_view target);

}  // namespace tem
