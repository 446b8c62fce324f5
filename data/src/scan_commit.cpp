#include "scan_commit.hpp"

#include <algorithm>
#include <tuple>

#include "scan_settle.hpp"
#include "tem/places.hpp"

namespace tem {
namespace {

// Late stamps, whose stories stay in memory, 4 KB each at most: what is more is due.
constexpr std::size_t kMaxLate = 4'096;
// Due rows in one commit: those of a thousand stamps that are scanned all the time would else be due
// with the same one. Where few stamps were scanned there may be no other soon.
constexpr std::size_t kDueAtOnce = 8, kDueMeanwhile = 512, kFew = 4;
// Scans between two writes of table `settled`: so many may be read in vain for a story out of the file.
constexpr std::uint64_t kSettleStep = 256;

struct LotSum {
  std::uint64_t scans = 0, stamps = 0, suspect = 0, claims = 0, reports = 0;
};

void insert(Connection& db, std::uint64_t id, StampKey key, const Scan& scan) {
  const Sight& sight = scan.sight;
  Query(db, "INSERT INTO scan VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", id, key, seconds(sight.at),
        name(sight.channel), sight.place, sight.client, sight.inactive, sight.guessed,
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

/// A scan that is nowhere else in the file.
void count(Connection& db, StampKey key, Instant at) {
  Query(db, "UPDATE stamp SET scans = scans + 1, last = max(last, ?) WHERE key = ?", seconds(at), key)
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

void ScanCommit::write(std::vector<ScanChange>& changes,
                       const std::function<NamedLot(std::uint32_t)>& name_of, LateRows::Time now) {
  std::map<std::uint32_t, LotSum> sums;
  std::map<std::tuple<std::uint32_t, std::string_view, std::string>, std::int64_t> tallies;
  now_ = now;
  if (!changes.empty()) {
    ticket_before_ = changes.front().ticket - 1;
    last_ticket_ = changes.back().ticket;
  }
  for (ScanChange& change : changes) {
    if (change.report && !change.erased) insert(db_, *change.report);
    if (change.lot == 0) continue;
    name_lot(change.lot, name_of);
    LotSum& sum = sums[change.lot];
    if (change.report) ++sum.reports;
    if (!change.key) continue;
    Next& next = stamps_[*change.key];
    if (change.scan && !change.erased) insert(db_, ++last_scan_, *change.key, *change.scan);
    if (change.row) {  // it has those before it in it
      change.row->through = last_scan_;
      next = {.row = &*change.row};
    } else {
      next.is_late = true;
      if (change.erased) next.erased.push_back(change.scan->sight.at);
    }
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
    const Sight& sight = change.scan->sight;
    // By province: of geohashes there are so many that the counters would be as many as the scans.
    if (const auto province = province_of(sight.place)) ++tallies[{change.lot, "place", *province}];
    ++tallies[{change.lot, "channel", std::string(name(sight.channel))}];
    ++tallies[{change.lot, "verdict", std::string(name(change.scan->verdict))}];
    ++tallies[{change.lot, "day", day_of_(sight.at)}];
  }
  write_rows(now);
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

void ScanCommit::take_row(StampKey key) {
  Next& next = stamps_[key];
  if (next.row != nullptr && !next.is_late) return;
  auto row = shelf_.row_at(key, last_ticket_);
  if (!row) {  // it is scanned all the time, and comes with one of these scans
    next.is_late = true;
    return;
  }
  next = {.taken = std::move(row)};
  next.taken->through = last_scan_;
  next.row = &*next.taken;
}

void ScanCommit::take_due_rows(LateRows::Time now) {
  const std::size_t count = late_.stamps().size();
  const std::size_t too_many = count > kMaxLate ? count - kMaxLate : 0;
  const std::size_t most = stamps_.size() < kFew ? kDueMeanwhile : kDueAtOnce;
  std::size_t taken = 0;
  for (const LateRows::Late& late : late_.stamps()) {
    const bool is_due = late.since + late_time_ <= now && taken < most;
    if (!is_due && taken >= too_many && now != kNoneLate) break;
    ++taken;
    take_row(late.key);
  }
  if (now != kNoneLate) return;
  for (const auto& [key, next] : stamps_) take_row(key);
}

void ScanCommit::write_rows(LateRows::Time now) {
  take_due_rows(now);
  settled_ = last_scan_;
  for (const auto& [key, next] : stamps_) {
    if (next.row != nullptr) write_stamp(db_, key, *next.row);
    for (const Instant at : next.erased) count(db_, key, at);
    if (next.is_late) settled_ = last_scan_in_file_;
  }
  const auto stays = std::ranges::find_if(late_.stamps(), [&](const LateRows::Late& late) {
    const auto next = stamps_.find(late.key);
    return next == stamps_.end() || next->second.row == nullptr;
  });
  if (stays != late_.stamps().end()) settled_ = stays->scan;  // none is late for longer
  if (settled_ < settled_in_file_ + (now == kNoneLate ? 1 : kSettleStep)) {
    settled_ = settled_in_file_;
  } else {
    write_settled_scan(db_, settled_);
  }
}

bool ScanCommit::is_due(LateRows::Time now) const {
  if (now == kNoneLate) return settled_in_file_ < last_scan_in_file_;
  return !late_.stamps().empty() && late_.stamps().front().since + late_time_ <= now;
}

void ScanCommit::committed() {
  for (const auto& [key, next] : stamps_) {
    if (next.row != nullptr) late_.written(key);
    if (next.is_late) late_.keep({key, last_scan_in_file_, ticket_before_, now_});
  }
  stamps_.clear();
  named_.clear();
  last_scan_in_file_ = last_scan_;
  settled_in_file_ = settled_;
}

void ScanCommit::rolled_back() {
  for (const std::uint32_t lot : named_) lots_.erase(lot);
  stamps_.clear();
  named_.clear();
  last_scan_ = last_scan_in_file_;
  settled_ = settled_in_file_;
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
