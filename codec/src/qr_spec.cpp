#include "qr_spec.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

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

// By level, from version 1 on.
constexpr std::array<std::array<int, kMaxQrVersion>, 4> kBlocks = {{
    {1, 1, 1, 1,  1,  2,  2,  2,  2,  4,  4,  4,  4,  4,  6,  6,  6,  6,  7,  8,
     8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25},
    {1,  1,  1,  2,  2,  4,  4,  4,  5,  5,  5,  8,  9,  9,  10, 10, 11, 13, 14, 16,
     17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49},
    {1,  1,  2,  2,  4,  4,  6,  6,  8,  8,  8,  10, 12, 16, 12, 17, 16, 18, 21, 20,
     23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68},
    {1,  1,  2,  4,  4,  4,  5,  6,  8,  8,  11, 11, 16, 16, 18, 16, 19, 21, 25, 25,
     25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81},
}};

// Bits of the levels L, M, Q, H.
constexpr std::array<std::uint32_t, 4> kLevelBits = {1, 0, 3, 2};

/// `data` with the remainder of its division by a BCH generator of `degree` behind it.
std::uint32_t bch(std::uint32_t data, std::uint32_t generator, int degree) {
  std::uint32_t rest = data << degree;
  for (int bit = 31; bit >= degree; --bit) {
    if ((rest >> bit & 1) != 0) rest ^= generator << (bit - degree);
  }
  return data << degree | rest;
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
  return kBlocks[static_cast<std::size_t>(level)][static_cast<std::size_t>(version - 1)];
}

std::uint32_t qr_format_bits(QrLevel level, int mask) noexcept {
  const auto data =
      kLevelBits[static_cast<std::size_t>(level)] << 3 | static_cast<std::uint32_t>(mask);
  return bch(data, 0x537, 10) ^ 0x5412;
}

QrLevel qr_format_level(int format) noexcept {
  const auto bits = static_cast<std::uint32_t>(format) >> 3;
  return static_cast<QrLevel>(std::ranges::find(kLevelBits, bits) - kLevelBits.begin());
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
