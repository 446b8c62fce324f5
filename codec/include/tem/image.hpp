#pragma once
// A grey picture in memory, from the bytes of a picture file.
//
//   for (int page = 1; page <= count_pages(bytes).value(); ++page) use(decode_image(bytes, page));

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "tem/result.hpp"

namespace tem {

inline constexpr std::size_t kMaxImageBytes = std::size_t{20} << 20;
inline constexpr std::uint64_t kMaxImagePixels = 50'000'000;
inline constexpr int kMaxImageSide = 65'500;  // JPEG's own bound; ZXing's pattern rows hold 16 bits

inline constexpr int kMaxTiffPages = 100;

/// Row-major, one byte a pixel, 0 black to 255 white; pixels.size() == width × height.
struct GreyImage {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;
};

/// `heif` is HEIC or AVIF. `gif` and `zip` are told apart for those who report on them; no picture
/// is made of them.
enum class FileKind { jpeg, png, pgm, webp, heif, tiff, gif, zip, pdf, text, unknown };

/// What the first bytes say. `text` is valid UTF-8 without control characters but tab and
/// line ends, as far as the first 4,096 bytes tell.
FileKind sniff(std::span<const std::byte> bytes) noexcept;

/// Does decode_image read this kind?
bool is_picture(FileKind kind) noexcept;

/// Pages of a TIFF, at most kMaxTiffPages; 1 for every other kind of picture. Errors: too_long,
/// bad_image.
Result<int> count_pages(std::span<const std::byte> bytes);

/// JPEG, PNG, WebP, HEIC, AVIF, TIFF or binary PGM, upright as EXIF or the format says, so that a
/// place in it is where a viewer shows it. Transparency is laid on white; of an animation the first
/// frame is read, of a TIFF the page asked for, from 1. The size is checked before anything is
/// decoded, and a file that is cut short is refused: half a picture must not pass for one without
/// stamps. Errors: too_long (bytes or pixels), bad_image, unsupported_format.
Result<GreyImage> decode_image(std::span<const std::byte> bytes, int page = 1);

}  // namespace tem
