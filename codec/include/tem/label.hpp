#pragma once
// Labels on a page, as PDF, SVG or PNG bytes.
//
//   SheetWriter w(Template::a4_21(), SheetFormat::pdf);
//   w.add({.uri = uri, .product = "Trà hoa vàng Ba Chẽ", ...});
//   std::vector<Page> pages = w.finish()           // one page of bytes for SVG and PNG a sheet
//
// Same labels, same bytes: no date of making goes into a file.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tem/calendar.hpp"
#include "tem/result.hpp"

namespace tem {

inline constexpr double kMinModuleMm = 0.33;   // refuse smaller
inline constexpr double kMinRetailMm = 0.396;  // GS1 General Specifications §5.12.3.1, retail 2D
inline constexpr double kMaxRetailMm = 0.990;

struct Label {
  std::string uri;
  std::string product;
  std::string lot;
  std::string serial;
  std::optional<Date> produced, expires;
  bool sample = false;  ///< of a demonstration registry: "DỮ LIỆU MẪU" stands on it
};

/// Where labels lie on a page; all lengths in millimetres.
struct Template {
  std::string_view name;
  double page_width, page_height;
  int columns, rows;
  double label_width, label_height;
  double left, top;      ///< of the first label
  double pitch_x, pitch_y;

  /// 21 labels of 63.5 × 38.1 mm on A4.
  static const Template& a4_21();
  [[nodiscard]] int per_page() const noexcept { return columns * rows; }
};

enum class SheetFormat { pdf, svg, png };

inline constexpr int kPngDpi = 300;

class SheetWriter {
 public:
  SheetWriter(const Template& layout, SheetFormat format);
  ~SheetWriter();
  SheetWriter(SheetWriter&&) noexcept;

  /// Errors: label_overflow naming the field, symbol_too_small, too_long, internal (no font).
  Result<void> add(const Label& label);
  /// PDF: one file of all pages. SVG, PNG: one file a page. Error: cannot_write.
  Result<std::vector<std::string>> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tem
