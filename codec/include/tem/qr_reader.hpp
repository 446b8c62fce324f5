#pragma once
// Reads every QR code in a picture.
//
//   for (const QrRead& read : read_qr(*decode_image(bytes))) use(read.text);

#include <array>
#include <string>
#include <vector>

#include "tem/image.hpp"

namespace tem {

struct Point {
  int x, y;
  friend bool operator==(const Point&, const Point&) = default;
};

struct QrRead {
  std::string text;              ///< UTF-8
  std::array<Point, 4> corners;  ///< top left, top right, bottom right, bottom left, in pixels
};

inline constexpr int kMaxSymbolsInPicture = 1000;

/// In reading order: top to bottom, then left to right. Empty when there is none. Errors: bad_image
/// (pixels and size disagree), internal (the reader threw).
Result<std::vector<QrRead>> read_qr(const GreyImage& image);

}  // namespace tem
