#include "tem/passphrase.hpp"

#include <openssl/crypto.h>

#include <utility>

namespace tem {

void wipe(std::string& text) noexcept {
  OPENSSL_cleanse(text.data(), text.size());
  text.clear();
}

struct Passphrase::Text {
  std::string bytes;

  explicit Text(std::string_view text) : bytes(text) {}
  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;
  ~Text() { wipe(bytes); }
};

Result<Passphrase> Passphrase::parse(std::string_view text) {
  if (text.empty()) return Error{ErrorCode::bad_value, "the passphrase is empty"};
  if (text.size() > kMaxPassphraseBytes) {
    return Error{ErrorCode::bad_value, "the passphrase is longer than " +
                                           std::to_string(kMaxPassphraseBytes) + " bytes"};
  }
  if (text.find_first_of(std::string_view("\n\r\0", 3)) != std::string_view::npos) {
    return Error{ErrorCode::bad_value,
                 "the passphrase holds a line end or a zero byte: it must be one line of text"};
  }
  return Passphrase(std::make_shared<const Text>(text));
}

std::string_view Passphrase::view() const noexcept { return text_->bytes; }

}  // namespace tem
