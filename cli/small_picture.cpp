#include "small_picture.hpp"

#include <csetjmp>
#include <cstdio>
#include <cstdlib>
// <jpeglib.h> needs FILE and size_t declared before it.
#include <jpeglib.h>

#include <algorithm>
#include <cmath>

namespace tem::cli {
namespace {

// libjpeg reports failure by longjmp, so the function that sets the jump holds no object with a
// destructor.
struct Encoder {
  jpeg_compress_struct jpeg;
  jpeg_error_mgr errors;
  std::jmp_buf failed;
  unsigned char* bytes;
  unsigned long size;
};

[[noreturn]] void on_error(j_common_ptr jpeg) {
  std::longjmp(static_cast<Encoder*>(jpeg->client_data)->failed, 1);
}

void on_message(j_common_ptr, int) {}

bool encode(Encoder& encoder, const std::uint8_t* pixels, int width, int height) {
  if (setjmp(encoder.failed) != 0) return false;
  jpeg_create_compress(&encoder.jpeg);
  jpeg_mem_dest(&encoder.jpeg, &encoder.bytes, &encoder.size);
  encoder.jpeg.image_width = static_cast<JDIMENSION>(width);
  encoder.jpeg.image_height = static_cast<JDIMENSION>(height);
  encoder.jpeg.input_components = 1;
  encoder.jpeg.in_color_space = JCS_GRAYSCALE;
  jpeg_set_defaults(&encoder.jpeg);
  jpeg_set_quality(&encoder.jpeg, kSmallQuality, TRUE);
  encoder.jpeg.optimize_coding = TRUE;
  jpeg_start_compress(&encoder.jpeg, TRUE);
  while (encoder.jpeg.next_scanline < encoder.jpeg.image_height) {
    auto* row = const_cast<JSAMPROW>(pixels + std::size_t{encoder.jpeg.next_scanline} *
                                                  static_cast<std::size_t>(width));
    jpeg_write_scanlines(&encoder.jpeg, &row, 1);
  }
  jpeg_finish_compress(&encoder.jpeg);
  return true;
}

Result<std::string> jpeg_of(const GreyImage& image) {
  Encoder encoder{};
  encoder.jpeg.err = jpeg_std_error(&encoder.errors);
  encoder.errors.error_exit = on_error;
  encoder.errors.emit_message = on_message;
  encoder.jpeg.client_data = &encoder;
  const bool done = encode(encoder, image.pixels.data(), image.width, image.height);
  std::string bytes;
  if (done) bytes.assign(reinterpret_cast<const char*>(encoder.bytes), encoder.size);
  jpeg_destroy_compress(&encoder.jpeg);
  std::free(encoder.bytes);
  if (!done) return Error{ErrorCode::internal, "a small picture could not be made"};
  return bytes;
}

/// Each pixel is the average of those that it stands for.
GreyImage averaged(const GreyImage& image, const Box& box, int width, int height) {
  GreyImage out{width, height, {}};
  out.pixels.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  const auto part = [](int i, int parts, int of) {
    return static_cast<int>(std::int64_t{i} * of / parts);
  };
  for (int y = 0; y < height; ++y) {
    const int top = box.top + part(y, height, box.height);
    const int bottom = box.top + part(y + 1, height, box.height);
    for (int x = 0; x < width; ++x) {
      const int left = box.left + part(x, width, box.width);
      const int right = box.left + part(x + 1, width, box.width);
      std::uint64_t sum = 0;
      for (int row = top; row < bottom; ++row) {
        const auto* line = image.pixels.data() +
                           static_cast<std::size_t>(row) * static_cast<std::size_t>(image.width);
        for (int column = left; column < right; ++column) sum += line[column];
      }
      const auto count =
          static_cast<std::uint64_t>(right - left) * static_cast<std::uint64_t>(bottom - top);
      out.pixels.push_back(static_cast<std::uint8_t>(sum / std::max<std::uint64_t>(count, 1)));
    }
  }
  return out;
}

}  // namespace

Box whole_of(const GreyImage& image) noexcept { return {0, 0, image.width, image.height}; }

Box around(const std::vector<std::pair<int, int>>& corners, const GreyImage& image) noexcept {
  if (corners.empty()) return whole_of(image);
  auto [left, top] = corners.front();
  auto [right, bottom] = corners.front();
  for (const auto& [x, y] : corners) {
    left = std::min(left, x);
    right = std::max(right, x);
    top = std::min(top, y);
    bottom = std::max(bottom, y);
  }
  const std::int64_t margin =
      std::max<std::int64_t>({std::int64_t{right} - left, std::int64_t{bottom} - top, 6}) / 6;
  const auto within = [](std::int64_t at, int size) {
    return static_cast<int>(std::clamp<std::int64_t>(at, 0, size - 1));
  };
  const int x0 = within(left - margin, image.width), x1 = within(right + margin, image.width);
  const int y0 = within(top - margin, image.height), y1 = within(bottom + margin, image.height);
  return {x0, y0, x1 - x0 + 1, y1 - y0 + 1};
}

Result<SmallPicture> small_picture(const GreyImage& image, const Box& box, int side) {
  const double scale = std::min(1.0, static_cast<double>(side) / std::max(box.width, box.height));
  const auto scaled = [scale](int length) {
    return std::max(1, static_cast<int>(std::lround(length * scale)));
  };
  const int width = scaled(box.width), height = scaled(box.height);
  auto jpeg = jpeg_of(averaged(image, box, width, height));
  if (!jpeg) return jpeg.error();
  return SmallPicture{std::move(*jpeg), width, height, box};
}

}  // namespace tem::cli
