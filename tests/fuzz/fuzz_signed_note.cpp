// A note that is read is written back as it stood, and so is each of its signature lines, a
// witness's key, and a tree head up to its extension; a refusal is one line.

#include <cstdlib>
#include <string>

#include "check_refusal.hpp"
#include "tem/note.hpp"

using tem::test::check_refusal;

namespace {

void check_note(std::string_view text) {
  const auto note = tem::SignedNote::parse(text);
  if (!note) return check_refusal(note.error());
  if (note->str() != text || text.size() > tem::kMaxNoteBytes) std::abort();
  if (note->signatures.empty() || note->signatures.size() > tem::kMaxNoteSignatures) std::abort();
  if (!note->text.ends_with('\n')) std::abort();
  for (const auto& each : note->signatures) {
    const auto again = tem::NoteSignature::parse(each.str());
    if (!again || again->str() != each.str() || !tem::is_note_name(each.name)) std::abort();
  }
}

void check_head(std::string_view text) {
  const auto head = tem::TreeHead::parse(text);
  if (!head) return check_refusal(head.error());
  if (!text.starts_with(head->text())) std::abort();
  const auto again = tem::TreeHead::parse(head->text());
  if (!again || *again != *head) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_note(text);
  check_head(text);
  if (const auto line = tem::NoteSignature::parse(text)) {
    if (line->str() != text) std::abort();
  } else {
    check_refusal(line.error());
  }
  if (const auto key = tem::NoteKey::parse(text, tem::NoteAlgorithm::cosignature_v1)) {
    if (key->str() != text || tem::NoteKey::parse(text)) std::abort();
  } else {
    check_refusal(key.error());
  }
  return 0;
}
