#include "scan_settle.hpp"

#include <algorithm>
#include <limits>
#include <map>

#include "scan_queries.hpp"

namespace tem {
namespace {

// Scans in one commit: some 10 ms.
constexpr std::uint64_t kChunk = 5'000;
// SQLite has no later one.
constexpr auto kLastNumber = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

/// `add(id, stamp, sight)` for the scans after `first` up to `last`, of one stamp or of all.
template <class Add>
Result<void> each_scan(Connection& db, std::uint64_t first, std::uint64_t last,
                       std::optional<StampKey> stamp, Add add) {
  Query rows(db,
             "SELECT id, stamp, at, channel, place, client, inactive, guessed FROM scan "
             "WHERE id > ?1 AND id <= ?2 AND (?3 IS NULL OR stamp = ?3) ORDER BY id",
             first, last, stamp);
  while (rows.step()) {
    const auto at = static_cast<std::int64_t>(rows.integer(2));
    const auto channel = parse_channel(rows.text(3));
    if (!channel || at < 0 || at > kLatestSecond) return damaged_row("scan");
    auto ok = add(rows.integer(0), rows.integer(1),
                  Sight{.at = instant_of(at),
                        .channel = *channel,
                        .place = rows.text(4),
                        .client = rows.integer(5),
                        .inactive = rows.integer(6) != 0,
                        .guessed = rows.integer(7) != 0});
    if (!ok) return ok;
  }
  return {};
}

void add(StampRow& row, std::uint64_t id, const Sight& sight) {
  remember(row.story, sight);
  row.through = id;
}

/// Up to number `last`; in a transaction.
Result<void> settle_rows(Connection& db, std::uint64_t last) {
  const std::uint64_t first = settled_scan(db);
  if (last <= first) return {};
  std::map<StampKey, StampRow> rows;
  auto done = each_scan(
      db, first, last, std::nullopt,
      [&](std::uint64_t id, StampKey key, const Sight& sight) -> Result<void> {
        const auto [row, is_new] = rows.try_emplace(key);
        if (is_new) {
          auto stored = read_stamp(db, key);
          if (!stored) return stored.error();
          if (*stored) row->second = std::move(**stored);
        }
        if (id > row->second.through) add(row->second, id, sight);
        return {};
      });
  if (!done) return done;
  for (const auto& [key, row] : rows) write_stamp(db, key, row);
  write_settled_scan(db, last);
  return {};
}

}  // namespace

std::uint64_t settled_scan(Connection& db) {
  Query row(db, "SELECT scan FROM settled");
  return row.step() ? row.integer(0) : 0;
}

std::pair<std::uint64_t, std::uint64_t> kept_scans(Connection& db) {
  Query row(db, "SELECT coalesce((SELECT min(id) FROM scan), 1), coalesce((SELECT max(id) FROM scan), 0)");
  row.step();
  return {row.integer(0), row.integer(1)};
}

void write_settled_scan(Connection& db, std::uint64_t scan) {
  Query(db, "UPDATE settled SET scan = max(scan, ?)", scan).run();
}

Result<void> settle_all_rows(Connection& db) {
  for (;;) {
    Transaction transaction(db, "BEGIN IMMEDIATE");
    const std::uint64_t last = kept_scans(db).second;
    const std::uint64_t to = std::min(last, settled_scan(db) + kChunk);
    if (auto done = settle_rows(db, to); !done) return done;
    transaction.commit();
    if (to >= last) return {};
  }
}

Result<std::optional<StampRow>> read_settled_stamp(Connection& db, StampKey key) {
  const Transaction moment(db, "BEGIN");
  auto row = read_stamp(db, key);
  if (!row || !*row) return row;  // a stamp's first scan never comes without its row
  const std::uint64_t first = std::max(settled_scan(db), (*row)->through);
  auto done = each_scan(db, first, kLastNumber, key,
                        [&](std::uint64_t id, StampKey, const Sight& sight) {
                          add(**row, id, sight);
                          return Result<void>();
                        });
  if (!done) return done.error();
  return row;
}

}  // namespace tem
