#pragma once
// Reads every QR code in a photograph that can be read, and tells which others are seen in it.
//
//   const PhotoReads photo = read_photo(bytes).value();
//   for (const PhotoRead& read : photo.reads) use(read.text, read.corners);
//   for (const Corners& code : photo.unread) ask_for_another_picture_of(code);
//
// From a small copy upwards: a stamp that fills a good part of the picture is read at a quarter of
// its size. Full size, other treatments and a second reader are for what is still missing; a
// picture in which everything seen has been read costs none of them.

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tem/image.hpp"
#include "tem/qr_reader.hpp"
#include "tem/result.hpp"

namespace tem {

/// How a code was read, from the cheapest to the dearest.
enum class ReadBy : std::uint8_t {
  small_copy,     ///< at a half or less of the size
  full_size,      ///< as it is
  bent_grid,      ///< its modules sampled along a surface that bends
  treated,        ///< after blurring, sharpening, enlarging, evening out or turning the tones over
  second_reader,  ///< by zbar
};

/// `small_copy` and so on.
std::string_view name(ReadBy by) noexcept;

struct PhotoRead {
  std::string text;
  std::array<Point, 4> corners;  ///< as those of QrRead
  ReadBy by;
};

struct PhotoReads {
  std::vector<PhotoRead> reads;  ///< top to bottom, then left to right
  std::vector<std::array<Point, 4>>
      unread;                 ///< seen and not read, corners as far as they are known
  bool is_cut_short = false;  ///< the bound on work or the caller ended it
};

/// What the attempts may cost after the plain ones, in units of about 3 ns.
inline constexpr double kPhotoWork = 250e6;

struct PhotoOptions {
  double work = kPhotoWork;
  /// Asked between attempts; false ends the reading with what there is. Empty: never.
  std::function<bool()> may_go_on = {};
};

/// Texts are those of symbols whose Reed-Solomon code holds; a read that was hard won and has too
/// few check bytes left to tell is dropped. Errors: bad_image (pixels and size disagree), internal
/// (a reader threw).
Result<PhotoReads> read_photo(const GreyImage& image, const PhotoOptions& options = {});

/// The same of a file that decode_image reads, or of one page of it. A large JPEG is decoded at
/// half its size first, and whole only where that does not show everything. Errors: those of
/// decode_image too.
Result<PhotoReads> read_photo(std::span<const std::byte> file, const PhotoOptions& options = {},
                              int page = 1);

}  // namespace tem
