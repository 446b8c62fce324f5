#include "zbar_compat.hpp"

#include <zbar.h>

#include <memory>
#include <string_view>
#include <utility>

#include "tem/code_point.hpp"

namespace tem {
namespace {

using namespace zbar;

struct Destroy {
  void operator()(zbar_image_scanner_t* scanner) const { zbar_image_scanner_destroy(scanner); }
  void operator()(zbar_image_t* image) const { zbar_image_destroy(image); }
};

constexpr unsigned long kGrey = 'Y' | '8' << 8 | '0' << 16 | static_cast<unsigned long>('0') << 24;

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    if (!take_code_point(text)) return false;
  }
  return true;
}

}  // namespace

std::vector<QrRead> zbar_read(const GreyImage& image) {
  const std::unique_ptr<zbar_image_scanner_t, Destroy> scanner(zbar_image_scanner_create());
  const std::unique_ptr<zbar_image_t, Destroy> view(zbar_image_create());
  if (!scanner || !view) return {};
  zbar_image_scanner_set_config(scanner.get(), ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
  zbar_image_scanner_set_config(scanner.get(), ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
  zbar_image_scanner_set_config(scanner.get(), ZBAR_QRCODE, ZBAR_CFG_BINARY, 1);
  zbar_image_set_format(view.get(), kGrey);
  zbar_image_set_size(view.get(), static_cast<unsigned>(image.width),
                      static_cast<unsigned>(image.height));
  zbar_image_set_data(view.get(), image.pixels.data(), image.pixels.size(), nullptr);
  std::vector<QrRead> reads;
  if (zbar_scan_image(scanner.get(), view.get()) <= 0) return reads;
  for (const zbar_symbol_t* symbol = zbar_image_first_symbol(view.get()); symbol != nullptr;
       symbol = zbar_symbol_next(symbol)) {
    const std::string_view text(zbar_symbol_get_data(symbol), zbar_symbol_get_data_length(symbol));
    if (zbar_symbol_get_loc_size(symbol) < 4 || text.empty() || !is_utf8(text)) continue;
    QrRead read{std::string(text), {}};
    // zbar goes round the other way: top left, bottom left, bottom right, top right.
    constexpr std::array<unsigned, 4> kPlaces = {0, 3, 2, 1};
    for (std::size_t i = 0; i < kPlaces.size(); ++i) {
      read.corners[i] = {zbar_symbol_get_loc_x(symbol, kPlaces[i]),
                         zbar_symbol_get_loc_y(symbol, kPlaces[i])};
    }
    reads.push_back(std::move(read));
  }
  return reads;
}

}  // namespace tem
