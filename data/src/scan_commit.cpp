#include "scan_commit.hpp"

#include <tuple>

#include "tem/places.hpp"

namespace tem {
namespace {

struct LotSum {
  std::uint64_t scans = 0, stamps = 0, suspect = 0, claims = 0, reports = 0;
};

void insert(Connection& db, StampKey key, const Scan& scan) {
  const Sight& sight = scan.sight;
  Query(db,
        "INSERT INTO scan (stamp, at, channel, place, client, inactive, verdict) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        key, seconds(sight.at), name(sight.channel), sight.place, sight.client, sight.inactive,
        name(scan.verdict))
      .run();
}

void insert(Connection& db, StampKey key, const Told& told) {
  Query(db, "INSERT OR REPLACE INTO told VALUES (?, ?, ?, ?, ?)", key, seconds(told.scan.at),
        told.scan.client, name(told.scan.channel), told.scan.place)
      .run();
}

void insert(Connection& db, const Report& report) {
  const auto& stamp = report.stamp;
  Query(db, "INSERT INTO report VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", report.id,
        seconds(report.at), stamp ? std::optional(stamp->gtin.str()) : std::nullopt,
        stamp ? std::optional(stamp->lot.str()) : std::nullopt,
        stamp ? std::optional(stamp->index) : std::nullopt, report.uri, report.text, report.place,
        report.contact, report.verdict)
      .run();
}

}  // namespace

std::vector<Erasure> ScanCommit::erasures_after(std::uint64_t id) {
  std::vector<Erasure> found;
  Query rows(db_, "SELECT id, before, stamp FROM erasure WHERE id > ? ORDER BY id", id);
  while (rows.step()) {
    found.push_back({rows.integer(0), instant_of(static_cast<std::int64_t>(rows.integer(1))),
                     rows.optional_integer(2)});
  }
  return found;
}

void ScanCommit::name_lot(std::uint32_t id, const std::function<NamedLot(std::uint32_t)>& name_of) {
  if (!lots_.insert(id).second) return;
  named_.push_back(id);
  const NamedLot of = name_of(id);
  Query(db_, "INSERT INTO lot (id, gtin, lot) VALUES (?, ?, ?)", id, of.gtin.str(), of.lot.str())
      .run();
}

void ScanCommit::write(const std::vector<ScanChange>& changes,
                       const std::function<NamedLot(std::uint32_t)>& name_of) {
  std::map<StampKey, const StampRow*> rows;  // in order of their keys: fewer pages are touched
  std::map<std::uint32_t, LotSum> sums;
  std::map<std::tuple<std::uint32_t, std::string_view, std::string>, std::int64_t> tallies;
  for (const ScanChange& change : changes) {
    if (change.report && !change.erased) insert(db_, *change.report);
    if (change.lot == 0) continue;
    name_lot(change.lot, name_of);
    LotSum& sum = sums[change.lot];
    if (change.report) ++sum.reports;
    if (!change.key) continue;
    rows[*change.key] = &change.row;  // the last one has the others in it
    sum.stamps += change.first_scan;
    sum.suspect += change.first_suspect;
    sum.claims += change.claimed;
    if (change.told) {
      if (!change.erased) insert(db_, *change.key, *change.told);
      if (const auto was = province_of(change.told->place_before)) {
        --tallies[{change.lot, "place", *was}];
      }
      if (const auto is = province_of(change.told->scan.place)) {
        ++tallies[{change.lot, "place", *is}];
      }
    }
    if (!change.scan) continue;
    ++sum.scans;
    if (!change.erased) insert(db_, *change.key, *change.scan);
    const Sight& sight = change.scan->sight;
    // By province: of geohashes there are so many that the counters would be as many as the scans.
    if (const auto province = province_of(sight.place)) ++tallies[{change.lot, "place", *province}];
    ++tallies[{change.lot, "channel", std::string(name(sight.channel))}];
    ++tallies[{change.lot, "verdict", std::string(name(change.scan->verdict))}];
    ++tallies[{change.lot, "day", day_of_(sight.at)}];
  }
  for (const auto& [key, row] : rows) write_stamp(db_, key, *row);
  for (const auto& [lot, sum] : sums) {
    Query(db_,
          "UPDATE lot SET scans = scans + ?, stamps = stamps + ?, suspect = suspect + ?, "
          "claims = claims + ?, reports = reports + ? WHERE id = ?",
          sum.scans, sum.stamps, sum.suspect, sum.claims, sum.reports, lot)
        .run();
  }
  for (const auto& [which, count] : tallies) {
    if (count == 0) continue;
    const auto& [lot, kind, key] = which;
    Query(db_,
          "INSERT INTO tally VALUES (?1, ?2, ?3, ?4) "
          "ON CONFLICT DO UPDATE SET count = count + excluded.count",
          lot, kind, key, count)
        .run();
  }
}

void ScanCommit::write(const RefusedCounts& refused) {
  for (const auto& [which, count] : refused) {
    Query(db_,
          "INSERT INTO refused VALUES (?, ?, ?) "
          "ON CONFLICT DO UPDATE SET count = count + excluded.count",
          which.first, name(which.second), count)
        .run();
  }
}

void ScanCommit::write(const ClientSalt::OfDay& salt) {
  Query(db_, "DELETE FROM salt").run();
  Query(db_, "INSERT INTO salt VALUES (?, ?)", salt.day.str(),
        std::span<const std::byte>(salt.key))
      .run();
}

}  // namespace tem
