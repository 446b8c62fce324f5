#include <cairo-pdf.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "label_canvas.hpp"
#include "label_units.hpp"

namespace tem {
namespace {

cairo_status_t append(void* closure, const unsigned char* bytes, unsigned length) {
  static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(bytes), length);
  return CAIRO_STATUS_SUCCESS;
}

// One bit a module. As a stencil mask it costs 60 µs and 300 bytes where filled squares would cost
// 9 ms and 14 KB.
SurfacePtr stencil(const QrSymbol& symbol) {
  const int size = symbol.size();
  SurfacePtr surface(cairo_image_surface_create(CAIRO_FORMAT_A1, size, size));
  unsigned char* bits = cairo_image_surface_get_data(surface.get());
  if (bits == nullptr) return surface;
  const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface.get()));
  for (int y = 0; y < size; ++y) {
    for (int first = 0; first < size; first += 32) {
      // The first pixel is the lowest bit of a 32-bit word on a little-endian machine, else the
      // highest.
      std::uint32_t word = 0;
      for (int x = first; x < std::min(first + 32, size); ++x) {
        if (!symbol.dark(x, y)) continue;
        const int bit = std::endian::native == std::endian::little ? x - first : 31 - (x - first);
        word |= std::uint32_t{1} << bit;
      }
      std::memcpy(bits + static_cast<std::size_t>(y) * stride + first / 8, &word, sizeof word);
    }
  }
  cairo_surface_mark_dirty(surface.get());
  return surface;
}

class PdfCanvas final : public Canvas {
 public:
  PdfCanvas(double width, double height)
      : surface_(
            cairo_pdf_surface_create_for_stream(append, &file_, points(width), points(height))),
        cairo_(cairo_create(surface_.get())) {
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE,
                                   "Tem truy xuất nguồn gốc");
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATOR, "tem");
    // Takes out the date of making, so that the same labels give the same bytes.
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE, "");
  }
  ~PdfCanvas() override {
    cairo_.reset();
    surface_.reset();  // writes to file_, which must still be there
  }
  PdfCanvas(const PdfCanvas&) = delete;
  PdfCanvas& operator=(const PdfCanvas&) = delete;

  void begin_page() override {
    marks_.clear();
    any_ = true;
  }

  void draw(const LabelFace& face, int x, int y) override {
    cairo_t* cr = cairo_.get();
    cairo_set_source_rgb(cr, 0, 0, 0);
    for (const PlacedText& text : face.texts) {
      cairo_move_to(cr, x * kPointsOfDot + text.x, y * kPointsOfDot + text.y);
      pango_cairo_show_layout(cr, text.layout);
    }
    const SurfacePtr bits = stencil(face.symbol);
    const PatternPtr pattern(cairo_pattern_create_for_surface(bits.get()));
    cairo_pattern_set_filter(pattern.get(), CAIRO_FILTER_NEAREST);
    cairo_save(cr);
    cairo_translate(cr, (x + face.symbol_x) * kPointsOfDot, (y + face.symbol_y) * kPointsOfDot);
    cairo_scale(cr, face.module_dots * kPointsOfDot, face.module_dots * kPointsOfDot);
    cairo_mask(cr, pattern.get());
    cairo_restore(cr);
  }

  void mark_corners(int x, int y, int width, int height) override {
    const std::vector<Stroke> strokes = corner_strokes(x, y, width, height);
    marks_.insert(marks_.end(), strokes.begin(), strokes.end());
  }

  Result<void> end_page() override {
    cairo_t* cr = cairo_.get();
    for (const Stroke& mark : marks_) {
      cairo_move_to(cr, mark.x1, mark.y1);
      cairo_line_to(cr, mark.x2, mark.y2);
    }
    cairo_set_source_rgb(cr, kMarkTone, kMarkTone, kMarkTone);
    cairo_set_line_width(cr, points(kMarkWidthMm));
    cairo_stroke(cr);
    cairo_show_page(cr);
    return check(cairo_status(cr));
  }

  Result<std::vector<std::string>> finish() override {
    cairo_surface_finish(surface_.get());
    if (auto ok = check(cairo_surface_status(surface_.get())); !ok) return ok.error();
    if (!any_) return std::vector<std::string>{};
    return std::vector<std::string>{std::move(file_)};
  }

 private:
  static Result<void> check(cairo_status_t status) {
    if (status == CAIRO_STATUS_SUCCESS) return {};
    return Error{ErrorCode::cannot_write,
                 std::string("labels: the PDF failed: ") + cairo_status_to_string(status)};
  }

  std::string file_;
  SurfacePtr surface_;
  CairoPtr cairo_;
  std::vector<Stroke> marks_;
  bool any_ = false;
};

}  // namespace

std::unique_ptr<Canvas> make_pdf_canvas(double page_width, double page_height) {
  return std::make_unique<PdfCanvas>(page_width, page_height);
}

}  // namespace tem
