#include "bent_reader.hpp"

#include <utility>

#include "qr_bitmap.hpp"
#include "zxing_compat.hpp"

namespace tem {
namespace {

constexpr double kLeastAgreement = 0.75;              // less is no symbol of that version
constexpr double kSureAgreement = 0.95;               // then no other version is tried
constexpr double kPlaneWork = 600, kBendWork = 3000;  // for each module, measured

/// Neighbours' tones that blur has let into a module are taken out again.
SoftSymbol without_neighbours(const SoftSymbol& soft, float share) {
  const int size = qr_size(soft.version);
  SoftSymbol out = soft;
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      float sum = 0;
      int count = 0;
      for (const auto& [u, v] : {std::pair{x - 1, y}, {x + 1, y}, {x, y - 1}, {x, y + 1}}) {
        // Beyond the edge lies the quiet zone.
        const bool inside = u >= 0 && v >= 0 && u < size && v < size;
        sum += inside ? soft.darkness[static_cast<std::size_t>(v * size + u)] : -1;
        ++count;
      }
      float& tone = out.darkness[static_cast<std::size_t>(y * size + x)];
      tone += share * (tone - sum / static_cast<float>(count));
    }
  }
  return out;
}

/// Rows for columns, as in a mirror.
SoftSymbol mirrored(const SoftSymbol& soft) {
  const int size = qr_size(soft.version);
  SoftSymbol out = soft;
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      out.darkness[static_cast<std::size_t>(y * size + x)] =
          soft.darkness[static_cast<std::size_t>(x * size + y)];
    }
  }
  return out;
}

/// The text of a whole symbol: drawn as if printed, for the reader that knows all character sets.
std::optional<std::string> text_of(const MendedSymbol& symbol) {
  constexpr int kScale = 3, kQuiet = 4;
  const int size = qr_size(symbol.version), side = (size + 2 * kQuiet) * kScale;
  QrBitmap bitmap{side, side,
                  std::vector<std::uint8_t>(static_cast<std::size_t>(side * side), kLight)};
  for (int y = 0; y < size * kScale; ++y) {
    for (int x = 0; x < size * kScale; ++x) {
      if (symbol.modules[static_cast<std::size_t>(y / kScale * size + x / kScale)] == 0) continue;
      bitmap.tones[static_cast<std::size_t>((y + kQuiet * kScale) * side + x + kQuiet * kScale)] =
          kDark;
    }
  }
  std::vector<QrRead> reads = zxing_read(bitmap);
  if (reads.size() != 1) return std::nullopt;
  return std::move(reads[0].text);
}

std::optional<std::string> read(const SoftSymbol& soft) {
  for (const float share : {0.0F, 0.35F, 0.8F}) {
    const auto mended = mend(share == 0 ? soft : without_neighbours(soft, share));
    if (mended) return text_of(*mended);
  }
  const auto mended = mend(mirrored(soft));
  return mended ? text_of(*mended) : std::nullopt;
}

}  // namespace

BentRead read_bent(const ToneMap& tones, const FinderPlaces& finders, double& work_left) {
  BentRead best;
  for (const int version : likely_versions(finders)) {
    if (work_left < 0) break;
    const double modules = qr_size(version) * qr_size(version);
    work_left -= kPlaneWork * modules;
    SymbolSampler sampler(tones, finders, version);
    if (!sampler.find_plane()) continue;
    for (const bool bent : {false, true}) {
      if (bent) {
        work_left -= kBendWork * modules;
        sampler.find_curve();
        sampler.bend();
      }
      const SampledSymbol symbol = sampler.sample();
      const double agreement = known_agreement(symbol.soft);
      if (agreement > best.agreement) best = {std::nullopt, symbol.corners, agreement};
      if (agreement < kLeastAgreement) continue;
      if (auto text = read(symbol.soft)) return {std::move(text), symbol.corners, agreement};
    }
    if (best.agreement > kSureAgreement) break;
  }
  return best;
}

}  // namespace tem
