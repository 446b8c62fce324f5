#pragma once
// POST /api/v1/reports: a shopper tells of a suspicious stamp. Internal.

#include "tem/app.hpp"

namespace tem {

inline constexpr std::string_view kReportsPath = "/api/v1/reports";

/// `{"uri", "text", "place"?, "contact"?}` as JSON or as a page's form → 201 `{"id", "verdict"}`.
/// Taken for any text that was scanned, forged stamps above all. Waits for the disk: for
/// Lane::work.
Response report_stamp(const Request& request, App& app);

}  // namespace tem
