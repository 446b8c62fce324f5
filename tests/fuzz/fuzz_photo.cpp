// Whatever picture it is, what is read in it is as many texts as there may be, each lying in the
// picture and none twice in one place, in the order of a page; what is unread lies in nothing that
// was read. A file is read as its picture is, a large JPEG at half its size first. Who ends the
// reading keeps a part of that; without work only the second reader asks whether to go on.

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "check_corners.hpp"
#include "image_formats.hpp"
#include "tem/bytes.hpp"
#include "tem/photo_reader.hpp"

using namespace tem;

namespace {

constexpr std::uint64_t kPixelsRead = 1 << 16;                      // more takes the fuzzer's time
constexpr std::uint64_t kLarge = 6'000'000, kTooLarge = 6'100'000;  // pixels of a JPEG, likewise
constexpr double kWork = 5e6;

void hold(bool law) {
  if (!law) std::abort();
}

bool is_same(const PhotoRead& a, const PhotoRead& b) {
  return a.text == b.text && a.corners == b.corners && a.by == b.by;
}

bool is_same(const PhotoReads& a, const PhotoReads& b) {
  return std::ranges::equal(a.reads, b.reads, [](auto& x, auto& y) { return is_same(x, y); }) &&
         a.unread == b.unread && a.is_cut_short == b.is_cut_short;
}

bool holds_middle(const PhotoRead& outer, const std::array<Point, 4>& inner) {
  return test::lies_in(test::middle_of(inner), outer.corners);
}

int height(const PhotoRead& read) {
  const auto [top, bottom] = std::ranges::minmax_element(read.corners, {}, &Point::y);
  return bottom->y - top->y;
}

/// Top to bottom, but from left to right in a row: those within half a symbol below its highest.
void hold_order(const std::vector<PhotoRead>& reads) {
  const auto y = [](const PhotoRead& read) { return test::middle_of(read.corners).y; };
  for (auto after = reads.begin(); after != reads.end(); ++after) {
    for (auto before = reads.begin(); before != after; ++before) {
      if (y(*before) <= y(*after)) continue;
      hold(before->corners[0].x <= after->corners[0].x);
      hold(std::ranges::any_of(reads, [&](const PhotoRead& highest) {
        return y(highest) <= y(*after) && y(*before) <= y(highest) + height(highest) / 2;
      }));
    }
  }
}

void hold_places(const GreyImage& image, const PhotoReads& photo) {
  hold(photo.reads.size() <= kMaxSymbolsInPicture);
  for (auto read = photo.reads.begin(); read != photo.reads.end(); ++read) {
    test::check_corners(image, read->corners);
    hold(std::none_of(photo.reads.begin(), read, [&](const PhotoRead& other) {
      return other.text == read->text && holds_middle(other, read->corners) &&
             holds_middle(*read, other.corners);
    }));
  }
  for (const auto& corners : photo.unread) {
    test::check_corners(image, corners);
    hold(std::ranges::none_of(photo.reads,
                              [&](const PhotoRead& read) { return holds_middle(read, corners); }));
  }
}

void hold_bounds(const GreyImage& image, const PhotoReads& photo) {
  int asked = 0;
  const auto ended = read_photo(image, {.work = kWork, .may_go_on = [&] { return ++asked < 2; }});
  hold(ended && (asked < 2 ? is_same(*ended, photo) : ended->is_cut_short));
  for (const PhotoRead& read : ended->reads) {
    hold(std::ranges::any_of(photo.reads, [&](auto& other) { return is_same(read, other); }));
  }
  asked = 0;
  const auto plain = read_photo(image, {.work = -1, .may_go_on = [&] { return ++asked > 0; }});
  hold(plain && asked <= 1 && (plain->is_cut_short || is_same(*plain, photo)));
}

/// Its corners alone: at half the size they are rounded.
void hold_large(std::span<const std::byte> file) {
  const auto photo = read_photo(file, {.work = kWork, .may_go_on = [] { return false; }});
  const auto image = decode_image(file);
  hold(photo.has_value() == image.has_value());
  if (!photo) return;
  for (const PhotoRead& read : photo->reads) test::check_corners(*image, read.corners);
  for (const auto& corners : photo->unread) test::check_corners(*image, corners);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const auto file = std::as_bytes(std::span(data, size));
  const auto pixels = jpeg_pixels(file);
  if (pixels >= kLarge && pixels <= kTooLarge) hold_large(file);
  if (pixels > kPixelsRead) return 0;
  const auto image = decode_image(file);
  if (!image || image->pixels.size() > kPixelsRead) return 0;
  const auto photo = read_photo(*image, {.work = kWork});
  hold(photo.has_value());
  hold_places(*image, *photo);
  hold_order(photo->reads);
  hold_bounds(*image, *photo);
  const auto of_file = read_photo(file, {.work = kWork});
  hold(of_file && is_same(*of_file, *photo));
  return 0;
}
