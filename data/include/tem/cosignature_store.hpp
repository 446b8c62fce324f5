#pragma once
// The cosignatures of a registry's checkpoints, and how each witness did: cosignatures.db.
//
//   auto store = CosignatureStore::open("registry/cosignatures.db", Access::append);
//   store->keep(witness_key, head.size, text, line, now);
//   store->add_to(note, head.size);        // the note with what was kept for it
//
// Nothing in it is needed to read the ledger: witnesses can be asked again.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "tem/ledger.hpp"
#include "tem/note.hpp"

namespace tem {

/// What is known of a witness; nothing yet is all empty.
struct WitnessState {
  std::uint64_t size = 0;  ///< of the last checkpoint it cosigned
  std::optional<Instant> last_success, last_try;
  std::string last_error;  ///< one line; empty when the last try went well
};

class CosignatureStore {
 public:
  /// Access::append makes the file when it is not there. Errors: not_found, cannot_read,
  /// cannot_write.
  static Result<CosignatureStore> open(const std::filesystem::path& file, Access access);
  CosignatureStore(CosignatureStore&&) noexcept;
  CosignatureStore& operator=(CosignatureStore&&) noexcept;
  ~CosignatureStore();

  /// Durable when it returns. Precondition: the cosignature was checked.
  Result<void> keep(const NoteKey& witness, std::uint64_t size, std::string_view text,
                    const NoteSignature& cosignature, Instant now);
  /// A try that failed, and why.
  Result<void> keep_failure(const NoteKey& witness, const std::string& why, Instant now);

  [[nodiscard]] Result<WitnessState> state(const NoteKey& witness) const;
  /// Adds the signature lines that were kept for a checkpoint of this text.
  Result<void> add_to(SignedNote& note, std::uint64_t size) const;

 private:
  struct Db;
  explicit CosignatureStore(std::unique_ptr<Db> db);
  std::unique_ptr<Db> db_;
};

}  // namespace tem
