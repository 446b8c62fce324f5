#include "zxing_compat.hpp"

// Until 2.0 text() was wide unless this is set; since then it is UTF-8 and the macro means nothing.
#define ZX_USE_UTF8
#include <ZXing/ReadBarcode.h>

#include <exception>
#include <new>
#include <utility>

namespace tem {
namespace {

#if __has_include(<ZXing/ReaderOptions.h>)
using Options = ZXing::ReaderOptions;
#else
using Options = ZXing::DecodeHints;
#endif

Options make_options(ZXing::Binarizer binarizer) {
  Options options;
  options.setFormats(ZXing::BarcodeFormat::QRCode);
  options.setBinarizer(binarizer);
  options.setTryHarder(true);
  options.setTryRotate(true);
  options.setTryDownscale(false);    // read_qr does it
  options.setMaxNumberOfSymbols(0);  // all
#if __has_include(<ZXing/ReaderOptions.h>)
  options.setTryInvert(false);                  // read_qr does it
  options.setTextMode(ZXing::TextMode::Plain);  // 2.x would spell out control characters
#endif
  return options;
}

/// It throws over what it makes of some symbols whose bits hold: then this look has read nothing.
ZXing::Results read_all(const ZXing::ImageView& view, ZXing::Binarizer binarizer) {
  try {
    return ZXing::ReadBarcodes(view, make_options(binarizer));
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    return {};
  }
}

std::vector<QrRead> read(const std::vector<std::uint8_t>& pixels, int width, int height,
                         ZXing::Binarizer binarizer) {
  const ZXing::ImageView view(pixels.data(), width, height, ZXing::ImageFormat::Lum);
  std::vector<QrRead> reads;
  for (const auto& found : read_all(view, binarizer)) {
    if (!found.isValid()) continue;
    QrRead read{found.text(), {}};
    const auto& position = found.position();
    for (std::size_t i = 0; i < read.corners.size(); ++i) {
      read.corners[i] = {position[i].x, position[i].y};
    }
    reads.push_back(std::move(read));
  }
  return reads;
}

}  // namespace

std::vector<QrRead> zxing_read(const QrBitmap& bitmap) {
  // The bitmap has two tones already.
  return read(bitmap.tones, bitmap.width, bitmap.height, ZXing::Binarizer::FixedThreshold);
}

std::vector<QrRead> zxing_read(const GreyImage& image, Threshold threshold) {
  constexpr std::size_t kFewFinders = 60;
  if (find_finders(binarize(image, false)).size() > kFewFinders) return {};
  return read(image.pixels, image.width, image.height,
              threshold == Threshold::local ? ZXing::Binarizer::LocalAverage
                                            : ZXing::Binarizer::GlobalHistogram);
}

}  // namespace tem
