#include <libheif/heif.h>

#include <algorithm>
#include <memory>
#include <span>
#include <string>

#include "image_formats.hpp"
#include "tem/quote.hpp"

namespace tem {
namespace {

struct Free {
  void operator()(heif_context* context) const { heif_context_free(context); }
  void operator()(heif_image_handle* handle) const { heif_image_handle_release(handle); }
  void operator()(heif_image* image) const { heif_image_release(image); }
  void operator()(heif_decoding_options* options) const { heif_decoding_options_free(options); }
};

Error bad(const heif_error& error) {
  const bool unsupported = error.code == heif_error_Unsupported_filetype ||
                           error.code == heif_error_Unsupported_feature ||
                           error.subcode == heif_suberror_Unsupported_codec;
  return {unsupported ? ErrorCode::unsupported_format : ErrorCode::bad_image,
          "HEIC: " + one_line(error.message == nullptr ? "not readable" : error.message)};
}

// Brightness, or green where the picture is stored as RGB, at eight bits.
Result<GreyImage> brightness(const heif_image& image) {
  const heif_channel channel =
      heif_image_get_colorspace(&image) == heif_colorspace_RGB ? heif_channel_G : heif_channel_Y;
  int stride = 0;
  const std::uint8_t* plane = heif_image_get_plane_readonly(&image, channel, &stride);
  const int width = heif_image_get_width(&image, channel);
  const int height = heif_image_get_height(&image, channel);
  const int bits = heif_image_get_bits_per_pixel_range(&image, channel);
  if (plane == nullptr || bits < 1 || bits > 16) {
    return Error{ErrorCode::unsupported_format, "HEIC: pixels of an unknown form; save it as JPEG"};
  }
  if (auto ok = check_image_size(static_cast<std::uint64_t>(std::max(width, 0)),
                                 static_cast<std::uint64_t>(std::max(height, 0)));
      !ok) {
    return ok.error().at("HEIC");
  }
  GreyImage grey{width, height, {}};
  grey.pixels.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  for (int y = 0; y < height; ++y) {
    const std::uint8_t* row = plane + std::ptrdiff_t{y} * stride;
    std::uint8_t* out = grey.pixels.data() + std::ptrdiff_t{y} * width;
    if (bits <= 8) {
      std::copy(row, row + width, out);
    } else {  // two bytes a sample, in this machine's order
      const auto* wide = reinterpret_cast<const std::uint16_t*>(row);
      std::transform(wide, wide + width, out, [bits](std::uint16_t sample) {
        return static_cast<std::uint8_t>(std::min(sample >> (bits - 8), 255));
      });
    }
  }
  return grey;
}

}  // namespace

Result<GreyImage> decode_heif(std::span<const std::byte> bytes) {
  const std::unique_ptr<heif_context, Free> context(heif_context_alloc());
  if (!context) return Error{ErrorCode::internal, "HEIC: libheif could not start"};
  heif_context_set_maximum_image_size_limit(context.get(), kMaxHeifSide);
  heif_context_set_max_decoding_threads(context.get(), 0);  // the caller has its own
  heif_error error = heif_context_read_from_memory_without_copy(context.get(), bytes.data(),
                                                                bytes.size(), nullptr);
  if (error.code != heif_error_Ok) return bad(error);

  heif_image_handle* primary = nullptr;
  error = heif_context_get_primary_image_handle(context.get(), &primary);
  if (error.code != heif_error_Ok) return bad(error);
  const std::unique_ptr<heif_image_handle, Free> handle(primary);
  const int width = heif_image_handle_get_width(primary);
  const int height = heif_image_handle_get_height(primary);
  if (auto ok = check_image_size(static_cast<std::uint64_t>(std::max(width, 0)),
                                 static_cast<std::uint64_t>(std::max(height, 0)));
      !ok) {
    return ok.error().at("HEIC");
  }

  const std::unique_ptr<heif_decoding_options, Free> options(heif_decoding_options_alloc());
  heif_image* decoded = nullptr;
  // As it is stored, so that no colours are worked out; turned as the file says.
  error = heif_decode_image(primary, &decoded, heif_colorspace_undefined, heif_chroma_undefined,
                            options.get());
  if (error.code != heif_error_Ok) return bad(error);
  const std::unique_ptr<heif_image, Free> image(decoded);
  return brightness(*image);
}

}  // namespace tem
