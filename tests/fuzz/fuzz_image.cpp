// A picture that is decoded has as many pixels as its size says, within the bounds, and is the same
// picture as PGM; what is read in it lies in it. Pages are those that are counted. A JPEG at half
// its size is half of it, and one that EXIF turns is what a slow turn makes of it. Anything else
// gets one plain line.

#include <algorithm>
#include <cstdlib>
#include <string>

#include "check_corners.hpp"
#include "check_refusal.hpp"
#include "image_formats.hpp"
#include "tem/bytes.hpp"
#include "tem/image.hpp"
#include "tem/qr_reader.hpp"

using namespace std::string_view_literals;

namespace {

constexpr std::uint64_t kPixelsRead = 1 << 18;  // reading more takes the fuzzer's time
constexpr std::uint64_t kPixelsTurned = 1 << 14;
constexpr int kPagesRead = 3;  // and the last one

using Decoded = tem::Result<tem::GreyImage>;

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

bool is_same(const tem::GreyImage& a, const tem::GreyImage& b) {
  return a.width == b.width && a.height == b.height && a.pixels == b.pixels;
}

void check_picture(const Decoded& image) {
  if (!image) return check_picture_refusal(image.error());
  if (image->width < 1 || image->height < 1) std::abort();
  const auto pixels =
      static_cast<std::uint64_t>(image->width) * static_cast<std::uint64_t>(image->height);
  if (pixels != image->pixels.size() || pixels > tem::kMaxImagePixels) std::abort();

  std::string pgm =
      "P5 " + std::to_string(image->width) + " " + std::to_string(image->height) + " 255\n";
  pgm.append(image->pixels.begin(), image->pixels.end());
  if (pgm.size() > tem::kMaxImageBytes) return;
  const auto again = tem::decode_image(tem::as_bytes(pgm));
  if (!again || !is_same(*again, *image)) std::abort();
  if (pixels <= kPixelsRead) check_reads(*image);
}

void check_pages(std::string_view bytes) {
  const auto pages = tem::count_pages(tem::as_bytes(bytes));
  if (!pages) return check_picture_refusal(pages.error());
  if (*pages < 1 || *pages > tem::kMaxTiffPages) std::abort();
  for (const int outside : {0, *pages + 1}) {
    const auto none = tem::decode_image(tem::as_bytes(bytes), outside);
    if (none) std::abort();
    check_picture_refusal(none.error());
  }
  for (int page = 2; page <= *pages; ++page) {
    if (page <= kPagesRead || page == *pages)
      check_picture(tem::decode_image(tem::as_bytes(bytes), page));
  }
}

void check_half(std::string_view bytes, const Decoded& whole) {
  const auto half = tem::decode_jpeg(tem::as_bytes(bytes), tem::JpegSize::half);
  if (half.has_value() != whole.has_value()) std::abort();
  if (!half) return check_picture_refusal(half.error());
  if (tem::jpeg_pixels(tem::as_bytes(bytes)) != whole->pixels.size() ||
      half->width != (whole->width + 1) / 2 || half->height != (whole->height + 1) / 2) {
    std::abort();
  }
}

/// The JPEG with an EXIF segment before every other, that says nothing but this.
std::string turned_by_exif(std::string_view jpeg, int turn) {
  std::string segment(
      "\xFF\xE1\x00\x22"
      "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0"sv);
  segment[4 + 6 + 8 + 2 + 9] = static_cast<char>(turn);
  return std::string(jpeg.substr(0, 2)) + segment + std::string(jpeg.substr(2));
}

/// How far a place is from a side: top, right, bottom or left.
int distance(char side, int x, int y, int width, int height) {
  if (side == 't') return y;
  if (side == 'b') return height - 1 - y;
  return side == 'l' ? x : width - 1 - x;
}

tem::GreyImage slowly_turned(const tem::GreyImage& stored, int turn) {
  // EXIF 2.32 §4.6.5: where the stored first row is, and the first column.
  constexpr std::string_view kSides[] = {"tl", "tr", "br", "bl", "lt", "rt", "rb", "lb"};
  const auto sides = kSides[turn - 1];
  const bool is_on_side = sides[0] == 'l' || sides[0] == 'r';
  tem::GreyImage out{
      is_on_side ? stored.height : stored.width, is_on_side ? stored.width : stored.height, {}};
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) {
      const int row = distance(sides[0], x, y, out.width, out.height);
      const int column = distance(sides[1], x, y, out.width, out.height);
      out.pixels.push_back(stored.pixels[static_cast<std::size_t>(row * stored.width + column)]);
    }
  }
  return out;
}

void check_turns(std::string_view jpeg) {
  const auto stored = tem::decode_image(tem::as_bytes(turned_by_exif(jpeg, 1)));
  if (!stored) std::abort();
  for (int turn = 2; turn <= 8; ++turn) {
    const auto turned = tem::decode_image(tem::as_bytes(turned_by_exif(jpeg, turn)));
    if (!turned || !is_same(*turned, slowly_turned(*stored, turn))) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto image = tem::decode_image(tem::as_bytes(bytes));
  check_picture(image);
  check_pages(bytes);
  if (tem::sniff(tem::as_bytes(bytes)) != tem::FileKind::jpeg) return 0;
  check_half(bytes, image);
  if (image && image->pixels.size() <= kPixelsTurned) check_turns(bytes);
  return 0;
}
