#pragma once
// One decoder for each picture format; decode_image (tem/image.hpp) chooses among them.

#include <cstddef>
#include <cstdint>
#include <span>

#include "tem/image.hpp"

namespace tem {

/// Baseline and progressive JPEG in grey, YCbCr or RGB. Errors: too_long, bad_image,
/// unsupported_format.
Result<GreyImage> decode_jpeg(std::span<const std::byte> bytes);

/// PNG of every colour type and depth, interlaced or not. Errors: too_long, bad_image.
Result<GreyImage> decode_png(std::span<const std::byte> bytes);

/// Netpbm's `P5` with a maximum of 255 and one picture in the file. Errors: too_long, bad_image,
/// unsupported_format.
Result<GreyImage> decode_pgm(std::span<const std::byte> bytes);

/// Before anything of that size is allocated. Errors: bad_image (no pixels), too_long.
Result<void> check_image_size(std::uint64_t width, std::uint64_t height);

}  // namespace tem
