#pragma once
// The pages of a PDF as pictures, made by poppler's tools in another process: what parses a hostile
// file has no keys in its memory, little time, and nowhere to write.
//
//   auto pdf = PdfFile::open("sheet.pdf");
//   auto page = pdf->page(1, 200);       // GreyImage at 200 dpi

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "files.hpp"
#include "tem/image.hpp"

namespace tem::cli {

inline constexpr std::size_t kMaxPdfBytes = std::size_t{200} << 20;
inline constexpr int kMaxPdfPages = 5'000;
/// For drawing all pages of one file: a sheet of 21 labels takes some 0.2 s.
inline constexpr std::chrono::seconds kPdfTime{1'200};
inline constexpr int kPageDpi = 200;       // reads a 0.4 mm module as 3 pixels
inline constexpr int kFinerPageDpi = 300;  // where that finds nothing

/// In points, 1/72 inch.
struct PageSize {
  double width, height;
};

class PdfFile {
 public:
  /// Reads the number of pages and their sizes. Errors: those of open_to_read; too_long (bytes,
  /// pages); bad_image (no PDF, or one that poppler cannot read); not_found (poppler-utils is not
  /// installed).
  static Result<PdfFile> open(const std::string& path);
  /// The same for bytes that came from standard input.
  static Result<PdfFile> from_bytes(std::string_view bytes);

  [[nodiscard]] int pages() const noexcept { return static_cast<int>(sizes_.size()); }
  /// From 1. May be called by several threads. A page that would be larger than 20 million pixels
  /// is drawn at fewer dpi. Errors: bad_image, cannot_read (time), those of decode_image.
  [[nodiscard]] Result<GreyImage> page(int number, int dpi) const;
  /// kPdfTime is over: no further page will be drawn.
  [[nodiscard]] bool is_out_of_time() const noexcept;

 private:
  using Milliseconds = std::chrono::milliseconds;
  PdfFile(Descriptor file, std::vector<PageSize> sizes)
      : file_(std::move(file)), sizes_(std::move(sizes)) {}
  static Result<PdfFile> measured(Descriptor file);
  Descriptor file_;
  std::vector<PageSize> sizes_;
  /// Time spent on drawing, of all threads together.
  std::unique_ptr<std::atomic<Milliseconds::rep>> spent_ =
      std::make_unique<std::atomic<Milliseconds::rep>>(0);
};

}  // namespace tem::cli
