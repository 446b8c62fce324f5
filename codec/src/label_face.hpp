#pragma once
// One label laid out: which text stands where, and how large the symbol is.

#include <optional>
#include <string>
#include <vector>

#include "label_raii.hpp"
#include "tem/label.hpp"
#include "tem/qr_symbol.hpp"

namespace tem {

/// A shaped text and where its top left corner lies on the label, in points.
struct PlacedText {
  PangoLayout* layout;  ///< not owned: lives until the next call of FaceMaker::make
  double x, y;
};

struct LabelFace {
  QrSymbol symbol;
  int module_dots;         ///< width of a module
  int symbol_x, symbol_y;  ///< top left module on the label, in dots
  std::vector<PlacedText> texts;
};

class FaceMaker {
 public:
  /// Error: internal, when the font is not installed.
  static Result<FaceMaker> make(const Template& layout);

  /// Errors: as SheetWriter::add.
  Result<LabelFace> make(const Label& label);

 private:
  // Shaped once for all labels that share it: shaping costs more than all the rest of a label.
  struct SharedText {
    std::string product, details;
    double width = 0, height = 0;  ///< of the space it was fitted to
    LayoutPtr name, rest;
    double name_height = 0, rest_height = 0;
  };

  FaceMaker(const Template& layout, FontMapPtr fonts, ContextPtr context);
  [[nodiscard]] LayoutPtr shape(const std::string& text, double size, bool bold,
                                double width) const;
  Result<void> fit(const Label& label, double width, double height);

  Template template_;
  FontMapPtr fonts_;
  ContextPtr context_;
  LayoutPtr hint_, sample_hint_, serial_;
  std::optional<SharedText> shared_;
};

}  // namespace tem
