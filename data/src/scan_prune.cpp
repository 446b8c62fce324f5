#include <algorithm>

#include "scan_queries.hpp"
#include "scan_settle.hpp"
#include "tem/counted.hpp"
#include "tem/retention.hpp"

namespace tem {
namespace {

// Rows looked at in one commit: some 10 ms, so that a service that waits for it hardly notices.
constexpr std::int64_t kChunk = 5'000;

using GoOn = std::function<bool()>;

/// None goes that its stamp's row lacks, else the row would lack it for ever.
Result<std::uint64_t> prune_rows(Connection& db, Instant before, std::optional<StampKey> stamp,
                                 const GoOn& go_on) {
  const auto [first, last] = kept_scans(db);
  if (auto done = settle_all_rows(db); !done) return done.error();
  std::uint64_t gone = 0;
  for (std::uint64_t id = first; id <= last; id += kChunk) {
    Transaction transaction(db, "BEGIN IMMEDIATE");
    Query(db,
          "DELETE FROM scan WHERE id BETWEEN ?1 AND ?2 AND at < ?3 "
          "AND (?4 IS NULL OR stamp = ?4)",
          id, std::min(last, id + kChunk - 1), seconds(before), stamp)
        .run();
    gone += static_cast<std::uint64_t>(db.raw().getChanges());
    transaction.commit();
    if (!go_on()) break;
  }
  return gone;
}

/// The stamps whose sights or claimant go.
Result<std::uint64_t> prune_stories(Connection& db, Instant before,
                                    std::optional<StampKey> stamp, const GoOn& go_on) {
  std::uint64_t changed = 0;
  std::int64_t next = stamp ? static_cast<std::int64_t>(*stamp) : 0;
  for (;;) {
    Transaction transaction(db, "BEGIN IMMEDIATE");
    std::vector<StampKey> keys;
    {
      Query rows(db, "SELECT key FROM stamp WHERE key >= ? ORDER BY key LIMIT ?", next,
                 stamp ? 1 : kChunk);
      while (rows.step()) keys.push_back(rows.integer(0));
    }
    if (stamp && (keys.empty() || keys.front() != *stamp)) return changed;
    if (!keys.empty()) {
      Query(db, "DELETE FROM told WHERE stamp BETWEEN ? AND ? AND at < ?", keys.front(),
            keys.back(), seconds(before))
          .run();
    }
    for (const StampKey key : keys) {
      auto row = read_stamp(db, key);
      if (!row) return row.error();
      if (!*row) continue;
      const StampStory was = (*row)->story;
      forget_before(**row, before);
      if ((*row)->story.recent == was.recent && (*row)->story.claim == was.claim) continue;
      write_stamp(db, key, **row);
      ++changed;
    }
    transaction.commit();
    if (stamp || keys.empty() || !go_on()) return changed;
    next = static_cast<std::int64_t>(keys.back()) + 1;
  }
}

Result<Pruned> prune(const std::filesystem::path& registry, Instant before,
                     const std::optional<StampId>& of, const GoOn& go_on) {
  const auto file = registry / kScansFile;
  std::error_code ec;
  if (!std::filesystem::exists(file, ec)) {
    return Error{ErrorCode::not_found, file.string() + ": not there; nothing was scanned yet"};
  }
  return guarded(
      ErrorCode::cannot_write,
      [&]() -> Result<Pruned> {
        Connection db(file, Connection::Mode::write);
        if (!is_made(db)) return Pruned{};
        if (auto ok = check_scans_format(db); !ok) return ok.error();
        db.execute("PRAGMA secure_delete = ON");
        std::optional<StampKey> stamp;
        {
          Transaction transaction(db, "BEGIN IMMEDIATE");  // the commit under way may be the lot's first
          if (of) {
            const auto lot = find_lot_id(db, of->gtin, of->lot);
            if (!lot) return Pruned{};
            stamp = stamp_key(*lot, of->index);
          }
          // First, so that a service that runs forgets before it writes a story again.
          Query(db, "INSERT INTO erasure (before, stamp) VALUES (?, ?)", seconds(before), stamp)
              .run();
          transaction.commit();
        }
        Pruned pruned;
        // Before the stories, to which it may add what goes.
        const auto scans = prune_rows(db, before, stamp, go_on);
        if (!scans) return scans.error();
        pruned.scans = *scans;
        const auto stamps = prune_stories(db, before, stamp, go_on);
        if (!stamps) return stamps.error();
        pruned.stamps = *stamps;
        if (of) {
          Query(db,
                "DELETE FROM report WHERE at < ? AND gtin = ? AND lot = ? AND number = ?",
                seconds(before), of->gtin.str(), of->lot.str(), of->index)
              .run();
        } else {
          Query(db, "DELETE FROM report WHERE at < ?", seconds(before)).run();
        }
        pruned.reports = static_cast<std::uint64_t>(db.raw().getChanges());
        // What was erased still stands in the write-ahead log. A reader may be in the way: then it
        // goes with the service's next one.
        db.raw().tryExec("PRAGMA wal_checkpoint(TRUNCATE)");
        return pruned;
      },
      kScansFile);
}

}  // namespace

std::string Pruned::str() const {
  return "erased " + counted(scans, "scan") + ", " + counted(reports, "report") + ", and what " +
         counted(stamps, "stamp") + " kept of them";
}

Result<Pruned> prune_scans(const std::filesystem::path& registry, Instant before) {
  return prune_scans(registry, before, [] { return true; });
}

Result<Pruned> prune_scans(const std::filesystem::path& registry, Instant before,
                           const std::function<bool()>& go_on) {
  return prune(registry, before, std::nullopt, go_on);
}

Result<Pruned> erase_scans(const std::filesystem::path& registry, const StampId& stamp,
                           Instant now) {
  return prune(registry, Instant(now.time() + std::chrono::seconds(1)), stamp, [] { return true; });
}

}  // namespace tem
