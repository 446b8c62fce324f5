#include "zxing_compat.hpp"

// Until 2.0 text() was wide unless this is set; since then it is UTF-8 and the macro means nothing.
#define ZX_USE_UTF8
#include <ZXing/ReadBarcode.h>

#include <utility>

namespace tem {
namespace {

#if __has_include(<ZXing/ReaderOptions.h>)
using Options = ZXing::ReaderOptions;
#else
using Options = ZXing::DecodeHints;
#endif

Options make_options() {
  Options options;
  options.setFormats(ZXing::BarcodeFormat::QRCode);
  options.setBinarizer(ZXing::Binarizer::FixedThreshold);  // the bitmap has two tones already
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

}  // namespace

std::vector<QrRead> zxing_read(const QrBitmap& bitmap) {
  const ZXing::ImageView view(bitmap.tones.data(), bitmap.width, bitmap.height,
                              ZXing::ImageFormat::Lum);
  std::vector<QrRead> reads;
  for (const auto& found : ZXing::ReadBarcodes(view, make_options())) {
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

}  // namespace tem
