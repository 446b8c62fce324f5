#pragma once
// Every code in a picture or on a page of a PDF, within a bound on time, with small pictures for a
// report where they are asked for.

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "inputs.hpp"
#include "small_picture.hpp"
#include "tem/verdict.hpp"

namespace tem::cli {

/// Of the processor, for reading the codes of one picture or page; what is found by then stands.
/// Decoding is bounded by kMaxImagePixels, drawing a page by pdf_pages.hpp.
inline constexpr std::chrono::seconds kPictureTime{10};
/// For all pages of a TIFF.
inline constexpr std::chrono::seconds kTiffTime{60};

/// One picture, or one page of a file that has several.
struct View {
  std::optional<int> page;
  int width = 0, height = 0;  ///< of the picture, in pixels: corners are places in it
  SmallPicture thumbnail;     ///< empty unless asked for
};

struct CodeRead {
  Found found;
  std::size_t view;
  SmallPicture crop;  ///< empty unless asked for
};

/// Seen and not read.
struct CodeUnread {
  Source source;
  std::size_t view;
  SmallPicture crop;
};

struct PictureReading {
  std::vector<View> views;
  std::vector<CodeRead> codes;
  std::vector<CodeUnread> unread;
  /// no_qr_found where a picture shows nothing that can be read (a page of a PDF may be a cover,
  /// and is no error); cannot_read (time); those of decode_image, PdfFile::page and read_photo.
  std::vector<Error> errors;
};

PictureReading read_picture(const PicturePiece& picture, bool with_pictures);
PictureReading read_page(const PagePiece& page, bool with_pictures);

}  // namespace tem::cli
