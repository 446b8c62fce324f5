// A picture that is decoded has as many pixels as its size says, within the bounds, and is the same
// picture as PGM; what is read in it lies in it. Anything else gets one plain line.

#include <algorithm>
#include <cstdlib>
#include <string>

#include "check_corners.hpp"
#include "check_refusal.hpp"
#include "tem/bytes.hpp"
#include "tem/image.hpp"
#include "tem/qr_reader.hpp"

namespace {

constexpr std::uint64_t kPixelsRead = 1 << 18;  // reading more takes the fuzzer's time

void check_picture_refusal(const tem::Error& error) {
  if (error.code != tem::ErrorCode::bad_image && error.code != tem::ErrorCode::too_long &&
      error.code != tem::ErrorCode::unsupported_format) {
    std::abort();
  }
  tem::test::check_refusal(error);
}

void check_reads(const tem::GreyImage& image) {
  const auto reads = tem::read_qr(image);
  if (!reads || reads->size() > tem::kMaxSymbolsInPicture) std::abort();
  for (const tem::QrRead& read : *reads) tem::test::check_corners(image, read.corners);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto image = tem::decode_image(tem::as_bytes(bytes));
  if (!image) {
    check_picture_refusal(image.error());
    return 0;
  }
  if (image->width < 1 || image->height < 1) std::abort();
  const auto pixels =
      static_cast<std::uint64_t>(image->width) * static_cast<std::uint64_t>(image->height);
  if (pixels != image->pixels.size() || pixels > tem::kMaxImagePixels) std::abort();

  std::string pgm =
      "P5 " + std::to_string(image->width) + " " + std::to_string(image->height) + " 255\n";
  pgm.append(image->pixels.begin(), image->pixels.end());
  const auto again = tem::decode_image(tem::as_bytes(pgm));
  if (pgm.size() > tem::kMaxImageBytes) return 0;
  if (!again || again->pixels != image->pixels || again->width != image->width) std::abort();
  if (pixels <= kPixelsRead) check_reads(*image);
  return 0;
}
