#pragma once
// Texts shaped by pango, in points, independent of any output's pixels.

#include <string>
#include <string_view>

#include "cairo_raii.hpp"
#include "tem/label_template.hpp"

namespace tem {

/// The measures of a shaped text, in points.
struct TextSize {
  double width, height;
};
TextSize size_of(PangoLayout* layout);

/// Where ink lies across, in points from the text's place: outside its size where letters lean out.
struct InkSpan {
  double hang;  ///< how far it stands out to the left, as that of J does
  double end;   ///< on the right
};
InkSpan ink_of(PangoLayout* layout);

class Shaper {
 public:
  Shaper();

  /// Error: internal, when the font is not installed: a fallback font would change every label.
  Result<void> check_font(const std::string& font) const;
  /// `width` in points; without one, a single line.
  [[nodiscard]] LayoutPtr shape(const std::string& text, const std::string& font, double size,
                                Align align, double width = 0) const;

 private:
  FontMapPtr fonts_;
  ContextPtr context_;
};

}  // namespace tem
