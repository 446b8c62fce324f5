#include "shaping.hpp"

#include <algorithm>

#include "tem/quote.hpp"
#include "units.hpp"

namespace tem {
namespace {

constexpr std::string_view kFontPackages = "fonts-noto-core and fonts-noto-mono";

PangoAlignment pango_align(Align align) {
  switch (align) {
    case Align::left: return PANGO_ALIGN_LEFT;
    case Align::center: return PANGO_ALIGN_CENTER;
    case Align::right: return PANGO_ALIGN_RIGHT;
  }
  return PANGO_ALIGN_LEFT;
}

}  // namespace

TextSize size_of(PangoLayout* layout) {
  int width = 0, height = 0;
  pango_layout_get_size(layout, &width, &height);
  return {static_cast<double>(width) / PANGO_SCALE, static_cast<double>(height) / PANGO_SCALE};
}

InkSpan ink_of(PangoLayout* layout) {
  constexpr double kBlur = 0.5;  // points: a smooth edge is wider than its outline
  PangoRectangle ink{};
  pango_layout_get_extents(layout, &ink, nullptr);
  return {.hang = std::max(0.0, kBlur - static_cast<double>(ink.x) / PANGO_SCALE),
          .end = static_cast<double>(ink.x + ink.width) / PANGO_SCALE};
}

Shaper::Shaper() : fonts_(pango_cairo_font_map_new()) {
  // Points are the drawing's unit in every format, and nothing is hinted to one format's pixels.
  pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts_.get()), kPointsOfInch);
  context_.reset(pango_font_map_create_context(fonts_.get()));
  const FontOptionsPtr options(cairo_font_options_create());
  cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(context_.get(), options.get());
  pango_context_set_round_glyph_positions(context_.get(), FALSE);
  pango_context_set_language(context_.get(), pango_language_from_string("vi"));
}

Result<void> Shaper::check_font(const std::string& font) const {
  const FontDescriptionPtr wanted(pango_font_description_from_string(font.c_str()));
  pango_font_description_set_size(wanted.get(), 8 * PANGO_SCALE);
  const FontPtr loaded(pango_context_load_font(context_.get(), wanted.get()));
  const FontDescriptionPtr got(loaded ? pango_font_describe(loaded.get()) : nullptr);
  const auto family = [](const PangoFontDescription* one) {
    const char* text = one == nullptr ? nullptr : pango_font_description_get_family(one);
    return std::string_view(text == nullptr ? "" : text);
  };
  if (!got || family(got.get()) != family(wanted.get()) ||
      pango_font_description_get_weight(got.get()) !=
          pango_font_description_get_weight(wanted.get())) {
    return Error{ErrorCode::internal, "label: the font " + tem::quoted(font) +
                                          " is not installed; install it, or the packages " +
                                          std::string(kFontPackages) + " for the built-in templates"};
  }
  return {};
}

LayoutPtr Shaper::shape(const std::string& text, const std::string& font, double size, Align align,
                        double width) const {
  const FontDescriptionPtr description(pango_font_description_from_string(font.c_str()));
  pango_font_description_set_size(description.get(), static_cast<int>(size * PANGO_SCALE));
  LayoutPtr layout(pango_layout_new(context_.get()));
  pango_layout_set_font_description(layout.get(), description.get());
  // A character that the font lacks is an error, never another font: what is printed must not depend
  // on what else is installed.
  PangoAttrList* attributes = pango_attr_list_new();
  pango_attr_list_insert(attributes, pango_attr_fallback_new(FALSE));
  pango_layout_set_attributes(layout.get(), attributes);
  pango_attr_list_unref(attributes);
  if (width > 0) {
    pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD);
  }
  pango_layout_set_alignment(layout.get(), pango_align(align));
  pango_layout_set_text(layout.get(), text.c_str(), static_cast<int>(text.size()));
  return layout;
}

}  // namespace tem
