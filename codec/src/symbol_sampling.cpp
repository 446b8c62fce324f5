#include "symbol_sampling.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "symbol_surface.hpp"

namespace tem {
namespace {

// Displacements from the surface at the nodes of a lattice, evened out between them. A node is
// where the modules around it are as dark and as light as they can be, and known ones as they must
// be, and where its neighbours would have it.
class BentGrid {
 public:
  BentGrid(const ToneMap& tones, const Surface& surface, const SymbolLayout& layout, double module)
      : tones_(tones),
        surface_(surface),
        layout_(layout),
        module_(module),
        nodes_(2),
        moved_(9, Place{}) {}

  void run() {
    // Coarse first: a bottle bends the whole, a fold a part.
    const int most = std::clamp(layout_.size() / 4, 4, 24);
    while (true) {
      for (const double step : {0.5, 0.25, 0.25, 0.12}) sweep(step);
      if (2 * nodes_ > most) break;
      refine();
    }
  }

  [[nodiscard]] Place at(double u, double v) const {
    const double size = layout_.size();
    const double x = std::clamp(u / size * nodes_, 0.0, nodes_ - 1e-6);
    const double y = std::clamp(v / size * nodes_, 0.0, nodes_ - 1e-6);
    const int i = static_cast<int>(x), k = static_cast<int>(y);
    const double fx = x - i, fy = y - k;
    const Place upper = (1 - fx) * node(i, k) + fx * node(i + 1, k);
    const Place lower = (1 - fx) * node(i, k + 1) + fx * node(i + 1, k + 1);
    return surface_.at(u, v) + module_ * ((1 - fy) * upper + fy * lower);
  }

 private:
  [[nodiscard]] Place node(int i, int k) const {
    return moved_[static_cast<std::size_t>(k * (nodes_ + 1) + i)];
  }

  void refine() {
    const int finer = 2 * nodes_;
    std::vector<Place> moved;
    for (int k = 0; k <= finer; ++k) {
      for (int i = 0; i <= finer; ++i) {
        const int left = i / 2, right = (i + 1) / 2, top = k / 2, bottom = (k + 1) / 2;
        moved.push_back(
            0.25 * (node(left, top) + node(right, top) + node(left, bottom) + node(right, bottom)));
      }
    }
    nodes_ = finer;
    moved_ = std::move(moved);
  }

  // Away from the top left, where the finder holds the grid.
  void sweep(double step) {
    for (int sum = 0; sum <= 2 * nodes_; ++sum) {
      for (int i = std::max(0, sum - nodes_); i <= std::min(sum, nodes_); ++i) {
        settle(i, sum - i, step);
      }
    }
  }

  void settle(int i, int k, double step) {
    Place& here = moved_[static_cast<std::size_t>(k * (nodes_ + 1) + i)];
    Place best = here;
    double most = fit(i, k);
    const Place from = here;
    for (int dy = -1; dy <= 1; ++dy) {
      for (int dx = -1; dx <= 1; ++dx) {
        if (dx == 0 && dy == 0) continue;
        here = from + Place{step * dx, step * dy};
        const double found = fit(i, k);
        if (found > most) {
          most = found;
          best = here;
        }
      }
    }
    here = best;
  }

  /// Of the four cells around a node.
  [[nodiscard]] double fit(int i, int k) const {
    constexpr double kStiffness = 0.35, kKnownWeight = 3;
    const double cell = static_cast<double>(layout_.size()) / nodes_;
    const int last = layout_.size() - 1;
    const int left = std::max(0, static_cast<int>((i - 1) * cell));
    const int right = std::min(last, static_cast<int>((i + 1) * cell));
    const int top = std::max(0, static_cast<int>((k - 1) * cell));
    const int bottom = std::min(last, static_cast<int>((k + 1) * cell));
    const int stride = (right - left) > 40 ? 2 : 1;  // a coarse cell of a large symbol
    double sum = 0, weight = 0;
    for (int y = top; y <= bottom; y += stride) {
      for (int x = left; x <= right; x += stride) {
        const float tone = tones_.at(at(x + 0.5, y + 0.5));
        switch (layout_.role(x, y)) {
          case ModuleRole::dark:
            sum += kKnownWeight * tone;
            weight += kKnownWeight;
            break;
          case ModuleRole::light:
            sum -= kKnownWeight * tone;
            weight += kKnownWeight;
            break;
          case ModuleRole::data:
          case ModuleRole::format:
            sum += std::abs(tone);
            weight += 1;
            break;
        }
      }
    }
    const Place bend = node(i, k) - neighbours(i, k);
    return sum / weight - kStiffness * (bend.x * bend.x + bend.y * bend.y);
  }

  [[nodiscard]] Place neighbours(int i, int k) const {
    Place sum;
    int count = 0;
    for (const auto& [x, y] : {std::pair{i - 1, k}, {i + 1, k}, {i, k - 1}, {i, k + 1}}) {
      if (x < 0 || y < 0 || x > nodes_ || y > nodes_) continue;
      sum = sum + node(x, y);
      ++count;
    }
    return (1.0 / count) * sum;
  }

  const ToneMap& tones_;
  Surface surface_;
  const SymbolLayout& layout_;
  double module_;
  int nodes_;                 ///< cells a side; one node more
  std::vector<Place> moved_;  ///< modules
};

float module_tone(const ToneMap& tones, const BentGrid& grid, int x, int y) {
  constexpr double kOff = 0.22;
  const double u = x + 0.5, v = y + 0.5;
  return (2 * tones.at(grid.at(u, v)) + tones.at(grid.at(u - kOff, v)) +
          tones.at(grid.at(u + kOff, v)) + tones.at(grid.at(u, v - kOff)) +
          tones.at(grid.at(u, v + kOff))) /
         6;
}

}  // namespace

struct SymbolSampler::Parts {
  const ToneMap& tones;
  const SymbolLayout& layout;
  SurfaceSearch search;
  std::optional<BentGrid> grid = {};

  void lay_grid() {
    const double size = layout.size();
    const Surface surface = search.surface();
    const Place across = surface.at(size, size / 2) - surface.at(0, size / 2);
    grid.emplace(tones, surface, layout, length(across) / size);
  }
};

SymbolSampler::SymbolSampler(const ToneMap& tones, const FinderPlaces& finders, int version)
    : parts_(new Parts{tones, SymbolLayout::of(version),
                       SurfaceSearch(tones, finders, SymbolLayout::of(version))}) {}

SymbolSampler::~SymbolSampler() = default;

bool SymbolSampler::find_plane() {
  constexpr double kLeastScore = 0.25;  // a plane through a bent symbol fits it not too well
  if (parts_->search.find_plane() < kLeastScore) return false;
  parts_->lay_grid();
  return true;
}

void SymbolSampler::find_curve() {
  parts_->search.find_curve();
  parts_->lay_grid();
}

void SymbolSampler::bend() { parts_->grid->run(); }

SampledSymbol SymbolSampler::sample() const {
  const BentGrid& grid = *parts_->grid;
  const int size = parts_->layout.size();
  SampledSymbol symbol{{parts_->layout.version(), {}},
                       {grid.at(0, 0), grid.at(size, 0), grid.at(size, size), grid.at(0, size)}};
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      symbol.soft.darkness.push_back(module_tone(parts_->tones, grid, x, y));
    }
  }
  return symbol;
}

}  // namespace tem
