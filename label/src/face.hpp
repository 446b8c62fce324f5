#pragma once
// A label laid out: what stands where. Internal to the layer.

#include <array>
#include <string>
#include <vector>

#include "shaping.hpp"
#include "tem/label.hpp"
#include "units.hpp"

namespace tem {

inline constexpr std::string_view kCodeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ-";

/// A shaped text and where its top left corner lies on the label, in points.
struct PlacedText {
  LayoutPtr layout;
  double x, y;
};

/// A filled five-pointed star, in points.
struct Star {
  double x, y, radius;  ///< of its centre
  /// Ten corners, the topmost first.
  [[nodiscard]] std::array<std::pair<double, double>, 10> corners() const;
};

/// Where a serial or a hidden code stands: text of a known alphabet, which is not shaped again for
/// each label.
struct CodeSlot {
  FieldKind kind;
  std::string font;
  double size;                ///< points
  Align align;
  bool stacked;
  double left, width;         ///< points
  double baseline, line;      ///< of the first line from the label's top; between lines
  std::array<double, kCodeAlphabet.size()> advance;  ///< points, by place in kCodeAlphabet

  /// Lines of text, grouped: {"KVYVF-9TDX7"}, or stacked {"KVYVF", "9TDX7"}.
  struct Lines {
    std::array<std::string, 2> text;
    std::size_t count;
  };
  [[nodiscard]] Lines lines(const LabelInk& label) const;
  [[nodiscard]] double width_of(std::string_view text) const;
  /// Where the first glyph of a line begins, in points from the label's left edge.
  [[nodiscard]] double start_of(std::string_view text) const;
};
/// The place in kCodeAlphabet.
std::size_t code_place(char c);

struct LabelFace::Laid {
  LabelTemplate layout;
  PrintSetup setup;
  Dots dots;
  Shaper shaper;
  int version = 0, modules = 0;  ///< of the symbol, the quiet zone not counted
  int module_dots = 0;
  int symbol_x = 0, symbol_y = 0;  ///< top left module on the label, in dots
  bool has_symbol = true;          ///< false in a pass of hidden codes alone
  std::vector<PlacedText> texts;
  std::vector<Star> stars;
  std::vector<CodeSlot> codes;
};

/// Top left corner of a label on its page, in dots.
struct Corner {
  int x, y;
};
Corner corner_of(const LabelFace::Laid& laid, std::size_t place);

/// Where to cut: strokes outside the grid of labels, in points of the page.
struct Stroke {
  double x1, y1, x2, y2;
};
std::vector<Stroke> crop_marks(const LabelFace::Laid& laid);
inline constexpr double kMarkMm = 3, kMarkGapMm = 1, kMarkWidthMm = 0.1;
/// Room around the page for bleed and marks of a single label, in mm.
double page_border_mm(const LabelFace::Laid& laid);

}  // namespace tem
