#include "db.hpp"

#include <sqlite3.h>

namespace tem {
namespace {

constexpr int kBusyMilliseconds = 10'000;

int flags(Connection::Mode mode) {
  using enum Connection::Mode;
  switch (mode) {
    case read: return SQLite::OPEN_READONLY;
    case write: return SQLite::OPEN_READWRITE;
    case create: return SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE;
    case memory: return SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE;
  }
  return 0;
}

}  // namespace

Connection::Connection(const std::filesystem::path& file, Mode mode)
    : db_(mode == Mode::memory ? ":memory:" : file.string(), flags(mode), kBusyMilliseconds) {
  sqlite3* const handle = db_.getHandle();
  // A hostile file must not run code or reach beyond itself: https://sqlite.org/security.html.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
  db_.exec("PRAGMA cell_size_check = ON");
  db_.exec("PRAGMA mmap_size = 0");
  if (mode == Mode::create) db_.exec("PRAGMA journal_mode = WAL");
  if (mode != Mode::memory) db_.exec("PRAGMA synchronous = FULL");
}

SQLite::Statement& Connection::prepared(std::string_view sql) {
  auto& statement = statements_[sql];
  if (!statement) statement = std::make_unique<SQLite::Statement>(db_, std::string(sql));
  return *statement;
}

bool may_pass(const SQLite::Exception& failure) {
  const int code = failure.getErrorCode();
  return code == SQLITE_BUSY || code == SQLITE_LOCKED || code == SQLITE_FULL;
}

bool is_failed_sync(const SQLite::Exception& failure) {
  const int code = failure.getExtendedErrorCode();
  return code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC;
}

Error to_error(const SQLite::Exception& failure, ErrorCode doing, std::string_view file) {
  const std::string name(file), what = failure.what();
  switch (failure.getErrorCode()) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorCode::ledger_busy,
              name + ": another process has been writing for 10 s; try again"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      if (file != kLedgerFile) return {doing, name + ": " + what};
      return {ErrorCode::ledger_damaged, name + ": " + what + "; run `tem log fsck`"};
    case SQLITE_FULL:
      return {ErrorCode::cannot_write, name + ": the disk is full; nothing was changed"};
    case SQLITE_READONLY:
      if (failure.getExtendedErrorCode() == SQLITE_READONLY_RECOVERY ||
          failure.getExtendedErrorCode() == SQLITE_READONLY_ROLLBACK ||
          failure.getExtendedErrorCode() == SQLITE_READONLY_CANTINIT) {
        return {doing, name + ": was not closed as it should be, and who only reads cannot mend that; "
                              "start temd once, or run `tem log fsck`"};
      }
      return {ErrorCode::cannot_write,
              name + ": the file or its folder is read-only; see that this user may write there"};
    case SQLITE_CANTOPEN:
      // A reader makes <file>-shm when no writer has made it.
      return {doing, name + ": cannot be opened; check that it is there and readable, and that its "
                            "folder is not read-only"};
    case SQLITE_IOERR: return {doing, name + ": " + what + "; check the disk, then try again"};
    default: return {doing, name + ": " + what};
  }
}

}  // namespace tem
