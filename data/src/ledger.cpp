#include "tem/ledger.hpp"

#include <algorithm>
#include <utility>

#include "append_fact.hpp"
#include "ledger_hold.hpp"
#include "log_store.hpp"
#include "signed_head.hpp"
#include "sql_state.hpp"

namespace tem {
namespace {

// A clock that was set back a little repeats the last entry's time; one further behind is refused.
constexpr std::chrono::seconds kClockTolerance{300};

// A ledger this small is checked whole before it is written to: 30 ms at the most. A larger one is
// checked by `tem log fsck` and when temd starts, and by its right edge at every append.
constexpr std::uint64_t kAlwaysCheckedEntries = 256;

Error damaged(const std::string& found) {
  return {ErrorCode::ledger_damaged,
          "ledger.db fails its check and takes no facts: " + found + "; restore it from a backup"};
}

Error sync_failed() {
  return {ErrorCode::cannot_write,
          "ledger.db: a sync to the disk failed before, so that this process appends nothing more; "
          "check the disk, then start it again"};
}

/// The commit has landed, the note of it beside the ledger has not.
Error appended_all_the_same(const Error& why, std::uint64_t first, std::uint64_t end) {
  const std::string entries = end - first == 1 ? "entry " + std::to_string(first) + " is"
                                               : "entries " + std::to_string(first) + " to " +
                                                     std::to_string(end - 1) + " are";
  return {why.code, why.str() + "; log " + entries +
                        " appended all the same: check the disk, and do not ask for it again"};
}

/// What an earlier request of the same key appended, if there was one. Errors: bad_value,
/// idempotency_mismatch.
Result<std::optional<Appended>> find_repeated(Connection& db, const Idempotency& once) {
  const auto visible = [](char c) { return c > 0x20 && c < 0x7F; };
  if (once.key.empty() || once.key.size() > kMaxIdempotencyKeyBytes ||
      !std::ranges::all_of(once.key, visible)) {
    return Error{ErrorCode::bad_value, "idempotency key: must be 1 to " +
                                           std::to_string(kMaxIdempotencyKeyBytes) +
                                           " visible ASCII characters"};
  }
  Query row(db, "SELECT request, first, count FROM idempotency WHERE key = ?", once.key);
  if (!row.step()) return std::optional<Appended>();
  if (!std::ranges::equal(row.blob(0), sha256(as_bytes(once.text)))) {
    return Error{ErrorCode::idempotency_mismatch,
                 "idempotency key " + once.key + ": was used for another request, entry " +
                     std::to_string(row.integer(1)) + "; choose a new key"};
  }
  return std::optional(Appended{row.integer(1), row.integer(2), {}, true});
}

/// One request, all or none; the tree and the tables are as before when it is refused. The
/// checkpoint in the answer is left to the commit.
Result<Appended> append_request(Connection& db, Frontier& tree, Instant at,
                                const AppendRequest& request, const State& state) {
  if (request.once) {
    auto repeated = find_repeated(db, *request.once);
    if (!repeated) return repeated.error();
    if (*repeated) return std::move(**repeated);
  }
  const std::uint64_t first = tree.size();
  auto facts = request.draft(state);
  if (!facts) return facts.error();
  if (facts->empty()) return Error{ErrorCode::bad_value, "no facts to append"};
  Savepoint savepoint(db);
  Frontier grown = tree;
  for (std::size_t i = 0; i < facts->size(); ++i) {
    auto ok = append_fact(db, grown, {at, std::move((*facts)[i])}, state);
    if (ok) continue;
    return facts->size() == 1 ? ok.error() : ok.error().at("fact " + std::to_string(i + 1));
  }
  if (request.once) {
    Query(db, "INSERT INTO idempotency (key, request, first, count) VALUES (?, ?, ?, ?)",
          request.once->key, std::span<const std::byte>(sha256(as_bytes(request.once->text))), first,
          facts->size())
        .run();
  }
  savepoint.release();
  tree = std::move(grown);
  return Appended{first, facts->size(), {}};
}

/// Signs the tree's head and stores it.
Checkpoint store_checkpoint(Connection& db, const Frontier& tree, const std::string& origin,
                            const SigningKey& log_key) {
  TreeHead head{origin, tree.size(), tree.root()};
  Checkpoint checkpoint{head, sign_checkpoint(head, log_key)};
  Query(db, "INSERT INTO checkpoint (size, note) VALUES (?, ?)", head.size, checkpoint.note).run();
  return checkpoint;
}

/// The time of the next entry: never earlier than the last one's.
Result<Instant> next_time(Connection& db, std::uint64_t size, Instant now) {
  const auto text = read_entry(db, size - 1);
  if (!text) return text.error();
  const auto last = Fact::parse(*text);
  if (!last) return damaged("entry " + std::to_string(size - 1) + ": " + last.error().str());
  if (now >= last->at) return now;
  if (last->at.time() - now.time() <= kClockTolerance) return last->at;
  return Error{ErrorCode::clock_behind, "the clock says " + now.str() +
                                            ", but the last entry was made at " + last->at.str() +
                                            "; set the clock"};
}

}  // namespace

struct Ledger::Db {
  Db(const std::filesystem::path& file, Connection::Mode mode, NoteKey note_key)
      : head_file(signed_head_file(file)),
        connection(file, mode),
        state(connection),
        key(std::move(note_key)) {}
  std::filesystem::path head_file;
  Connection connection;
  SqlState state;
  NoteKey key;
  Access access = Access::read;
  int snapshots = 0;
  std::uint64_t own_commits = 0;
  std::optional<Checkpoint> verified;  ///< the checkpoint whose signature was verified last
  bool sync_failed = false;            ///< what the disk holds is not known: no more is written
};

Ledger::Ledger(std::unique_ptr<Db> db) : db_(std::move(db)) {}
Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;
Ledger::~Ledger() = default;

Result<void> Ledger::create(const std::filesystem::path& file, const RegistryCreated& what,
                            const SigningKey& log_key, Instant now) {
  std::error_code ec;
  if (std::filesystem::exists(file, ec)) {
    return Error{ErrorCode::exists, file.string() + ": already there; nothing was changed"};
  }
  // The same rules as for an entry that is read: a name that the log could not carry is refused.
  const auto entry = Fact{now, what}.canonical();
  if (!entry) return entry.error();
  if (auto valid = Fact::parse(*entry); !valid) return valid.error();
  return guarded(ErrorCode::cannot_write, [&]() -> Result<void> {
    Connection db(file, Connection::Mode::create);
    Transaction transaction(db, "BEGIN IMMEDIATE");
    create_schema(db);
    Frontier tree;
    if (auto ok = append_fact(db, tree, {now, what}, SqlState(db)); !ok) return ok;
    const auto checkpoint = store_checkpoint(db, tree, what.origin, log_key);
    transaction.commit();
    return write_signed_head(signed_head_file(file), checkpoint.note);
  });
}

Result<Ledger> Ledger::open(const std::filesystem::path& file, Access access, const NoteKey& key) {
  std::error_code ec;
  if (!std::filesystem::exists(file, ec)) {
    return Error{ErrorCode::not_found, file.string() + ": not there; make a registry with `tem init`"};
  }
  return guarded(ErrorCode::cannot_read, [&]() -> Result<Ledger> {
    const auto mode = access == Access::append ? Connection::Mode::write : Connection::Mode::read;
    auto db = std::make_unique<Db>(file, mode, key);
    db->access = access;
    if (auto known = check_format(db->connection); !known) return known.error();
    if (auto last = last_checkpoint(db->connection, key); !last) return last.error();
    return Ledger(std::move(db));
  });
}

const State& Ledger::state() const noexcept { return db_->state; }

Result<Checkpoint> Ledger::checkpoint() const {
  return guarded(ErrorCode::cannot_read, [&]() -> Result<Checkpoint> {
    // A signature costs as much to verify as a stamp's seal: not again for the same note.
    Query row(db_->connection, "SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1");
    if (db_->verified && row.step() && row.text(0) == db_->verified->note) return *db_->verified;
    auto last = last_checkpoint(db_->connection, db_->key);
    if (last) db_->verified = *last;
    return last;
  });
}

Result<std::string> Ledger::entry(std::uint64_t index) const {
  return guarded(ErrorCode::cannot_read, [&] { return read_entry(db_->connection, index); });
}

Result<Appended> Ledger::append(std::vector<FactBody> facts, const SigningKey& log_key,
                                Instant now) {
  return append([&](const State&) -> Result<std::vector<FactBody>> { return std::move(facts); },
                log_key, now);
}

Result<Appended> Ledger::append(const Draft& draft, const SigningKey& log_key, Instant now) {
  const AppendRequest request{draft, std::nullopt};
  return std::move(append_all({&request, 1}, log_key, now).front());
}

std::vector<Result<Appended>> Ledger::append_all(std::span<const AppendRequest> requests,
                                                 const SigningKey& log_key, Instant now) {
  if (log_key.verifying_key() != db_->key.key) {
    const Error wrong{ErrorCode::bad_key,
                      "the log's private key does not belong to " + db_->key.str()};
    return std::vector<Result<Appended>>(requests.size(), wrong);
  }
  if (db_->sync_failed) return std::vector<Result<Appended>>(requests.size(), sync_failed());
  std::vector<Result<Appended>> done;
  const auto committed = guarded(ErrorCode::cannot_write, [&]() -> Result<void> {
    try {
      return append_in_one_commit(requests, log_key, now, done);
    } catch (const SQLite::Exception& failure) {
      // The kernel tells of it once and then takes the pages for written: a second try proves nothing.
      db_->sync_failed = is_failed_sync(failure);
      throw;
    }
  });
  if (committed) return done;
  return std::vector<Result<Appended>>(requests.size(), committed.error());
}

Result<void> Ledger::append_in_one_commit(std::span<const AppendRequest> requests,
                                          const SigningKey& log_key, Instant now,
                                          std::vector<Result<Appended>>& done) {
  Connection& db = db_->connection;
  Transaction transaction(db, "BEGIN IMMEDIATE");
  if (const auto mark = damage_mark(db)) return damaged(*mark);
  if (auto ok = check_no_hold(db_->head_file.parent_path()); !ok) return ok;
  const auto last = this->checkpoint();
  if (!last) return last.error();
  if (auto ok = check_signed_head(db_->head_file, last->head, last->note, db_->key); !ok) return ok;
  const std::uint64_t size = last->head.size;
  auto tree = read_frontier(db, size);
  if (!tree) return tree.error();
  if (tree->root() != last->head.root || entry_count(db) != size) {
    return damaged("entries and hashes do not reproduce checkpoint " + std::to_string(size));
  }
  if (size <= kAlwaysCheckedEntries) {
    const auto report = check_ledger(db, db_->key);
    if (!report) return report.error();
    if (report->first_problem) return damaged(*report->first_problem);
  }
  const auto at = next_time(db, size, now);
  if (!at) return at.error();

  for (const auto& request : requests) {
    done.push_back(append_request(db, *tree, *at, request, db_->state));
  }
  if (tree->size() == size) {  // nothing was appended: refused, or repeated
    for (auto& each : done) {
      if (each) each->checkpoint = *last;
    }
    return {};
  }
  const Checkpoint checkpoint = store_checkpoint(db, *tree, last->head.origin, log_key);
  transaction.commit();
  ++db_->own_commits;
  for (auto& each : done) {
    if (each) each->checkpoint = checkpoint;
  }
  db_->verified = checkpoint;
  if (auto ok = write_signed_head(db_->head_file, checkpoint.note); !ok) {
    return appended_all_the_same(ok.error(), size, tree->size());
  }
  return {};
}

Result<Hash> Ledger::node(NodeId id) const {
  return guarded(ErrorCode::cannot_read, [&] { return read_node(db_->connection, id); });
}

Result<std::string> Ledger::tile(const Tile& tile) const {
  return guarded(ErrorCode::cannot_read, [&] { return read_tile(db_->connection, tile); });
}

Ledger::Snapshot::Snapshot(Snapshot&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}

Ledger::Snapshot::~Snapshot() {
  if (db_ == nullptr || --db_->snapshots > 0) return;
  // Prepared: a look at a hot stamp would else spend its time on having SQL parsed.
  SQLite::Statement& rollback = db_->connection.prepared("ROLLBACK");
  rollback.tryExecuteStep();
  rollback.tryReset();
}

Result<Ledger::Snapshot> Ledger::snapshot() const {
  return guarded(ErrorCode::cannot_read, [&]() -> Result<Snapshot> {
    db_->connection.prepared("ROLLBACK");  // so that a destructor need not
    if (db_->snapshots == 0) Query(db_->connection, "BEGIN").run();
    ++db_->snapshots;
    return Snapshot(db_.get());
  });
}

Result<LedgerVersion> Ledger::version(const Snapshot&) const {
  return guarded(ErrorCode::cannot_read, [&]() -> Result<LedgerVersion> {
    Query row(db_->connection, "PRAGMA data_version");
    if (!row.step()) return Error{ErrorCode::cannot_read, "ledger.db: no data_version"};
    return LedgerVersion{row.integer(0), db_->own_commits};
  });
}

Result<FsckReport> Ledger::fsck() {
  Connection& db = db_->connection;
  auto report = guarded(ErrorCode::cannot_read, [&]() -> Result<FsckReport> {
    const Transaction moment(db, "BEGIN");
    auto checked = check_ledger(db, db_->key);
    if (!checked || checked->first_problem) return checked;
    const auto last = last_checkpoint(db, db_->key);
    if (!last) return last.error();
    if (auto ok = check_signed_head(db_->head_file, last->head, last->note, db_->key); !ok) {
      checked->first_problem = ok.error().detail;
    }
    return checked;
  });
  if (!report || db_->access == Access::read) return report;
  if (const auto marked = guarded(ErrorCode::cannot_write,
                                  [&]() -> Result<void> {
                                    if (damage_mark(db) != report->first_problem) {
                                      set_damage_mark(db, report->first_problem);
                                    }
                                    return {};
                                  });
      !marked && !report->first_problem) {
    return marked.error();
  }
  return report;
}

}  // namespace tem
