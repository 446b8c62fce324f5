#include <tiffio.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "image_formats.hpp"
#include "image_upright.hpp"
#include "tem/quote.hpp"

namespace tem {
namespace {

constexpr tmsize_t kMaxAllocation = tmsize_t{4} * static_cast<tmsize_t>(kMaxImagePixels);

struct Source {
  std::span<const std::byte> bytes;
  std::uint64_t at = 0;
  std::string message;
};

Source& source_of(thandle_t handle) { return *static_cast<Source*>(handle); }

tmsize_t read_bytes(thandle_t handle, void* out, tmsize_t count) {
  Source& source = source_of(handle);
  const std::uint64_t size = source.bytes.size();
  const std::uint64_t left = source.at < size ? size - source.at : 0;
  const auto taken = std::min(left, static_cast<std::uint64_t>(std::max<tmsize_t>(count, 0)));
  if (taken > 0) std::memcpy(out, source.bytes.data() + source.at, taken);
  source.at += taken;
  return static_cast<tmsize_t>(taken);
}

tmsize_t write_nothing(thandle_t, void*, tmsize_t) { return 0; }

toff_t seek(thandle_t handle, toff_t offset, int whence) {
  Source& source = source_of(handle);
  const std::uint64_t from = whence == SEEK_SET   ? 0
                             : whence == SEEK_CUR ? source.at
                                                  : source.bytes.size();
  source.at = from + offset;
  return source.at;
}

int close_nothing(thandle_t) { return 0; }
toff_t size_of(thandle_t handle) { return source_of(handle).bytes.size(); }

int on_error(TIFF*, void* data, const char* module, const char* format, va_list words) {
  auto& message = static_cast<Source*>(data)->message;
  if (!message.empty()) return 1;  // the first says what is wrong
  char text[200];
  std::vsnprintf(text, sizeof text, format, words);
  message = text;
  static_cast<void>(module);
  return 1;
}
int on_warning(TIFF*, void*, const char*, const char*, va_list) { return 1; }

struct Close {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
  void operator()(TIFFOpenOptions* options) const { TIFFOpenOptionsFree(options); }
};
using Tiff = std::unique_ptr<TIFF, Close>;

Tiff open(Source& source) {
  const std::unique_ptr<TIFFOpenOptions, Close> options(TIFFOpenOptionsAlloc());
  if (!options) return nullptr;
  TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), kMaxAllocation);
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), on_error, &source);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), on_warning, &source);
  // m: the bytes are not mapped, they are in memory already.
  return Tiff(TIFFClientOpenExt("TIFF", "rm", &source, read_bytes, write_nothing, seek,
                                close_nothing, size_of, nullptr, nullptr, options.get()));
}

Error bad(const Source& source) {
  return {ErrorCode::bad_image,
          "TIFF: " + (source.message.empty() ? "damaged" : one_line(source.message))};
}

std::uint8_t grey_on_white(std::uint32_t pixel) {
  const unsigned alpha = TIFFGetA(pixel);
  const unsigned grey =
      (77u * TIFFGetR(pixel) + 150u * TIFFGetG(pixel) + 29u * TIFFGetB(pixel) + 128) >> 8;
  // libtiff has multiplied the colours with alpha already.
  return static_cast<std::uint8_t>(std::min(grey + 255u - alpha, 255u));
}

Result<GreyImage> read_page(TIFF* tiff, const Source& source) {
  std::uint32_t width = 0, height = 0;
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &height);
  if (auto ok = check_image_size(width, height); !ok) return ok.error().at("TIFF");

  TIFFRGBAImage view;
  char why[1024] = "";
  if (TIFFRGBAImageOK(tiff, why) == 0 || TIFFRGBAImageBegin(&view, tiff, 1, why) == 0) {
    return Error{ErrorCode::unsupported_format, "TIFF: " + one_line(why)};
  }
  // libtiff mirrors but does not turn; so rows are asked for as they are stored.
  const int orientation = view.orientation;
  view.orientation = ORIENTATION_TOPLEFT;
  view.req_orientation = ORIENTATION_TOPLEFT;
  std::vector<std::uint32_t> raster(std::size_t{width} * height);
  const int read = TIFFRGBAImageGet(&view, raster.data(), width, height);
  TIFFRGBAImageEnd(&view);
  if (read == 0) return bad(source);

  GreyImage image{static_cast<int>(width), static_cast<int>(height), {}};
  image.pixels.resize(raster.size());
  std::transform(raster.begin(), raster.end(), image.pixels.begin(), grey_on_white);
  return upright(std::move(image), orientation);
}

}  // namespace

Result<int> count_tiff_pages(std::span<const std::byte> bytes) {
  Source source{bytes, 0, {}};
  const Tiff tiff = open(source);
  if (!tiff) return bad(source);
  int pages = 1;
  while (pages <= kMaxTiffPages && TIFFReadDirectory(tiff.get()) != 0) ++pages;
  if (pages > kMaxTiffPages) {
    return Error{ErrorCode::too_long,
                 "TIFF: more than " + std::to_string(kMaxTiffPages) + " pages; split the file"};
  }
  return pages;
}

Result<GreyImage> decode_tiff(std::span<const std::byte> bytes, int page) {
  Source source{bytes, 0, {}};
  const Tiff tiff = open(source);
  if (!tiff) return bad(source);
  for (int at = 1; at < page; ++at) {
    if (TIFFReadDirectory(tiff.get()) == 0) return bad(source);
  }
  return read_page(tiff.get(), source);
}

}  // namespace tem
