#pragma once
// The one place that knows zbar, the second reader: slower than ZXing-cpp by a factor of ten, and
// it reads some symbols that ZXing-cpp does not.

#include <vector>

#include "tem/image.hpp"
#include "tem/qr_reader.hpp"

namespace tem {

/// The QR symbols that zbar finds. Texts that are not UTF-8 are left out: zbar does not say in
/// which character set they are.
std::vector<QrRead> zbar_read(const GreyImage& image);

}  // namespace tem
