#pragma once
// EXIF's orientation: how a stored picture must be turned to stand as the camera saw it.

#include <cstddef>
#include <span>

#include "tem/image.hpp"

namespace tem {

/// 1 (as stored) to 8 from the first directory of an EXIF block, with or without `Exif\0\0` before
/// it (TIFF 6.0 §2, tag 274); 1 where there is none or it makes no sense.
int exif_orientation(std::span<const std::byte> exif) noexcept;

/// The picture turned and mirrored as the orientation says. Anything outside 2 to 8 changes
/// nothing.
GreyImage upright(GreyImage stored, int orientation);

}  // namespace tem
