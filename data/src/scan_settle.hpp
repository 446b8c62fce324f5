#pragma once
// A stamp's row may lack its latest scans (late_rows.hpp): they are in the file, numbered in order,
// and `through` of the row says which of them it tells. Of scans up to the number in table `settled`,
// no row lacks any.

#include <utility>

#include "scan_rows.hpp"

namespace tem {

/// Adds to all rows what they lack, some scans in a transaction: after it, settled_scan is no less than
/// the number of any scan that was there before. Error: cannot_read. This and the others may throw
/// SQLite::Exception.
Result<void> settle_all_rows(Connection& db);
/// The row with all of the stamp's scans. Error: cannot_read.
Result<std::optional<StampRow>> read_settled_stamp(Connection& db, StampKey key);
/// Through which scan all rows tell.
std::uint64_t settled_scan(Connection& db);
/// Never takes back what another process settled.
void write_settled_scan(Connection& db, std::uint64_t scan);
/// The numbers of the first and the last scan that are in the file; 1 and 0: there is none.
std::pair<std::uint64_t, std::uint64_t> kept_scans(Connection& db);

}  // namespace tem
