#pragma once
// Checkpoints as C2SP signed notes.
//
//   tem.example/quangninh
//   8
//   XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=
//
//   — tem.example/quangninh zevjm4ht…
//
// c2sp.org/signed-note, c2sp.org/tlog-checkpoint. Ed25519, algorithm byte 0x01.

#include <cstdint>
#include <string>
#include <string_view>

#include "tem/bytes.hpp"
#include "tem/keys.hpp"
#include "tem/result.hpp"

namespace tem {

inline constexpr std::size_t kMaxNoteBytes = 64 * 1024;
inline constexpr std::size_t kMaxNoteSignatures = 100;

/// What a checkpoint says.
struct TreeHead {
  std::string origin;
  std::uint64_t size = 0;
  Hash root{};
  friend bool operator==(const TreeHead&, const TreeHead&) = default;

  /// The three signed lines.
  [[nodiscard]] std::string text() const;
};

/// A note's verification key: `<name>+<id>+<base64(0x01 ‖ public key)>`.
struct NoteKey {
  std::string name;
  VerifyingKey key;

  /// Errors: bad_key.
  static Result<NoteKey> parse(std::string_view vkey);
  [[nodiscard]] std::string str() const;
  /// SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key)[:4]
  [[nodiscard]] Bytes<4> id() const;
};

/// May `name` stand in a note: not empty, no white space, no plus, valid UTF-8, 255 bytes at most.
bool is_note_name(std::string_view name) noexcept;

/// The signed note of a tree head; the key's name is the origin.
std::string sign_checkpoint(const TreeHead& head, const SigningKey& key);

/// A checkpoint whose signature by `key` verifies and whose origin is the key's name. Signatures of
/// other keys are ignored. Errors: too_long, bad_note, bad_signature.
Result<TreeHead> open_checkpoint(std::string_view note, const NoteKey& key);

}  // namespace tem
