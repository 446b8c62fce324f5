#include "qr_triples.hpp"

#include <algorithm>
#include <cmath>

namespace tem {
namespace {

constexpr std::size_t kMaxPartners = 12;  // nearest finders tried with each

double distance(const Finder& a, const Finder& b) {
  const double x = a.x - b.x, y = a.y - b.y;
  return std::sqrt(x * x + y * y);
}

// Centres of finders lie 14 (version 1) to 170 modules apart (version 40); a picture taken aslant
// stretches one side and shrinks the other.
bool may_be_arm(const Finder& a, const Finder& b, double apart) {
  const double module = (a.module + b.module) / 2;
  const double ratio = a.module / b.module;
  return ratio > 0.5 && ratio < 2 && apart > 9 * module && apart < 220 * module;
}

bool may_be_corner(const Finder& corner, const Finder& first, const Finder& second) {
  const double a = distance(corner, first), b = distance(corner, second);
  const double dot =
      (first.x - corner.x) * (second.x - corner.x) + (first.y - corner.y) * (second.y - corner.y);
  const double cosine = dot / (a * b);
  return std::abs(cosine) < 0.5 && a < 1.7 * b && b < 1.7 * a;  // 60° to 120°
}

}  // namespace

std::vector<Triple> find_triples(const std::vector<Finder>& finders) {
  std::vector<Triple> triples;
  std::vector<std::pair<double, const Finder*>> partners;
  for (const Finder& corner : finders) {
    partners.clear();
    for (const Finder& other : finders) {
      const double apart = distance(corner, other);
      if (&other != &corner && may_be_arm(corner, other, apart)) {
        partners.emplace_back(apart, &other);
      }
    }
    const std::size_t count = std::min(partners.size(), kMaxPartners);
    std::partial_sort(partners.begin(), partners.begin() + static_cast<std::ptrdiff_t>(count),
                      partners.end());
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t k = i + 1; k < count; ++k) {
        if (may_be_corner(corner, *partners[i].second, *partners[k].second)) {
          triples.push_back({&corner, partners[i].second, partners[k].second,
                             partners[i].first + partners[k].first});
        }
      }
    }
  }
  std::stable_sort(triples.begin(), triples.end(),
                   [](const Triple& a, const Triple& b) { return a.length < b.length; });
  return triples;
}

Corners outline(const Triple& triple) {
  const Finder &c = *triple.corner, &a = *triple.first, &b = *triple.second;
  const double module = std::max({a.module, b.module, c.module});
  const double grow_a = 0.1 + 8 * module / distance(c, a);  // 3.5 to the edge, 4 beyond
  const double grow_b = 0.1 + 8 * module / distance(c, b);
  const auto at = [&](double along_a, double along_b) {
    return Point{static_cast<int>(c.x + along_a * (a.x - c.x) + along_b * (b.x - c.x)),
                 static_cast<int>(c.y + along_a * (a.y - c.y) + along_b * (b.y - c.y))};
  };
  return {at(-grow_a, -grow_b), at(1 + grow_a, -grow_b), at(1 + grow_a, 1 + grow_b),
          at(-grow_a, 1 + grow_b)};
}

}  // namespace tem
