#pragma once
// Pictures made for tests: symbols drawn, turned and set beside one another.

#include <algorithm>
#include <vector>

#include "tem/image.hpp"
#include "tem/qr_symbol.hpp"

namespace tem::test {

inline GreyImage blank_picture(int width, int height, std::uint8_t tone = 255) {
  return {width, height,
          std::vector<std::uint8_t>(
              static_cast<std::size_t>(width) * static_cast<std::size_t>(height), tone)};
}

inline std::uint8_t& pixel(GreyImage& image, int x, int y) {
  return image.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
                      static_cast<std::size_t>(x)];
}

/// Draws the symbol's modules, without a quiet zone, with its top left corner at (left, top).
inline void draw_symbol(GreyImage& image, const QrSymbol& symbol, int left, int top, int scale,
                        std::uint8_t dark = 0, std::uint8_t light = 255) {
  for (int y = 0; y < symbol.size() * scale; ++y) {
    for (int x = 0; x < symbol.size() * scale; ++x) {
      pixel(image, left + x, top + y) = symbol.dark(x / scale, y / scale) ? dark : light;
    }
  }
}

/// The symbol alone in its quiet zone.
inline GreyImage picture_of(const QrSymbol& symbol, int scale, std::uint8_t dark = 0,
                            std::uint8_t light = 255) {
  const int side = (symbol.size() + 2 * kQuietZone) * scale;
  GreyImage image = blank_picture(side, side, light);
  draw_symbol(image, symbol, kQuietZone * scale, kQuietZone * scale, scale, dark, light);
  return image;
}

/// Turned clockwise: the left edge is on top.
inline GreyImage quarter_turned(const GreyImage& image) {
  GreyImage turned = blank_picture(image.height, image.width);
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      pixel(turned, image.height - 1 - y, x) = pixel(const_cast<GreyImage&>(image), x, y);
    }
  }
  return turned;
}

}  // namespace tem::test
