// No note opens that the key did not sign. What it did sign opens only as the three lines of a
// checkpoint of its own name, with extension lines after them at most; a verification key that is
// read is written back as it stood.

#include <cstdlib>
#include <string>

#include "check_refusal.hpp"
#include "tem/note.hpp"

namespace {

const tem::SigningKey& log_key() {
  static const tem::SigningKey made = tem::SigningKey::from_seed(tem::Bytes<32>{});
  return made;
}

const tem::NoteKey& log_vkey() {
  static const tem::NoteKey made{"tem.example/fuzz", log_key().verifying_key()};
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto key = tem::NoteKey::parse(text)) {
    if (key->str() != text || !tem::is_note_name(key->name)) std::abort();
  } else {
    tem::test::check_refusal(key.error());
  }

  const auto as_it_stands = tem::open_checkpoint(text, log_vkey());
  if (as_it_stands) std::abort();
  tem::test::check_refusal(as_it_stands.error());

  // The same text, signed by the log: a head that opens is what stands in it.
  if (size == 0) return 0;
  const tem::Signature signature = log_key().sign(tem::as_bytes(text));
  const tem::Bytes<4> id = log_vkey().id();
  std::string seal(tem::as_text(id));
  seal += tem::as_text(signature);
  const std::string sealed = std::string(text) + "\n\u2014 " + log_vkey().name + " " +
                             tem::to_base64(tem::as_bytes(seal)) + "\n";
  const auto head = tem::open_checkpoint(sealed, log_vkey());
  if (!head) {
    tem::test::check_refusal(head.error());
    return 0;
  }
  if (!text.starts_with(head->text()) || head->origin != log_vkey().name) std::abort();
  const auto again = tem::open_checkpoint(tem::sign_checkpoint(*head, log_key()), log_vkey());
  if (!again || *again != *head) std::abort();
  return 0;
}
