#include "symbol_sampling.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace tem {
namespace {

constexpr double kFinderMiddle = 3.5;  // modules from both edges
constexpr float kLeastRange = 10;  // tones between the darkest and the lightest; less is noise

Place operator+(Place a, Place b) { return {a.x + b.x, a.y + b.y}; }
Place operator-(Place a, Place b) { return {a.x - b.x, a.y - b.y}; }
Place operator*(double factor, Place a) { return {factor * a.x, factor * a.y}; }
double length(Place a) { return std::sqrt(a.x * a.x + a.y * a.y); }

/// From modules to pixels: the plane that puts four places of the symbol where they are seen.
class Plane {
 public:
  /// Middles of the three finders, and of where a fourth would be.
  using Anchors = std::array<Place, 4>;  ///< top left, top right, bottom left, bottom right

  Plane(const Anchors& anchors, int size) : span_(size - 2 * kFinderMiddle) {
    const auto& [a, b, c, d] = anchors;
    const Place sum = a - b - c + d, right = b - d, below = c - d;
    const double determinant = right.x * below.y - right.y * below.x;
    g_ = (sum.x * below.y - sum.y * below.x) / determinant;
    h_ = (right.x * sum.y - right.y * sum.x) / determinant;
    origin_ = a;
    along_ = b - a + g_ * b;
    down_ = c - a + h_ * c;
  }

  [[nodiscard]] Place at(double u, double v) const {
    const double s = (u - kFinderMiddle) / span_, t = (v - kFinderMiddle) / span_;
    const double scale = 1 / (g_ * s + h_ * t + 1);
    return {(origin_.x + s * along_.x + t * down_.x) * scale,
            (origin_.y + s * along_.y + t * down_.y) * scale};
  }
  /// Nowhere in the symbol does it run through the horizon.
  [[nodiscard]] bool is_seen() const {
    const double far = 1 + 2 * kFinderMiddle / span_;
    return std::isfinite(g_) && std::isfinite(h_) && 1 + g_ * far > 0.1 && 1 + h_ * far > 0.1 &&
           1 + (g_ + h_) * far > 0.1;
  }

 private:
  double span_, g_, h_;
  Place origin_, along_, down_;
};

struct Known {
  double u, v;
  float sign;  ///< 1 dark, -1 light
};

std::vector<Known> known_modules(const SymbolLayout& layout) {
  std::vector<Known> known;
  for (int y = 0; y < layout.size(); ++y) {
    for (int x = 0; x < layout.size(); ++x) {
      const ModuleRole role = layout.role(x, y);
      if (role == ModuleRole::dark) known.push_back({x + 0.5, y + 0.5, 1});
      if (role == ModuleRole::light) known.push_back({x + 0.5, y + 0.5, -1});
    }
  }
  return known;
}

double agreement(const ToneMap& tones, const Plane& plane, const std::vector<Known>& known) {
  double sum = 0;
  for (const Known& module : known) sum += module.sign * tones.at(plane.at(module.u, module.v));
  return sum / static_cast<double>(known.size());
}

// The plane. ------------------------------------------------------------------------------------

class PlaneSearch {
 public:
  PlaneSearch(const ToneMap& tones, const FinderPlaces& finders, const SymbolLayout& layout)
      : tones_(tones),
        known_(known_modules(layout)),
        size_(layout.size()),
        module_(finders.module),
        best_{finders.top_left, finders.top_right, finders.bottom_left,
              finders.top_right + finders.bottom_left - finders.top_left},
        right_(finders.top_right - finders.top_left),
        down_(finders.bottom_left - finders.top_left) {}

  /// How well the known modules lie where the found plane has them.
  double run() {
    score_ = score(best_);
    // The fourth corner: first roughly, as far as perspective may move it, then by half modules,
    // among which one meets the alignment pattern.
    const double half_module = 0.5 / (size_ - 2 * kFinderMiddle);
    move_fourth(0.06, 7);
    constexpr double kHopeless = 0.12;
    if (score_ < kHopeless) return score_;
    move_fourth(0.02, 3);
    move_fourth(half_module, 6);
    for (const double step : {0.5, 0.25, 0.12, 0.06}) settle(step * module_);
    return score_;
  }
  [[nodiscard]] Plane plane() const { return Plane(best_, size_); }

 private:
  [[nodiscard]] double score(const Plane::Anchors& anchors) const {
    const Plane plane(anchors, size_);
    return plane.is_seen() ? agreement(tones_, plane, known_) : -1;
  }

  void move_fourth(double step, int reach) {
    const Place from = best_[3];
    for (int i = -reach; i <= reach; ++i) {
      for (int k = -reach; k <= reach; ++k) {
        Plane::Anchors moved = best_;
        moved[3] = from + (step * i) * right_ + (step * k) * down_;
        keep_if_better(moved);
      }
    }
  }

  void settle(double step) {
    constexpr int kMaxRounds = 4;
    bool better = true;
    for (int round = 0; better && round < kMaxRounds; ++round) {
      better = false;
      for (std::size_t i = 0; i < best_.size(); ++i) {
        for (const Place by : {Place{step, 0}, Place{-step, 0}, Place{0, step}, Place{0, -step}}) {
          Plane::Anchors moved = best_;
          moved[i] = moved[i] + by;
          better |= keep_if_better(moved);
        }
      }
    }
  }

  bool keep_if_better(const Plane::Anchors& anchors) {
    const double found = score(anchors);
    if (found <= score_) return false;
    score_ = found;
    best_ = anchors;
    return true;
  }

  const ToneMap& tones_;
  std::vector<Known> known_;
  int size_;
  double module_;
  Plane::Anchors best_;
  Place right_, down_;
  double score_ = -1;
};

// The bent grid. --------------------------------------------------------------------------------

// Displacements from the plane at the nodes of a lattice, evened out between them. A node is where
// the modules around it are as dark and as light as they can be, and known ones as they must be,
// and where its neighbours would have it.
class BentGrid {
 public:
  BentGrid(const ToneMap& tones, const Plane& plane, const SymbolLayout& layout, double module)
      : tones_(tones), plane_(plane), layout_(layout), module_(module), nodes_(2),
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
    return plane_.at(u, v) + module_ * ((1 - fy) * upper + fy * lower);
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
        moved.push_back(0.25 * (node(left, top) + node(right, top) + node(left, bottom) +
                                node(right, bottom)));
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
  const Plane& plane_;
  const SymbolLayout& layout_;
  double module_;
  int nodes_;  ///< cells a side; one node more
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

ToneMap::ToneMap(const GreyImage& image, double module, bool light_on_dark)
    : width_(image.width), height_(image.height), darkness_(image.pixels.size()) {
  // Darkest and lightest of blocks about a module wide, over seven by seven of them: as wide as a
  // finder, so both tones are in it wherever there is a symbol.
  constexpr int kReach = 3;
  const int block = std::max(2, static_cast<int>(std::lround(module)));
  const int columns = (width_ + block - 1) / block, rows = (height_ + block - 1) / block;
  const auto count = static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows);
  std::vector<float> least(count, 255), most(count, 0);
  for (int y = 0; y < height_; ++y) {
    const std::uint8_t* row = image.pixels.data() + std::ptrdiff_t{y} * width_;
    for (int x = 0; x < width_; ++x) {
      const auto at = static_cast<std::size_t>((y / block) * columns + x / block);
      least[at] = std::min<float>(least[at], row[x]);
      most[at] = std::max<float>(most[at], row[x]);
    }
  }
  std::vector<float> middle(count), range(count);
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      float low = 255, high = 0;
      for (int y = std::max(0, row - kReach); y <= std::min(rows - 1, row + kReach); ++y) {
        for (int x = std::max(0, column - kReach); x <= std::min(columns - 1, column + kReach); ++x) {
          low = std::min(low, least[static_cast<std::size_t>(y * columns + x)]);
          high = std::max(high, most[static_cast<std::size_t>(y * columns + x)]);
        }
      }
      const auto at = static_cast<std::size_t>(row * columns + column);
      middle[at] = (low + high) / 2;
      range[at] = std::max(high - low, kLeastRange) / 2;
    }
  }
  const float sign = light_on_dark ? -1 : 1;
  for (int y = 0; y < height_; ++y) {
    const float block_y = std::clamp((static_cast<float>(y) + 0.5F) / static_cast<float>(block) - 0.5F,
                                     0.0F, static_cast<float>(rows - 1));
    const int top = static_cast<int>(block_y), bottom = std::min(top + 1, rows - 1);
    const float down = block_y - static_cast<float>(top);
    for (int x = 0; x < width_; ++x) {
      const float block_x =
          std::clamp((static_cast<float>(x) + 0.5F) / static_cast<float>(block) - 0.5F, 0.0F,
                     static_cast<float>(columns - 1));
      const int left = static_cast<int>(block_x), right = std::min(left + 1, columns - 1);
      const float along = block_x - static_cast<float>(left);
      const auto even = [&](const std::vector<float>& values) {
        const auto value = [&](int column, int row) {
          return values[static_cast<std::size_t>(row * columns + column)];
        };
        return (1 - down) * ((1 - along) * value(left, top) + along * value(right, top)) +
               down * ((1 - along) * value(left, bottom) + along * value(right, bottom));
      };
      const auto pixel = static_cast<std::size_t>(std::ptrdiff_t{y} * width_ + x);
      const float tone = (even(middle) - image.pixels[pixel]) / even(range);
      darkness_[pixel] = sign * std::clamp(tone, -1.0F, 1.0F);
    }
  }
}

float ToneMap::at(Place place) const noexcept {
  const double x = place.x - 0.5, y = place.y - 0.5;
  if (!(x >= 0 && y >= 0 && x < width_ - 1 && y < height_ - 1)) return 0;
  const int left = static_cast<int>(x), top = static_cast<int>(y);
  const auto fx = static_cast<float>(x - left), fy = static_cast<float>(y - top);
  const float* here = darkness_.data() + std::ptrdiff_t{top} * width_ + left;
  const float upper = here[0] + fx * (here[1] - here[0]);
  const float lower = here[width_] + fx * (here[width_ + 1] - here[width_]);
  return upper + fy * (lower - upper);
}

struct SymbolSampler::Parts {
  const ToneMap& tones;
  const SymbolLayout& layout;
  PlaneSearch search;
  std::optional<Plane> plane = {};
  std::optional<BentGrid> grid = {};
};

SymbolSampler::SymbolSampler(const ToneMap& tones, const FinderPlaces& finders, int version)
    : parts_(new Parts{tones, SymbolLayout::of(version),
                       PlaneSearch(tones, finders, SymbolLayout::of(version))}) {}

SymbolSampler::~SymbolSampler() = default;

bool SymbolSampler::find_plane() {
  constexpr double kLeastScore = 0.25;  // a plane through a bent symbol fits it not too well
  if (parts_->search.run() < kLeastScore) return false;
  const double size = parts_->layout.size();
  parts_->plane = parts_->search.plane();
  const Place across = parts_->plane->at(size, size / 2) - parts_->plane->at(0, size / 2);
  parts_->grid.emplace(parts_->tones, *parts_->plane, parts_->layout, length(across) / size);
  return true;
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

std::vector<int> likely_versions(const FinderPlaces& finders) {
  const double right = length(finders.top_right - finders.top_left);
  const double down = length(finders.bottom_left - finders.top_left);
  const double size = (right + down) / 2 / finders.module + 2 * kFinderMiddle;
  const double version = (size - 17) / 4;
  // The module is known to a tenth or so.
  const int slack = 1 + static_cast<int>(version * 0.15);
  std::vector<int> versions;
  const int middle = std::clamp(static_cast<int>(std::lround(version)), 1, kMaxQrVersion);
  versions.push_back(middle);
  for (int off = 1; off <= slack; ++off) {
    const bool up_first = version > middle;
    for (const int by : {up_first ? off : -off, up_first ? -off : off}) {
      if (middle + by >= 1 && middle + by <= kMaxQrVersion) versions.push_back(middle + by);
    }
  }
  return versions;
}

}  // namespace tem
