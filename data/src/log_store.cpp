#include "log_store.hpp"

#include <algorithm>
#include <string>

#include "embedded.hpp"

namespace tem {
namespace {

constexpr std::int64_t kApplicationId = 0x74656D31;  // "tem1"
constexpr std::int64_t kSchemaVersion = 1;

Error damaged(std::string why) {
  return {ErrorCode::ledger_damaged, "ledger.db: " + std::move(why) + "; run `tem log fsck`"};
}

}  // namespace

void create_schema(Connection& db) {
  db.execute(std::string(embedded::tem_data("001_log.sql")));
  db.execute(std::string(embedded::tem_data("002_projections.sql")));
  db.execute("PRAGMA application_id = " + std::to_string(kApplicationId));
  db.execute("PRAGMA user_version = " + std::to_string(kSchemaVersion));
}

Result<void> check_format(Connection& db) {
  if (db.raw().execAndGet("PRAGMA application_id").getInt64() != kApplicationId) {
    return Error{ErrorCode::ledger_damaged, "ledger.db: not a tem ledger"};
  }
  const auto version = db.raw().execAndGet("PRAGMA user_version").getInt64();
  if (version != kSchemaVersion) {
    return Error{ErrorCode::ledger_damaged, "ledger.db: format " + std::to_string(version) +
                                                "; this program knows format " +
                                                std::to_string(kSchemaVersion)};
  }
  return {};
}

std::uint64_t entry_count(Connection& db) {
  Query row(db, "SELECT coalesce(max(idx) + 1, 0) FROM entry");
  row.step();
  return row.integer(0);
}

Result<std::string> read_entry(Connection& db, std::uint64_t index) {
  Query row(db, "SELECT body FROM entry WHERE idx = ?", index);
  if (row.step()) return std::string(as_text(row.blob(0)));
  return Error{ErrorCode::not_found, "entry " + std::to_string(index) + ": the log has " +
                                         std::to_string(entry_count(db)) + " entries, from 0"};
}

Result<Checkpoint> last_checkpoint(Connection& db, const NoteKey& key) {
  Query row(db, "SELECT size, note FROM checkpoint ORDER BY size DESC LIMIT 1");
  if (!row.step()) return damaged("no checkpoint");
  Checkpoint checkpoint{{}, row.text(1)};
  auto head = open_checkpoint(checkpoint.note, key);
  if (!head) return damaged("checkpoint " + std::to_string(row.integer(0)) + ": " + head.error().str());
  if (head->size != row.integer(0)) {
    return damaged("checkpoint " + std::to_string(row.integer(0)) + " says size " +
                   std::to_string(head->size));
  }
  checkpoint.head = std::move(*head);
  return checkpoint;
}

Result<Hash> read_node(Connection& db, NodeId id) {
  Query row(db, "SELECT hash FROM node WHERE position = ?", storage_position(id));
  Hash hash;
  if (!row.step() || row.blob(0).size() != hash.size()) {
    return Error{ErrorCode::not_found, "hash of level " + std::to_string(id.level) + ", index " +
                                           std::to_string(id.index) + " is not there"};
  }
  std::ranges::copy(row.blob(0), hash.begin());
  return hash;
}

Result<Frontier> read_frontier(Connection& db, std::uint64_t size) {
  std::vector<Hash> hashes;
  for (const NodeId id : Frontier::nodes(size)) {
    const auto hash = read_node(db, id);
    if (!hash) return damaged(hash.error().detail);
    hashes.push_back(*hash);
  }
  return Frontier::from(size, std::move(hashes));
}

Result<std::string> read_tile(Connection& db, const Tile& tile) {
  if (tile.width > tile.width_in(entry_count(db))) {
    return Error{ErrorCode::not_found, tile.path() + ": the log has no such tile yet"};
  }
  std::string bytes;
  if (tile.kind == TileKind::entries) {
    const std::uint64_t first = tile.index * kTileWidth;
    Query row(db, "SELECT body FROM entry WHERE idx BETWEEN ? AND ? ORDER BY idx", first,
              first + tile.width - 1);
    while (row.step()) add_to_bundle(bytes, as_text(row.blob(0)));
    return bytes;
  }
  if (tile.level == 0) {  // leaves and the nodes between them lie side by side: one walk
    Query row(db, "SELECT position, hash FROM node WHERE position BETWEEN ? AND ? ORDER BY position",
              storage_position(tile.node(0)), storage_position(tile.node(tile.width - 1)));
    unsigned i = 0;
    while (i < tile.width && row.step()) {
      if (row.integer(0) != storage_position(tile.node(i))) continue;
      bytes += as_text(row.blob(1));
      ++i;
    }
    if (bytes.size() == tile.width * sizeof(Hash)) return bytes;
    return damaged("hash " + std::to_string(i) + " of " + tile.path() + " is missing");
  }
  for (unsigned i = 0; i < tile.width; ++i) {
    const auto hash = read_node(db, tile.node(i));
    if (!hash) return hash.error();
    bytes += as_text(*hash);
  }
  return bytes;
}

std::optional<std::string> damage_mark(Connection& db) {
  Query row(db, "SELECT found FROM damage WHERE id = 1");
  if (!row.step()) return std::nullopt;
  return row.text(0);
}

void set_damage_mark(Connection& db, const std::optional<std::string>& found) {
  if (found) {
    Query(db, "INSERT OR REPLACE INTO damage (id, found) VALUES (1, ?)", *found).run();
  } else {
    Query(db, "DELETE FROM damage").run();
  }
}

}  // namespace tem
