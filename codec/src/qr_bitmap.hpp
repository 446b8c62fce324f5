#pragma once
// A picture in two tones, and where in it the finder patterns of QR symbols seem to be.

#include <cstdint>
#include <span>
#include <vector>

#include "tem/image.hpp"
#include "tem/qr_reader.hpp"

namespace tem {

inline constexpr std::uint8_t kDark = 0;
inline constexpr std::uint8_t kLight = 255;

/// kDark or kLight a pixel, so that any threshold in between finds the same tones again.
struct QrBitmap {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> tones;

  [[nodiscard]] bool dark(int x, int y) const noexcept {
    return tones[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                 static_cast<std::size_t>(x)] == kDark;
  }
};

/// A pixel is dark when it is darker than the middle of its neighbourhood; where the neighbourhood
/// is even, than the middle of the whole picture. With `light_on_dark` the other way round.
QrBitmap binarize(const GreyImage& image, bool light_on_dark);

/// Errors: bad_image (pixels and size disagree).
Result<void> check_pixels(const GreyImage& image);

/// Half the width and height, each pixel the mean of four. Precondition: both sides ≥ 2.
GreyImage halve(const GreyImage& image);

/// The square of 7 × 7 modules in a symbol's corner (ISO/IEC 18004 §5.3.2).
struct Finder {
  double x, y;    ///< its centre
  double module;  ///< width of a module in pixels
};

/// More than four for each of kMaxSymbolsInPicture means a pattern or noise; the search stops
/// there.
inline constexpr std::size_t kMaxFinders = 4 * kMaxSymbolsInPicture;

/// Everything whose row, column and diagonals run dark 1, light 1, dark 3, light 1, dark 1 near
/// enough: more than the symbols have, never fewer than the reading library sees in the same tones.
std::vector<Finder> find_finders(const QrBitmap& bitmap);

using Corners = std::array<Point, 4>;

/// Does the convex quadrilateral hold the point?
bool holds(const Corners& corners, double x, double y);

/// Makes the quadrilateral light, so that the symbol in it is not found again.
void blank(QrBitmap& bitmap, const Corners& corners);

/// The quadrilateral's bounding box, light outside the quadrilateral; `origin` is where its first
/// pixel lies in the bitmap. Empty when it lies outside.
QrBitmap cut_out(const QrBitmap& bitmap, const Corners& corners, Point& origin);

}  // namespace tem
