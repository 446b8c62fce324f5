#include "tem/scan_history.hpp"

#include "scan_queries.hpp"
#include "scan_settle.hpp"

namespace tem {

struct ScanHistory::Db {
  explicit Db(const std::filesystem::path& file) : connection(file, Connection::Mode::read) {}
  Connection connection;
};

ScanHistory::ScanHistory(std::unique_ptr<Db> db) : db_(std::move(db)) {}
ScanHistory::ScanHistory(ScanHistory&&) noexcept = default;
ScanHistory& ScanHistory::operator=(ScanHistory&&) noexcept = default;
ScanHistory::~ScanHistory() = default;

Result<std::optional<ScanHistory>> ScanHistory::open(const std::filesystem::path& registry) {
  const auto file = registry / kScansFile;
  std::error_code ec;
  if (!std::filesystem::exists(file, ec)) return std::optional<ScanHistory>();
  return guarded(
      ErrorCode::cannot_read,
      [&]() -> Result<std::optional<ScanHistory>> {
        auto db = std::make_unique<Db>(file);
        if (!is_made(db->connection)) return std::optional<ScanHistory>();
        if (auto ok = check_scans_format(db->connection); !ok) return ok.error();
        return std::optional(ScanHistory(std::move(db)));
      },
      kScansFile);
}

Result<StampStory> ScanHistory::story(const StampId& stamp) const {
  return guarded(
      ErrorCode::cannot_read,
      [&]() -> Result<StampStory> {
        const auto lot = find_lot_id(db_->connection, stamp.gtin, stamp.lot);
        if (!lot) return StampStory{};
        auto row = read_settled_stamp(db_->connection, stamp_key(*lot, stamp.index));
        if (!row) return row.error();
        return *row ? std::move((*row)->story) : StampStory{};
      },
      kScansFile);
}

Result<LotScans> ScanHistory::lot_scans(const Gtin& gtin, const Lot& lot) const {
  return guarded(
      ErrorCode::cannot_read,
      [&]() -> Result<LotScans> { return read_lot_scans(db_->connection, gtin, lot); }, kScansFile);
}

Result<ScanStats> ScanHistory::stats() const {
  return guarded(
      ErrorCode::cannot_read,
      [&]() -> Result<ScanStats> { return read_scan_stats(db_->connection); }, kScansFile);
}

Result<std::vector<Scan>> ScanHistory::scans(const std::optional<std::pair<Gtin, Lot>>& lot,
                                             std::size_t limit) const {
  return guarded(
      ErrorCode::cannot_read,
      [&]() -> Result<std::vector<Scan>> {
        if (!lot) return read_scans(db_->connection, std::nullopt, limit);
        const auto id = find_lot_id(db_->connection, lot->first, lot->second);
        if (!id) return std::vector<Scan>();
        return read_scans(db_->connection, id, limit);
      },
      kScansFile);
}

Result<std::vector<Report>> ScanHistory::reports(std::size_t limit) const {
  return guarded(
      ErrorCode::cannot_read, [&] { return read_reports(db_->connection, limit); }, kScansFile);
}

}  // namespace tem
