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
#include <vector>

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
  /// Lines after the third are an extension that is not looked at. Error: bad_note.
  static Result<TreeHead> parse(std::string_view text);
};

/// What a signature in a note is over, and the byte that says so in a key and its id.
enum class NoteAlgorithm : std::uint8_t {
  ed25519 = 0x01,         ///< the note's text: a log
  cosignature_v1 = 0x04,  ///< the text after two lines with the time: a witness
};

/// A note's verification key: `<name>+<id>+<base64(algorithm ‖ public key)>`.
struct NoteKey {
  std::string name;
  VerifyingKey key;
  NoteAlgorithm algorithm = NoteAlgorithm::ed25519;

  /// Errors: bad_key, also for a key of another algorithm.
  static Result<NoteKey> parse(std::string_view vkey,
                               NoteAlgorithm wanted = NoteAlgorithm::ed25519);
  [[nodiscard]] std::string str() const;
  /// SHA-256(name ‖ 0x0A ‖ algorithm ‖ public key)[:4]
  [[nodiscard]] Bytes<4> id() const;
};

/// One signature line of a note: `— <name> <base64(key id ‖ signature)>`.
struct NoteSignature {
  std::string name;
  Bytes<4> key_id{};
  std::vector<std::byte> bytes;  ///< after the key id

  /// Without its line feed. Error: bad_note.
  static Result<NoteSignature> parse(std::string_view line);
  [[nodiscard]] std::string str() const;  ///< without its line feed
  [[nodiscard]] bool is_of(const NoteKey& key) const;
};

/// A note taken apart; nothing is verified yet.
struct SignedNote {
  std::string text;  ///< with its last line feed
  std::vector<NoteSignature> signatures;

  /// Lines of algorithms that are not known here are kept. Errors: too_long, bad_note.
  static Result<SignedNote> parse(std::string_view note);
  [[nodiscard]] std::string str() const;
};

/// May `name` stand in a note: not empty, no white space, no plus, valid UTF-8, 255 bytes at most.
bool is_note_name(std::string_view name) noexcept;

/// The signed note of a tree head; the key's name is the origin.
std::string sign_checkpoint(const TreeHead& head, const SigningKey& key);

/// A checkpoint whose signature by `key` verifies and whose origin is the key's name. Signatures of
/// other keys are ignored. Errors: too_long, bad_note, bad_signature.
Result<TreeHead> open_checkpoint(std::string_view note, const NoteKey& key);

}  // namespace tem
