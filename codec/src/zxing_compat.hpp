#pragma once
// The one place that knows ZXing-cpp, and how its versions 1.4 and 2.3 differ.

#include <vector>

#include "qr_bitmap.hpp"
#include "tem/qr_reader.hpp"

namespace tem {

/// The QR symbols that ZXing-cpp finds. Its work grows with the cube of the finder patterns: the
/// caller sees to it that they are few. May throw what the library throws.
std::vector<QrRead> zxing_read(const QrBitmap& bitmap);

enum class Threshold { local, global };

/// The same with the library's own way to tell dark from light. A picture with so many finders that
/// the work would be great is not read.
std::vector<QrRead> zxing_read(const GreyImage& image, Threshold threshold);

}  // namespace tem
