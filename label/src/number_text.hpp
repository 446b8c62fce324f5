#pragma once
// Numbers in drawings: short decimals, the same on every machine and in every locale.

#include <array>
#include <charconv>
#include <string>
#include <string_view>

namespace tem {

/// At most three decimals, no trailing zeros: 0.001 pt is 0.35 µm.
inline void append_number(std::string& out, double value) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value,
                                 std::chars_format::fixed, 3);
  std::string_view text(digits.data(), static_cast<std::size_t>(end.ptr - digits.data()));
  while (text.ends_with('0')) text.remove_suffix(1);
  if (text.ends_with('.')) text.remove_suffix(1);
  out += text == "-0" ? "0" : text;
}

/// Text built from pieces and numbers.
class Drawing {
 public:
  Drawing& operator<<(std::string_view text) {
    out_ += text;
    return *this;
  }
  Drawing& operator<<(double value) {
    append_number(out_, value);
    return *this;
  }
  Drawing& operator<<(int value) {
    out_ += std::to_string(value);
    return *this;
  }
  Drawing& operator<<(std::size_t value) {
    out_ += std::to_string(value);
    return *this;
  }
  [[nodiscard]] const std::string& str() const { return out_; }
  std::string take() { return std::exchange(out_, {}); }

 private:
  std::string out_;
};

}  // namespace tem
