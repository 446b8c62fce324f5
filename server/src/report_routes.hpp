#pragma once
// POST /api/v1/reports: a shopper tells of a suspicious stamp. Internal.

#include "tem/app.hpp"

namespace tem {

inline constexpr std::string_view kReportsPath = "/api/v1/reports";

inline constexpr std::size_t kMaxReportBytes = 4000;  // 2,000 letters of Vietnamese, about
inline constexpr std::size_t kMaxContactBytes = 200;

/// `{"uri", "text", "place"?, "contact"?}` as JSON or as a page's form → 201 `{"id", "verdict"}`.
/// Taken for any text that was scanned, forged stamps above all. Waits for the disk: for
/// Lane::work.
Response report_stamp(const Request& request, App& app);

}  // namespace tem
