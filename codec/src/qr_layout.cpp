#include "qr_layout.hpp"

#include <cassert>
#include <utility>

#include "qr_codewords.hpp"
#include "symbol_layout.hpp"

namespace tem {
namespace {

constexpr std::uint64_t module_at(int i) { return std::uint64_t{1} << (63 - i); }

/// A codeword's bits that go into the right column (high nibble) and into the left one (low), top
/// row first: downward, then upward. §7.7.3: from the highest bit, right before left.
constexpr std::array<std::array<std::uint8_t, 256>, 2> kSplit = [] {
  std::array<std::array<std::uint8_t, 256>, 2> split{};
  for (unsigned codeword = 0; codeword < 256; ++codeword) {
    for (unsigned step = 0; step < 4; ++step) {
      const unsigned right = codeword >> (7 - 2 * step) & 1, left = codeword >> (6 - 2 * step) & 1;
      const unsigned both = right << 4 | left;
      split[0][codeword] = static_cast<std::uint8_t>(split[0][codeword] | both << (3 - step));
      split[1][codeword] = static_cast<std::uint8_t>(split[1][codeword] | both << step);
    }
  }
  return split;
}();

struct Place {
  int x, y;
};

/// Do the eight modules make a tile, in whole rows one after another?
bool is_tile(std::span<const Place> eight, bool upward) {
  for (std::size_t i = 0; i < eight.size(); ++i) {
    const int row = static_cast<int>(i / 2);
    if (eight[i].x != eight[0].x - static_cast<int>(i % 2)) return false;
    if (eight[i].y != eight[0].y + (upward ? -row : row)) return false;
  }
  return true;
}

}  // namespace

// Warren, Hacker's Delight, 7-3: swaps ever smaller squares beside the diagonal.
void transpose(QrLines& lines) noexcept {
  std::uint64_t low = 0x0000'0000'FFFF'FFFF;
  for (std::size_t half = 32; half != 0; half >>= 1, low ^= low << half) {
    for (std::size_t first = 0; first < lines.size(); first += 2 * half) {
      for (std::size_t i = first; i < first + half; ++i) {
        const std::uint64_t swapped = (lines[i] ^ lines[i + half] >> half) & low;
        lines[i] ^= swapped;
        lines[i + half] ^= swapped << half;
      }
    }
  }
}

QrLayout::QrLayout(int version, QrLevel level)
    : size_(qr_size(version)), rows_((static_cast<std::size_t>(size_) + 7) / 8 * 8) {
  assert(version >= 1 && version <= kMaxWordVersion);
  const SymbolLayout& symbol = SymbolLayout::of(version);
  QrLines functions{}, darks{};  // rows of the function patterns: where they are, where dark
  for (int y = 0; y < size_; ++y) {
    for (int x = 0; x < size_; ++x) {
      const ModuleRole role = symbol.role(x, y);
      if (role == ModuleRole::data) continue;
      functions[static_cast<std::size_t>(y)] |= module_at(x);
      if (role == ModuleRole::dark) darks[static_cast<std::size_t>(y)] |= module_at(x);
    }
  }
  find_places(version, level);
  for (int mask = 0; mask < kQrMasks; ++mask) draw_mask(level, mask, functions, darks);
}

void QrLayout::find_places(int version, QrLevel level) {
  std::vector<Place> places;
  for (const int module : SymbolLayout::of(version).bit_order()) {
    places.push_back({module % size_, module / size_});
  }
  const std::vector<std::uint16_t> order = QrBlocks::of(version, level).interleaved();
  assert(places.size() / 8 == order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto eight = std::span(places).subspan(8 * i, 8);
    const auto column = static_cast<std::uint8_t>(eight[0].x);
    if (is_tile(eight, false)) {
      tiles_.push_back({order[i], column, static_cast<std::uint8_t>(63 - eight[7].y), false});
    } else if (is_tile(eight, true)) {
      tiles_.push_back({order[i], column, static_cast<std::uint8_t>(63 - eight[0].y), true});
    } else {
      for (std::uint8_t k = 0; k < 8; ++k) {
        modules_.push_back({order[i], static_cast<std::uint8_t>(7 - k),
                            static_cast<std::uint8_t>(eight[k].x),
                            static_cast<std::uint8_t>(63 - eight[k].y)});
      }
    }
  }
}

void QrLayout::draw_mask(QrLevel level, int mask, const QrLines& functions, const QrLines& darks) {
  constexpr std::size_t kPeriod = 12;  // rows after which every mask begins again
  const auto size = static_cast<std::size_t>(size_);
  QrLines lines{};
  for (std::size_t y = 0; y < size; ++y) {
    if (y >= kPeriod) {
      lines[y] = lines[y - kPeriod];
      continue;
    }
    for (int x = 0; x < size_; ++x) {
      if (qr_mask_turns(mask, x, static_cast<int>(y))) lines[y] |= module_at(x);
    }
  }
  for (std::size_t y = 0; y < size; ++y) lines[y] = (lines[y] & ~functions[y]) | darks[y];

  const std::uint32_t format = qr_format_bits(level, mask);
  for (const FormatPlace& place : format_places(size_)) {
    if ((format >> place.bit & 1) == 0) continue;
    lines[static_cast<std::size_t>(place.y)] |= module_at(place.x);
  }

  MaskLines& masks = masks_[static_cast<std::size_t>(mask) / kQrLanes];
  const auto lane = static_cast<std::size_t>(mask) % kQrLanes;
  for (const std::size_t first : {std::size_t{0}, rows_}) {
    for (std::size_t i = 0; i < rows_; ++i)
      masks[first + i][lane] = i < size ? lines[i] : kQrFiller;
    transpose(lines);
  }
}

void QrLayout::place(std::span<const std::uint8_t> codewords, QrLines& columns) const noexcept {
  for (const Tile& tile : tiles_) {
    const std::uint64_t split = kSplit[tile.upward ? 1 : 0][codewords[tile.codeword]];
    columns[tile.column] |= (split >> 4) << tile.shift;
    columns[tile.column - 1U] |= (split & 15) << tile.shift;
  }
  for (const Module& module : modules_) {
    const std::uint64_t dark = codewords[module.codeword] >> module.bit & 1;
    columns[module.column] |= dark << module.shift;
  }
}

}  // namespace tem
