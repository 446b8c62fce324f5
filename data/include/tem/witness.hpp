#pragma once
// A witness: cosigns each checkpoint of the logs it watches, once it is shown that the log only
// grew.
//
//   witness/witness.vkey   its name and public key, for others' policies
//   witness/witness.pem    its private key; 0600
//   witness/witness.db     what it watches, the last checkpoint it cosigned for each, forks it saw
//
//   auto witness = Witness::open("witness");
//   WitnessAnswer answer = witness->add_checkpoint(body, now);     // durable before it answers
//
// c2sp.org/tlog-witness. A witness.db must never be put back to an older state: the witness would
// then cosign a second history.

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tem/calendar.hpp"
#include "tem/merkle_proof.hpp"
#include "tem/note.hpp"

namespace tem {

/// The largest request: a note, 63 hashes of 45 bytes, the old size.
inline constexpr std::size_t kMaxAddCheckpointBytes = kMaxNoteBytes + 4 * 1024;
/// What one log can make a witness keep.
inline constexpr std::uint64_t kMaxForksKept = 100;

/// What add-checkpoint asks, taken apart; nothing is verified yet.
///
///   old 8
///   PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
///
///   tem.example/quangninh
///   …
struct AddCheckpoint {
  std::uint64_t old_size = 0;
  std::vector<Hash> proof;
  std::string checkpoint;  ///< a signed note

  /// Strict: one form for one request. Errors: too_long, bad_proof, bad_note, bad_value.
  static Result<AddCheckpoint> parse(std::string_view body);
  [[nodiscard]] std::string str() const;
};

struct WitnessAnswer {
  int status;
  std::string content_type, body;
  std::string log = {};  ///< for the operator, never sent: why a 5xx came about
};

inline constexpr std::string_view kTreeSizeType = "text/x.tlog.size";

/// A log that is watched, and what was last cosigned for it.
struct WatchedLog {
  NoteKey key;
  std::uint64_t size = 0;
  std::optional<Instant> cosigned_at;  ///< none: nothing yet
  std::string checkpoint;              ///< a signed note; empty: nothing yet
};

/// A log that signed two roots for one size: the proof that it lied.
struct Fork {
  std::string origin;
  std::uint64_t size = 0;
  std::string ours, theirs;  ///< signed notes
  Instant seen_at;
};

/// One object is for one thread; several, of several processes too, may be open on one folder.
class Witness {
 public:
  /// Makes the folder. Errors: exists, bad_value (name), cannot_write.
  static Result<void> create(const std::filesystem::path& dir, const std::string& name,
                             const SigningKey& key);
  /// Errors: not_found, cannot_read, bad_key (also where the two key files disagree).
  static Result<Witness> open(const std::filesystem::path& dir);
  /// The same for another thread. After a sync that failed neither cosigns any more.
  [[nodiscard]] Result<Witness> open_again() const;
  Witness(Witness&&) noexcept;
  Witness& operator=(Witness&&) noexcept;
  ~Witness();

  [[nodiscard]] const NoteKey& vkey() const noexcept;
  /// Errors: already_done, cannot_write.
  Result<void> add_log(const NoteKey& log);
  [[nodiscard]] Result<std::vector<WatchedLog>> logs() const;
  [[nodiscard]] Result<std::vector<Fork>> forks() const;

  /// 200: signature lines. 400: malformed, or an old size above the checkpoint's. 403: not signed
  /// by the log. 404: a log that is not watched. 409: the old size is not that of the last cosigned
  /// checkpoint, whose size is the answer's body; or another root for its size. 422: the
  /// consistency proof does not verify. 500, 503: nothing was cosigned, and after a sync of
  /// the disk that failed nothing is until the process is started again.
  WitnessAnswer add_checkpoint(std::string_view body, Instant now);

 private:
  struct State;
  explicit Witness(std::unique_ptr<State> state);
  static Result<Witness> open_with(const std::filesystem::path& dir,
                                   std::shared_ptr<std::atomic<bool>> sync_failed);
  std::unique_ptr<State> state_;
};

}  // namespace tem
