#include "tem/print_log.hpp"

#include <utility>

#include "db.hpp"
#include "embedded.hpp"

namespace tem {
namespace {

constexpr std::string_view kFile = "prints.db";

}  // namespace

struct PrintLog::Db {
  explicit Db(const std::filesystem::path& file) : connection(file, Connection::Mode::create) {}
  Connection connection;
};

PrintLog::PrintLog(std::unique_ptr<Db> db) : db_(std::move(db)) {}
PrintLog::PrintLog(PrintLog&&) noexcept = default;
PrintLog& PrintLog::operator=(PrintLog&&) noexcept = default;
PrintLog::~PrintLog() = default;

Result<PrintLog> PrintLog::open(const std::filesystem::path& registry) {
  return guarded(
      ErrorCode::cannot_write,
      [&]() -> Result<PrintLog> {
        auto db = std::make_unique<Db>(registry / kFile);
        Transaction transaction(db->connection, "BEGIN IMMEDIATE");
        db->connection.execute(std::string(embedded::tem_data("prints.sql")));
        transaction.commit();
        return PrintLog(std::move(db));
      },
      kFile);
}

Result<std::optional<EarlierPrint>> PrintLog::earlier(const PrintedStamps& stamps,
                                                      std::optional<std::int64_t> job) const {
  return guarded(
      ErrorCode::cannot_read,
      [&]() -> Result<std::optional<EarlierPrint>> {
        std::optional<EarlierPrint> latest;
        for (const IndexRange& range : stamps.ranges) {
          Query found(db_->connection,
                      "SELECT first, last, at, files, issuing FROM printed JOIN part USING (job, part) "
                      "JOIN job ON id = job "
                      "WHERE gtin = ?1 AND lot = ?2 AND first <= ?3 AND last >= ?4 AND job <> ?5 "
                      "ORDER BY issuing, at DESC LIMIT 1",
                      stamps.gtin.str(), stamps.lot.str(), range.last, range.first,
                      job.value_or(-1));
          if (!found.step()) continue;
          const auto at = Instant::parse(found.text(2));
          if (!at) return at.error().at(kFile);
          const bool issuing = found.integer(4) != 0;
          const auto rank = [](bool made_then, Instant when) { return std::pair(!made_then, when); };
          if (latest && rank(latest->issuing, latest->at) >= rank(issuing, *at)) continue;
          latest = EarlierPrint{{static_cast<std::uint32_t>(found.integer(0)),
                                 static_cast<std::uint32_t>(found.integer(1))},
                                *at, found.text(3), issuing};
        }
        return latest;
      },
      kFile);
}

Result<PrintJob> PrintLog::begin(std::string_view request, Instant now, bool issuing) {
  return guarded(
      ErrorCode::cannot_write,
      [&]() -> Result<PrintJob> {
        Connection& db = db_->connection;
        Transaction transaction(db, "BEGIN IMMEDIATE");
        PrintJob job{0, now, {}, false};
        {
          Query unfinished(db,
                           "SELECT id, begun FROM job WHERE request = ? AND finished = 0 "
                           "ORDER BY id DESC LIMIT 1",
                           request);
          if (unfinished.step()) {
            const auto begun = Instant::parse(unfinished.text(1));
            if (!begun) return begun.error().at(kFile);
            job.id = static_cast<std::int64_t>(unfinished.integer(0));
            job.begun = *begun;
          }
        }
        if (job.id != 0) {
          Query parts(db, "SELECT part FROM part WHERE job = ? AND state = 'released'", job.id);
          while (parts.step()) job.released.insert(parts.integer(0));
          job.goes_on = !job.released.empty();
        } else {
          Query(db, "INSERT INTO job (request, begun, issuing) VALUES (?, ?, ?)", request, now.str(),
                static_cast<int>(issuing))
              .run();
          job.id = db.raw().getLastInsertRowid();
        }
        transaction.commit();
        return job;
      },
      kFile);
}

Result<void> PrintLog::releasing(const PrintJob& job, std::uint64_t part,
                                 const PrintedStamps& stamps, std::string_view files, Instant now,
                                 bool again) {
  return guarded(
      ErrorCode::cannot_write,
      [&]() -> Result<void> {
        Connection& db = db_->connection;
        Transaction transaction(db, "BEGIN IMMEDIATE");
        if (!again) {
          const auto other = earlier(stamps, job.id);
          if (!other) return other.error();
          if (*other && !(*other)->issuing) {
            return Error{ErrorCode::printed_before,
                         "these stamps were printed meanwhile, to " + (*other)->files};
          }
        }
        Query(db, "INSERT OR REPLACE INTO part VALUES (?, ?, 'releasing', ?, ?)", job.id, part,
              now.str(), files)
            .run();
        for (const IndexRange& range : stamps.ranges) {
          Query(db, "INSERT OR REPLACE INTO printed VALUES (?, ?, ?, ?, ?, ?)", stamps.gtin.str(),
                stamps.lot.str(), range.first, range.last, job.id, part)
              .run();
        }
        transaction.commit();
        return {};
      },
      kFile);
}

Result<void> PrintLog::released(const PrintJob& job, std::uint64_t part) {
  return guarded(
      ErrorCode::cannot_write,
      [&]() -> Result<void> {
        Query(db_->connection, "UPDATE part SET state = 'released' WHERE job = ? AND part = ?",
              job.id, part)
            .run();
        return {};
      },
      kFile);
}

Result<void> PrintLog::finish(const PrintJob& job) {
  return guarded(
      ErrorCode::cannot_write,
      [&]() -> Result<void> {
        Query(db_->connection, "UPDATE job SET finished = 1 WHERE id = ?", job.id).run();
        return {};
      },
      kFile);
}

}  // namespace tem
