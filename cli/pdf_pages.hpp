#pragma once
// The pages of a PDF as pictures, made by poppler's tools in another process: what parses a hostile
// file has no keys in its memory, little time, and nowhere to write.
//
//   auto pdf = PdfFile::open("sheet.pdf");
//   auto page = pdf->page(1, 200);       // GreyImage at 200 dpi

#include <memory>
#include <string>

#include "files.hpp"
#include "tem/image.hpp"

namespace tem::cli {

inline constexpr std::size_t kMaxPdfBytes = std::size_t{200} << 20;
inline constexpr int kMaxPdfPages = 5'000;
inline constexpr int kPageDpi = 200;       // reads a 0.4 mm module as 3 pixels
inline constexpr int kFinerPageDpi = 300;  // where that finds nothing

class PdfFile {
 public:
  /// Counts the pages. Errors: those of open_to_read; too_long (bytes, pages); bad_image (no PDF,
  /// or one that poppler cannot read); not_found (poppler-utils is not installed).
  static Result<PdfFile> open(const std::string& path);
  /// The same for bytes that came from standard input.
  static Result<PdfFile> from_bytes(std::string_view bytes);

  [[nodiscard]] int pages() const noexcept { return pages_; }
  /// From 1. May be called by several threads. Errors: bad_image, too_long (pixels), those of
  /// decode_image.
  [[nodiscard]] Result<GreyImage> page(int number, int dpi) const;

 private:
  PdfFile(Descriptor file, int pages) : file_(std::move(file)), pages_(pages) {}
  static Result<PdfFile> counted(Descriptor file);
  Descriptor file_;
  int pages_;
};

}  // namespace tem::cli
