#include "label_face.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

#include "label_units.hpp"
#include "tem/code_point.hpp"
#include "tem/digital_link.hpp"

namespace tem {
namespace {

constexpr char kFont[] = "Noto Sans";
constexpr char kFontPackage[] = "fonts-noto-core";
// A space that does not break keeps the last word from a line of its own.
constexpr char kHint[] = "Quét mã để truy xuất nguồn\u00A0gốc";
constexpr char kSampleHint[] = "DỮ LIỆU MẪU\nQuét mã để truy xuất nguồn\u00A0gốc";

constexpr std::size_t kMaxProductBytes = 400;  // as a product's record
constexpr std::size_t kMaxLotBytes = 20;       // GS1 AI (10)
constexpr std::size_t kMaxSerialBytes = 20;    // GS1 AI (21)
constexpr std::size_t kSerialGroup = 5;

constexpr double kEdgeMm = 1.0;      // what a cutter or a printer may be off
constexpr double kTextEdgeMm = 2.0;  // and what looks well
constexpr double kMinTextMm = 22.0;  // narrower, names break at every word

constexpr double kNameSize = 9, kMinNameSize = 5, kNameStep = 0.5;  // points
constexpr double kDetailSize = 7, kSerialSize = 8, kHintSize = 5;
constexpr double kGap = 2;  // points between the parts of the text

std::string mm_text(double mm) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f mm", mm);
  return text.data();
}

Result<void> check_text(std::string_view field, std::string_view text, std::size_t most) {
  const std::string where = "label: " + std::string(field);
  if (text.size() > most) {
    return Error{ErrorCode::too_long, where + " has " + std::to_string(text.size()) +
                                          " bytes, at most " + std::to_string(most) + " fit"};
  }
  while (!text.empty()) {
    const auto point = take_code_point(text);
    if (!point) return Error{ErrorCode::bad_character, where + " is not UTF-8"};
    if (is_hidden(*point)) {
      return Error{ErrorCode::bad_character, where + " holds a line break or a hidden character"};
    }
  }
  return {};
}

Result<void> check_texts(const Label& label) {
  if (auto ok = check_text("uri", label.uri, kMaxUriBytes); !ok) return ok.error();
  if (auto ok = check_text("product", label.product, kMaxProductBytes); !ok) return ok.error();
  if (auto ok = check_text("lot", label.lot, kMaxLotBytes); !ok) return ok.error();
  return check_text("serial", label.serial, kMaxSerialBytes);
}

// KVYVF-9TDX7: easier to read out and to compare.
std::string in_groups(std::string_view serial) {
  std::string text;
  for (std::size_t i = 0; i < serial.size(); i += kSerialGroup) {
    if (i > 0) text += '-';
    text += serial.substr(i, kSerialGroup);
  }
  return text;
}

std::string details_of(const Label& label) {
  std::string text = "Lô: " + label.lot;
  if (label.produced) text += "\nNSX: " + label.produced->vietnamese();
  if (label.expires) text += "\nHSD: " + label.expires->vietnamese();
  return text;
}

double height_of(PangoLayout* layout) {
  int width = 0, height = 0;
  pango_layout_get_size(layout, &width, &height);
  return static_cast<double>(height) / PANGO_SCALE;
}

// How far ink stands out to the left of the text's place, as that of J does: it would lie in the
// quiet zone. The same space more is used on the right, of which kTextEdgeMm has enough.
double overhang_of(PangoLayout* layout) {
  constexpr double kBlur = 0.5;  // points: a smooth edge is wider than its outline
  PangoRectangle ink{};
  pango_layout_get_extents(layout, &ink, nullptr);
  return std::max(0.0, kBlur - static_cast<double>(ink.x) / PANGO_SCALE);
}

// Pango lets a word that is wider than the column stand out of it.
bool is_too_wide(PangoLayout* layout, double width) {
  int used = 0, height = 0;
  pango_layout_get_size(layout, &used, &height);
  return used > static_cast<int>(width * PANGO_SCALE);
}

Result<void> check_glyphs(std::string_view field, PangoLayout* layout) {
  if (pango_layout_get_unknown_glyphs_count(layout) == 0) return {};
  return Error{ErrorCode::bad_character, "label: no installed font has every character of " +
                                             std::string(field) + "; install its script's font"};
}

}  // namespace

Result<FaceMaker> FaceMaker::make(const Template& layout) {
  FontMapPtr fonts(pango_cairo_font_map_new());
  // Points are the drawing's unit in every format, and nothing is hinted to one format's pixels.
  pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts.get()), kPointsOfInch);
  ContextPtr context(pango_font_map_create_context(fonts.get()));
  const FontOptionsPtr options(cairo_font_options_create());
  cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(context.get(), options.get());
  pango_context_set_round_glyph_positions(context.get(), FALSE);
  pango_context_set_language(context.get(), pango_language_from_string("vi"));

  const FontDescriptionPtr wanted(pango_font_description_from_string(kFont));
  pango_font_description_set_size(wanted.get(), 8 * PANGO_SCALE);
  const FontPtr font(pango_context_load_font(context.get(), wanted.get()));
  const FontDescriptionPtr got(font ? pango_font_describe(font.get()) : nullptr);
  if (!got || std::string_view(pango_font_description_get_family(got.get())) != kFont) {
    return Error{ErrorCode::internal, std::string("label: the font ") + kFont +
                                          " is not installed; install the package " + kFontPackage};
  }
  return FaceMaker(layout, std::move(fonts), std::move(context));
}

FaceMaker::FaceMaker(const Template& layout, FontMapPtr fonts, ContextPtr context)
    : template_(layout), fonts_(std::move(fonts)), context_(std::move(context)) {}

LayoutPtr FaceMaker::shape(const std::string& text, double size, bool bold, double width) const {
  const FontDescriptionPtr font(pango_font_description_from_string(kFont));
  pango_font_description_set_size(font.get(), static_cast<int>(size * PANGO_SCALE));
  if (bold) pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
  LayoutPtr layout(pango_layout_new(context_.get()));
  pango_layout_set_font_description(layout.get(), font.get());
  pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD);
  pango_layout_set_text(layout.get(), text.c_str(), static_cast<int>(text.size()));
  return layout;
}

Result<void> FaceMaker::fit(const Label& label, double width, double height) {
  std::string details = details_of(label);
  if (shared_ && shared_->product == label.product && shared_->details == details &&
      shared_->width == width && shared_->height == height) {
    return {};
  }
  SharedText shared{label.product, std::move(details), width, height, {}, {}, 0, 0};
  shared.rest = shape(shared.details, kDetailSize, false, width);
  pango_layout_set_wrap(shared.rest.get(), PANGO_WRAP_WORD_CHAR);  // a lot may be one long word
  if (auto ok = check_glyphs("lot", shared.rest.get()); !ok) return ok.error();
  shared.rest_height = height_of(shared.rest.get());
  const double room = height - shared.rest_height;
  for (double size = kNameSize; size >= kMinNameSize; size -= kNameStep) {
    shared.name = shape(shared.product, size, true, width);
    // A word that is too long at every size is broken at the last.
    if (size == kMinNameSize) pango_layout_set_wrap(shared.name.get(), PANGO_WRAP_WORD_CHAR);
    if (auto ok = check_glyphs("product", shared.name.get()); !ok) return ok.error();
    shared.name_height = height_of(shared.name.get());
    if (shared.name_height > room || is_too_wide(shared.name.get(), width)) continue;
    shared_ = std::move(shared);
    return {};
  }
  return Error{ErrorCode::label_overflow,
               "label: product \"" + label.product + "\" does not fit template " +
                   std::string(template_.name) + " even at 5 pt; shorten it"};
}

Result<LabelFace> FaceMaker::make(const Label& label) {
  if (auto ok = check_texts(label); !ok) return ok.error();
  Result<QrSymbol> symbol = QrSymbol::encode(label.uri);
  if (!symbol) return symbol.error().at("label");

  const int modules = symbol->size() + 2 * kQuietZone;
  const double room = std::min(template_.label_height - 2 * kEdgeMm,
                               template_.label_width - kEdgeMm - kMinTextMm - kTextEdgeMm);
  const int module_dots = std::min(whole_dots(room) / modules, whole_dots(kMaxRetailMm));
  if (module_dots * kMmOfDot < kMinModuleMm) {
    const double needed = modules * std::ceil(kMinModuleMm / kMmOfDot) * kMmOfDot + 2 * kEdgeMm;
    return Error{ErrorCode::symbol_too_small,
                 "label: a QR symbol of " + std::to_string(symbol->size()) +
                     " modules a side would have modules under " + mm_text(kMinModuleMm) +
                     " on template " + std::string(template_.name) + "; it needs a label " +
                     mm_text(needed) + " high, or a shorter URI"};
  }

  // The symbol with its quiet zone stands at the left edge, in the middle of the height.
  const int quiet_dots = kQuietZone * module_dots;
  const int side_dots = symbol->size() * module_dots;
  const int x = nearest_dot(kEdgeMm) + quiet_dots;
  const int y = (nearest_dot(template_.label_height) - side_dots) / 2;
  LabelFace face{std::move(*symbol), module_dots, x, y, {}};

  const double left = (x + side_dots + quiet_dots) * kPointsOfDot;
  const double width = points(template_.label_width - kTextEdgeMm) - left;
  const double most_height = points(template_.label_height - 2 * kTextEdgeMm);
  LayoutPtr& hint = label.sample ? sample_hint_ : hint_;
  if (!hint) hint = shape(label.sample ? kSampleHint : kHint, kHintSize, false, width);
  pango_layout_set_width(hint.get(), static_cast<int>(width * PANGO_SCALE));
  serial_ = shape(in_groups(label.serial), kSerialSize, true, width);
  pango_layout_set_wrap(serial_.get(), PANGO_WRAP_WORD_CHAR);
  if (auto ok = check_glyphs("serial", serial_.get()); !ok) return ok.error();
  const double hint_height = height_of(hint.get());
  const double serial_height = height_of(serial_.get());
  const double below = serial_height + hint_height + 3 * kGap;
  if (auto ok = fit(label, width, most_height - below); !ok) return ok.error();

  // As high as the symbol where that is enough, else as high as the text needs.
  const double total = shared_->name_height + shared_->rest_height + below;
  const double height = std::max(total, side_dots * kPointsOfDot);
  double top = (points(template_.label_height) - height) / 2;
  const double bottom = top + height;
  const auto put = [&](PangoLayout* layout, double at) {
    face.texts.push_back({layout, left + overhang_of(layout), at});
  };
  put(shared_->name.get(), top);
  top += shared_->name_height + kGap;
  put(shared_->rest.get(), top);
  top += shared_->rest_height + kGap;
  put(serial_.get(), top);
  put(hint.get(), bottom - hint_height);
  return face;
}

}  // namespace tem
