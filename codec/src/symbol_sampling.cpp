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

/// Middles of the three finders, and of where a fourth would be.
using Anchors = std::array<Place, 4>;  ///< top left, top right, bottom left, bottom right

/// What a bottle adds to a plane: the symbol's columns (or rows) lie around an axis.
struct Curve {
  bool of_rows = false;  ///< the axis runs along the rows, not along the columns
  double angle = 0;      ///< rad that half the symbol spans; 0 is flat
  Place rise;            ///< pixels by which what is a radius nearer to the camera moves
};

/// From modules to pixels: the plane, seen in perspective, that puts four places of the symbol where
/// they are seen, and the curve upon it, which leaves the four where they are.
class Surface {
 public:
  Surface(const Anchors& anchors, const Curve& curve, int size)
      : size_(size), span_(size - 2 * kFinderMiddle), curve_(curve) {
    const auto& [a, b, c, d] = anchors;
    const Place sum = a - b - c + d, right = b - d, below = c - d;
    const double determinant = right.x * below.y - right.y * below.x;
    g_ = (sum.x * below.y - sum.y * below.x) / determinant;
    h_ = (right.x * sum.y - right.y * sum.x) / determinant;
    origin_ = a;
    along_ = b - a + g_ * b;
    down_ = c - a + h_ * c;
    const double anchor = curve_.angle * span_ / size_;
    if (curve_.angle > 0) stretch_ = 0.5 * span_ / std::sin(anchor);
    height_ = std::cos(anchor);
  }

  [[nodiscard]] Place at(double u, double v) const {
    if (curve_.angle == 0) return flat(u, v);
    double& bent = curve_.of_rows ? v : u;
    const double angle = curve_.angle * (2 * bent / size_ - 1);
    bent = size_ / 2 + stretch_ * std::sin(angle);
    return flat(u, v) + (std::cos(angle) - height_) * curve_.rise;
  }
  /// Nowhere in the symbol does it run through the horizon.
  [[nodiscard]] bool is_seen() const {
    const double far = 1 + 2 * kFinderMiddle / span_;
    return std::isfinite(g_) && std::isfinite(h_) && 1 + g_ * far > 0.1 && 1 + h_ * far > 0.1 &&
           1 + (g_ + h_) * far > 0.1;
  }

 private:
  [[nodiscard]] Place flat(double u, double v) const {
    const double s = (u - kFinderMiddle) / span_, t = (v - kFinderMiddle) / span_;
    const double scale = 1 / (g_ * s + h_ * t + 1);
    return {(origin_.x + s * along_.x + t * down_.x) * scale,
            (origin_.y + s * along_.y + t * down_.y) * scale};
  }

  double size_, span_, g_, h_;
  Curve curve_;
  double stretch_ = 0, height_ = 1;
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

double agreement(const ToneMap& tones, const Surface& surface, const std::vector<Known>& known) {
  double sum = 0;
  for (const Known& module : known) sum += module.sign * tones.at(surface.at(module.u, module.v));
  return sum / static_cast<double>(known.size());
}

// The surface. ----------------------------------------------------------------------------------

class SurfaceSearch {
 public:
  SurfaceSearch(const ToneMap& tones, const FinderPlaces& finders, const SymbolLayout& layout)
      : tones_(tones),
        known_(known_modules(layout)),
        size_(layout.size()),
        module_(finders.module),
        best_{{finders.top_left, finders.top_right, finders.bottom_left,
               finders.top_right + finders.bottom_left - finders.top_left},
              {}},
        start_(best_.anchors),
        right_(finders.top_right - finders.top_left),
        down_(finders.bottom_left - finders.top_left) {}

  /// How well the known modules lie where the found plane has them, at most 1.
  double find_plane() {
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

  /// Goes on from the plane to a bottle, where that fits better.
  double find_curve() {
    // The plane has put the fourth corner where a bottle has it not: that is begun with as well.
    const Shape plane = best_;
    const double plane_score = score_;
    Shape most = plane;
    double most_score = score_;
    for (const bool of_rows : {false, true}) {
      best_ = plane;
      score_ = -1;
      const Place& axis = of_rows ? right_ : down_;
      for (const Anchors& anchors : {plane.anchors, start_}) {
        for (const double angle : {0.3, 0.5, 0.7, 0.9, 1.1, 1.3}) {
          for (const double rise : {-0.4, -0.2, -0.1, 0.0, 0.1, 0.2, 0.4}) {
            keep_if_better({anchors, {of_rows, angle, rise * axis}});
          }
        }
      }
      for (const double step : {1.0, 0.5, 0.25, 0.12, 0.06}) {
        settle_curve(step);
        settle(step * module_);
        settle_curve(step);
      }
      if (score_ > most_score) {
        most_score = score_;
        most = best_;
      }
    }
    constexpr double kMuchBetter = 0.01;
    const bool curved = most_score > plane_score + kMuchBetter;
    best_ = curved ? most : plane;
    score_ = curved ? most_score : plane_score;
    return score_;
  }
  [[nodiscard]] Surface surface() const { return Surface(best_.anchors, best_.curve, size_); }

 private:
  struct Shape {
    Anchors anchors;
    Curve curve;
  };

  [[nodiscard]] double score(const Shape& shape) const {
    const Surface surface(shape.anchors, shape.curve, size_);
    return surface.is_seen() ? agreement(tones_, surface, known_) : -1;
  }

  void move_fourth(double step, int reach) {
    const Place from = best_.anchors[3];
    for (int i = -reach; i <= reach; ++i) {
      for (int k = -reach; k <= reach; ++k) {
        Shape moved = best_;
        moved.anchors[3] = from + (step * i) * right_ + (step * k) * down_;
        keep_if_better(moved);
      }
    }
  }

  void settle(double step) {
    constexpr int kMaxRounds = 4;
    bool better = true;
    for (int round = 0; better && round < kMaxRounds; ++round) {
      better = false;
      for (std::size_t i = 0; i < best_.anchors.size(); ++i) {
        for (const Place by : {Place{step, 0}, Place{-step, 0}, Place{0, step}, Place{0, -step}}) {
          Shape moved = best_;
          moved.anchors[i] = moved.anchors[i] + by;
          better |= keep_if_better(moved);
        }
      }
    }
  }

  void settle_curve(double step) {
    constexpr double kLeastAngle = 0.05, kMostAngle = 1.5;
    for (const double by : {step / 3, -step / 3}) {
      Shape moved = best_;
      moved.curve.angle = std::clamp(moved.curve.angle + by, kLeastAngle, kMostAngle);
      keep_if_better(moved);
    }
    const double far = 4 * step * module_;
    for (const Place by : {Place{far, 0}, Place{-far, 0}, Place{0, far}, Place{0, -far}}) {
      Shape moved = best_;
      moved.curve.rise = moved.curve.rise + by;
      keep_if_better(moved);
    }
  }

  bool keep_if_better(const Shape& shape) {
    const double found = score(shape);
    if (found <= score_) return false;
    score_ = found;
    best_ = shape;
    return true;
  }

  const ToneMap& tones_;
  std::vector<Known> known_;
  int size_;
  double module_;
  Shape best_;
  Anchors start_;
  Place right_, down_;
  double score_ = -1;
};

// The bent grid. --------------------------------------------------------------------------------

// Displacements from the surface at the nodes of a lattice, evened out between them. A node is where
// the modules around it are as dark and as light as they can be, and known ones as they must be,
// and where its neighbours would have it.
class BentGrid {
 public:
  BentGrid(const ToneMap& tones, const Surface& surface, const SymbolLayout& layout, double module)
      : tones_(tones), surface_(surface), layout_(layout), module_(module), nodes_(2),
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
  Surface surface_;
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

namespace {

/// How far one finder looks like one, and how wide and high its modules are.
struct FinderFit {
  double likeness = -1, wide = 1, high = 1;
};

enum class Look { all, lines };  ///< all modules, or those of the row, column and diagonals

double likeness(const GreyImage& image, Place middle, Place along, Place below, bool light_on_dark,
                Look look) {
  double sum = 0, squares = 0, products = 0, signs = 0, count = 0;
  for (int v = -4; v <= 4; ++v) {
    for (int u = -4; u <= 4; ++u) {
      if (look == Look::lines && u != 0 && v != 0 && std::abs(u) != std::abs(v)) continue;
      ++count;
      const Place place = middle + u * along + v * below;
      const int x = static_cast<int>(std::floor(place.x)), y = static_cast<int>(std::floor(place.y));
      const bool inside = x >= 0 && y >= 0 && x < image.width && y < image.height;
      const double value =
          inside ? image.pixels[static_cast<std::size_t>(std::ptrdiff_t{y} * image.width + x)]
                 : (light_on_dark ? 0 : 255);
      const int ring = std::max(std::abs(u), std::abs(v));
      const double sign = (ring == 2 || ring == 4) != light_on_dark ? 1 : -1;
      sum += value;
      squares += value * value;
      products += sign * value;
      signs += sign;
    }
  }
  const double spread = (squares - sum * sum / count) * (count - signs * signs / count);
  return spread > 0 ? (products - sum * signs / count) / std::sqrt(spread) : -1;
}

FinderFit fit_finder(const GreyImage& image, Place middle, Place along, Place below,
                     bool light_on_dark) {
  FinderFit best;
  const auto attempt = [&](double wide, double high) {
    const double found = likeness(image, middle, wide * along, high * below, light_on_dark, Look::all);
    if (found > best.likeness) best = {found, wide, high};
  };
  for (const double wide : {0.6, 0.75, 0.9, 1.05, 1.25, 1.5}) {
    for (const double high : {0.6, 0.75, 0.9, 1.05, 1.25, 1.5}) attempt(wide, high);
  }
  for (const double step : {0.07, 0.035}) {
    const FinderFit from = best;
    for (int i = -2; i <= 2; ++i) {
      for (int k = -2; k <= 2; ++k) attempt(from.wide + step * i, from.high + step * k);
    }
  }
  return best;
}

struct Axes {
  Place along, below;  ///< a module wide
};

Axes axes_of(const FinderPlaces& finders) {
  const Place right = finders.top_right - finders.top_left;
  const Place down = finders.bottom_left - finders.top_left;
  return {(finders.module / length(right)) * right, (finders.module / length(down)) * down};
}

}  // namespace

bool look_like_finders(const GreyImage& image, const FinderPlaces& finders, bool light_on_dark) {
  constexpr double kEnough = 0.4;  // at a module's width that is only nearly right
  const Axes axes = axes_of(finders);
  return std::ranges::all_of(
      std::array{finders.top_left, finders.top_right, finders.bottom_left}, [&](Place middle) {
        for (const double wide : {0.95, 1.35, 0.75}) {
          for (const double high : {0.95, 1.35, 0.75}) {
            if (likeness(image, middle, wide * axes.along, high * axes.below, light_on_dark,
                         Look::lines) > kEnough) {
              return true;
            }
          }
        }
        return false;
      });
}

double fit_finders(const GreyImage& image, FinderPlaces& finders, bool light_on_dark) {
  const Axes axes = axes_of(finders);
  const auto fit = [&](Place middle) {
    return fit_finder(image, middle, axes.along, axes.below, light_on_dark);
  };
  const FinderFit corner = fit(finders.top_left), far = fit(finders.top_right),
                  low = fit(finders.bottom_left);
  finders.across = finders.module * (corner.wide + far.wide) / 2;
  finders.down = finders.module * (corner.high + low.high) / 2;
  return std::min({corner.likeness, far.likeness, low.likeness});
}

std::vector<int> likely_versions(const FinderPlaces& finders) {
  // Around a bottle the arm across the axis says too much, the other one is right.
  const auto version = [](Place arm, double module) {
    return (length(arm) / module + 2 * kFinderMiddle - 17) / 4;
  };
  const double across = version(finders.top_right - finders.top_left, finders.across);
  const double down = version(finders.bottom_left - finders.top_left, finders.down);
  const double middle = (across + down) / 2;
  const auto oddness = [&](int v) {
    return std::min({std::abs(v - across), std::abs(v - down), std::abs(v - middle)});
  };
  std::vector<int> versions;
  for (int v = 1; v <= kMaxQrVersion; ++v) {
    if (oddness(v) < 1 + 0.06 * v) versions.push_back(v);
  }
  std::ranges::stable_sort(versions, {}, oddness);
  constexpr std::size_t kMaxVersions = 7;
  if (versions.size() > kMaxVersions) versions.resize(kMaxVersions);
  return versions;
}

}  // namespace tem
