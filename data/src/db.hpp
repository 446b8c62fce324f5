#pragma once
// One SQLite connection with its statements kept prepared. Internal: SQLite does not leave this layer.
//
//   Query q(db, "SELECT name FROM producer WHERE id = ?", id);
//   while (q.step()) use(q.text(0));

#include <SQLiteCpp/SQLiteCpp.h>

#include <concepts>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "tem/bytes.hpp"
#include "tem/result.hpp"

namespace tem {

inline constexpr std::string_view kLedgerFile = "ledger.db";

class Connection {
 public:
  enum class Mode { read, write, create, memory };
  /// Throws SQLite::Exception.
  Connection(const std::filesystem::path& file, Mode mode);

  SQLite::Database& raw() { return db_; }
  void execute(const std::string& sql) { db_.exec(sql); }
  /// The statement of this text, prepared once. `sql` is a literal or outlives the connection.
  SQLite::Statement& prepared(std::string_view sql);

 private:
  SQLite::Database db_;
  std::unordered_map<std::string_view, std::unique_ptr<SQLite::Statement>> statements_;
};

/// One run of a prepared statement; reset when it goes.
class Query {
 public:
  template <class... Args>
  Query(Connection& db, std::string_view sql, const Args&... args) : statement_(db.prepared(sql)) {
    int i = 0;
    (bind(++i, args), ...);
  }
  ~Query() {
    statement_.tryReset();
    statement_.clearBindings();
  }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  /// False at the end, however often it is asked.
  bool step() { return !statement_.isDone() && statement_.executeStep(); }
  void run() { statement_.exec(); }

  std::string text(int column) { return statement_.getColumn(column).getString(); }
  std::optional<std::string> optional_text(int column) {
    if (is_null(column)) return std::nullopt;
    return text(column);
  }
  std::uint64_t integer(int column) {
    return static_cast<std::uint64_t>(statement_.getColumn(column).getInt64());
  }
  std::optional<std::uint64_t> optional_integer(int column) {
    if (is_null(column)) return std::nullopt;
    return integer(column);
  }
  bool is_null(int column) { return statement_.getColumn(column).isNull(); }
  /// Valid until the next step.
  std::span<const std::byte> blob(int column) {
    const auto value = statement_.getColumn(column);
    return {static_cast<const std::byte*>(value.getBlob()),
            static_cast<std::size_t>(value.getBytes())};
  }

 private:
  void bind(int i, std::string_view text) { statement_.bind(i, std::string(text)); }
  void bind(int i, const std::string& text) { statement_.bind(i, text); }
  void bind(int i, const char* text) { statement_.bind(i, text); }
  void bind(int i, std::integral auto number) { statement_.bind(i, static_cast<std::int64_t>(number)); }
  void bind(int i, std::span<const std::byte> bytes) {
    statement_.bind(i, static_cast<const void*>(bytes.data()), static_cast<int>(bytes.size()));
  }
  void bind(int i, std::nullptr_t) { statement_.bind(i); }
  template <class T>
  void bind(int i, const std::optional<T>& value) {
    if (value) {
      bind(i, *value);
    } else {
      bind(i, nullptr);
    }
  }

  SQLite::Statement& statement_;
};

/// SQLite's own word for a failure as ours. `doing` is what could not be done: cannot_read or
/// cannot_write; a lock held elsewhere is ledger_busy, a broken ledger ledger_damaged. `file` is what
/// the error calls the file.
Error to_error(const SQLite::Exception& failure, ErrorCode doing,
               std::string_view file = kLedgerFile);

/// May the same be tried again later? A lock held elsewhere goes, and so does a full disk.
bool may_pass(const SQLite::Exception& failure);

/// Is it not known what of a commit the disk holds?
bool is_failed_sync(const SQLite::Exception& failure);

/// Runs `body`, which gives a Result; a SQLite exception becomes its error.
template <class Body>
auto guarded(ErrorCode doing, Body&& body, std::string_view file = kLedgerFile)
    -> decltype(body()) {
  try {
    return body();
  } catch (const SQLite::Exception& failure) {
    return to_error(failure, doing, file);
  }
}

/// A transaction that is rolled back unless committed.
class Transaction {
 public:
  /// `begin` is "BEGIN" or "BEGIN IMMEDIATE".
  Transaction(Connection& db, const char* begin) : db_(db) { db_.execute(begin); }
  ~Transaction() {
    if (!done_) db_.raw().tryExec("ROLLBACK");
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit() {
    db_.execute("COMMIT");
    done_ = true;
  }

 private:
  Connection& db_;
  bool done_ = false;
};

/// A part of a transaction that is undone unless released.
class Savepoint {
 public:
  explicit Savepoint(Connection& db) : db_(db) { Query(db_, "SAVEPOINT part").run(); }
  ~Savepoint() {
    if (!done_ && db_.raw().tryExec("ROLLBACK TO part") == 0) db_.raw().tryExec("RELEASE part");
  }
  Savepoint(const Savepoint&) = delete;
  Savepoint& operator=(const Savepoint&) = delete;
  void release() {
    Query(db_, "RELEASE part").run();
    done_ = true;
  }

 private:
  Connection& db_;
  bool done_ = false;
};

}  // namespace tem
