#pragma once
// registry/scans.db for who only reads it, also while temd writes it.
//
//   auto history = ScanHistory::open("registry");
//   history->story(stamp)->scans
//
// For one thread. What is not durable yet is not seen.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tem/scan_store.hpp"

namespace tem {


struct ScanStats {
  std::uint64_t lots = 0;
  LotScans all;  ///< summed over the lots
  std::vector<std::pair<std::string, std::uint64_t>> refused;  ///< no issued stamp, by verdict
};

class ScanHistory {
 public:
  /// None where nothing was scanned yet: there is no file. Error: cannot_read.
  static Result<std::optional<ScanHistory>> open(const std::filesystem::path& registry);
  ScanHistory(ScanHistory&&) noexcept;
  ScanHistory& operator=(ScanHistory&&) noexcept;
  ~ScanHistory();

  /// Errors of all: cannot_read, ledger_busy.
  [[nodiscard]] Result<StampStory> story(const StampId& stamp) const;
  [[nodiscard]] Result<LotScans> lot_scans(const Gtin& gtin, const Lot& lot) const;
  [[nodiscard]] Result<ScanStats> stats() const;
  /// The last scans of a lot, or of all, newest first.
  [[nodiscard]] Result<std::vector<Scan>> scans(const std::optional<std::pair<Gtin, Lot>>& lot,
                                                std::size_t limit) const;
  /// Newest first.
  [[nodiscard]] Result<std::vector<Report>> reports(std::size_t limit) const;

 private:
  struct Db;
  explicit ScanHistory(std::unique_ptr<Db> db);
  std::unique_ptr<Db> db_;
};

/// What a prune took away.
struct Pruned {
  std::uint64_t scans = 0, stamps = 0, reports = 0;

  /// "erased 2 scans, 0 reports, and what 1 stamp kept of them"
  std::string str() const;
};

/// Retention: erases scans and reports from before an instant, the sights and claimants that are
/// kept of each stamp with them. Numbers stay: how often, first and last, counters of the lot; that
/// a stamp was claimed stays too. Works in small commits, also while temd serves. Errors:
/// not_found (no scans.db), ledger_busy, cannot_write.
Result<Pruned> prune_scans(const std::filesystem::path& registry, Instant before);
/// The same of one stamp, whenever.
Result<Pruned> erase_scans(const std::filesystem::path& registry, const StampId& stamp,
                           Instant now);

}  // namespace tem
