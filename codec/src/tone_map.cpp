#include "tone_map.hpp"

#include <algorithm>

namespace tem {
namespace {

constexpr float kLeastRange = 10;  // tones between the darkest and the lightest; less is noise

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
        for (int x = std::max(0, column - kReach); x <= std::min(columns - 1, column + kReach);
             ++x) {
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
    const float block_y =
        std::clamp((static_cast<float>(y) + 0.5F) / static_cast<float>(block) - 0.5F, 0.0F,
                   static_cast<float>(rows - 1));
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

}  // namespace tem
