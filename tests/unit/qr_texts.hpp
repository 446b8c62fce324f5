#pragma once
// Texts for QR symbols, made by rapidcheck, and symbols read back.

#include <rapidcheck.h>

#include <string>
#include <string_view>

#include "pictures.hpp"
#include "tem/qr_reader.hpp"
#include "tem/qr_symbol.hpp"

namespace tem::test {

inline constexpr QrLevel kLevels[] = {QrLevel::L, QrLevel::M, QrLevel::Q, QrLevel::H};

inline std::string read_back(const QrSymbol& symbol, int scale = 3) {
  const auto reads = read_qr(picture_of(symbol, scale)).value();
  return reads.size() == 1 ? reads.front().text
                           : "read " + std::to_string(reads.size()) + " symbols";
}

inline std::string any_text(std::string_view characters, int most) {
  return *rc::gen::resize(most, rc::gen::nonEmpty(rc::gen::container<std::string>(
                                    rc::gen::elementOf(std::string(characters)))));
}

/// Texts that mix runs of digits, capitals and others, as stamps do.
inline std::string any_mixed_text(int runs) {
  std::string text;
  const int count = *rc::gen::inRange(1, runs + 1);
  for (int i = 0; i < count; ++i) {
    text += any_text(*rc::gen::element<std::string_view>(
                         "0123456789", "ABCXYZ019 $%*+-./:", "abcxyz~?&=_#\"'<>\\"),
                     20);
  }
  return text;
}

}  // namespace tem::test
