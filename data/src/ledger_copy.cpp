#include "ledger_copy.hpp"

#include "append_fact.hpp"
#include "log_store.hpp"
#include "sql_state.hpp"

namespace tem {
namespace {

Error not_the_log(const std::filesystem::path& file) {
  return {ErrorCode::ledger_damaged,
          file.string() + ": does not hold the beginning of this log; remove the file and follow again"};
}

bool is_empty(Connection& db) {
  return !Query(db, "SELECT 1 FROM sqlite_schema LIMIT 1").step();
}

/// The fact that an entry says, as one that may follow what is there.
Result<Fact> read_fact(const std::string& entry, const NoteKey& key, Instant last) {
  auto fact = Fact::parse(entry);
  if (!fact) return fact;
  if (fact->at < last) return Error{ErrorCode::bad_field, "\"at\" is earlier than in the entry before"};
  const auto* created = std::get_if<RegistryCreated>(&fact->body);
  if (created != nullptr && created->origin != key.name) {
    return Error{ErrorCode::bad_field, "origin \"" + created->origin + "\" is not the log's, \"" +
                                           key.name + "\""};
  }
  return fact;
}

Result<void> grow(Connection& db, const std::filesystem::path& file, const NoteKey& key,
                  const Checkpoint& to, const EntryReader& entry) {
  Transaction transaction(db, "BEGIN IMMEDIATE");
  if (is_empty(db)) create_schema(db);
  if (auto ok = check_format(db); !ok) return ok;
  const std::uint64_t from = entry_count(db);
  if (from > to.head.size) return not_the_log(file);
  auto tree = read_frontier(db, from);
  if (!tree) return tree.error();
  if (from == to.head.size) {
    return tree->root() == to.head.root ? Result<void>() : Result<void>(not_the_log(file));
  }
  Instant last_at;
  const SqlState state(db);
  for (std::uint64_t index = from == 0 ? 0 : from - 1; index < to.head.size; ++index) {
    const auto bytes = entry(index);
    if (!bytes) return bytes.error();
    const auto fact = read_fact(*bytes, key, last_at);
    auto ok = fact ? Result<void>() : Result<void>(fact.error());
    if (ok && index >= from) ok = append_fact(db, *tree, *fact, state);
    if (!ok) {
      return Error{ErrorCode::ledger_damaged,
                   key.name + ": entry " + std::to_string(index) +
                       " of the log breaks its rules: " + ok.error().str() +
                       "; tell who keeps the registry"};
    }
    last_at = fact->at;
  }
  if (tree->root() != to.head.root) return not_the_log(file);
  Query(db, "INSERT INTO checkpoint (size, note) VALUES (?, ?)", to.head.size, to.note).run();
  transaction.commit();
  return {};
}

}  // namespace

Result<void> grow_ledger_copy(const std::filesystem::path& file, const NoteKey& key,
                              const Checkpoint& to, const EntryReader& entry) {
  return guarded(ErrorCode::cannot_write, [&]() -> Result<void> {
    Connection db(file, Connection::Mode::create);
    return grow(db, file, key, to, entry);
  });
}

}  // namespace tem
