#pragma once
// A witness's word that a checkpoint continues every one it saw before: cosignature/v1.
//
//   NoteSignature line = cosign(checkpoint_text, "witness.example", key, now);
//   find_cosignature(note, witness_key)          the time it was given at, or none
//
// c2sp.org/tlog-cosignature, Ed25519: the signature is over "cosignature/v1\ntime <seconds>\n" and the
// checkpoint's text; in the note it stands behind the time as eight bytes.

#include <optional>
#include <string_view>

#include "tem/calendar.hpp"
#include "tem/note.hpp"

namespace tem {

/// `text` is a checkpoint's, with its last line feed.
NoteSignature cosign(std::string_view text, const std::string& name, const SigningKey& key,
                     Instant at);

/// When `signature` was given, if it is the witness's and verifies over `text`.
std::optional<Instant> check_cosignature(std::string_view text, const NoteSignature& signature,
                                         const NoteKey& witness);

/// The first valid cosignature of this witness in a note.
std::optional<Instant> find_cosignature(const SignedNote& note, const NoteKey& witness);

}  // namespace tem
