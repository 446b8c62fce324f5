#include "qr_spec.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdlib>

namespace tem {
namespace {

// Of versions 1 to 40 at L, M, Q, H.
constexpr std::array<std::array<int, 4>, kMaxQrVersion> kDataCodewords = {{
    {19, 16, 13, 9},          {34, 28, 22, 16},         {55, 44, 34, 26},
    {80, 64, 48, 36},         {108, 86, 62, 46},        {136, 108, 76, 60},
    {156, 124, 88, 66},       {194, 154, 110, 86},      {232, 182, 132, 100},
    {274, 216, 154, 122},     {324, 254, 180, 140},     {370, 290, 206, 158},
    {428, 334, 244, 180},     {461, 365, 261, 197},     {523, 415, 295, 223},
    {589, 453, 325, 253},     {647, 507, 367, 283},     {721, 563, 397, 313},
    {795, 627, 445, 341},     {861, 669, 485, 385},     {932, 714, 512, 406},
    {1006, 782, 568, 442},    {1094, 860, 614, 464},    {1174, 914, 664, 514},
    {1276, 1000, 718, 538},   {1370, 1062, 754, 596},   {1468, 1128, 808, 628},
    {1531, 1193, 871, 661},   {1631, 1267, 911, 701},   {1735, 1373, 985, 745},
    {1843, 1455, 1033, 793},  {1955, 1541, 1115, 845},  {2071, 1631, 1171, 901},
    {2191, 1725, 1231, 961},  {2306, 1812, 1286, 986},  {2434, 1914, 1354, 1054},
    {2566, 1992, 1426, 1096}, {2702, 2102, 1502, 1142}, {2812, 2216, 1582, 1222},
    {2956, 2334, 1666, 1276},
}};

constexpr std::array<std::array<int, 4>, kMaxWordVersion> kBlocks = {{
    {1, 1, 1, 1},
    {1, 1, 1, 1},
    {1, 1, 2, 2},
    {1, 2, 2, 4},
    {1, 2, 4, 4},
    {2, 4, 4, 4},
    {2, 4, 6, 5},
    {2, 4, 6, 6},
    {2, 5, 8, 8},
    {4, 5, 8, 8},
    {4, 5, 8, 11},
}};

/// `data` with the remainder of its division by a BCH generator of `degree` behind it.
std::uint32_t bch(std::uint32_t data, std::uint32_t generator, int degree) {
  std::uint32_t rest = data << degree;
  for (int bit = 31; bit >= degree; --bit) {
    if ((rest >> bit & 1) != 0) rest ^= generator << (bit - degree);
  }
  return data << degree | rest;
}

/// The alignment pattern's ring (0 the middle, 2 the edge) at (x, y), -1 where there is none.
int alignment_ring(int version, int x, int y) {
  if (version < 2) return -1;
  const int last = qr_size(version) - 7;
  const std::array<int, 3> middles = {6, version < 7 ? last : (6 + last) / 2, last};
  for (const int cy : middles) {
    for (const int cx : middles) {
      // Three corners belong to the finder patterns.
      if ((cx == 6 && cy == 6) || (cx == 6 && cy == last) || (cx == last && cy == 6)) continue;
      const int ring = std::max(std::abs(x - cx), std::abs(y - cy));
      if (ring <= 2) return ring;
    }
  }
  return -1;
}

/// Distance from the middle of the nearest finder pattern; 4 is the separator.
int finder_ring(int version, int x, int y) {
  const int far = qr_size(version) - 4;
  const auto from = [&](int cx, int cy) { return std::max(std::abs(x - cx), std::abs(y - cy)); };
  return std::min({from(3, 3), from(far, 3), from(3, far)});
}

/// Which bit of the version information stands at (x, y), -1 where there is none.
int version_bit(int version, int x, int y) {
  if (version < 7) return -1;
  const int first = qr_size(version) - 11;
  if (y < 6 && x >= first && x < first + 3) return y * 3 + x - first;
  if (x < 6 && y >= first && y < first + 3) return x * 3 + y - first;
  return -1;
}

}  // namespace

int qr_codewords(int version) noexcept {
  // All modules, less finders with separators and format information, timing, alignment, version.
  int modules = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const int middles = version / 7 + 2;
    modules -= (25 * middles - 10) * middles - 55;
    if (version >= 7) modules -= 36;
  }
  return modules / 8;
}

int qr_data_codewords(int version, QrLevel level) noexcept {
  return kDataCodewords[static_cast<std::size_t>(version - 1)][static_cast<std::size_t>(level)];
}

int qr_blocks(int version, QrLevel level) noexcept {
  assert(version <= kMaxWordVersion);
  return kBlocks[static_cast<std::size_t>(version - 1)][static_cast<std::size_t>(level)];
}

bool qr_is_function(int version, int x, int y) noexcept {
  assert(version <= kMaxWordVersion);
  const int size = qr_size(version);
  const bool timing = x == 6 || y == 6;
  // Finder, separator, and the format information beside it.
  const bool corner = (x <= 8 && y <= 8) || (x >= size - 8 && y <= 8) || (x <= 8 && y >= size - 8);
  return timing || corner || alignment_ring(version, x, y) >= 0 || version_bit(version, x, y) >= 0;
}

bool qr_function_dark(int version, int x, int y) noexcept {
  const int size = qr_size(version);
  const int finder = finder_ring(version, x, y);
  if (finder <= 4) return finder != 2 && finder != 4;
  if (const int ring = alignment_ring(version, x, y); ring >= 0) return ring != 1;
  if (const int bit = version_bit(version, x, y); bit >= 0) {
    return (qr_version_bits(version) >> bit & 1) != 0;
  }
  if (x == 8 && y == size - 8) return true;  // the module that is always dark
  if (x == 6) return y % 2 == 0;
  if (y == 6) return x % 2 == 0;
  return false;
}

std::uint32_t qr_format_bits(QrLevel level, int mask) noexcept {
  constexpr std::array<std::uint32_t, 4> kLevelBits = {1, 0, 3, 2};  // L, M, Q, H
  const auto data =
      kLevelBits[static_cast<std::size_t>(level)] << 3 | static_cast<std::uint32_t>(mask);
  return bch(data, 0x537, 10) ^ 0x5412;
}

std::uint32_t qr_version_bits(int version) noexcept {
  return bch(static_cast<std::uint32_t>(version), 0x1F25, 12);
}

bool qr_mask_turns(int mask, int x, int y) noexcept {
  switch (mask) {
    case 0:
      return (x + y) % 2 == 0;
    case 1:
      return y % 2 == 0;
    case 2:
      return x % 3 == 0;
    case 3:
      return (x + y) % 3 == 0;
    case 4:
      return (y / 2 + x / 3) % 2 == 0;
    case 5:
      return x * y % 2 + x * y % 3 == 0;
    case 6:
      return (x * y % 2 + x * y % 3) % 2 == 0;
    default:
      return ((x + y) % 2 + x * y % 3) % 2 == 0;
  }
}

}  // namespace tem
