#include "qr_penalty.hpp"

#include <cstdlib>

namespace tem {
namespace {

constexpr std::size_t kGroup = 8;  // lines counted together

using Group = std::array<QrLanes, kGroup>;

QrLanes in_bytes(QrLanes bits) noexcept {
  bits -= bits >> 1 & 0x5555'5555'5555'5555;
  bits = (bits & 0x3333'3333'3333'3333) + (bits >> 2 & 0x3333'3333'3333'3333);
  return (bits + (bits >> 4)) & 0x0F0F'0F0F'0F0F'0F0F;
}

int sum_of_bytes(std::uint64_t bytes) noexcept {
  constexpr std::uint64_t kEven = 0x00FF'00FF'00FF'00FF;
  const std::uint64_t pairs = (bytes & kEven) + (bytes >> 8 & kEven);
  return static_cast<int>(pairs * 0x0001'0001'0001'0001 >> 48);
}

/// Counts the set bits of many words, eight of them with one count of bits: the carries of adding
/// them up bit by bit (Harley and Seal).
class Tally {
 public:
  /// At most 31 times, or the bytes overflow.
  void add(const Group& w) noexcept {
    QrLanes two_a, two_b, four_a, four_b, eight;
    carry(two_a, ones_, w[0], w[1]);
    carry(two_b, ones_, w[2], w[3]);
    carry(four_a, twos_, two_a, two_b);
    carry(two_a, ones_, w[4], w[5]);
    carry(two_b, ones_, w[6], w[7]);
    carry(four_b, twos_, two_a, two_b);
    carry(eight, fours_, four_a, four_b);
    eights_ += in_bytes(eight);
  }
  [[nodiscard]] std::array<int, kQrLanes> counts() const noexcept {
    const QrLanes below = in_bytes(ones_) + in_bytes(twos_) * 2 + in_bytes(fours_) * 4;
    std::array<int, kQrLanes> counts{};
    for (std::size_t lane = 0; lane < kQrLanes; ++lane) {
      counts[lane] = sum_of_bytes(below[lane]) + 8 * sum_of_bytes(eights_[lane]);
    }
    return counts;
  }

 private:
  static void carry(QrLanes& over, QrLanes& sum, const QrLanes& a, const QrLanes& b) noexcept {
    const QrLanes either = sum ^ a;
    over = (sum & a) | (either & b);
    sum = either ^ b;
  }
  QrLanes ones_{}, twos_{}, fours_{}, eights_{};
};

/// `first` modules from the start of a line.
constexpr std::uint64_t front(int first) noexcept { return ~(~std::uint64_t{0} >> first); }

/// As many bits as a line's runs cost: k - 2 for each run of k ≥ 5. `turns`: where a module and its
/// next differ.
QrLanes long_runs(QrLanes turns, std::uint64_t starts) noexcept {
  const QrLanes two = turns | turns << 1, four = two | two << 2;
  const QrLanes five_alike = ~four & starts;
  return five_alike | five_alike >> 1 | five_alike >> 2;
}

/// A bit for each pattern like a finder's. `turns` as above, `next`: each module's next. Shifts
/// bring in 0, which is light.
QrLanes finder_like(QrLanes line, QrLanes next) noexcept {
  const QrLanes dark_light = line & ~next, dark_dark = line & next;
  const QrLanes core = dark_light & dark_light << 4 & dark_dark << 2 & line << 6;
  const QrLanes before = line >> 1, behind = line << 7;
  const QrLanes two_before = before | line >> 2, two_behind = behind | line << 8;
  const QrLanes four_before = two_before | two_before >> 2,
                four_behind = two_behind | two_behind << 2;
  return core & ~((four_before | behind) & (before | four_behind));
}

}  // namespace

QrPenalties qr_penalties(const QrLayout& layout,
                         const std::array<std::uint64_t, kQrMaxLines>& drawn) noexcept {
  const int size = layout.size();
  const std::size_t rows = layout.rows();
  const std::uint64_t run_starts = front(size - 4), block_starts = front(size - 1);
  QrPenalties penalties{};
  for (std::size_t pair = 0; pair < kQrMasks / kQrLanes; ++pair) {
    const QrLayout::MaskLines& masks = layout.masks(pair);
    Tally runs, blocks, finders, darks;
    Group run, block, finder, dark;
    QrLanes above{}, turns_above = ~above;  // no block above the first row
    for (std::size_t y = 0; y < rows; y += kGroup) {
      for (std::size_t i = 0; i < kGroup; ++i) {
        const QrLanes line = masks[y + i] ^ drawn[y + i], next = line << 1, turns = line ^ next;
        run[i] = long_runs(turns, run_starts);
        block[i] = ~(turns | turns_above | (line ^ above)) & block_starts;
        finder[i] = finder_like(line, next);
        dark[i] = line;
        above = line;
        turns_above = turns;
      }
      runs.add(run);
      blocks.add(block);
      finders.add(finder);
      darks.add(dark);
    }
    for (std::size_t x = rows; x < 2 * rows; x += kGroup) {
      for (std::size_t i = 0; i < kGroup; ++i) {
        const QrLanes line = masks[x + i] ^ drawn[x + i], next = line << 1;
        run[i] = long_runs(line ^ next, run_starts);
        finder[i] = finder_like(line, next);
      }
      runs.add(run);
      finders.add(finder);
    }

    const auto run_bits = runs.counts(), block_bits = blocks.counts();
    const auto finder_bits = finders.counts(), dark_bits = darks.counts();
    const int modules = size * size;
    const int filler = 32 * (static_cast<int>(rows) - size);
    for (std::size_t lane = 0; lane < kQrLanes; ++lane) {
      const int off = std::abs(20 * (dark_bits[lane] - filler) - 10 * modules) / modules;
      penalties[pair * kQrLanes + lane] =
          run_bits[lane] + 3 * block_bits[lane] + 40 * finder_bits[lane] + 10 * off;
    }
  }
  return penalties;
}

}  // namespace tem
