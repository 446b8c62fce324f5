#include "tem/print_log.hpp"

#include <fcntl.h>

#include <utility>

#include "db.hpp"
#include "descriptor.hpp"
#include "print_schema.hpp"

namespace tem {
namespace {

constexpr std::string_view kFile = kPrintsFile, kLockFile = "prints.lock";

std::string_view name(Printing kind) {
  switch (kind) {
    case Printing::issuing: return "issuing";
    case Printing::once: return "once";
    case Printing::again: return "again";
  }
  return "";
}

/// Held while a process is at a job: a byte of the lock file for each job, free when the process ends
/// however it ends.
class JobLock {
 public:
  explicit JobLock(const std::filesystem::path& registry)
      : fd_(::open((registry / kLockFile).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)) {}
  [[nodiscard]] bool is_open() const { return fd_.get() >= 0; }
  bool take(std::int64_t job) { return take_write_lock(fd_, job, 1); }

 private:
  Descriptor fd_;
};

}  // namespace

struct PrintLog::Db {
  explicit Db(const std::filesystem::path& registry)
      : connection(registry / kFile, Connection::Mode::create), lock(registry) {}
  Connection connection;
  JobLock lock;
};

PrintLog::PrintLog(std::unique_ptr<Db> db) : db_(std::move(db)) {}
PrintLog::PrintLog(PrintLog&&) noexcept = default;
PrintLog& PrintLog::operator=(PrintLog&&) noexcept = default;
PrintLog::~PrintLog() = default;

Result<PrintLog> PrintLog::open(const std::filesystem::path& registry) {
  return guarded(
      ErrorCode::cannot_write,
      [&]() -> Result<PrintLog> {
        auto db = std::make_unique<Db>(registry);
        if (!db->lock.is_open()) {
          return Error{ErrorCode::cannot_write,
                       std::string(kLockFile) + ": cannot be opened in the registry's folder; see "
                                                "that this user may write there"};
        }
        Transaction transaction(db->connection, "BEGIN IMMEDIATE");
        renew_print_tables(db->connection);
        transaction.commit();
        return PrintLog(std::move(db));
      },
      kFile);
}

Result<std::optional<EarlierPrint>> PrintLog::earlier(const PrintedStamps& stamps,
                                                      const PrintJob* job) const {
  return guarded(
      ErrorCode::cannot_read,
      [&]() -> Result<std::optional<EarlierPrint>> {
        std::optional<EarlierPrint> latest;
        for (const IndexRange& range : stamps.ranges) {
          Query found(db_->connection,
                      "SELECT first, last, at, files, kind = 'issuing', state = 'released' "
                      "FROM printed JOIN part USING (job, part) "
                      "JOIN job ON id = job "
                      "WHERE gtin = ?1 AND lot = ?2 AND first <= ?3 AND last >= ?4 AND job <> ?5 "
                      "AND NOT (request = (SELECT request FROM job WHERE id = ?5) AND (?6 = 1 OR "
                      "EXISTS (SELECT 1 FROM job_key AS theirs JOIN job_key AS ours USING (key) "
                      "WHERE theirs.job = printed.job AND ours.job = ?5))) "
                      "ORDER BY kind = 'issuing', at DESC LIMIT 1",
                      stamps.gtin.str(), stamps.lot.str(), range.last, range.first,
                      job == nullptr ? -1 : job->id,
                      job != nullptr && job->kind == Printing::issuing ? 1 : 0);
          if (!found.step()) continue;
          const auto at = Instant::parse(found.text(2));
          if (!at) return at.error().at(kFile);
          const bool issuing = found.integer(4) != 0;
          const auto rank = [](bool made_then, Instant when) { return std::pair(!made_then, when); };
          if (latest && rank(latest->issuing, latest->at) >= rank(issuing, *at)) continue;
          latest = EarlierPrint{{static_cast<std::uint32_t>(found.integer(0)),
                                 static_cast<std::uint32_t>(found.integer(1))},
                                *at, found.text(3), issuing, found.integer(5) != 0};
        }
        return latest;
      },
      kFile);
}

Result<PrintJob> PrintLog::begin(std::string_view request, Printing kind, Instant now,
                                 std::string_view once) {
  return guarded(
      ErrorCode::cannot_write,
      [&]() -> Result<PrintJob> {
        Connection& db = db_->connection;
        Transaction transaction(db, "BEGIN IMMEDIATE");
        PrintJob job{0, kind, now, {}, false};
        {
          Query unfinished(db,
                           "SELECT id, begun FROM job WHERE request = ? AND kind = ? "
                           "AND finished = 0 ORDER BY id DESC LIMIT 1",
                           request, name(kind));
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
          Query(db, "INSERT INTO job (request, begun, kind) VALUES (?, ?, ?)", request, now.str(),
                name(kind))
              .run();
          job.id = db.raw().getLastInsertRowid();
        }
        if (!once.empty())
          Query(db, "INSERT OR IGNORE INTO job_key (job, key) VALUES (?, ?)", job.id, once).run();
        if (!db_->lock.take(job.id)) {
          return Error{ErrorCode::ledger_busy,
                       "another process is writing these files at this moment; wait for it"};
        }
        transaction.commit();
        return job;
      },
      kFile);
}

Result<void> PrintLog::releasing(const PrintJob& job, std::uint64_t part,
                                 const PrintedStamps& stamps, std::string_view files, Instant now) {
  return guarded(
      ErrorCode::cannot_write,
      [&]() -> Result<void> {
        Connection& db = db_->connection;
        Transaction transaction(db, "BEGIN IMMEDIATE");
        if (job.kind != Printing::again) {
          const auto other = earlier(stamps, &job);
          if (!other) return other.error();
          if (*other && (!(*other)->issuing || job.kind == Printing::issuing)) {
            return Error{ErrorCode::printed_before,
                         "these stamps were printed meanwhile, to " + (*other)->files};
          }
        }
        Query(db, "INSERT OR REPLACE INTO part VALUES (?, ?, 'releasing', ?, ?)", job.id, part,
              now.str(), files)
            .run();
        for (const IndexRange& range : stamps.ranges) {
          Query(db,
                "INSERT OR REPLACE INTO printed (gtin, lot, first, last, job, part) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                stamps.gtin.str(), stamps.lot.str(), range.first, range.last, job.id, part)
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

Result<void> PrintLog::taken_back(const PrintJob& job, std::uint64_t part) {
  return guarded(
      ErrorCode::cannot_write,
      [&]() -> Result<void> {
        Transaction transaction(db_->connection, "BEGIN IMMEDIATE");
        Query(db_->connection, "DELETE FROM printed WHERE job = ? AND part = ?", job.id, part).run();
        Query(db_->connection, "DELETE FROM part WHERE job = ? AND part = ?", job.id, part).run();
        transaction.commit();
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
