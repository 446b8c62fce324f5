#include "qr_shape.hpp"

#include <algorithm>
#include <array>

#include "tem/seal.hpp"
#include "tem/serial.hpp"

namespace tem {
namespace {

constexpr std::size_t kSerialLength = 10;
constexpr std::size_t kMaxKeyDigits = 10;  // of a key number, below 2^32
constexpr std::string_view kSerialMark = "/21/", kSealMark = "s=";

constexpr std::array<bool, 256> kInSerial = [] {
  std::array<bool, 256> in{};
  for (const char c : kSerialAlphabet) in[static_cast<unsigned char>(c)] = true;
  return in;
}();

bool all_serial(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return kInSerial[static_cast<unsigned char>(c)]; });
}

// Without a branch in the loop, so that it runs over many digits at once.
bool all_digits(std::string_view text) noexcept {
  unsigned wrong = 0;
  for (const char c : text) wrong |= static_cast<unsigned char>(c - '0') > 9 ? 1U : 0U;
  return wrong == 0;
}

}  // namespace

QrShape QrShape::of(std::string_view text) {
  QrShape itself{std::string(text), text.size(), text.size()};
  const std::size_t query = text.find('?');
  if (query == std::string_view::npos || query < kSerialMark.size() + kSerialLength) return itself;
  const std::size_t serial = query - kSerialLength;
  if (text.substr(serial - kSerialMark.size(), kSerialMark.size()) != kSerialMark) return itself;
  if (!all_serial(text.substr(serial, kSerialLength))) return itself;

  const std::size_t mark = text.rfind(kSealMark);
  if (mark == std::string_view::npos || mark <= query) return itself;
  if (text[mark - 1] != '?' && text[mark - 1] != '&') return itself;
  const std::size_t seal = mark + kSealMark.size();
  const std::string_view digits = text.substr(seal);
  if (digits.size() <= kSignatureDigits || digits.size() > kSignatureDigits + kMaxKeyDigits ||
      !all_digits(digits)) {
    return itself;
  }

  QrShape shape{std::string(text), serial, seal};
  std::fill_n(shape.text.begin() + static_cast<std::ptrdiff_t>(serial), kSerialLength, 'A');
  std::fill(shape.text.begin() + static_cast<std::ptrdiff_t>(seal), shape.text.end(), '0');
  return shape;
}

bool QrShape::fits(std::string_view other) const noexcept {
  if (other.size() != text.size()) return false;
  const std::string_view mine = text;
  if (serial == text.size()) return other == mine;
  const std::size_t behind = serial + kSerialLength;
  return other.substr(0, serial) == mine.substr(0, serial) &&
         other.substr(behind, seal - behind) == mine.substr(behind, seal - behind) &&
         all_serial(other.substr(serial, kSerialLength)) && all_digits(other.substr(seal));
}

}  // namespace tem
