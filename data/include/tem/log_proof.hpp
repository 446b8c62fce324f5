#pragma once
// A proof that an entry is in a log, to be checked with no network: c2sp.org/tlog-proof@v1.
//
//   auto proof = LogProof::parse(text);
//   proof->verify(leaf_hash(entry), log_key)       // the tree head, or bad_proof, bad_signature
//
// The `extra` line of ours carries what the log's hash covers: the entry itself and the other
// entries that the stamp's meaning hangs on, each with its own path (data/include/tem/stamp_proof.hpp).

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tem/merkle_proof.hpp"
#include "tem/note.hpp"

namespace tem {

inline constexpr std::size_t kMaxProofBytes = 1024 * 1024;

struct LogProof {
  std::string extra;  ///< decoded; empty when there is none. Not authenticated.
  std::uint64_t index = 0;
  std::vector<Hash> path;  ///< leaf's sibling first
  std::string checkpoint;  ///< a signed note

  /// Strict: one form for one proof. Errors: too_long, bad_proof.
  static Result<LogProof> parse(std::string_view text);
  /// parse(x.str()) == x
  [[nodiscard]] std::string str() const;
  /// The head of the tree that holds `leaf` at `index`. Errors: bad_proof, and those of
  /// open_checkpoint.
  [[nodiscard]] Result<TreeHead> verify(const Hash& leaf, const NoteKey& log) const;

  friend bool operator==(const LogProof&, const LogProof&) = default;
};

/// Lines of base64 hashes up to and without the empty line that ends them, which is taken away too.
/// Error: bad_proof.
Result<std::vector<Hash>> take_hash_lines(std::string_view& text);

/// A decimal number without sign or leading zeros. Error: bad_value.
Result<std::uint64_t> parse_decimal(std::string_view text);

}  // namespace tem
