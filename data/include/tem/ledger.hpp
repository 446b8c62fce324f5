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
#include <span>
#include <string>
#include <vector>

#include "tem/merkle.hpp"
#include "tem/note.hpp"
#include "tem/state.hpp"
#include "tem/tile.hpp"

namespace tem {

enum class Access { read, append };

struct Checkpoint {
  TreeHead head;
  std::string note;  ///< as signed
};

/// Which state of the ledger a connection reads: two reads with the same one read the same facts.
struct LedgerVersion {
  std::uint64_t others = 0;  ///< SQLite's data_version: commits of other connections and processes
  std::uint64_t own = 0;     ///< commits through this object, which data_version leaves out
  friend bool operator==(const LedgerVersion&, const LedgerVersion&) = default;
};

struct Appended {
  std::uint64_t first;  ///< log index of the first fact
  std::uint64_t count;
  Checkpoint checkpoint;
  bool repeated = false;  ///< these facts were appended by an earlier request of the same key
};

struct FsckReport {
  std::uint64_t entries = 0;                ///< checked
  std::optional<std::string> first_problem; ///< one line: which entry, hash or row, and how
};

/// Facts made under the writer's lock from what is known then, so that "the next free index" is.
using Draft = std::function<Result<std::vector<FactBody>>(const State&)>;

/// A request that may be sent again when its answer was lost: the same key with the same text is
/// answered with what the first one appended.
struct Idempotency {
  std::string key;   ///< 1 to kMaxIdempotencyKeyBytes of visible ASCII, chosen by who asks
  std::string text;  ///< what is asked for, in a form of the caller's
};
inline constexpr std::size_t kMaxIdempotencyKeyBytes = 200;

struct AppendRequest {
  Draft draft;
  std::optional<Idempotency> once;
};

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
  /// ledger_damaged; not_compared (it comes from a backup: log_compare.hpp); cannot_write.
  Result<Appended> append(const Draft& draft, const SigningKey& log_key, Instant now);
  Result<Appended> append(std::vector<FactBody> facts, const SigningKey& log_key, Instant now);
  /// Several requests in one commit with one signature, each all or none for itself. One result for
  /// each; errors as above, and idempotency_mismatch.
  std::vector<Result<Appended>> append_all(std::span<const AppendRequest> requests,
                                           const SigningKey& log_key, Instant now);

  /// A stored hash of the tree. Error: not_found.
  [[nodiscard]] Result<Hash> node(NodeId id) const;
  /// The bytes of a tile or an entry bundle. Error: not_found when the tree is not that wide there.
  [[nodiscard]] Result<std::string> tile(const Tile& tile) const;

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

  /// That of the state in the snapshot: some 2 µs. Of use to whoever remembers what was read.
  [[nodiscard]] Result<LedgerVersion> version(const Snapshot&) const;

  /// Recomputes every hash and checkpoint, replays every fact into fresh projections and compares.
  /// A problem found is an answer, not an error. With Access::append it also marks or clears the
  /// ledger as damaged; a damaged ledger refuses to append.
  [[nodiscard]] Result<FsckReport> fsck();

 private:
  explicit Ledger(std::unique_ptr<Db> db);
  Result<void> append_in_one_commit(std::span<const AppendRequest> requests,
                                    const SigningKey& log_key, Instant now,
                                    std::vector<Result<Appended>>& done);
  std::unique_ptr<Db> db_;
};

}  // namespace tem
