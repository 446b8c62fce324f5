#include <csetjmp>
#include <cstdio>
// <jpeglib.h> needs FILE and size_t declared before it.
#include <jerror.h>
#include <jpeglib.h>

#include <algorithm>
#include <array>
#include <string>

#include "image_formats.hpp"
#include "image_upright.hpp"
#include "tem/bytes.hpp"

namespace tem {
namespace {

// A progressive file of a few kilobytes can ask for any number of passes over all its pixels.
constexpr int kMaxScans = 100;
constexpr std::uint64_t kMaxScannedPixels = 20 * kMaxImagePixels;

constexpr int kExifMarker = JPEG_APP0 + 1;
constexpr unsigned kMaxMarkerBytes = 0xFFFF;

// Everything libjpeg needs. It reports failure by longjmp, so the functions that set the jump hold
// no object with a destructor.
struct Decoder {
  jpeg_decompress_struct jpeg;
  jpeg_error_mgr errors;
  jpeg_progress_mgr progress;
  std::jmp_buf failed;
  std::array<char, JMSG_LENGTH_MAX> message;
  bool data_missing;  ///< entropy-coded data ended before the picture did
  bool file_ended;    ///< the end of the file was reached, if only by reading ahead
};

Decoder& decoder_of(j_common_ptr jpeg) { return *static_cast<Decoder*>(jpeg->client_data); }

[[noreturn]] void on_error(j_common_ptr jpeg) {
  Decoder& decoder = decoder_of(jpeg);
  jpeg->err->format_message(jpeg, decoder.message.data());
  std::longjmp(decoder.failed, 1);
}

void on_message(j_common_ptr jpeg, int level) {
  if (level >= 0) return;
  if (jpeg->err->msg_code == JWRN_HIT_MARKER) decoder_of(jpeg).data_missing = true;
  if (jpeg->err->msg_code == JWRN_JPEG_EOF) decoder_of(jpeg).file_ended = true;
}

void on_progress(j_common_ptr common) {
  const auto* jpeg = reinterpret_cast<j_decompress_ptr>(common);
  const auto scans = static_cast<std::uint64_t>(jpeg->input_scan_number);
  const std::uint64_t pixels = std::uint64_t{jpeg->image_width} * jpeg->image_height;
  if (scans > kMaxScans || scans * pixels > kMaxScannedPixels) {
    Decoder& decoder = decoder_of(common);
    std::snprintf(decoder.message.data(), decoder.message.size(), "too many progressive scans");
    std::longjmp(decoder.failed, 1);
  }
}

bool read_header(Decoder& decoder, std::span<const std::byte> bytes) {
  if (setjmp(decoder.failed) != 0) return false;
  jpeg_create_decompress(&decoder.jpeg);
  decoder.jpeg.progress = &decoder.progress;
  jpeg_save_markers(&decoder.jpeg, kExifMarker, kMaxMarkerBytes);
  jpeg_mem_src(&decoder.jpeg, reinterpret_cast<const unsigned char*>(bytes.data()),
               static_cast<unsigned long>(bytes.size()));
  return jpeg_read_header(&decoder.jpeg, TRUE) == JPEG_HEADER_OK;
}

bool read_pixels(Decoder& decoder, std::uint8_t* pixels) {
  if (setjmp(decoder.failed) != 0) return false;
  jpeg_decompress_struct& jpeg = decoder.jpeg;
  jpeg.out_color_space = JCS_GRAYSCALE;  // skips the colour components' transforms
  jpeg_start_decompress(&jpeg);
  while (jpeg.output_scanline < jpeg.output_height) {
    JSAMPROW row = pixels + std::size_t{jpeg.output_scanline} * jpeg.output_width;
    jpeg_read_scanlines(&jpeg, &row, 1);
  }
  return true;
}

int orientation_of(const jpeg_decompress_struct& jpeg) {
  for (const auto* marker = jpeg.marker_list; marker != nullptr; marker = marker->next) {
    const auto bytes = std::as_bytes(std::span(marker->data, marker->data_length));
    if (marker->marker != kExifMarker || !as_text(bytes).starts_with("Exif")) continue;
    return exif_orientation(bytes);
  }
  return 1;
}

struct Destroy {
  jpeg_decompress_struct& jpeg;
  ~Destroy() { jpeg_destroy_decompress(&jpeg); }  // never jumps; harmless if nothing was created
};

void set_up(Decoder& decoder) {
  decoder.jpeg.err = jpeg_std_error(&decoder.errors);
  decoder.errors.error_exit = on_error;
  decoder.errors.emit_message = on_message;
  decoder.progress.progress_monitor = on_progress;
  decoder.jpeg.client_data = &decoder;
}

}  // namespace

std::uint64_t jpeg_pixels(std::span<const std::byte> bytes) {
  if (sniff(bytes) != FileKind::jpeg) return 0;
  Decoder decoder{};
  const Destroy destroy{decoder.jpeg};
  set_up(decoder);
  if (!read_header(decoder, bytes)) return 0;
  return std::uint64_t{decoder.jpeg.image_width} * decoder.jpeg.image_height;
}

Result<GreyImage> decode_jpeg(std::span<const std::byte> bytes, JpegSize size) {
  Decoder decoder{};
  const Destroy destroy{decoder.jpeg};
  set_up(decoder);
  const auto bad = [&] {
    return Error{ErrorCode::bad_image, "JPEG: " + std::string(decoder.message.data())};
  };

  if (!read_header(decoder, bytes)) return bad();
  jpeg_decompress_struct& jpeg = decoder.jpeg;
  if (auto ok = check_image_size(jpeg.image_width, jpeg.image_height); !ok) {
    return ok.error().at("JPEG");
  }
  if (jpeg.jpeg_color_space == JCS_CMYK || jpeg.jpeg_color_space == JCS_YCCK) {
    return Error{ErrorCode::unsupported_format, "JPEG: CMYK colours; save it as RGB or grey"};
  }

  jpeg.scale_num = 1;
  jpeg.scale_denom = size == JpegSize::half ? 2 : 1;
  const std::size_t width = (jpeg.image_width + jpeg.scale_denom - 1) / jpeg.scale_denom;
  const std::size_t height = (jpeg.image_height + jpeg.scale_denom - 1) / jpeg.scale_denom;
  GreyImage image{static_cast<int>(width), static_cast<int>(height), {}};
  image.pixels.resize(width * height);
  if (!read_pixels(decoder, image.pixels.data())) return bad();
  // With several scans the missing part may be whole scans, which libjpeg does not call missing.
  const bool several_scans = jpeg_has_multiple_scans(&decoder.jpeg) != 0;
  if (decoder.data_missing || (several_scans && decoder.file_ended)) {
    return Error{ErrorCode::bad_image, "JPEG: the file is cut short; send it again"};
  }
  return upright(std::move(image), orientation_of(jpeg));
}

}  // namespace tem
