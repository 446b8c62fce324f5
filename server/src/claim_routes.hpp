#pragma once
// POST /api/v1/claims: the hidden code, tried once by whoever opened the package. Internal.

#include "tem/app.hpp"

namespace tem {

inline constexpr std::string_view kClaimsPath = "/api/v1/claims";

/// `{"uri", "code", "place"?}` as JSON or as a page's form; every outcome is a 200. Waits for the
/// disk: for Lane::work.
Response claim_stamp(const Request& request, App& app);

}  // namespace tem
