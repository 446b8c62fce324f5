#include "tem/passphrase.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <utility>

#include "tem/locked_memory.hpp"

namespace tem {

void wipe(std::string& text) noexcept {
  OPENSSL_cleanse(text.data(), text.size());
  text.clear();
}

struct Passphrase::Text {
  LockedMemory<std::array<char, kMaxPassphraseBytes>> bytes;
  std::size_t size;

  explicit Text(std::string_view text) : size(text.size()) {
    std::ranges::copy(text, bytes->begin());
  }
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

std::string_view Passphrase::view() const noexcept { return {text_->bytes->data(), text_->size}; }

}  // namespace tem
