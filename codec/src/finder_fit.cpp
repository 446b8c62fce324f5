#include "finder_fit.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "symbol_layout.hpp"

namespace tem {
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
      const int x = static_cast<int>(std::floor(place.x)),
                y = static_cast<int>(std::floor(place.y));
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
    const double found =
        likeness(image, middle, wide * along, high * below, light_on_dark, Look::all);
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
  return std::ranges::all_of(std::array{finders.top_left, finders.top_right, finders.bottom_left},
                             [&](Place middle) {
                               for (const double wide : {0.95, 1.35, 0.75}) {
                                 for (const double high : {0.95, 1.35, 0.75}) {
                                   if (likeness(image, middle, wide * axes.along, high * axes.below,
                                                light_on_dark, Look::lines) > kEnough) {
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
