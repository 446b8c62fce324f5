#include "symbol_surface.hpp"

#include <algorithm>
#include <cmath>

namespace tem {
namespace {

std::vector<KnownModule> known_modules(const SymbolLayout& layout) {
  std::vector<KnownModule> known;
  for (int y = 0; y < layout.size(); ++y) {
    for (int x = 0; x < layout.size(); ++x) {
      const ModuleRole role = layout.role(x, y);
      if (role == ModuleRole::dark) known.push_back({x + 0.5, y + 0.5, 1});
      if (role == ModuleRole::light) known.push_back({x + 0.5, y + 0.5, -1});
    }
  }
  return known;
}

double agreement(const ToneMap& tones, const Surface& surface,
                 const std::vector<KnownModule>& known) {
  double sum = 0;
  for (const KnownModule& module : known)
    sum += module.sign * tones.at(surface.at(module.u, module.v));
  return sum / static_cast<double>(known.size());
}

}  // namespace

Surface::Surface(const Anchors& anchors, const Curve& curve, int size)
    : size_(size), span_(size - 2 * kFinderMiddle), curve_(curve), origin_(anchors[0]) {
  const auto& [a, b, c, d] = anchors;
  const Place sum = a - b - c + d, right = b - d, below = c - d;
  const double determinant = right.x * below.y - right.y * below.x;
  g_ = (sum.x * below.y - sum.y * below.x) / determinant;
  h_ = (right.x * sum.y - right.y * sum.x) / determinant;
  along_ = b - a + g_ * b;
  down_ = c - a + h_ * c;
  const double anchor = curve_.angle * span_ / size_;
  if (curve_.angle > 0) stretch_ = 0.5 * span_ / std::sin(anchor);
  height_ = std::cos(anchor);
}

Place Surface::at(double u, double v) const {
  if (curve_.angle == 0) return flat(u, v);
  double& bent = curve_.of_rows ? v : u;
  const double angle = curve_.angle * (2 * bent / size_ - 1);
  bent = size_ / 2 + stretch_ * std::sin(angle);
  return flat(u, v) + (std::cos(angle) - height_) * curve_.rise;
}
bool Surface::is_seen() const {
  const double far = 1 + 2 * kFinderMiddle / span_;
  return std::isfinite(g_) && std::isfinite(h_) && 1 + g_ * far > 0.1 && 1 + h_ * far > 0.1 &&
         1 + (g_ + h_) * far > 0.1;
}

Place Surface::flat(double u, double v) const {
  const double s = (u - kFinderMiddle) / span_, t = (v - kFinderMiddle) / span_;
  const double scale = 1 / (g_ * s + h_ * t + 1);
  return {(origin_.x + s * along_.x + t * down_.x) * scale,
          (origin_.y + s * along_.y + t * down_.y) * scale};
}

SurfaceSearch::SurfaceSearch(const ToneMap& tones, const FinderPlaces& finders,
                             const SymbolLayout& layout)
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

double SurfaceSearch::find_plane() {
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

double SurfaceSearch::find_curve() {
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
double SurfaceSearch::score(const Shape& shape) const {
  const Surface surface(shape.anchors, shape.curve, size_);
  return surface.is_seen() ? agreement(tones_, surface, known_) : -1;
}

void SurfaceSearch::move_fourth(double step, int reach) {
  const Place from = best_.anchors[3];
  for (int i = -reach; i <= reach; ++i) {
    for (int k = -reach; k <= reach; ++k) {
      Shape moved = best_;
      moved.anchors[3] = from + (step * i) * right_ + (step * k) * down_;
      keep_if_better(moved);
    }
  }
}

void SurfaceSearch::settle(double step) {
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

void SurfaceSearch::settle_curve(double step) {
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

bool SurfaceSearch::keep_if_better(const Shape& shape) {
  const double found = score(shape);
  if (found <= score_) return false;
  score_ = found;
  best_ = shape;
  return true;
}

}  // namespace tem
