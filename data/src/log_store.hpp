#pragma once
// The tables of 001_log.sql: entries, hashes and checkpoints of one connection.

#include <optional>

#include "db.hpp"
#include "tem/ledger.hpp"
#include "tem/merkle.hpp"

namespace tem {

/// Both schema files and the format's marks, in a connection that has no tables yet.
void create_schema(Connection& db);
/// Is the file a ledger of a format that this program knows? Error: ledger_damaged.
Result<void> check_format(Connection& db);

std::uint64_t entry_count(Connection& db);
/// Error: not_found.
Result<std::string> read_entry(Connection& db, std::uint64_t index);
/// The last, its signature verified. Errors: ledger_damaged.
Result<Checkpoint> last_checkpoint(Connection& db, const NoteKey& key);
/// The stored right edge of a tree of `size` leaves. Error: ledger_damaged.
Result<Frontier> read_frontier(Connection& db, std::uint64_t size);

/// Error: not_found.
Result<Hash> read_node(Connection& db, NodeId id);
/// A tile's or an entry bundle's bytes. Error: not_found.
Result<std::string> read_tile(Connection& db, const Tile& tile);

/// Why the last check marked the ledger damaged, if it did.
std::optional<std::string> damage_mark(Connection& db);
void set_damage_mark(Connection& db, const std::optional<std::string>& found);

/// Recomputes, replays and compares everything; the first difference, or none (Ledger::fsck).
Result<FsckReport> check_ledger(Connection& db, const NoteKey& key);

}  // namespace tem
