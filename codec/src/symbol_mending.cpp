#include "symbol_mending.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "qr_codewords.hpp"
#include "reed_solomon.hpp"

namespace tem {
namespace {

// Formats whose agreement with the picture comes within this share of the best one's are tried.
constexpr double kNearBest = 0.8;
constexpr std::size_t kMaxFormats = 3;

struct Block {
  std::vector<std::uint8_t> bytes;
  std::vector<float> sureness;
  std::vector<int> from;  ///< places in the symbol's sequence of codewords
};

std::uint32_t format_word(int format) {
  return qr_format_bits(qr_format_level(format), format & 7);
}

/// The likeliest formats (level and mask), best first.
std::vector<int> formats_of(const SoftSymbol& symbol) {
  const int size = qr_size(symbol.version);
  const auto places = format_places(size);
  std::vector<std::pair<double, int>> scores;
  for (int format = 0; format < 32; ++format) {
    const std::uint32_t word = format_word(format);
    double score = 0;
    for (const FormatPlace& place : places) {
      const double value = symbol.darkness[static_cast<std::size_t>(place.y * size + place.x)];
      score += (word >> place.bit & 1) != 0 ? value : -value;
    }
    scores.emplace_back(score, format);
  }
  std::ranges::sort(scores, std::greater<>());
  std::vector<int> formats;
  for (const auto& [score, format] : scores) {
    if (score <= 0 || score < kNearBest * scores[0].first || formats.size() == kMaxFormats) break;
    formats.push_back(format);
  }
  return formats;
}

/// Codewords dealt out to their blocks, ISO/IEC 18004 §7.6.
std::vector<Block> deal(const SoftSymbol& symbol, int mask, const QrBlocks& plan) {
  const SymbolLayout& layout = SymbolLayout::of(symbol.version);
  const int size = layout.size();
  std::vector<Block> blocks(static_cast<std::size_t>(plan.count));
  int next = 0;
  const auto take = [&](Block& block) {
    int byte = 0;
    float sureness = std::numeric_limits<float>::max();
    for (int bit = 0; bit < 8; ++bit) {
      const int module = layout.bit_order()[static_cast<std::size_t>(next * 8 + bit)];
      const float value = symbol.darkness[static_cast<std::size_t>(module)];
      const bool dark = (value > 0) != qr_mask_turns(mask, module % size, module / size);
      byte = byte << 1 | static_cast<int>(dark);
      sureness = std::min(sureness, std::abs(value));
    }
    block.bytes.push_back(static_cast<std::uint8_t>(byte));
    block.sureness.push_back(sureness);
    block.from.push_back(next++);
  };
  for (int i = 0; i <= plan.data; ++i) {
    for (int b = 0; b < plan.count; ++b) {
      if (i < plan.data || b >= plan.short_ones) take(blocks[static_cast<std::size_t>(b)]);
    }
  }
  for (int i = 0; i < plan.check; ++i) {
    for (Block& block : blocks) take(block);
  }
  return blocks;
}

/// First errors alone, then with ever more of the least sure bytes taken as missing. Bytes taken as
/// missing check nothing, so two check bytes at least are left over: a wrong answer then passes
/// once in 65,000.
bool mend(Block& block, int check_bytes) {
  if (mend_block(block.bytes, check_bytes, {})) return true;
  std::vector<int> least_sure(block.bytes.size());
  std::iota(least_sure.begin(), least_sure.end(), 0);
  std::ranges::stable_sort(
      least_sure, {}, [&](int place) { return block.sureness[static_cast<std::size_t>(place)]; });
  constexpr int kSteps = 6;
  constexpr int kSpare = 2;
  for (int step = 1; step <= kSteps; ++step) {
    const int missing = (check_bytes - kSpare) * step / kSteps;
    if (missing < 1 || missing > static_cast<int>(least_sure.size())) continue;
    std::vector<std::uint8_t> bytes = block.bytes;
    const auto wrong = mend_block(bytes, check_bytes,
                                  std::span(least_sure).first(static_cast<std::size_t>(missing)));
    if (!wrong || missing + 2 * *wrong > check_bytes - kSpare) continue;
    block.bytes = std::move(bytes);
    return true;
  }
  return false;
}

MendedSymbol redraw(int version, int format, const std::vector<Block>& blocks) {
  const SymbolLayout& layout = SymbolLayout::of(version);
  const int size = layout.size();
  MendedSymbol symbol{version, std::vector<std::uint8_t>(static_cast<std::size_t>(size * size))};
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      const bool dark = layout.role(x, y) == ModuleRole::dark ||
                        (layout.role(x, y) == ModuleRole::data && qr_mask_turns(format & 7, x, y));
      symbol.modules[static_cast<std::size_t>(y * size + x)] = dark ? 1 : 0;
    }
  }
  for (const FormatPlace& place : format_places(size)) {
    symbol.modules[static_cast<std::size_t>(place.y * size + place.x)] =
        static_cast<std::uint8_t>(format_word(format) >> place.bit & 1);
  }
  for (const Block& block : blocks) {
    for (std::size_t i = 0; i < block.bytes.size(); ++i) {
      for (int bit = 0; bit < 8; ++bit) {
        const int module = layout.bit_order()[static_cast<std::size_t>(block.from[i] * 8 + bit)];
        auto& tone = symbol.modules[static_cast<std::size_t>(module)];
        tone = static_cast<std::uint8_t>(tone ^ (block.bytes[i] >> (7 - bit) & 1));
      }
    }
  }
  return symbol;
}

}  // namespace

double known_agreement(const SoftSymbol& symbol) {
  const SymbolLayout& layout = SymbolLayout::of(symbol.version);
  const int size = layout.size();
  int known = 0, right = 0;
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      const ModuleRole role = layout.role(x, y);
      if (role != ModuleRole::dark && role != ModuleRole::light) continue;
      ++known;
      const bool dark = symbol.darkness[static_cast<std::size_t>(y * size + x)] > 0;
      if (dark == (role == ModuleRole::dark)) ++right;
    }
  }
  return static_cast<double>(right) / known;
}

std::optional<MendedSymbol> mend(const SoftSymbol& symbol) {
  for (const int format : formats_of(symbol)) {
    const QrBlocks plan = QrBlocks::of(symbol.version, qr_format_level(format));
    std::vector<Block> blocks = deal(symbol, format & 7, plan);
    const bool whole =
        std::ranges::all_of(blocks, [&](Block& block) { return mend(block, plan.check); });
    if (whole) return redraw(symbol.version, format, blocks);
  }
  return std::nullopt;
}

}  // namespace tem
