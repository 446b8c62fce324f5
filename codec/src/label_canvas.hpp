#pragma once
// What the three formats of a sheet have in common: pages, and labels drawn on them.

#include <memory>
#include <string>
#include <vector>

#include "label_face.hpp"

namespace tem {

class Canvas {
 public:
  virtual ~Canvas() = default;
  virtual void begin_page() = 0;
  /// Top left corner of the label on the page, in dots.
  virtual void draw(const LabelFace& face, int x, int y) = 0;
  /// Short strokes at the corners of the label at (x, y), in dots: where to cut.
  virtual void mark_corners(int x, int y, int width, int height) = 0;
  /// Called when the page has its labels. Error: cannot_write.
  virtual Result<void> end_page() = 0;
  /// The files. Error: cannot_write.
  virtual Result<std::vector<std::string>> finish() = 0;
};

inline constexpr double kMarkMm = 1.5;
inline constexpr double kMarkWidthMm = 0.1;
inline constexpr double kMarkTone = 0.7;  // light grey: seen by eyes, not by a scanner

/// Sizes in millimetres.
std::unique_ptr<Canvas> make_pdf_canvas(double page_width, double page_height);
std::unique_ptr<Canvas> make_svg_canvas(double page_width, double page_height);
std::unique_ptr<Canvas> make_png_canvas(double page_width, double page_height);

/// The corners' strokes in points, as pairs of ends.
struct Stroke {
  double x1, y1, x2, y2;
};
std::vector<Stroke> corner_strokes(int x, int y, int width, int height);

}  // namespace tem
