#pragma once
// The origin ledger: an append-only Merkle log of facts in one SQLite file, and its projections.
//
//   auto ledger = Ledger::open(file, Access::append, vkey);
//   auto done = ledger->append({ProducerRegistered{…}}, log_key, now);   // durable when it returns
//   ledger->state().producer("trahoavang")
//
// An append is one transaction with synchronous=FULL: entries, hashes, projections and the signed
// checkpoint land together or not at all. One writer at a time, across processes; a Ledger object is
// for one thread.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tem/note.hpp"
#include "tem/state.hpp"

namespace tem {

enum class Access { read, append };

struct Checkpoint {
  TreeHead head;
  std::string note;  ///< as signed
};

struct Appended {
  std::uint64_t first;  ///< log index of the first fact
  std::uint64_t count;
  Checkpoint checkpoint;
};

struct FsckReport {
  std::uint64_t entries = 0;                ///< checked
  std::optional<std::string> first_problem; ///< one line: which entry, hash or row, and how
};

/// Facts made under the writer's lock from what is known then, so that "the next free index" is.
using Draft = std::function<Result<std::vector<FactBody>>(const State&)>;

class Ledger {
  struct Db;

 public:
  /// A new file with entry 0. Errors: exists, cannot_write, bad_field (origin, name).
  static Result<void> create(const std::filesystem::path& file, const RegistryCreated& what,
                             const SigningKey& log_key, Instant now);
  /// Errors: not_found, cannot_read, ledger_damaged (another format, another origin than the key's
  /// name, the last checkpoint's signature).
  static Result<Ledger> open(const std::filesystem::path& file, Access access, const NoteKey& key);
  Ledger(Ledger&&) noexcept;
  Ledger& operator=(Ledger&&) noexcept;
  ~Ledger();

  [[nodiscard]] const State& state() const noexcept;
  [[nodiscard]] Result<Checkpoint> checkpoint() const;
  /// The entry's bytes. Error: not_found.
  [[nodiscard]] Result<std::string> entry(std::uint64_t index) const;

  /// All or none. Before signing, the stored right edge must reproduce the last checkpoint. Errors:
  /// those of may_append, after "fact N: " where there are several; clock_behind; ledger_busy;
  /// ledger_damaged; cannot_write.
  Result<Appended> append(const Draft& draft, const SigningKey& log_key, Instant now);
  Result<Appended> append(std::vector<FactBody> facts, const SigningKey& log_key, Instant now);

  /// Holds one state of the ledger for several reads, until it goes.
  class Snapshot {
   public:
    Snapshot(Snapshot&&) noexcept;
    ~Snapshot();

   private:
    friend class Ledger;
    explicit Snapshot(Db* db) : db_(db) {}
    Db* db_;
  };
  [[nodiscard]] Result<Snapshot> snapshot() const;

  /// Recomputes every hash and checkpoint, replays every fact into fresh projections and compares.
  /// A problem found is an answer, not an error. With Access::append it also marks or clears the
  /// ledger as damaged; a damaged ledger refuses to append.
  [[nodiscard]] Result<FsckReport> fsck();

 private:
  explicit Ledger(std::unique_ptr<Db> db);
  std::unique_ptr<Db> db_;
};

}  // namespace tem
