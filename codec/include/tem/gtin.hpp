#pragma once
// A Global Trade Item Number in its 14-digit form, with a check digit that is right.
//
//   Gtin::parse("08936000000011")->str() == "08936000000011"
//   Gtin::from_typed("8936000000011")->str() == "08936000000011"   // where a person types
//
// GS1 General Specifications §7.9: weights 3, 1, 3 … leftwards from the digit before the last.

#include <array>
#include <compare>
#include <string>
#include <string_view>

#include "tem/result.hpp"

namespace tem {

class Gtin {
 public:
  /// Exactly 14 digits. Errors: bad_length, bad_character, bad_check_digit.
  static Result<Gtin> parse(std::string_view text);
  /// GTIN-8, -12, -13 or -14, padded with zeros on the left. Errors as above.
  static Result<Gtin> from_typed(std::string_view text);

  [[nodiscard]] std::string str() const { return std::string(view()); }
  [[nodiscard]] std::string_view view() const noexcept { return {digits_.data(), digits_.size()}; }
  /// From GS1's restricted circulation prefix 29 (GTIN-13 beginning 29): it means nothing outside
  /// the registry's region.
  [[nodiscard]] bool is_restricted() const noexcept { return view().starts_with("029"); }

  friend auto operator<=>(const Gtin&, const Gtin&) = default;

 private:
  Gtin() = default;
  std::array<char, 14> digits_{};
};

/// The GS1 mod-10 check digit ('0' to '9') that belongs after `digits`, which holds digits only.
char gs1_check_digit(std::string_view digits) noexcept;

}  // namespace tem
