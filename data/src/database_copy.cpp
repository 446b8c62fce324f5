#include "database_copy.hpp"

#include <SQLiteCpp/Backup.h>
#include <sqlite3.h>

#include "db.hpp"
#include "files.hpp"

namespace tem {

namespace fs = std::filesystem;

namespace {

constexpr int kPagesAPiece = 1024;

}  // namespace

Result<void> copy_database(const fs::path& from, const fs::path& to,
                           const std::function<Result<void>()>& go_on) {
  return guarded(
      ErrorCode::cannot_write,
      [&]() -> Result<void> {
        Connection source(from, Connection::Mode::read);
        // One read transaction over all pieces: else a writer between two of them begins it anew.
        const Transaction moment(source, "BEGIN");
        Query(source, "SELECT 1 FROM sqlite_schema LIMIT 1").step();
        make_private_database(to);
        SQLite::Database copy(to.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        // Until it is whole it has no name that anyone reads; it is synced at its end.
        copy.exec("PRAGMA journal_mode = MEMORY");
        copy.exec("PRAGMA synchronous = OFF");
        {
          SQLite::Backup backup(copy, source.raw());
          for (;;) {
            const int state = backup.executeStep(kPagesAPiece);
            if (state == SQLITE_DONE) break;
            if (state != SQLITE_OK) throw SQLite::Exception("the copy is locked", state);
            if (auto ok = go_on(); !ok) return ok;
          }
        }
        copy.exec("PRAGMA journal_mode = DELETE");  // the copied header asks for a -wal
        return {};
      },
      from.filename().string());
}

Result<void> put_database_in_use(const fs::path& file) {
  return guarded(
      ErrorCode::cannot_write,
      [&]() -> Result<void> {
        const Connection made(file, Connection::Mode::create);
        return {};
      },
      file.filename().string());
}

}  // namespace tem
