#pragma once
// A batch or lot number, GS1 AI (10): 1 to 20 characters of GS1 set 82.
//
//   Lot::parse("HL/26-11_A%+")->str() == "HL/26-11_A%+"

#include <compare>
#include <string>
#include <string_view>

#include "tem/result.hpp"

namespace tem {

class Lot {
 public:
  /// Decoded text, not percent-encoded. Errors: bad_length, bad_character.
  static Result<Lot> parse(std::string_view text);

  [[nodiscard]] const std::string& str() const noexcept { return text_; }

  friend auto operator<=>(const Lot&, const Lot&) = default;

 private:
  explicit Lot(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace tem
