#pragma once
// Small pictures of a photograph for a report: the whole of it, and each code in it.
//
//   auto whole = small_picture(image, whole_of(image), kThumbnailSide);
//   auto code = small_picture(image, around(corners, image), kCropSide);

#include <string>
#include <utility>
#include <vector>

#include "tem/image.hpp"

namespace tem::cli {

inline constexpr int kThumbnailSide = 320;  // pixels
inline constexpr int kCropSide = 200;
inline constexpr int kSheetCropSide = 96;  // of each of many codes, or a sheet of 84 weighs 1 MB
inline constexpr std::size_t kManyCodes = 8;
inline constexpr int kSmallQuality = 60;  // of JPEG; 320 × 320 pixels of noise are then 70 KB

/// A part of a picture, in its pixels.
struct Box {
  int left = 0, top = 0, width = 0, height = 0;
};

Box whole_of(const GreyImage& image) noexcept;
/// The least upright box around the corners with a margin of a sixth of it, within the picture.
/// Never empty.
Box around(const std::vector<std::pair<int, int>>& corners, const GreyImage& image) noexcept;

struct SmallPicture {
  std::string jpeg;
  int width = 0, height = 0;
  Box of;
  [[nodiscard]] bool empty() const noexcept { return jpeg.empty(); }
};

/// Averaged down until no side is longer than `side`; never enlarged. Precondition: the box lies in
/// the picture and is not empty. Error: internal (libjpeg).
Result<SmallPicture> small_picture(const GreyImage& image, const Box& box, int side);

}  // namespace tem::cli
