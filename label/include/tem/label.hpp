#pragma once
// Labels as print files: PDF, SVG, 1-bit PNG, ZPL, TSPL.
//
//   auto face = LabelFace::make(layout, texts, uri_of_any_stamp_of_the_run, setup);
//   auto pages = LabelPages::make(PrintFormat::pdf, {&*face});
//   auto file = pages->begin_file();
//   out << file->head() << file->add(pages->render(page_of_labels)) << file->end();
//
// Same labels, same bytes: no date of making goes into a file. What the labels of a run share is laid
// out once, in LabelFace; a label then costs its symbol and a few glyphs.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tem/calendar.hpp"
#include "tem/image.hpp"
#include "tem/label_template.hpp"
#include "tem/qr_symbol.hpp"
#include "tem/result.hpp"

namespace tem {

inline constexpr double kMinModuleMm = 0.33;   // refuse smaller, unless told
inline constexpr double kMinRetailMm = 0.396;  // GS1 General Specifications §5.12.3.1, retail 2D
inline constexpr double kMaxRetailMm = 0.990;

inline constexpr int kMinDpi = 100, kMaxDpi = 2400;
inline constexpr int kDefaultDpi = 300;
inline constexpr int kThermalDpi = 203;  // what most label printers have: 8 dots a millimetre

/// What all labels of a run show alike.
struct LabelTexts {
  std::string product;
  std::string brand;  ///< empty when there is none, as are those below
  std::string producer;
  std::string lot;
  std::optional<Date> produced, expires;
  std::string free_line;
  std::optional<int> stars;  ///< of a certificate in force
  bool sample = false;       ///< of a demonstration registry
};

/// Which parts of the label are printed in this pass.
enum class Layer {
  front,        ///< all but the hidden code
  both,         ///< the hidden code too
  hidden_code,  ///< the hidden code alone: a second pass
};

struct PrintSetup {
  int dpi = kDefaultDpi;  ///< of the printer: a module is a whole number of its dots
  double min_module_mm = kMinModuleMm;
  Layer layer = Layer::front;
  bool crop_marks = false;  ///< PDF, SVG: strokes outside the labels, where to cut
  double bleed_mm = 0;      ///< PDF: BleedBox, around the page
};

/// A template filled with a run's texts. Immutable; threads may share one.
class LabelFace {
 public:
  /// `uri` is any stamp of the run: its symbol has the size of all. Errors: label_overflow and
  /// bad_character naming the field; bad_field (a field without condition has no value: an OCOP
  /// certificate that is not in force, say; no place for the hidden code); symbol_too_small, with
  /// the size that would do; too_long; internal (a font is not installed).
  static Result<LabelFace> make(const LabelTemplate& layout, const LabelTexts& texts,
                                std::string_view uri, const PrintSetup& setup);
  LabelFace(LabelFace&&) noexcept;
  LabelFace& operator=(LabelFace&&) noexcept;
  ~LabelFace();

  [[nodiscard]] double module_mm() const noexcept;
  [[nodiscard]] int symbol_version() const noexcept;

  struct Laid;
  [[nodiscard]] const Laid& laid() const noexcept { return *laid_; }

 private:
  explicit LabelFace(std::unique_ptr<Laid> laid);
  std::unique_ptr<Laid> laid_;
};

/// One label: what differs from the others of its run.
struct LabelInk {
  std::size_t face = 0;                ///< which of the faces
  const QrSymbol* symbol = nullptr;    ///< none in a pass of hidden codes alone
  std::string_view serial;             ///< ten characters
  std::string_view hidden_code;        ///< as printed, "B2NZ-CZA9", or empty
};

enum class PrintFormat { pdf, svg, png, zpl, tspl };

/// A file that grows by pages; every call gives the bytes that come next.
class LabelFile {
 public:
  virtual ~LabelFile() = default;
  virtual std::string head() = 0;
  /// `page` as LabelPages::render gave it.
  virtual std::string add(std::string page) = 0;
  virtual std::string end() = 0;
};

class LabelPages {
 public:
  /// The faces are of one template and setup, and outlive the pages. Error: internal.
  static Result<std::unique_ptr<LabelPages>> make(PrintFormat format,
                                                  std::vector<const LabelFace*> faces);
  virtual ~LabelPages() = default;

  /// Labels a page at most; 0 where there are no pages, and any number is rendered at once.
  [[nodiscard]] virtual int per_page() const noexcept = 0;
  /// Is each page a file of its own?
  [[nodiscard]] virtual bool page_is_file() const noexcept = 0;
  /// One page of 1 to per_page() labels. Several threads may render at once. Error: cannot_write
  /// (the picture library failed).
  [[nodiscard]] virtual Result<std::string> render(std::span<const LabelInk> labels) const = 0;
  [[nodiscard]] virtual std::unique_ptr<LabelFile> begin_file() const = 0;
};

/// One label as the printer's dots show it, black on white: what a reader is tried on. Several
/// threads may call it at once.
class LabelPicture {
 public:
  /// The faces outlive it. Error: internal.
  static Result<LabelPicture> make(std::vector<const LabelFace*> faces);
  LabelPicture(LabelPicture&&) noexcept;
  ~LabelPicture();
  [[nodiscard]] GreyImage draw(const LabelInk& label) const;

 private:
  struct Drawn;
  explicit LabelPicture(std::unique_ptr<Drawn> drawn);
  std::unique_ptr<Drawn> drawn_;
};

}  // namespace tem
