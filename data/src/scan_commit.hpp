#pragma once
// What shares one commit of scans.db, and how it is written.

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "client_salt.hpp"
#include "late_rows.hpp"
#include "scan_rows.hpp"
#include "story_shelf.hpp"
#include "tem/scan_store.hpp"

namespace tem {

/// What a shopper told of an earlier scan.
struct Told {
  Sight scan;                ///< with the new place
  std::string place_before;  ///< empty: none
};

/// One thing to write: a scan, a told place, a try of a hidden code, or a report.
struct ScanChange {
  ScanTicket ticket = 0;
  std::uint32_t lot = 0;       ///< id; 0 with a report of no stamp
  std::optional<StampKey> key{};
  std::optional<StampRow> row{};  ///< the stamp's as it is after this; with a scan it may be left out
  std::optional<Scan> scan{};
  std::optional<Told> told{};
  bool first_scan = false, first_suspect = false, claimed = false;
  std::optional<Report> report{};
  bool erased = false;  ///< its scan, place or report was pruned while it waited: it only counts
};

/// Looks at what is no issued stamp, by day and verdict.
using RefusedCounts = std::map<std::pair<std::string, Finding>, std::uint64_t>;

struct Erasure {
  std::uint64_t id;
  Instant before;
  std::optional<StampKey> stamp;
};

struct NamedLot {
  Gtin gtin;
  Lot lot;
};

/// Writes for one connection; what follows may throw SQLite::Exception, inside a transaction.
class ScanCommit {
 public:
  /// `late`: for how long a stamp's row may lack scans; then it is looked for on the shelf.
  ScanCommit(Connection& db, StoryShelf& shelf, std::chrono::milliseconds late,
             std::function<std::string(Instant)> day_of)
      : db_(db), shelf_(shelf), late_time_(late), day_of_(std::move(day_of)) {}
  /// All rows of the file are settled, up to this scan.
  void known_scans(std::uint64_t settled) {
    last_scan_ = last_scan_in_file_ = settled_ = settled_in_file_ = settled;
  }
  /// The file has a row of this lot.
  void known_lot(std::uint32_t id) { lots_.insert(id); }
  std::vector<Erasure> erasures_after(std::uint64_t id);
  /// As the time of the last commit: no row may be late then.
  static constexpr LateRows::Time kNoneLate = LateRows::Time::max();
  /// The scans, and such rows as may not be late any more at `now`.
  /// `changes` must live until committed() or rolled_back().
  void write(std::vector<ScanChange>& changes,
             const std::function<NamedLot(std::uint32_t)>& name_of, LateRows::Time now);
  /// There are rows to write though nothing changed.
  [[nodiscard]] bool is_due(LateRows::Time now) const;
  void write(const RefusedCounts& refused);
  void write(const ClientSalt::OfDay& salt);
  /// How the transaction ended: which lots, scans and rows the file knows.
  void committed();
  void rolled_back();
  /// Changes up to this ticket are in the stamps' rows, when those up to `durable` are in the file.
  [[nodiscard]] ScanTicket settled(ScanTicket durable) const {
    return late_.stamps().empty() ? durable : late_.stamps().front().ticket;
  }

 private:
  /// A stamp in the transaction under way.
  struct Next {
    StampRow* row = nullptr;  ///< to write; null: the file's stays
    bool is_late = false;     ///< that row lacks scans after it
    std::vector<Instant> erased{};    ///< of these, those that no table has
    std::optional<StampRow> taken{};  ///< the row, off the shelf
  };
  void name_lot(std::uint32_t id, const std::function<NamedLot(std::uint32_t)>& name_of);
  void take_row(StampKey key);
  void take_due_rows(LateRows::Time now);
  void write_rows(LateRows::Time now);
  Connection& db_;
  StoryShelf& shelf_;
  std::chrono::milliseconds late_time_;
  std::function<std::string(Instant)> day_of_;
  std::unordered_set<std::uint32_t> lots_;
  LateRows late_;
  std::uint64_t last_scan_ = 0, last_scan_in_file_ = 0;
  std::uint64_t settled_ = 0, settled_in_file_ = 0;
  // In the transaction under way:
  std::vector<std::uint32_t> named_;
  std::map<StampKey, Next> stamps_;  ///< in order of their keys: fewer pages are touched
  ScanTicket ticket_before_ = 0, last_ticket_ = 0;
  LateRows::Time now_{};
};

}  // namespace tem
