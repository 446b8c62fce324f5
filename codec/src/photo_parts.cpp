#include "photo_parts.hpp"

namespace tem {

Corners outline_of(const Candidate& candidate) {
  return outline({&candidate.corner, &candidate.first, &candidate.second, 0});
}

double oddness(const Candidate& candidate) {
  const Finder &c = candidate.corner, &a = candidate.first, &b = candidate.second;
  const double ax = a.x - c.x, ay = a.y - c.y, bx = b.x - c.x, by = b.y - c.y;
  const double along = std::sqrt(ax * ax + ay * ay), down = std::sqrt(bx * bx + by * by);
  const double cosine = std::abs(ax * bx + ay * by) / (along * down);
  const auto uneven = [](double p, double q) { return std::abs(std::log(p / q)); };
  return cosine + uneven(along, down) + uneven(a.module, c.module) + uneven(b.module, c.module);
}

Point middle_of(const Corners& corners) {
  Point middle{0, 0};
  for (const Point& corner : corners) middle = {middle.x + corner.x / 4, middle.y + corner.y / 4};
  return middle;
}

}  // namespace tem
