#pragma once
// Where the parts of a label stand, and how labels lie on a page: a small TOML file.
//
//   auto layout = LabelTemplate::built_in("a4-21");
//   auto own = LabelTemplate::parse(toml, "own.toml");
//
//   name = "a4-21"                                  # lengths in millimetres, type in points
//   label = { size = [63.5, 38.1] }
//   page = { size = [210, 297], columns = 3, rows = 7, first = [7.21, 15.15], pitch = [66.04, 38.1] }
//   [[field]]
//   show = "qr"
//   box = [1, 1, 36, 36]                            # left, top, width, height on the label
//   [[field]]
//   show = "product"
//   box = [38, 2, 23.5, 12]
//   font = "Noto Sans Bold"
//   size = 9
//   min_size = 5                                    # shrinks to this before it is refused

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tem/result.hpp"

namespace tem {

inline constexpr std::size_t kMaxTemplateBytes = std::size_t{64} << 10;
inline constexpr std::size_t kMaxTemplateFields = 64;
inline constexpr double kMaxPageMm = 1500;  // PDF 1.4 ends at 200 inches
inline constexpr int kMaxLabelsOnPage = 2000;

/// What a field shows.
enum class FieldKind {
  qr,           ///< the symbol with its quiet zone, as large as whole dots allow
  product,      ///< the product's name
  brand,
  producer,
  lot,          ///< "Lô: L2611A"
  produced,     ///< "NSX: 01/11/2026"
  expires,      ///< "HSD: 01/11/2027"
  serial,       ///< "KVYVF-9TDX7"
  hint,         ///< "Quét mã để truy xuất nguồn gốc"
  text,         ///< the field's own `text`, else the free line of the print run
  stars,        ///< "OCOP" and the stars of a certificate in force
  hidden_code,  ///< "B2NZ-CZA9", under a scratch layer
  sample,       ///< "DỮ LIỆU MẪU", on labels of a demonstration registry
};
std::string_view name(FieldKind kind) noexcept;

enum class Align { left, center, right };
enum class VerticalAlign { top, middle, bottom };

/// What a field may wait for; a field whose condition does not hold is left out, and a field without
/// a condition whose value is not there is an error.
enum class Condition { brand, expires, text, stars, stars_or_text, hidden_code, sample };

struct When {
  Condition condition;
  bool wanted = true;  ///< false: "not hidden_code"
};

/// Millimetres from the label's top left corner.
struct Box {
  double x = 0, y = 0, width = 0, height = 0;
};

struct TemplateField {
  FieldKind show{};
  Box box;
  std::string font = "Noto Sans";  ///< a family and style that is installed with TrueType outlines
  double size = 6, min_size = 6;   ///< points
  Align align = Align::left;
  VerticalAlign vertical = VerticalAlign::top;
  std::vector<When> when;  ///< all must hold
  std::string text;        ///< of `text`; of lot, produced, expires what stands before the value
  bool stacked = false;    ///< serial, hidden_code: a line for each group
};

/// How labels lie on a sheet.
struct PageGrid {
  double width = 0, height = 0;
  int columns = 1, rows = 1;
  double left = 0, top = 0;  ///< of the first label
  double pitch_x = 0, pitch_y = 0;
};

struct LabelTemplate {
  std::string name;
  std::string title;   ///< one line for a person
  std::string digest;  ///< of its TOML, hexadecimal: another text, another digest
  double width = 0, height = 0;
  double gap = 2;  ///< between labels of a roll
  PageGrid page;   ///< without `page` in the file: the label itself, as on a roll
  bool on_roll = true;
  std::vector<TemplateField> fields;

  /// Reads the TOML form. `file` names it in errors. Errors: too_long, bad_field (which names line
  /// or key, and what would do): unknown keys, texts with hidden characters, a field outside the
  /// label or over the symbol, none or several `qr`, a `qr` that waits for something, labels that do
  /// not fit on the page.
  static Result<LabelTemplate> parse(std::string_view toml, std::string_view file);
  /// Error: not_found, with the names that there are.
  static Result<LabelTemplate> built_in(std::string_view name);
  static std::span<const std::string_view> built_in_names();
  /// The TOML of a built-in one. Error: as built_in.
  static Result<std::string_view> built_in_text(std::string_view name);

  [[nodiscard]] int per_page() const noexcept { return page.columns * page.rows; }
  [[nodiscard]] const TemplateField* find(FieldKind kind) const noexcept;
};

}  // namespace tem
