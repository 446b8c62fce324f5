#pragma once
// A grey picture in memory, from the bytes of a JPEG or PNG file.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "tem/result.hpp"

namespace tem {

inline constexpr std::size_t kMaxImageBytes = std::size_t{20} << 20;
inline constexpr std::uint64_t kMaxImagePixels = 50'000'000;
inline constexpr int kMaxImageSide = 65'500;  // JPEG's own bound; ZXing's pattern rows hold 16 bits

/// Row-major, one byte a pixel, 0 black to 255 white; pixels.size() == width × height.
struct GreyImage {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;
};

enum class FileKind { jpeg, png, pgm, pdf, text, unknown };

/// What the first bytes say. `text` is valid UTF-8 without control characters but tab and
/// line ends, as far as the first 4,096 bytes tell.
FileKind sniff(std::span<const std::byte> bytes) noexcept;

/// JPEG, PNG or binary PGM. Transparency is laid on white; the size is checked before anything is
/// decoded. EXIF orientation is not applied (a QR reads in any of
/// the four turns). Errors: too_long (bytes or pixels),
/// bad_image, unsupported_format.
Result<GreyImage> decode_image(std::span<const std::byte> bytes);

}  // namespace tem
