#include "tem/qr_reader.hpp"

#include <algorithm>
#include <exception>
#include <string>

#include "qr_search.hpp"

namespace tem {
namespace {

// An ordinary picture takes a small part of its bound; the greatest is about a second.
constexpr double kBaseWork = 20e6;
constexpr double kWorkOfPixel = 10;
constexpr double kMaxWork = 150e6;
constexpr int kMinHalvedSide = 60;  // below that halving finds nothing more

// Smaller scales see through noise, blur and large modules; what is found is blanked in them.
void read_scales(QrSearch& search, const GreyImage& image, bool light_on_dark) {
  search.read(image, 1, light_on_dark);
  GreyImage half;
  const GreyImage* last = &image;
  for (int scale = 2; std::min(last->width, last->height) >= 2 * kMinHalvedSide &&
                      !search.is_exhausted();
       scale *= 2) {
    half = halve(*last);
    last = &half;
    search.read(half, scale, light_on_dark);
  }
}

}  // namespace

Result<std::vector<QrRead>> read_qr(const GreyImage& image) {
  if (auto ok = check_pixels(image); !ok) return ok.error();
  try {
    QrSearch search(std::min(kMaxWork, kBaseWork + kWorkOfPixel * image.width * image.height));
    read_scales(search, image, false);
    if (search.reads().empty() && !search.is_exhausted()) read_scales(search, image, true);
    std::vector<QrRead> reads = search.reads();
    sort_for_reading(reads);
    return reads;
  } catch (const std::exception& failure) {
    return Error{ErrorCode::internal, std::string("QR reader: ") + failure.what()};
  }
}

}  // namespace tem
