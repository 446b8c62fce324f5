#pragma once
// A stamp's row may lack its latest scans (late_rows.hpp): they are in the file, numbered in order,
// and `through` of the row says which of them it tells. Of scans up to the number in table `settled`,
// no row lacks any.

#include "scan_rows.hpp"

namespace tem {

/// Adds to their rows what these lack of the scans up to number `last`. In a transaction. Error:
/// cannot_read. This and the others may throw SQLite::Exception.
Result<void> settle_rows(Connection& db, std::uint64_t last);
/// The same for all scans, some in a transaction.
Result<void> settle_all_rows(Connection& db);
/// The row with all of the stamp's scans. Error: cannot_read.
Result<std::optional<StampRow>> read_settled_stamp(Connection& db, StampKey key);
/// Through which scan all rows tell.
std::uint64_t settled_scan(Connection& db);
/// Never takes back what another process settled.
void write_settled_scan(Connection& db, std::uint64_t scan);
/// No scan has this number or a later one, nor had one before it was pruned.
std::uint64_t next_scan(Connection& db);

}  // namespace tem
