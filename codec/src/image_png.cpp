#include <png.h>

#include <array>
#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "image_formats.hpp"
#include "image_upright.hpp"

namespace tem {
namespace {

constexpr png_alloc_size_t kMaxChunkBytes = 1 << 20;  // a palette or header is under 1 KB
constexpr png_uint_32 kMaxChunks = 100;

struct Source {
  std::span<const std::byte> left;
  std::jmp_buf failed;
  std::array<char, 128> message;
};

[[noreturn]] void on_error(png_structp png, png_const_charp text) {
  auto* source = static_cast<Source*>(png_get_error_ptr(png));
  std::snprintf(source->message.data(), source->message.size(), "%s", text);
  std::longjmp(source->failed, 1);
}

void on_warning(png_structp, png_const_charp) {}

void read_bytes(png_structp png, png_bytep out, std::size_t count) {
  auto* source = static_cast<Source*>(png_get_io_ptr(png));
  if (count > source->left.size()) png_error(png, "the file is cut short");
  std::memcpy(out, source->left.data(), count);
  source->left = source->left.subspan(count);
}

// libpng reports failure by longjmp, so the functions that set the jump hold no object with a
// destructor; this one outlives them.
struct Reader {
  png_structp png = nullptr;
  png_infop info = nullptr;
  ~Reader() { png_destroy_read_struct(&png, &info, nullptr); }
};

bool read_header(Reader& reader, Source& source) {
  if (setjmp(source.failed) != 0) return false;
  png_set_read_fn(reader.png, &source, read_bytes);
  png_set_user_limits(reader.png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);  // checked by the caller
  png_set_chunk_malloc_max(reader.png, kMaxChunkBytes);
  png_set_chunk_cache_max(reader.png, kMaxChunks);
  // Nothing but what the pixels need: no text, no colour profile to inflate, no gamma.
  png_set_keep_unknown_chunks(reader.png, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
  static constexpr png_byte kExif[] = "eXIf";  // but how the picture is turned
  png_set_keep_unknown_chunks(reader.png, PNG_HANDLE_CHUNK_AS_DEFAULT, kExif, 1);
  png_read_info(reader.png, reader.info);
  return true;
}

// Sets up transformations that end in one or two bytes a pixel: grey, and alpha if there is any.
bool start_pixels(Reader& reader, Source& source) {
  if (setjmp(source.failed) != 0) return false;
  png_set_expand(reader.png);  // palette to RGB, grey to 8 bits, a transparent colour to alpha
  png_set_scale_16(reader.png);
  if ((png_get_color_type(reader.png, reader.info) & PNG_COLOR_MASK_COLOR) != 0) {
    png_set_rgb_to_gray_fixed(reader.png, PNG_ERROR_ACTION_NONE, -1, -1);
  }
  png_set_interlace_handling(reader.png);
  png_read_update_info(reader.png, reader.info);
  return true;
}

bool read_rows(Reader& reader, Source& source, png_bytepp rows) {
  if (setjmp(source.failed) != 0) return false;
  png_read_image(reader.png, rows);
  return true;
}

void lay_on_white(const std::vector<std::uint8_t>& grey_and_alpha,
                  std::vector<std::uint8_t>& grey) {
  for (std::size_t i = 0; i < grey.size(); ++i) {
    const unsigned value = grey_and_alpha[2 * i], alpha = grey_and_alpha[2 * i + 1];
    grey[i] = static_cast<std::uint8_t>((value * alpha + 255 * (255 - alpha) + 127) / 255);
  }
}

int orientation_of(Reader& reader) {
  png_uint_32 size = 0;
  png_bytep exif = nullptr;
  if (png_get_eXIf_1(reader.png, reader.info, &size, &exif) == 0) return 1;
  return exif_orientation(std::as_bytes(std::span(exif, size)));
}

}  // namespace

Result<GreyImage> decode_png(std::span<const std::byte> bytes) {
  Source source{bytes, {}, {}};
  Reader reader;
  reader.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &source, on_error, on_warning);
  if (reader.png != nullptr) reader.info = png_create_info_struct(reader.png);
  if (reader.info == nullptr) return Error{ErrorCode::internal, "PNG: libpng could not start"};
  const auto bad = [&] {
    return Error{ErrorCode::bad_image, "PNG: " + std::string(source.message.data())};
  };

  if (!read_header(reader, source)) return bad();
  const png_uint_32 width = png_get_image_width(reader.png, reader.info);
  const png_uint_32 height = png_get_image_height(reader.png, reader.info);
  if (auto ok = check_image_size(width, height); !ok) return ok.error().at("PNG");
  if (!start_pixels(reader, source)) return bad();
  const std::size_t stride = png_get_rowbytes(reader.png, reader.info);
  const std::size_t channels = png_get_channels(reader.png, reader.info);
  if (channels < 1 || channels > 2 || stride != channels * width) {
    return Error{ErrorCode::internal, "PNG: libpng gave rows of an unexpected form"};
  }

  GreyImage image;
  image.width = static_cast<int>(width);
  image.height = static_cast<int>(height);
  std::vector<std::uint8_t> pixels(stride * height);
  std::vector<png_bytep> rows(height);
  for (png_uint_32 y = 0; y < height; ++y) rows[y] = pixels.data() + y * stride;
  if (!read_rows(reader, source, rows.data())) return bad();
  if (channels == 1) {
    image.pixels = std::move(pixels);
  } else {
    image.pixels.resize(std::size_t{width} * height);
    lay_on_white(pixels, image.pixels);
  }
  return upright(std::move(image), orientation_of(reader));
}

}  // namespace tem
