#pragma once
// One decoder for each picture format; decode_image (tem/image.hpp) chooses among them.

#include <cstddef>
#include <cstdint>
#include <span>

#include "tem/image.hpp"

namespace tem {

// All give the picture upright: EXIF's orientation, or the format's own, is applied.

enum class JpegSize { whole, half };

/// Baseline and progressive JPEG in grey, YCbCr or RGB; at half the width and height it costs an
/// eighth less than whole. Errors: too_long, bad_image, unsupported_format.
Result<GreyImage> decode_jpeg(std::span<const std::byte> bytes, JpegSize size = JpegSize::whole);

/// What the header says; 0 where it is none of a JPEG.
std::uint64_t jpeg_pixels(std::span<const std::byte> bytes);

/// PNG of every colour type and depth, interlaced or not. Errors: too_long, bad_image.
Result<GreyImage> decode_png(std::span<const std::byte> bytes);

/// Lossy or lossless WebP; of an animation the first frame. Errors: too_long, bad_image.
Result<GreyImage> decode_webp(std::span<const std::byte> bytes);

/// The primary picture of a HEIF file: HEVC (HEIC) or AV1 (AVIF) as the system's libheif decodes.
/// Errors: too_long, bad_image, unsupported_format.
Result<GreyImage> decode_heif(std::span<const std::byte> bytes);

/// libheif compares the square of this with the pixels of any picture or tile in the file.
inline constexpr int kMaxHeifSide = 7'071;

/// Pages of a TIFF, 1 to kMaxTiffPages. Errors: too_long, bad_image.
Result<int> count_tiff_pages(std::span<const std::byte> bytes);

/// One page from 1, whatever its compression and colours that libtiff can turn into RGB. Errors:
/// too_long, bad_image, unsupported_format.
Result<GreyImage> decode_tiff(std::span<const std::byte> bytes, int page);

/// Netpbm's `P5` with a maximum of 255 and one picture in the file. Errors: too_long, bad_image,
/// unsupported_format.
Result<GreyImage> decode_pgm(std::span<const std::byte> bytes);

/// Before anything of that size is allocated. Errors: bad_image (no pixels), too_long.
Result<void> check_image_size(std::uint64_t width, std::uint64_t height);

}  // namespace tem
