// The check of a whole ledger: every entry, hash, checkpoint and projection row, and the first
// difference by name.

#include <algorithm>

#include "log_store.hpp"
#include "projection.hpp"
#include "sql_state.hpp"

namespace tem {
namespace {

std::string node_name(NodeId id) {
  return "hash of level " + std::to_string(id.level) + ", index " + std::to_string(id.index);
}

bool same_value(const SQLite::Column& a, const SQLite::Column& b) {
  if (a.getType() != b.getType()) return false;
  const std::string left = a.isBlob() ? std::string(static_cast<const char*>(a.getBlob()),
                                                    static_cast<std::size_t>(a.getBytes()))
                                      : a.getString();
  const std::string right = b.isBlob() ? std::string(static_cast<const char*>(b.getBlob()),
                                                     static_cast<std::size_t>(b.getBytes()))
                                       : b.getString();
  return left == right;
}

class Checker {
 public:
  Checker(Connection& db, const NoteKey& key)
      : db_(db), key_(key), fresh_({}, Connection::Mode::memory), replayed_(fresh_) {
    create_schema(fresh_);
  }

  Result<FsckReport> run() {
    if (auto problem = check_file(); problem) return found(*problem);
    if (auto problem = check_schema(); problem) return found(*problem);
    fresh_.execute("BEGIN");
    auto problem = check_log();
    if (!problem) return problem.error();
    if (*problem) return found(**problem);
    if (auto difference = compare_projections(); difference) return found(*difference);
    return FsckReport{tree_.size(), std::nullopt};
  }

 private:
  using Problem = std::optional<std::string>;

  [[nodiscard]] FsckReport found(std::string problem) const {
    return {tree_.size(), std::move(problem)};
  }

  Problem check_file() {
    Query row(db_, "PRAGMA integrity_check(1)");
    if (row.step() && row.text(0) == "ok") return std::nullopt;
    return "file structure: " + row.text(0);
  }

  /// Tables, indices and triggers must be those that this program makes.
  Problem check_schema() {
    constexpr std::string_view kSchema =
        "SELECT type, name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name";
    Query stored(db_, kSchema);
    Query wanted(fresh_, kSchema);
    // Both come in one order, so the first name that differs tells which side has it too many.
    const auto key = [](Query& row) { return std::pair(row.text(0), row.text(1)); };
    for (;;) {
      const bool want = wanted.step();
      const bool have = stored.step();
      if (!want && !have) return std::nullopt;
      if (!want || (have && key(stored) < key(wanted))) {
        return "schema: " + stored.text(0) + " " + stored.text(1) + " does not belong";
      }
      const std::string name = wanted.text(0) + " " + wanted.text(1);
      if (!have || key(stored) != key(wanted)) return "schema: " + name + " is missing";
      if (stored.text(2) != wanted.text(2)) return "schema: " + name + " was changed";
    }
  }

  Result<Problem> check_log() {
    Query entries(db_, "SELECT idx, body FROM entry ORDER BY idx");
    Query nodes(db_, "SELECT position, hash FROM node ORDER BY position");
    Query checkpoints(db_, "SELECT size, note FROM checkpoint ORDER BY size");
    bool signed_here = false;
    while (entries.step()) {
      const std::uint64_t index = entries.integer(0);
      if (index != tree_.size()) return Problem("entry " + std::to_string(tree_.size()) + " is missing");
      const std::string body(as_text(entries.blob(1)));
      compare_nodes(nodes, leaf_hash(as_bytes(body)));
      auto replayed = replay(index, body);
      if (!replayed) return replayed;
      // A changed entry that no longer reads is named by its hash, once a checkpoint has decided.
      if (*replayed && !suspect_) suspect_ = Suspect{index, **replayed, **replayed};
      auto decided = check_checkpoint(checkpoints, signed_here);
      if (!decided) return decided;
      if (*decided) return decided;
    }
    if (tree_.size() == 0) return Problem("entry 0 is missing");
    if (!signed_here) {
      return Problem("checkpoint " + std::to_string(tree_.size()) + " is missing: the last entry has none");
    }
    if (checkpoints.step()) {
      return Problem("checkpoint " + std::to_string(checkpoints.integer(0)) + " covers entries that are missing");
    }
    if (nodes.step()) return Problem("hash at position " + std::to_string(nodes.integer(0)) + " does not belong");
    return Problem();
  }

  /// Adds a leaf and holds every node that becomes complete against the stored one. What differs is
  /// kept until the next checkpoint tells whether the entry or the stored hash was changed.
  void compare_nodes(Query& nodes, const Hash& leaf) {
    const std::uint64_t index = tree_.size();
    tree_.append(leaf, [&](NodeId id, const Hash& hash) {
      if (suspect_) return;
      const bool there = nodes.step() && nodes.integer(0) == storage_position(id);
      if (there && std::ranges::equal(nodes.blob(1), hash)) return;
      suspect_ = Suspect{index, "entry " + std::to_string(index) + " was changed: it does not give its hash",
                         node_name(id) + (there ? " was changed" : " is missing")};
    });
  }

  /// Reads an entry, asks whether it might be appended, and applies it to the fresh projections.
  Result<Problem> replay(std::uint64_t index, const std::string& body) {
    const std::string which = "entry " + std::to_string(index) + ": ";
    const auto fact = Fact::parse(body);
    if (!fact) return Problem(which + fact.error().str());
    if (fact->at < last_at_) return Problem(which + "\"at\" is earlier than in the entry before");
    last_at_ = fact->at;
    if (const auto allowed = may_append(fact->body, fact->at, index, replayed_); !allowed) {
      return Problem(which + allowed.error().str());
    }
    if (const auto* created = std::get_if<RegistryCreated>(&fact->body);
        created && created->origin != key_.name) {
      return Problem(which + "origin \"" + created->origin + "\" is not the log's, \"" + key_.name + "\"");
    }
    project(fresh_, index, fact->body);
    return Problem();
  }

  /// Where a checkpoint stands for the tree so far: its signature and root.
  Result<Problem> check_checkpoint(Query& checkpoints, bool& signed_here) {
    if (!pending_) pending_ = checkpoints.step() ? std::optional(checkpoints.integer(0)) : std::nullopt;
    signed_here = pending_ == tree_.size();
    if (!signed_here) return Problem();
    pending_.reset();
    const std::string which = "checkpoint " + std::to_string(tree_.size());
    const auto head = open_checkpoint(checkpoints.text(1), key_);
    if (!head) return Problem(which + " was changed: " + head.error().str());
    if (head->size != tree_.size()) return Problem(which + " says size " + std::to_string(head->size));
    const bool entries_hold = head->root == tree_.root();
    if (suspect_) return Problem(entries_hold ? suspect_->if_entry_holds : suspect_->if_not);
    if (!entries_hold) return Problem(which + ": its root is not that of the entries");
    return Problem();
  }

  Problem compare_projections() {
    for (const auto& table : projection_tables()) {
      const std::string sql =
          "SELECT * FROM " + std::string(table.name) + " ORDER BY " + std::string(table.order);
      if (auto difference = compare_table(std::string(table.name), sql)) return difference;
    }
    return std::nullopt;
  }

  Problem compare_table(const std::string& table, const std::string& sql) {
    SQLite::Statement stored(db_.raw(), sql);
    SQLite::Statement wanted(fresh_.raw(), sql);
    for (std::uint64_t row = 1;; ++row) {
      const bool have = stored.executeStep();
      const bool want = wanted.executeStep();
      if (!have && !want) return std::nullopt;
      const std::string which = "table " + table + ", row " + std::to_string(row);
      if (!want) return which + " (" + stored.getColumn(0).getString() + ") does not follow from the log";
      if (!have) return which + " (" + wanted.getColumn(0).getString() + ") is missing";
      for (int i = 0; i < wanted.getColumnCount(); ++i) {
        if (same_value(stored.getColumn(i), wanted.getColumn(i))) continue;
        return which + " (" + wanted.getColumn(0).getString() + "): column " +
               wanted.getColumnName(i) + " is not what the log says";
      }
    }
  }

  /// An entry that does not fit its hashes, and what to say once a checkpoint has decided.
  struct Suspect {
    std::uint64_t index;
    std::string if_not;          ///< the entry was changed
    std::string if_entry_holds;  ///< the stored hash was
  };

  Connection& db_;
  const NoteKey& key_;
  Connection fresh_;
  SqlState replayed_;
  Frontier tree_;
  Instant last_at_;
  std::optional<std::uint64_t> pending_;  ///< size of a checkpoint that was read ahead
  std::optional<Suspect> suspect_;
};

}  // namespace

Result<FsckReport> check_ledger(Connection& db, const NoteKey& key) {
  try {
    return Checker(db, key).run();
  } catch (const SQLite::Exception& failure) {
    auto error = to_error(failure, ErrorCode::cannot_read);
    if (error.code != ErrorCode::ledger_damaged) return error;
    return FsckReport{0, std::string("file structure: ") + failure.what()};
  }
}

}  // namespace tem
