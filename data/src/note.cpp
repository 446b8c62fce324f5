#include "tem/note.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "utf8.hpp"

namespace tem {
namespace {

constexpr std::string_view kSignatureStart = "\u2014 ";  // em dash, space

Bytes<33> key_material(const NoteKey& key) {
  Bytes<33> bytes{std::byte{static_cast<std::uint8_t>(key.algorithm)}};
  std::ranges::copy(key.key.bytes(), bytes.begin() + 1);
  return bytes;
}

/// The text before the next line feed, which is taken away with it; none: no line feed is left.
std::optional<std::string_view> take_line(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const auto line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

Error bad_note(std::string why) { return {ErrorCode::bad_note, "checkpoint: " + std::move(why)}; }

}  // namespace

Result<TreeHead> TreeHead::parse(std::string_view text) {
  TreeHead head;
  const auto origin = take_line(text);
  const auto size = take_line(text);
  const auto root = take_line(text);
  if (!origin || !size || !root) return bad_note("fewer than three lines of text");
  head.origin = *origin;
  const auto [end, ec] =
      std::from_chars(size->data(), size->data() + size->size(), head.size, 10);
  if (ec != std::errc{} || end != size->data() + size->size() ||
      std::to_string(head.size) != *size) {
    return bad_note("the size is no decimal number");
  }
  const auto hash = from_base64(*root);
  if (!hash || hash->size() != head.root.size()) return bad_note("the root is no base64 hash");
  std::ranges::copy(*hash, head.root.begin());
  return head;
}

std::string TreeHead::text() const {
  return origin + "\n" + std::to_string(size) + "\n" + to_base64(root) + "\n";
}

bool is_note_name(std::string_view name) noexcept {
  return !name.empty() && name.size() <= 255 && is_plain_text(name) &&
         name.find_first_of(" +") == std::string_view::npos && !has_unicode_space(name);
}

Bytes<4> NoteKey::id() const {
  const Bytes<1> line_feed{std::byte{0x0A}};
  const auto hash = sha256({as_bytes(name), line_feed, key_material(*this)});
  Bytes<4> id;
  std::copy_n(hash.begin(), id.size(), id.begin());
  return id;
}

std::string NoteKey::str() const {
  return name + "+" + to_hex(id()) + "+" + to_base64(key_material(*this));
}

Result<NoteKey> NoteKey::parse(std::string_view vkey, NoteAlgorithm wanted) {
  const auto bad = [&](std::string_view why) {
    return Error{ErrorCode::bad_key, "verification key: " + std::string(why) +
                                         "; expected <name>+<id>+<base64> on one line"};
  };
  const auto first = vkey.find('+');
  const auto second = first == std::string_view::npos ? first : vkey.find('+', first + 1);
  if (second == std::string_view::npos) return bad("two plus signs are missing");
  const auto name = vkey.substr(0, first);
  if (!is_note_name(name)) return bad("the name is not allowed");
  const auto bytes = from_base64(vkey.substr(second + 1));
  if (!bytes || bytes->size() != 33) return bad("the key is no Ed25519 key");
  if (bytes->front() != std::byte{static_cast<std::uint8_t>(wanted)}) {
    return bad(wanted == NoteAlgorithm::ed25519 ? "the key is not a log's (algorithm 1)"
                                                : "the key is not a witness's (algorithm 4)");
  }
  const auto key = VerifyingKey::from_bytes(std::span(*bytes).last<32>());
  if (!key) return key.error();
  NoteKey result{std::string(name), *key, wanted};
  if (to_hex(result.id()) != vkey.substr(first + 1, second - first - 1)) {
    return bad("the id does not belong to name and key");
  }
  return result;
}

std::string sign_checkpoint(const TreeHead& head, const SigningKey& key) {
  const std::string text = head.text();
  const NoteKey name{head.origin, key.verifying_key()};
  const auto signature = key.sign(as_bytes(text));
  const NoteSignature line{name.name, name.id(), {signature.begin(), signature.end()}};
  return SignedNote{text, {line}}.str();
}

Result<NoteSignature> NoteSignature::parse(std::string_view line) {
  if (!line.starts_with(kSignatureStart)) return bad_note("a broken signature line");
  line.remove_prefix(kSignatureStart.size());
  const auto space = line.find(' ');
  if (space == std::string_view::npos || !is_note_name(line.substr(0, space))) {
    return bad_note("a signature line without a name");
  }
  const auto bytes = from_base64(line.substr(space + 1));
  if (!bytes || bytes->size() < 4) return bad_note("a signature that is no base64");
  NoteSignature signature{std::string(line.substr(0, space)), {}, {bytes->begin() + 4, bytes->end()}};
  std::copy_n(bytes->begin(), 4, signature.key_id.begin());
  return signature;
}

std::string NoteSignature::str() const {
  std::vector<std::byte> all(key_id.begin(), key_id.end());
  all.insert(all.end(), bytes.begin(), bytes.end());
  return std::string(kSignatureStart) + name + " " + to_base64(all);
}

bool NoteSignature::is_of(const NoteKey& key) const {
  return name == key.name && key_id == key.id();
}

Result<SignedNote> SignedNote::parse(std::string_view note) {
  if (note.size() > kMaxNoteBytes) {
    return Error{ErrorCode::too_long, "checkpoint: longer than 64 KiB"};
  }
  // The text ends at the last empty line; signature lines follow (c2sp.org/signed-note).
  const auto split = note.rfind("\n\n");
  if (split == std::string_view::npos) return bad_note("no empty line before the signatures");
  SignedNote parsed{std::string(note.substr(0, split + 1)), {}};
  auto lines = note.substr(split + 2);
  if (!is_note_text(parsed.text)) return bad_note("text is not UTF-8 or has control characters");
  if (lines.empty()) return bad_note("no signature");
  while (!lines.empty()) {
    const auto line = take_line(lines);
    if (!line) return bad_note("a broken signature line");
    if (parsed.signatures.size() == kMaxNoteSignatures) return bad_note("more than 100 signatures");
    auto signature = NoteSignature::parse(*line);
    if (!signature) return signature.error();
    parsed.signatures.push_back(std::move(*signature));
  }
  return parsed;
}

std::string SignedNote::str() const {
  std::string note = text + "\n";
  for (const auto& signature : signatures) note += signature.str() + "\n";
  return note;
}

Result<TreeHead> open_checkpoint(std::string_view note, const NoteKey& key) {
  const auto parsed = SignedNote::parse(note);
  if (!parsed) return parsed.error();
  const bool verified = std::ranges::any_of(parsed->signatures, [&](const NoteSignature& each) {
    return each.is_of(key) && each.bytes.size() == sizeof(Signature) &&
           key.key.verify(as_bytes(parsed->text), std::span(each.bytes).first<64>());
  });
  if (!verified) {
    return Error{ErrorCode::bad_signature, "checkpoint: no valid signature by " + key.str()};
  }
  auto head = TreeHead::parse(parsed->text);
  if (head && head->origin != key.name) {
    return bad_note("the origin is \"" + head->origin + "\", not \"" + key.name + "\"");
  }
  return head;
}

}  // namespace tem
