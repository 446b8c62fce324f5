#pragma once
// One-bit pictures, and labels drawn on them: the printer's own dots.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "face.hpp"

namespace tem {

/// Rows of whole bytes, the leftmost dot in the highest bit; 1 is black.
class Bitmap {
 public:
  Bitmap() = default;
  Bitmap(int width, int height);

  [[nodiscard]] int width() const noexcept { return width_; }
  [[nodiscard]] int height() const noexcept { return height_; }
  [[nodiscard]] std::size_t row_bytes() const noexcept { return row_bytes_; }
  [[nodiscard]] std::span<const std::uint8_t> row(int y) const {
    return {bits_.data() + static_cast<std::size_t>(y) * row_bytes_, row_bytes_};
  }
  [[nodiscard]] std::span<std::uint8_t> row(int y) {
    return {bits_.data() + static_cast<std::size_t>(y) * row_bytes_, row_bytes_};
  }
  [[nodiscard]] bool black(int x, int y) const {
    return (row(y)[static_cast<std::size_t>(x) / 8] >> (7 - x % 8) & 1) != 0;
  }
  /// Blackens `count` dots of a row, from x on; all lie within.
  void fill(int x, int y, int count);
  /// Blackens where the other is black; what lies outside is left out.
  void stamp(const Bitmap& other, int x, int y);

 private:
  int width_ = 0, height_ = 0;
  std::size_t row_bytes_ = 0;
  std::vector<std::uint8_t> bits_;
};

/// A face drawn once; labels are its copy with symbol and codes on it.
class FaceBitmap {
 public:
  /// Error: internal (cairo failed).
  static Result<FaceBitmap> draw(const LabelFace::Laid& laid);
  [[nodiscard]] Bitmap label(const LabelInk& label) const;

 private:
  struct Code {
    const CodeSlot* slot;
    std::vector<Bitmap> glyphs;  ///< by place in kCodeAlphabet
    int rise;                    ///< from a glyph's top to its baseline, in dots
    int margin;                  ///< of a glyph's place from the bitmap's left edge, in dots
  };
  const LabelFace::Laid* laid_ = nullptr;
  Bitmap shapes_;
  std::vector<Code> codes_;
};

}  // namespace tem
