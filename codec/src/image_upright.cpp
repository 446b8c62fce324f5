#include "image_upright.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include "tem/bytes.hpp"

namespace tem {
namespace {

using namespace std::string_view_literals;

constexpr std::uint32_t kOrientationTag = 274;
constexpr std::uint32_t kShort = 3;
constexpr std::size_t kMaxEntries = 1000;
constexpr std::size_t kEntryBytes = 12;

class Numbers {
 public:
  Numbers(std::string_view text, bool big_endian) : text_(text), big_endian_(big_endian) {}

  /// Zero beyond the end, which is neither the tag nor an orientation.
  [[nodiscard]] std::uint32_t at(std::size_t from, std::size_t bytes) const {
    if (from > text_.size() || bytes > text_.size() - from) return 0;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) {
      const std::size_t place = big_endian_ ? from + i : from + bytes - 1 - i;
      value = value << 8 | static_cast<unsigned char>(text_[place]);
    }
    return value;
  }

 private:
  std::string_view text_;
  bool big_endian_;
};

}  // namespace

int exif_orientation(std::span<const std::byte> exif) noexcept {
  std::string_view text = as_text(exif);
  if (text.starts_with("Exif\0\0"sv)) text.remove_prefix(6);
  const bool big_endian = text.starts_with("MM\0*"sv);
  if (!big_endian && !text.starts_with("II*\0"sv)) return 1;
  const Numbers numbers(text, big_endian);
  const std::size_t directory = numbers.at(4, 4);
  const std::size_t entries = std::min<std::size_t>(numbers.at(directory, 2), kMaxEntries);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + i * kEntryBytes;
    if (numbers.at(entry, 2) != kOrientationTag || numbers.at(entry + 2, 2) != kShort) continue;
    const auto orientation = static_cast<int>(numbers.at(entry + 8, 2));
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
  }
  return 1;
}

GreyImage upright(GreyImage stored, int orientation) {
  if (orientation < 2 || orientation > 8) return stored;
  // Where the stored picture's first row and first column lie (TIFF 6.0, tag 274).
  const bool swapped = orientation >= 5;
  const bool from_right =
      orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
  const bool from_bottom =
      orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
  GreyImage turned{
      swapped ? stored.height : stored.width, swapped ? stored.width : stored.height, {}};
  turned.pixels.resize(stored.pixels.size());
  const auto width = static_cast<std::ptrdiff_t>(turned.width);
  // Steps through the turned picture for one pixel, and for one row, of the stored one.
  const std::ptrdiff_t right = from_right ? -1 : 1, down = from_bottom ? -width : width;
  const std::ptrdiff_t step = swapped ? down : right, line = swapped ? right : down;
  const std::ptrdiff_t first =
      (from_bottom ? (turned.height - 1) * width : 0) + (from_right ? width - 1 : 0);
  // In tiles, so that a quarter turn does not miss the cache at every pixel.
  constexpr int kTile = 64;
  for (int top = 0; top < stored.height; top += kTile) {
    for (int left = 0; left < stored.width; left += kTile) {
      const int bottom = std::min(top + kTile, stored.height);
      const int end = std::min(left + kTile, stored.width);
      for (int y = top; y < bottom; ++y) {
        const std::uint8_t* in = stored.pixels.data() + std::ptrdiff_t{y} * stored.width;
        std::uint8_t* out = turned.pixels.data();
        for (int x = left; x < end; ++x) out[first + y * line + x * step] = in[x];
      }
    }
  }
  return turned;
}

}  // namespace tem
