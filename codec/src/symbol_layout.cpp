#include "symbol_layout.hpp"

#include <cstdlib>
#include <memory>
#include <mutex>

namespace tem {
namespace {

/// Of the alignment patterns along a side: annex E.
std::vector<int> alignment_middles(int version) {
  if (version == 1) return {};
  const int count = version / 7 + 2;
  const int step = version == 32 ? 26 : (version * 4 + count * 2 + 1) / (count * 2 - 2) * 2;
  std::vector<int> middles(static_cast<std::size_t>(count), 6);
  int at = qr_size(version) - 7;
  for (std::size_t i = middles.size() - 1; i > 0; --i, at -= step) middles[i] = at;
  return middles;
}

}  // namespace

SymbolLayout::SymbolLayout(int version)
    : version_(version),
      roles_(static_cast<std::size_t>(qr_size(version) * qr_size(version)), ModuleRole::data) {
  const int last = size() - 1;
  for (int i = 0; i <= last; ++i) {
    const ModuleRole tone = i % 2 == 0 ? ModuleRole::dark : ModuleRole::light;
    put(i, 6, tone);
    put(6, i, tone);
  }
  put_format();
  put_version();
  const std::vector<int> middles = alignment_middles(version);
  for (const int x : middles) {
    for (const int y : middles) {
      const bool on_finder =
          (x == 6 && y == 6) || (x == 6 && y == last - 6) || (x == last - 6 && y == 6);
      if (!on_finder) put_alignment(x, y);
    }
  }
  put_finder(3, 3);
  put_finder(last - 3, 3);
  put_finder(3, last - 3);
  order_bits();
}

const SymbolLayout& SymbolLayout::of(int version) {
  static std::array<std::once_flag, kMaxQrVersion + 1> made;
  static std::array<std::unique_ptr<const SymbolLayout>, kMaxQrVersion + 1> layouts;
  const auto index = static_cast<std::size_t>(version);
  std::call_once(made.at(index), [&] { layouts.at(index).reset(new SymbolLayout(version)); });
  return *layouts[index];
}

void SymbolLayout::put(int x, int y, ModuleRole role) {
  if (x < 0 || y < 0 || x >= size() || y >= size()) return;
  roles_[static_cast<std::size_t>(y * size() + x)] = role;
}

void SymbolLayout::put_finder(int middle_x, int middle_y) {
  for (int y = -4; y <= 4; ++y) {
    for (int x = -4; x <= 4; ++x) {
      const int ring = std::max(std::abs(x), std::abs(y));
      put(middle_x + x, middle_y + y,
          ring == 2 || ring == 4 ? ModuleRole::light : ModuleRole::dark);
    }
  }
}

void SymbolLayout::put_alignment(int middle_x, int middle_y) {
  for (int y = -2; y <= 2; ++y) {
    for (int x = -2; x <= 2; ++x) {
      const int ring = std::max(std::abs(x), std::abs(y));
      put(middle_x + x, middle_y + y, ring == 1 ? ModuleRole::light : ModuleRole::dark);
    }
  }
}

void SymbolLayout::put_format() {
  for (const FormatPlace& place : format_places(size())) {
    put(place.x, place.y, ModuleRole::format);
  }
  put(8, size() - 8, ModuleRole::dark);  // the one that is always dark, §7.9.1
}

void SymbolLayout::put_version() {
  if (version_ < 7) return;
  const std::uint32_t bits = qr_version_bits(version_);
  for (int i = 0; i < 18; ++i) {
    const ModuleRole tone = (bits >> i & 1) != 0 ? ModuleRole::dark : ModuleRole::light;
    const int far = size() - 11 + i % 3, near = i / 3;
    put(far, near, tone);
    put(near, far, tone);
  }
}

void SymbolLayout::order_bits() {
  for (int right = size() - 1; right >= 1; right -= 2) {
    if (right == 6) right = 5;  // the timing pattern's column
    const bool upwards = ((right + 1) & 2) == 0;
    for (int i = 0; i < size(); ++i) {
      const int y = upwards ? size() - 1 - i : i;
      for (const int x : {right, right - 1}) {
        if (role(x, y) == ModuleRole::data) bit_order_.push_back(y * size() + x);
      }
    }
  }
}

std::array<FormatPlace, 30> format_places(int size) noexcept {
  std::array<FormatPlace, 30> places{};
  std::size_t at = 0;
  for (int bit = 0; bit < 15; ++bit) {
    // Around the top left finder, past the timing patterns.
    const int up = bit < 6 ? bit : bit < 8 ? bit + 1 : 8;
    const int left = bit < 8 ? 8 : bit == 8 ? 7 : 14 - bit;
    places[at++] = {left, up, bit};
    // Half below the top right one, half beside the bottom left one.
    places[at++] =
        bit < 8 ? FormatPlace{size - 1 - bit, 8, bit} : FormatPlace{8, size - 15 + bit, bit};
  }
  return places;
}

}  // namespace tem
