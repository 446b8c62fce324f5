#pragma once
// POST /api/v1/verify/image: a photograph's stamps, each with its verdict.

#include <string_view>

#include "tem/app.hpp"

namespace tem {

inline constexpr std::string_view kImagePath = "/api/v1/verify/image";

/// {"results": [verdicts, one for each QR found], "unread": [corners of codes that are seen and not
/// read]}. Errors as problem+json: unsupported_format, bad_image, too_long.
Response verify_image(const Request& request, App& app);

}  // namespace tem
