#pragma once
// Owners of cairo's and pango's objects.

#include <pango/pangocairo.h>

#include <memory>

namespace tem {

struct FreeCairo {
  void operator()(cairo_t* p) const { cairo_destroy(p); }
  void operator()(cairo_surface_t* p) const { cairo_surface_destroy(p); }
  void operator()(cairo_pattern_t* p) const { cairo_pattern_destroy(p); }
  void operator()(cairo_path_t* p) const { cairo_path_destroy(p); }
  void operator()(cairo_font_options_t* p) const { cairo_font_options_destroy(p); }
  void operator()(PangoFontDescription* p) const { pango_font_description_free(p); }
};
struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};

using CairoPtr = std::unique_ptr<cairo_t, FreeCairo>;
using SurfacePtr = std::unique_ptr<cairo_surface_t, FreeCairo>;
using PatternPtr = std::unique_ptr<cairo_pattern_t, FreeCairo>;
using PathPtr = std::unique_ptr<cairo_path_t, FreeCairo>;
using FontOptionsPtr = std::unique_ptr<cairo_font_options_t, FreeCairo>;
using FontDescriptionPtr = std::unique_ptr<PangoFontDescription, FreeCairo>;
using FontMapPtr = std::unique_ptr<PangoFontMap, Unref>;
using FontPtr = std::unique_ptr<PangoFont, Unref>;
using ContextPtr = std::unique_ptr<PangoContext, Unref>;
using LayoutPtr = std::unique_ptr<PangoLayout, Unref>;

}  // namespace tem
