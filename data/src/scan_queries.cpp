#include "scan_queries.hpp"

#include <algorithm>
#include <limits>

namespace tem {
namespace {

/// `rows` gives kind, name, count.
void add_tallies(Query& rows, LotScans& out) {
  while (rows.step()) {
    const std::string kind = rows.text(0);
    auto& list = kind == "place"     ? out.by_place
                 : kind == "channel" ? out.by_channel
                 : kind == "verdict" ? out.by_verdict
                                     : out.by_day;
    list.emplace_back(rows.text(1), rows.integer(2));
  }
}

LotScans sums(Query& row) {
  LotScans out;
  if (!row.step()) return out;
  out.scans = row.integer(0);
  out.stamps = row.integer(1);
  out.suspect = row.integer(2);
  out.claims = row.integer(3);
  out.reports = row.integer(4);
  return out;
}

std::int64_t bounded(std::size_t limit) {
  return static_cast<std::int64_t>(std::min<std::size_t>(limit, 1'000'000));
}

}  // namespace

bool is_made(Connection& db) {
  Query table(db, "SELECT 1 FROM sqlite_schema WHERE name = 'salt'");
  return table.step();
}

Result<void> check_scans_format(Connection& db) {
  const auto format = db.raw().execAndGet("PRAGMA user_version").getInt();
  if (format == kScansFormat) return {};
  return Error{ErrorCode::cannot_read, std::string(kScansFile) + ": format " +
                                           std::to_string(format) +
                                           "; this program knows format " +
                                           std::to_string(kScansFormat) +
                                           "; use the version of tem that wrote it"};
}

Error damaged_row(std::string_view what) {
  return {ErrorCode::cannot_read, std::string(kScansFile) + ": a " + std::string(what) +
                                      " holds a value that is never written; restore the file "
                                      "from a backup"};
}

std::optional<Finding> parse_finding(std::string_view text) {
  for (const Finding finding : all_findings()) {
    if (name(finding) == text) return finding;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> find_lot_id(Connection& db, const Gtin& gtin, const Lot& lot) {
  Query found(db, "SELECT id FROM lot WHERE gtin = ? AND lot = ?", gtin.str(), lot.str());
  if (!found.step()) return std::nullopt;
  return static_cast<std::uint32_t>(found.integer(0));
}

LotScans read_lot_scans(Connection& db, const Gtin& gtin, const Lot& lot) {
  const Transaction moment(db, "BEGIN");  // the sums and what they are made of
  const auto id = find_lot_id(db, gtin, lot);
  if (!id) return {};
  Query row(db, "SELECT scans, stamps, suspect, claims, reports FROM lot WHERE id = ?", *id);
  LotScans out = sums(row);
  Query rows(db,
             "SELECT kind, name, count FROM tally WHERE lot = ? AND count > 0 "
             "ORDER BY kind, CASE kind WHEN 'day' THEN 0 ELSE -count END, name",
             *id);
  add_tallies(rows, out);
  return out;
}

ScanStats read_scan_stats(Connection& db) {
  const Transaction moment(db, "BEGIN");
  ScanStats stats;
  static const std::string kAll =
      "SELECT CAST(total(scans) AS INTEGER), CAST(total(stamps) AS INTEGER), "
      "CAST(total(suspect) AS INTEGER), CAST(total(claims) AS INTEGER), "
      "CAST(total(reports) AS INTEGER), count(*) FROM lot";
  {
    Query row(db, kAll);
    stats.all = sums(row);
    stats.lots = row.integer(5);
  }
  {
    Query rows(db,
               "SELECT kind, name, sum(count) AS n FROM tally GROUP BY kind, name HAVING n > 0 "
               "ORDER BY kind, CASE kind WHEN 'day' THEN 0 ELSE -sum(count) END, name");
    add_tallies(rows, stats.all);
  }
  Query reports(db, "SELECT count(*) FROM report WHERE gtin IS NULL");
  if (reports.step()) stats.all.reports += reports.integer(0);
  Query rows(db,
             "SELECT verdict, sum(count) FROM refused GROUP BY verdict "
             "ORDER BY sum(count) DESC, verdict");
  while (rows.step()) stats.refused.emplace_back(rows.text(0), rows.integer(1));
  return stats;
}

Result<std::vector<Scan>> read_scans(Connection& db, std::optional<std::uint32_t> lot,
                                     std::size_t limit) {
  const std::int64_t first = lot ? static_cast<std::int64_t>(stamp_key(*lot, 0)) : 0;
  const std::int64_t last =
      lot ? static_cast<std::int64_t>(stamp_key(*lot, std::numeric_limits<std::uint32_t>::max()))
          : std::numeric_limits<std::int64_t>::max();
  Query rows(db,
             "SELECT gtin, lot.lot, scan.stamp & 0xFFFFFFFF, scan.at, scan.channel, "
             "coalesce(told.place, scan.place), scan.client, inactive, verdict "
             "FROM scan JOIN lot ON lot.id = scan.stamp >> 32 "
             "LEFT JOIN told USING (stamp, at, client, channel) "
             "WHERE scan.stamp BETWEEN ? AND ? ORDER BY scan.id DESC LIMIT ?",
             first, last, bounded(limit));
  std::vector<Scan> scans;
  while (rows.step()) {
    const auto gtin = Gtin::parse(rows.text(0));
    const auto of = Lot::parse(rows.text(1));
    const auto channel = parse_channel(rows.text(4));
    const auto verdict = parse_finding(rows.text(8));
    if (!gtin || !of || !channel || !verdict) return damaged_row("scan");
    scans.push_back({{*gtin, *of, static_cast<std::uint32_t>(rows.integer(2))},
                     {instant_of(static_cast<std::int64_t>(rows.integer(3))), *channel,
                      rows.text(5), rows.integer(6), rows.integer(7) != 0},
                     *verdict});
  }
  return scans;
}

Result<std::vector<Report>> read_reports(Connection& db, std::size_t limit) {
  Query rows(db,
             "SELECT id, at, gtin, lot, number, uri, text, place, contact, verdict FROM report "
             "ORDER BY id DESC LIMIT ?",
             bounded(limit));
  std::vector<Report> reports;
  while (rows.step()) {
    Report report{.id = rows.integer(0),
                  .at = instant_of(static_cast<std::int64_t>(rows.integer(1))),
                  .stamp = {},
                  .uri = rows.text(5),
                  .text = rows.text(6),
                  .place = rows.text(7),
                  .contact = rows.text(8),
                  .verdict = rows.text(9)};
    if (!rows.is_null(2)) {
      const auto gtin = Gtin::parse(rows.text(2));
      const auto lot = Lot::parse(rows.text(3));
      if (!gtin || !lot) return damaged_row("report");
      report.stamp = StampId{*gtin, *lot, static_cast<std::uint32_t>(rows.integer(4))};
    }
    reports.push_back(std::move(report));
  }
  return reports;
}

}  // namespace tem
