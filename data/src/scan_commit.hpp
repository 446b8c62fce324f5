#pragma once
// What shares one commit of scans.db, and how it is written.

#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "client_salt.hpp"
#include "scan_rows.hpp"
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
  StampRow row{};              ///< the stamp's as it is after this
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
  ScanCommit(Connection& db, std::function<std::string(Instant)> day_of)
      : db_(db), day_of_(std::move(day_of)) {}
  /// The file has a row of this lot.
  void known_lot(std::uint32_t id) { lots_.insert(id); }
  std::vector<Erasure> erasures_after(std::uint64_t id);
  void write(const std::vector<ScanChange>& changes,
             const std::function<NamedLot(std::uint32_t)>& name_of);
  void write(const RefusedCounts& refused);
  void write(const ClientSalt::OfDay& salt);
  /// How the transaction ended: which lots the file knows.
  void committed() { named_.clear(); }
  void rolled_back() {
    for (const std::uint32_t lot : named_) lots_.erase(lot);
    named_.clear();
  }

 private:
  void name_lot(std::uint32_t id, const std::function<NamedLot(std::uint32_t)>& name_of);
  Connection& db_;
  std::function<std::string(Instant)> day_of_;
  std::unordered_set<std::uint32_t> lots_;
  std::vector<std::uint32_t> named_;  ///< in the transaction under way
};

}  // namespace tem
