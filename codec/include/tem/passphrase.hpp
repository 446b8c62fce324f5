#pragma once
// What opens an encrypted key file.
//
//   auto passphrase = Passphrase::parse("tre xanh mien dong");
//   auto key = SigningKey::from_pem(pem, &*passphrase);

#include <memory>
#include <string>
#include <string_view>

#include "tem/result.hpp"

namespace tem {

inline constexpr std::size_t kMaxPassphraseBytes = 1024;

/// Wipes the text's memory; the text is empty then.
void wipe(std::string& text) noexcept;

/// 1 to kMaxPassphraseBytes bytes without line feed, carriage return or zero byte, so that it is
/// the same in a file, in the environment and on a keyboard. Copies share one text, wiped with the
/// last.
class Passphrase {
 public:
  /// Error: bad_value; its line does not hold the passphrase.
  static Result<Passphrase> parse(std::string_view text);
  [[nodiscard]] std::string_view view() const noexcept;

  /// Are the texts the same? Not in constant time: for two lines that one person typed.
  friend bool operator==(const Passphrase& a, const Passphrase& b) { return a.view() == b.view(); }

 private:
  struct Text;
  explicit Passphrase(std::shared_ptr<const Text> text) : text_(std::move(text)) {}
  std::shared_ptr<const Text> text_;
};

}  // namespace tem
