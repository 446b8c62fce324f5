#pragma once
// What is read out of scans.db, whoever has it open. All may throw SQLite::Exception.

#include "scan_rows.hpp"
#include "tem/scan_history.hpp"

namespace tem {

/// Of scans.db, made whole or not at all.
inline constexpr int kScansFormat = 1;
/// Not so where a service was stopped before it had made it: there is nothing in it.
bool is_made(Connection& db);
/// Error: cannot_read (a file of another version).
Result<void> check_scans_format(Connection& db);
Error damaged_row(std::string_view what);
std::optional<Finding> parse_finding(std::string_view text);

std::optional<std::uint32_t> find_lot_id(Connection& db, const Gtin& gtin, const Lot& lot);
LotScans read_lot_scans(Connection& db, const Gtin& gtin, const Lot& lot);
ScanStats read_scan_stats(Connection& db);
/// Error: cannot_read (a row that this program never writes).
Result<std::vector<Scan>> read_scans(Connection& db, std::optional<std::uint32_t> lot,
                                     std::size_t limit);
Result<std::vector<Report>> read_reports(Connection& db, std::size_t limit);

inline StampKey stamp_key(std::uint32_t lot, std::uint32_t index) {
  return StampKey{lot} << 32 | index;
}

}  // namespace tem
