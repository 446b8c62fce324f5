#include "tem/image.hpp"

#include <doctest/doctest.h>
// <jpeglib.h> needs FILE and size_t declared before it.
#include <jpeglib.h>
#include <png.h>
#include <zlib.h>
#include <cstddef>
#include <cstdio>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <optional>

#include "file_bytes.hpp"
#include "tem/bytes.hpp"

using namespace tem;

namespace {

using namespace std::string_view_literals;

/// Samples of a PNG as they are packed into rows, one number a sample.
struct Png {
  int width = 0, height = 0;
  int colour = PNG_COLOR_TYPE_GRAY, depth = 8;
  std::vector<unsigned> samples;
  bool interlaced = false;
  std::vector<png_color> palette = {};
  std::vector<png_byte> palette_alpha = {};
  std::optional<png_color_16> transparent = {};
  std::function<void(png_structp, png_infop)> more = {};

  [[nodiscard]] int channels() const {
    return colour == PNG_COLOR_TYPE_RGB          ? 3
           : colour == PNG_COLOR_TYPE_RGBA       ? 4
           : colour == PNG_COLOR_TYPE_GRAY_ALPHA ? 2
                                                 : 1;
  }

  [[nodiscard]] std::string bytes() const {
    std::string file;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(
        png, &file,
        [](png_structp p, png_bytep data, std::size_t size) {
          static_cast<std::string*>(png_get_io_ptr(p))->append(reinterpret_cast<char*>(data), size);
        },
        [](png_structp) {});
    png_set_IHDR(png, info, static_cast<png_uint_32>(width), static_cast<png_uint_32>(height),
                 depth, colour, interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (!palette.empty()) {
      png_set_PLTE(png, info, palette.data(), static_cast<int>(palette.size()));
    }
    if (!palette_alpha.empty()) {
      png_set_tRNS(png, info, palette_alpha.data(), static_cast<int>(palette_alpha.size()),
                   nullptr);
    }
    if (transparent) png_set_tRNS(png, info, nullptr, 0, &*transparent);
    if (more) more(png, info);
    png_write_info(png, info);
    const std::size_t row_samples = static_cast<std::size_t>(width * channels());
    std::vector<std::string> rows(static_cast<std::size_t>(height));
    std::vector<png_bytep> pointers;
    for (std::size_t y = 0; y < rows.size(); ++y) {
      rows[y].assign((row_samples * static_cast<std::size_t>(depth) + 7) / 8, '\0');
      for (std::size_t i = 0; i < row_samples; ++i) {
        const unsigned sample = samples.at(y * row_samples + i);
        const std::size_t bit = i * static_cast<std::size_t>(depth);
        if (depth == 16) {
          rows[y][2 * i] = static_cast<char>(sample >> 8);
          rows[y][2 * i + 1] = static_cast<char>(sample);
        } else {
          rows[y][bit / 8] =
              static_cast<char>(static_cast<unsigned char>(rows[y][bit / 8]) |
                                sample << (8 - static_cast<std::size_t>(depth) - bit % 8));
        }
      }
      pointers.push_back(reinterpret_cast<png_bytep>(rows[y].data()));
    }
    png_write_image(png, pointers.data());
    png_write_end(png, nullptr);
    png_destroy_write_struct(&png, &info);
    return file;
  }
};

/// A JPEG of `channels` samples a pixel in that colour space.
std::string jpeg_bytes(int width, int height, J_COLOR_SPACE space, int channels,
                       const std::vector<std::uint8_t>& samples, bool progressive = false,
                       std::string_view exif = {}) {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* out = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &out, &size);
  jpeg.image_width = static_cast<JDIMENSION>(width);
  jpeg.image_height = static_cast<JDIMENSION>(height);
  jpeg.input_components = channels;
  jpeg.in_color_space = space;
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, 100, TRUE);
  if (progressive) jpeg_simple_progression(&jpeg);
  jpeg_start_compress(&jpeg, TRUE);
  if (!exif.empty()) {
    jpeg_write_marker(&jpeg, JPEG_APP0 + 1, reinterpret_cast<const JOCTET*>(exif.data()),
                      static_cast<unsigned>(exif.size()));
  }
  while (jpeg.next_scanline < jpeg.image_height) {
    auto* row = const_cast<JSAMPROW>(samples.data()) +
                std::size_t{jpeg.next_scanline} * static_cast<std::size_t>(width * channels);
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  std::string bytes(reinterpret_cast<char*>(out), size);
  std::free(out);
  return bytes;
}

/// Dark on the left, light on the right, so that a turn or a swap of rows shows.
std::vector<std::uint8_t> slope(int width, int height, int channels) {
  std::vector<std::uint8_t> samples;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int c = 0; c < channels; ++c) {
        samples.push_back(static_cast<std::uint8_t>(200 * x / width + 50 * y / height));
      }
    }
  }
  return samples;
}

Result<GreyImage> decode(std::string_view bytes) { return decode_image(as_bytes(bytes)); }

std::vector<int> tones(const GreyImage& image) {
  return {image.pixels.begin(), image.pixels.end()};
}

/// A PNG that says this size, and then that pixels follow.
std::string png_header(std::uint32_t width, std::uint32_t height) {
  std::string chunk = "IHDR";
  for (const std::uint32_t number : {width, height}) {
    for (int shift = 24; shift >= 0; shift -= 8) chunk += static_cast<char>(number >> shift);
  }
  chunk += "\x08\x00\x00\x00\x00"sv;
  const auto crc = static_cast<std::uint32_t>(
      crc32(0, reinterpret_cast<const Bytef*>(chunk.data()), static_cast<uInt>(chunk.size())));
  std::string file = "\x89PNG\r\n\x1A\n" + std::string("\0\0\0\x0D", 4) + chunk;
  for (int shift = 24; shift >= 0; shift -= 8) file += static_cast<char>(crc >> shift);
  return file + std::string(
                    "\0\0\0\x09"
                    "IDAT",
                    8);
}

/// The JPEG with another size in its frame header.
std::string resized(std::string jpeg, unsigned width, unsigned height) {
  const auto at = jpeg.find("\xFF\xC0\0"sv);
  REQUIRE(at != std::string::npos);
  jpeg[at + 5] = static_cast<char>(height >> 8);
  jpeg[at + 6] = static_cast<char>(height);
  jpeg[at + 7] = static_cast<char>(width >> 8);
  jpeg[at + 8] = static_cast<char>(width);
  return jpeg;
}

/// A picture of the fuzzer's corpus: 48 × 32 pixels of slope(), unless its name says otherwise.
std::string file_of(std::string_view name) {
  return test::kept_bytes("fuzz/corpus/image/" + std::string(name));
}

/// Turned by a quarter clockwise: the left edge is on top.
GreyImage quarter_turned(const GreyImage& image) {
  GreyImage turned{image.height, image.width, {}};
  for (int y = 0; y < turned.height; ++y) {
    for (int x = 0; x < turned.width; ++x) {
      turned.pixels.push_back(
          image.pixels[static_cast<std::size_t>((image.height - 1 - x) * image.width + y)]);
    }
  }
  return turned;
}

GreyImage mirrored(GreyImage image) {
  for (auto row = image.pixels.begin(); row != image.pixels.end(); row += image.width) {
    std::reverse(row, row + image.width);
  }
  return image;
}

constexpr std::string_view kExif =
    "Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"sv;

/// EXIF that says how the picture is turned, of one byte order or the other.
std::string exif(int orientation, bool big_endian = true) {
  std::string text(kExif);
  text[25] = static_cast<char>(orientation);
  if (big_endian) return text;
  using namespace std::string_literals;
  return "Exif\0\0II\x2A\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0"s +
         static_cast<char>(orientation) + "\0\0\0\0\0\0\0"s;
}

const auto kGreyJpeg = jpeg_bytes(40, 24, JCS_GRAYSCALE, 1, slope(40, 24, 1));

}  // namespace

TEST_CASE("PNG of every colour type and depth, plain and interlaced") {
  constexpr int kGrey = PNG_COLOR_TYPE_GRAY, kRgb = PNG_COLOR_TYPE_RGB,
                kPalette = PNG_COLOR_TYPE_PALETTE, kGreyAlpha = PNG_COLOR_TYPE_GRAY_ALPHA,
                kRgba = PNG_COLOR_TYPE_RGBA;
  const std::vector<png_color> palette = {{0, 0, 0}, {255, 255, 255}, {90, 90, 90}, {7, 7, 7}};
  struct Case {
    std::string_view why;
    Png png;
    std::vector<int> want;
  };
  Case cases[] = {
      {"grey 1", {3, 2, kGrey, 1, {0, 1, 0, 1, 1, 0}}, {0, 255, 0, 255, 255, 0}},
      {"grey 2", {2, 2, kGrey, 2, {0, 1, 2, 3}}, {0, 85, 170, 255}},
      {"grey 4", {3, 1, kGrey, 4, {0, 5, 15}}, {0, 85, 255}},
      {"grey 8", {3, 1, kGrey, 8, {0, 77, 255}}, {0, 77, 255}},
      {"grey 16", {4, 1, kGrey, 16, {0, 0x4D4D, 0xFFFF, 0x0100}}, {0, 0x4D, 255, 1}},
      {"RGB 8", {3, 1, kRgb, 8, {0, 0, 0, 255, 255, 255, 99, 99, 99}}, {0, 255, 99}},
      {"RGB 16", {2, 1, kRgb, 16, {0, 0, 0, 0xFFFF, 0xFFFF, 0xFFFF}}, {0, 255}},
      {"palette 1", {3, 1, kPalette, 1, {1, 0, 1}, false, {palette[0], palette[1]}}, {255, 0, 255}},
      {"palette 2", {4, 1, kPalette, 2, {3, 2, 1, 0}, false, palette}, {7, 90, 255, 0}},
      {"palette 4", {3, 1, kPalette, 4, {3, 0, 2}, false, palette}, {7, 0, 90}},
      {"palette 8", {3, 1, kPalette, 8, {3, 0, 2}, false, palette}, {7, 0, 90}},
      {"palette with alpha",
       {4, 1, kPalette, 8, {0, 1, 2, 3}, false, palette, {0, 0, 128, 255}},
       {255, 255, 172, 7}},
      {"grey and alpha 8",
       {4, 1, kGreyAlpha, 8, {0, 0, 0, 255, 0, 128, 255, 3}},
       {255, 0, 127, 255}},
      {"grey and alpha 16", {2, 1, kGreyAlpha, 16, {0, 0, 0, 0xFFFF}}, {255, 0}},
      {"RGBA 8", {3, 1, kRgba, 8, {0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 51}}, {255, 0, 204}},
      {"RGBA 16", {2, 1, kRgba, 16, {0, 0, 0, 0, 0, 0, 0, 0xFFFF}}, {255, 0}},
      {"a grey that is transparent",
       {3, 1, kGrey, 8, {0, 9, 255}, false, {}, {}, png_color_16{0, 0, 0, 0, 9}},
       {0, 255, 255}},
      {"a colour that is transparent",
       {2, 1, kRgb, 8, {1, 2, 3, 0, 0, 0}, false, {}, {}, png_color_16{0, 1, 2, 3, 0}},
       {255, 0}},
  };
  for (auto& [why, png, want] : cases) {
    CAPTURE(why);
    for (const bool interlaced : {false, true}) {
      CAPTURE(interlaced);
      png.interlaced = interlaced;
      const auto image = decode(png.bytes());
      REQUIRE_MESSAGE(image.has_value(), (image ? "" : image.error().str()));
      CHECK(image->width == png.width);
      CHECK(image->height == png.height);
      CHECK(tones(*image) == want);
    }
  }
}

TEST_CASE("colours are as light as eyes see them") {
  const Png png{3, 1, PNG_COLOR_TYPE_RGB, 8, {255, 0, 0, 0, 255, 0, 0, 0, 255}};
  const auto from_png = tones(decode(png.bytes()).value());
  std::vector<std::uint8_t> squares;
  for (int y = 0; y < 16; ++y) {
    for (int x = 0; x < 48; ++x) {
      for (int c = 0; c < 3; ++c) squares.push_back(x / 16 == c ? 255 : 0);
    }
  }
  const auto jpeg = decode(jpeg_bytes(48, 16, JCS_RGB, 3, squares)).value();
  for (const auto& [red, green, blue] :
       {std::tuple{from_png[0], from_png[1], from_png[2]},
        std::tuple<int, int, int>{jpeg.pixels[8], jpeg.pixels[24], jpeg.pixels[40]}}) {
    CHECK(green > red + 30);
    CHECK(red > blue + 20);
  }
}

TEST_CASE("interlaced or not, a larger picture is the same") {
  std::vector<unsigned> samples;
  for (unsigned i = 0; i < 37 * 23; ++i) samples.push_back(i * 7919 % 256);
  const Png plain{37, 23, PNG_COLOR_TYPE_GRAY, 8, samples},
      interlaced{37, 23, PNG_COLOR_TYPE_GRAY, 8, samples, true};
  const std::vector<int> want(samples.begin(), samples.end());
  CHECK(tones(decode(plain.bytes()).value()) == want);
  CHECK(tones(decode(interlaced.bytes()).value()) == want);
}

TEST_CASE("what stands beside the pixels of a PNG changes nothing") {
  Png png{2, 1, PNG_COLOR_TYPE_GRAY, 8, {100, 200}};
  png.more = [](png_structp p, png_infop info) {
    png_set_gAMA(p, info, 0.2);
    png_set_pHYs(p, info, 1, 1, PNG_RESOLUTION_UNKNOWN);
    // A text that inflates to 8 MB.
    std::string zeros(8 << 20, ' ');
    png_text text{};
    text.compression = PNG_TEXT_COMPRESSION_zTXt;
    text.key = const_cast<char*>("Comment");
    text.text = zeros.data();
    text.text_length = zeros.size();
    png_set_text(p, info, &text, 1);
  };
  CHECK(tones(decode(png.bytes()).value()) == std::vector{100, 200});
}

TEST_CASE("JPEG in grey and colour, baseline and progressive") {
  struct Case {
    std::string_view why;
    J_COLOR_SPACE space;
    int channels;
  };
  for (const auto& [why, space, channels] :
       {Case{"grey", JCS_GRAYSCALE, 1}, Case{"RGB, stored as YCbCr", JCS_RGB, 3}}) {
    CAPTURE(why);
    for (const bool progressive : {false, true}) {
      const auto image =
          decode(jpeg_bytes(40, 24, space, channels, slope(40, 24, channels), progressive));
      REQUIRE(image.has_value());
      CHECK(image->width == 40);
      CHECK(image->height == 24);
      const auto want = slope(40, 24, 1);
      for (std::size_t i = 0; i < want.size(); ++i) CHECK(std::abs(image->pixels[i] - want[i]) < 6);
    }
  }
  const auto cmyk = decode(jpeg_bytes(16, 16, JCS_CMYK, 4, slope(16, 16, 4)));
  REQUIRE(!cmyk);
  CHECK(cmyk.error().code == ErrorCode::unsupported_format);
  CHECK(cmyk.error().detail.find("CMYK") != std::string::npos);
}

TEST_CASE("WebP, HEIC, AVIF and TIFF of the usual kinds") {
  struct Case {
    std::string_view file;
    int off;  ///< tones that a lossy picture may differ by
  };
  const auto want = slope(48, 32, 1);
  for (const auto& [file, off] :
       {Case{"lossless.webp", 1}, Case{"lossy.webp", 8}, Case{"animated.webp", 1},
        Case{"grey.heic", 10}, Case{"grey.avif", 10}, Case{"grey.tif", 0}, Case{"lzw.tif", 1},
        Case{"deflate16.tif", 1}, Case{"tiled.tif", 0}, Case{"two_pages.tif", 0}}) {
    CAPTURE(file);
    const auto image = decode(file_of(file));
    REQUIRE_MESSAGE(image.has_value(), (image ? "" : image.error().str()));
    REQUIRE(image->width == 48);
    REQUIRE(image->height == 32);
    int most = 0;
    for (std::size_t i = 0; i < want.size(); ++i) {
      most = std::max(most, std::abs(image->pixels[i] - want[i]));
    }
    CHECK(most <= off);
  }
  const auto fax = decode(file_of("fax.tif")).value();
  CHECK(fax.pixels.front() == 0);
  CHECK(fax.pixels.back() == 255);
}

TEST_CASE("the pages of a TIFF") {
  const std::string file = file_of("two_pages.tif");
  CHECK(count_pages(as_bytes(file)).value() == 2);
  const auto first = decode_image(as_bytes(file), 1).value();
  const auto second = decode_image(as_bytes(file), 2).value();
  for (std::size_t i = 0; i < first.pixels.size(); ++i) {
    CHECK(first.pixels[i] + second.pixels[i] == 255);
  }
  for (const int page : {-1, 0, 3, 1000}) {
    CAPTURE(page);
    const auto none = decode_image(as_bytes(file), page);
    REQUIRE(!none);
    CHECK(none.error().code == ErrorCode::bad_image);
  }
  CHECK(count_pages(as_bytes(kGreyJpeg)).value() == 1);
  CHECK(!decode_image(as_bytes(kGreyJpeg), 2));
  CHECK(!count_pages(as_bytes("II*\0"sv)));
  CHECK(!count_pages({}));
}

TEST_CASE("a picture stands upright, as its EXIF says") {
  const auto stored = decode(kGreyJpeg).value();
  const GreyImage once = quarter_turned(stored), twice = quarter_turned(once),
                  thrice = quarter_turned(twice);
  const GreyImage wanted[] = {stored,           mirrored(stored), twice,
                              mirrored(twice),  mirrored(once),   once,
                              mirrored(thrice), thrice};
  for (int orientation = 1; orientation <= 8; ++orientation) {
    CAPTURE(orientation);
    for (const bool big_endian : {true, false}) {
      const auto image = decode(jpeg_bytes(40, 24, JCS_GRAYSCALE, 1, slope(40, 24, 1), false,
                                           exif(orientation, big_endian)))
                             .value();
      const GreyImage& want = wanted[orientation - 1];
      CHECK(image.width == want.width);
      CHECK(image.height == want.height);
      CHECK(image.pixels == want.pixels);
    }
  }
  struct Case {
    std::string_view why;
    std::string exif;
  };
  for (const auto& [why, text] :
       {Case{"none", "Exif"}, Case{"zero", exif(0)}, Case{"nine", exif(9)},
        Case{"no byte order", "Exif" + std::string(40, '\0')},
        Case{"cut short", exif(6).substr(0, 24)},
        Case{"a directory beyond the end", exif(6).replace(12, 2, "\xFF\xFF")},
        Case{"another segment", "http://ns.adobe.com/xap/1.0/" + exif(6)}}) {
    CAPTURE(why);
    const auto image =
        decode(jpeg_bytes(40, 24, JCS_GRAYSCALE, 1, slope(40, 24, 1), false, text)).value();
    CHECK(image.pixels == stored.pixels);
  }

  const auto tiff = decode(file_of("grey.tif")).value();
  CHECK(decode(file_of("turned.tif"))->pixels == quarter_turned(tiff).pixels);
  const auto webp = decode(file_of("lossy.webp")).value();
  CHECK(decode(file_of("turned.webp"))->pixels == quarter_turned(webp).pixels);
  Png png{40, 24, PNG_COLOR_TYPE_GRAY, 8, {stored.pixels.begin(), stored.pixels.end()}};
  std::string block = exif(6).substr(6);
  png.more = [&](png_structp p, png_infop info) {
    png_set_eXIf_1(p, info, static_cast<png_uint_32>(block.size()),
                   reinterpret_cast<png_bytep>(block.data()));
  };
  CHECK(decode(png.bytes())->pixels == once.pixels);
}

TEST_CASE("WebP, HEIC and TIFF that are cut short or damaged never pass for less than they were") {
  for (const std::string_view name : {"lossless.webp", "lossy.webp", "animated.webp", "grey.heic",
                                      "grey.avif", "grey.tif", "lzw.tif", "two_pages.tif"}) {
    CAPTURE(name);
    const std::string file = file_of(name);
    const auto whole = decode(file).value();
    for (std::size_t length = 12; length < file.size(); length += 1 + file.size() / 150) {
      CAPTURE(length);
      const auto image = decode(std::string_view(file).substr(0, length));
      if (image) {
        CHECK(image->pixels == whole.pixels);
      } else {
        CHECK((image.error().code == ErrorCode::bad_image ||
               image.error().code == ErrorCode::unsupported_format));
        CHECK(image.error().detail.find('\n') == std::string::npos);
      }
    }
    for (std::size_t i = 12; i < file.size(); i += 1 + file.size() / 150) {
      std::string changed = file;
      changed[i] = static_cast<char>(changed[i] ^ 0x55);
      const auto image = decode(changed);  // whatever it is, it is within the bounds
      if (!image) continue;
      const auto pixels = static_cast<std::size_t>(image->width) * static_cast<std::size_t>(image->height);
      CHECK(image->pixels.size() == pixels);
      CHECK(pixels <= kMaxImagePixels);
    }
  }
}

TEST_CASE("WebP and TIFF of a huge size are refused before they are decoded") {
  std::string tiff = file_of("grey.tif");
  const auto width = tiff.find("\x00\x01\x03\x00\x01\x00\x00\x00\x30\x00"sv);
  REQUIRE(width != std::string::npos);
  tiff[width + 8] = '\xFF';
  tiff[width + 9] = '\xFF';
  CHECK(decode(tiff).error().code == ErrorCode::too_long);
  // A canvas of 16,383 × 16,383 pixels in an extended header.
  std::string webp = file_of("turned.webp");
  REQUIRE(webp.substr(12, 4) == "VP8X");
  webp.replace(24, 6, "\xFE\x3F\0\xFE\x3F\0"sv);
  const auto image = decode(webp);
  REQUIRE(!image);
  CHECK((image.error().code == ErrorCode::too_long || image.error().code == ErrorCode::bad_image));
}

TEST_CASE("a picture cut short is refused, or is whole") {
  const std::vector<std::uint8_t> grey = slope(40, 24, 1);
  const std::string files[] = {
      Png{40, 24, PNG_COLOR_TYPE_GRAY, 8, {grey.begin(), grey.end()}}.bytes(),
      Png{40, 24, PNG_COLOR_TYPE_GRAY, 8, {grey.begin(), grey.end()}, true}.bytes(),
      kGreyJpeg,
      jpeg_bytes(40, 24, JCS_RGB, 3, slope(40, 24, 3), true),
      "P5\n40 24\n255\n" + std::string(grey.begin(), grey.end()),
  };
  for (const std::string& file : files) {
    const auto whole = decode(file).value();
    CAPTURE(file.substr(0, 4));
    std::size_t accepted = 0;
    for (std::size_t length = 0; length < file.size(); ++length) {
      CAPTURE(length);
      const auto image = decode(std::string_view(file).substr(0, length));
      if (image) {
        ++accepted;  // all but the file's last mark
        CHECK(image->pixels == whole.pixels);
        continue;
      }
      const bool has_magic = length >= 8;
      CHECK((image.error().code == ErrorCode::bad_image ||
             (!has_magic && image.error().code == ErrorCode::unsupported_format)));
      CHECK(image.error().detail.find('\n') == std::string::npos);
    }
    CHECK(accepted <= 20);
  }
}

TEST_CASE("a PNG with a changed byte of pixels is refused") {
  const std::vector<std::uint8_t> grey = slope(40, 24, 1);
  const std::string file = Png{40, 24, PNG_COLOR_TYPE_GRAY, 8, {grey.begin(), grey.end()}}.bytes();
  const auto begin = file.find("IDAT"), end = file.find("IEND") - 4;
  for (std::size_t i = begin + 4; i < end; ++i) {
    CAPTURE(i);
    std::string changed = file;
    changed[i] = static_cast<char>(changed[i] ^ 0x10);
    const auto image = decode(changed);
    REQUIRE(!image);
    CHECK(image.error().code == ErrorCode::bad_image);
  }
}

TEST_CASE("sizes are checked before anything is decoded") {
  struct Case {
    std::string_view why;
    std::string bytes;
    ErrorCode want;
  };
  const Case cases[] = {
      {"no bytes", "", ErrorCode::bad_image},
      {"PNG of a huge size", png_header(0x7FFFFFFF, 0x7FFFFFFF), ErrorCode::too_long},
      {"PNG beyond 50 million pixels", png_header(10'000, 5'001), ErrorCode::too_long},
      {"PNG of 50 million pixels, and no data", png_header(10'000, 5'000), ErrorCode::bad_image},
      {"PNG too wide", png_header(65'501, 1), ErrorCode::too_long},
      {"PNG too high", png_header(1, 65'501), ErrorCode::too_long},
      {"PNG of no width", png_header(0, 5), ErrorCode::bad_image},
      {"PNG of a negative width", png_header(0x80000000, 5), ErrorCode::bad_image},
      {"JPEG of a huge size", resized(kGreyJpeg, 65'500, 65'500), ErrorCode::too_long},
      {"JPEG beyond 50 million pixels", resized(kGreyJpeg, 10'000, 5'001), ErrorCode::too_long},
      {"JPEG larger than its data", resized(kGreyJpeg, 400, 240), ErrorCode::bad_image},
      {"JPEG of no width", resized(kGreyJpeg, 0, 24), ErrorCode::bad_image},
      {"JPEG of no height", resized(kGreyJpeg, 40, 0), ErrorCode::bad_image},
      {"PGM of a huge size", "P5 999999999 999999999 255\n", ErrorCode::too_long},
      {"more than 20 MiB", std::string(kMaxImageBytes + 1, '\xFF'), ErrorCode::too_long},
  };
  for (const auto& [why, bytes, want] : cases) {
    CAPTURE(why);
    const auto image = decode(bytes);
    REQUIRE(!image);
    CHECK(name(image.error().code) == name(want));
    CHECK(image.error().detail.find('\n') == std::string::npos);
  }
}

TEST_CASE("PGM, as poppler writes it") {
  const auto good = [](std::string_view text) { return tones(decode(text).value()); };
  CHECK(good("P5\n3 1\n255\nabc") == std::vector<int>{'a', 'b', 'c'});
  CHECK(good("P5 1 3 255 \n\xFF\x80"sv) == std::vector<int>{10, 255, 128});
  CHECK(good("P5\n# a note\n2 # another\n1\n255\nab") == std::vector<int>{'a', 'b'});
  CHECK(good("P5#\n1 1 255\n#") == std::vector<int>{'#'});
  struct Case {
    std::string_view why, text;
    ErrorCode want;
  };
  for (const auto& [why, text, want] : {
           Case{"no sizes", "P5\n", ErrorCode::bad_image},
           Case{"no height", "P5\n3\n", ErrorCode::bad_image},
           Case{"no maximum", "P5\n3 1\n", ErrorCode::bad_image},
           Case{"nothing after the maximum", "P5\n3 1\n255", ErrorCode::bad_image},
           Case{"negative", "P5\n-3 1\n255\nabc", ErrorCode::bad_image},
           Case{"no width", "P5\n0 1\n255\n", ErrorCode::bad_image},
           Case{"ten digits", "P5\n0000000003 1\n255\nabc", ErrorCode::bad_image},
           Case{"a comment that never ends", "P5\n# 3 1 255 abc", ErrorCode::bad_image},
           Case{"one byte short", "P5\n3 1\n255\nab", ErrorCode::bad_image},
           Case{"one byte over", "P5\n3 1\n255\nabcd", ErrorCode::bad_image},
           Case{"another maximum", "P5\n3 1\n100\nabc", ErrorCode::unsupported_format},
           Case{"16 bits", "P5\n1 1\n65535\nab", ErrorCode::unsupported_format},
       }) {
    CAPTURE(why);
    const auto image = decode(text);
    REQUIRE(!image);
    CHECK(name(image.error().code) == name(want));
  }
}

TEST_CASE("what the first bytes say") {
  struct Case {
    std::string_view why, bytes;
    FileKind want;
    std::string_view says;  ///< in the error of decode_image, when it is no picture
  };
  const std::string cut = std::string(4095, 'a') + "\xE1\xBA\xBF";  // ế across the 4,096th byte
  const Case cases[] = {
      {"nothing", "", FileKind::unknown, "empty"},
      {"JPEG", "\xFF\xD8\xFF\xE0"sv, FileKind::jpeg, "JPEG"},
      {"JPEG's first two bytes alone", "\xFF\xD8"sv, FileKind::unknown, "unknown kind"},
      {"PNG", "\x89PNG\r\n\x1A\n"sv, FileKind::png, "PNG"},
      {"PNG sent as text", "\x89PNG\n\x1A\n"sv, FileKind::unknown, "unknown kind"},
      {"PGM", "P5\n1"sv, FileKind::pgm, "PGM"},
      {"a word that begins with P5", "P5abc", FileKind::text, "a text"},
      {"PPM", "P6\n1 1\n255\nabc", FileKind::text, "Netpbm"},
      {"PDF", "%PDF-1.7\n", FileKind::pdf, "PDF"},
      {"WebP", "RIFF\x10\0\0\0WEBPVP8 "sv, FileKind::webp, "WebP"},
      {"another RIFF", "RIFF\x10\0\0\0WAVEfmt "sv, FileKind::unknown, "unknown kind"},
      {"HEIC",
       "\0\0\0\x18"
       "ftypheic"sv,
       FileKind::heif, "HEIC"},
      {"a film",
       "\0\0\0\x18"
       "ftypisom"sv,
       FileKind::unknown, "film"},
      {"GIF", "GIF89a\1\0\1\0"sv, FileKind::gif, "GIF"},
      {"ZIP", "PK\3\4\x14\0\0\0"sv, FileKind::zip, "ZIP"},
      {"a ZIP of nothing", "PK\5\6\0\0"sv, FileKind::zip, "ZIP"},
      {"BMP", "BM\x46\0\0\0"sv, FileKind::unknown, "BMP"},
      {"TIFF", "II*\0\x08\0"sv, FileKind::tiff, "TIFF"},
      {"TIFF of the other order", "MM\0*\0\0"sv, FileKind::tiff, "TIFF"},
      {"Vietnamese", "Trà hoa vàng\r\n\tBa Chẽ", FileKind::text, "a text"},
      {"text whose 4,096th byte cuts a letter", cut, FileKind::text, "a text"},
      {"text that ends within a letter", "Ba Ch\xE1\xBA"sv, FileKind::unknown, "unknown kind"},
      {"Latin-1", "Tr\xE0 hoa"sv, FileKind::unknown, "unknown kind"},
      {"an overlong form", "\xC0\xAF"sv, FileKind::unknown, "unknown kind"},
      {"a surrogate", "\xED\xA0\x80"sv, FileKind::unknown, "unknown kind"},
      {"above U+10FFFF", "\xF4\x90\x80\x80"sv, FileKind::unknown, "unknown kind"},
      {"a zero byte", "abc\0"sv, FileKind::unknown, "unknown kind"},
      {"an escape character", "abc\x1B[0m"sv, FileKind::unknown, "unknown kind"},
      {"a delete character", "abc\x7F"sv, FileKind::unknown, "unknown kind"},
  };
  for (const auto& [why, bytes, want, says] : cases) {
    CAPTURE(why);
    CHECK(sniff(as_bytes(bytes)) == want);
    const auto image = decode(bytes);
    REQUIRE(!image);
    CHECK(image.error().detail.find(says) != std::string::npos);
    CHECK(image.error().code ==
          (is_picture(want) || bytes.empty() ? ErrorCode::bad_image : ErrorCode::unsupported_format));
  }
}
