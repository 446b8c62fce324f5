#include "picture_treatments.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace tem {
namespace {

GreyImage same_size(const GreyImage& image) {
  return {image.width, image.height, std::vector<std::uint8_t>(image.pixels.size())};
}

/// For every row and then every column, `apply(in, out, count, stride)` of that line.
template <typename Line>
GreyImage by_lines(const GreyImage& image, const Line& apply) {
  GreyImage across = same_size(image), both = same_size(image);
  for (int y = 0; y < image.height; ++y) {
    const std::ptrdiff_t at = std::ptrdiff_t{y} * image.width;
    apply(image.pixels.data() + at, across.pixels.data() + at, image.width, 1);
  }
  for (int x = 0; x < image.width; ++x) {
    apply(across.pixels.data() + x, both.pixels.data() + x, image.height, image.width);
  }
  return both;
}

void box(const std::uint8_t* in, std::uint8_t* out, int count, std::ptrdiff_t stride, int radius) {
  const auto at = [&](int i) { return int{in[std::clamp(i, 0, count - 1) * stride]}; };
  const int width = 2 * radius + 1;
  int sum = 0;
  for (int i = -radius; i <= radius; ++i) sum += at(i);
  for (int i = 0; i < count; ++i) {
    out[i * stride] = static_cast<std::uint8_t>((sum + radius) / width);
    sum += at(i + radius + 1) - at(i - radius);
  }
}

template <typename Pick>
GreyImage extreme(const GreyImage& image, int radius, const Pick& pick) {
  return by_lines(
      image, [&](const std::uint8_t* in, std::uint8_t* out, int count, std::ptrdiff_t stride) {
        for (int i = 0; i < count; ++i) {
          std::uint8_t found = in[i * stride];
          for (int k = std::max(0, i - radius); k <= std::min(count - 1, i + radius); ++k) {
            found = pick(found, in[k * stride]);
          }
          out[i * stride] = found;
        }
      });
}

std::uint8_t tone_of(double value) {
  // NOLINTNEXTLINE(bugprone-incorrect-roundings): never negative, and lround is a call
  return static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0) + 0.5);
}

}  // namespace

GreyImage blurred(const GreyImage& image, int radius) {
  GreyImage out = image;
  for (int pass = 0; pass < 3; ++pass) {
    out = by_lines(out, [&](const std::uint8_t* in, std::uint8_t* to, int count,
                            std::ptrdiff_t stride) { box(in, to, count, stride, radius); });
  }
  return out;
}

GreyImage sharpened(const GreyImage& image, int radius, double amount) {
  GreyImage out = blurred(image, radius);
  for (std::size_t i = 0; i < out.pixels.size(); ++i) {
    out.pixels[i] = tone_of(image.pixels[i] + amount * (image.pixels[i] - out.pixels[i]));
  }
  return out;
}

GreyImage doubled(const GreyImage& image) {
  GreyImage out{2 * image.width, 2 * image.height, {}};
  out.pixels.resize(4 * image.pixels.size());
  const auto at = [&](int x, int y) {
    return int{image.pixels[static_cast<std::size_t>(
        std::ptrdiff_t{std::clamp(y, 0, image.height - 1)} * image.width +
        std::clamp(x, 0, image.width - 1))]};
  };
  for (int y = 0; y < out.height; ++y) {
    const int near_y = y / 2, far_y = y % 2 == 0 ? near_y - 1 : near_y + 1;
    for (int x = 0; x < out.width; ++x) {
      const int near_x = x / 2, far_x = x % 2 == 0 ? near_x - 1 : near_x + 1;
      const int sum =
          9 * at(near_x, near_y) + 3 * at(far_x, near_y) + 3 * at(near_x, far_y) + at(far_x, far_y);
      out.pixels[static_cast<std::size_t>(std::ptrdiff_t{y} * out.width + x)] =
          static_cast<std::uint8_t>((sum + 8) / 16);
    }
  }
  return out;
}

GreyImage evened(const GreyImage& image, int reach) {
  constexpr double kLeastRange = 12;  // less is noise, which should not be made into modules
  const auto least = [](std::uint8_t a, std::uint8_t b) { return std::min(a, b); };
  const auto most = [](std::uint8_t a, std::uint8_t b) { return std::max(a, b); };
  const GreyImage low = blurred(extreme(image, reach, least), reach / 2 + 1);
  const GreyImage high = blurred(extreme(image, reach, most), reach / 2 + 1);
  GreyImage out = same_size(image);
  for (std::size_t i = 0; i < out.pixels.size(); ++i) {
    const double range = std::max<double>(high.pixels[i] - low.pixels[i], kLeastRange);
    out.pixels[i] = tone_of(255 * (image.pixels[i] - low.pixels[i]) / range);
  }
  return out;
}

GreyImage thickened(const GreyImage& image, int radius) {
  return extreme(image, radius, [](std::uint8_t a, std::uint8_t b) { return std::min(a, b); });
}

GreyImage cut_out(const GreyImage& image, const Corners& corners, Point& origin) {
  int left = image.width, top = image.height, right = 0, bottom = 0;
  for (const Point& corner : corners) {
    left = std::min(left, std::max(corner.x, 0));
    top = std::min(top, std::max(corner.y, 0));
    right = std::max(right, std::min(corner.x + 1, image.width));
    bottom = std::max(bottom, std::min(corner.y + 1, image.height));
  }
  origin = {left, top};
  if (left >= right || top >= bottom) return {};
  GreyImage part{right - left, bottom - top, {}};
  part.pixels.reserve(static_cast<std::size_t>(part.width) * static_cast<std::size_t>(part.height));
  for (int y = top; y < bottom; ++y) {
    const auto row = image.pixels.begin() + std::ptrdiff_t{y} * image.width;
    part.pixels.insert(part.pixels.end(), row + left, row + right);
  }
  return part;
}

}  // namespace tem
