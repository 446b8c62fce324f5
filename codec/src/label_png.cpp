#include <png.h>

#include <algorithm>
#include <csetjmp>
#include <cstring>

#include "label_canvas.hpp"
#include "label_units.hpp"

namespace tem {
namespace {

constexpr png_uint_32 kDotsOfMetre = 11811;  // kPngDpi / 0.0254
static_assert(kPngDpi == 300);

struct Writer {
  png_structp png = nullptr;
  png_infop info = nullptr;
  ~Writer() { png_destroy_write_struct(&png, &info); }
};

void append(png_structp png, png_bytep bytes, std::size_t length) {
  static_cast<std::string*>(png_get_io_ptr(png))->append(reinterpret_cast<char*>(bytes), length);
}
void flush(png_structp) {}

// libpng reports failure by longjmp: no object with a destructor in here.
bool write(Writer& writer, std::string* file, png_uint_32 width, png_uint_32 height,
           png_bytepp rows) {
  if (setjmp(png_jmpbuf(writer.png)) != 0) return false;
  png_set_write_fn(writer.png, file, append, flush);
  png_set_IHDR(writer.png, writer.info, width, height, 8, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_pHYs(writer.png, writer.info, kDotsOfMetre, kDotsOfMetre, PNG_RESOLUTION_METER);
  // Rows of a symbol repeat the one above: the filter leaves zeros, which compress best and
  // fastest.
  png_set_filter(writer.png, PNG_FILTER_TYPE_BASE, PNG_FILTER_UP);
  png_set_compression_level(writer.png, 6);
  png_write_info(writer.png, writer.info);
  png_write_image(writer.png, rows);
  png_write_end(writer.png, nullptr);
  return true;
}

class PngCanvas final : public Canvas {
 public:
  PngCanvas(double width, double height)
      : width_(nearest_dot(width)), height_(nearest_dot(height)) {}

  // An A8 surface holds how much ink there is.
  void begin_page() override {
    surface_.reset(cairo_image_surface_create(CAIRO_FORMAT_A8, width_, height_));
    cairo_.reset(cairo_create(surface_.get()));
    cairo_scale(cairo_.get(), 1 / kPointsOfDot, 1 / kPointsOfDot);
  }

  void draw(const LabelFace& face, int x, int y) override {
    cairo_t* cr = cairo_.get();
    cairo_set_source_rgba(cr, 0, 0, 0, 1);
    for (const PlacedText& text : face.texts) {
      cairo_move_to(cr, x * kPointsOfDot + text.x, y * kPointsOfDot + text.y);
      pango_cairo_show_layout(cr, text.layout);
    }
    cairo_surface_flush(surface_.get());
    unsigned char* ink = cairo_image_surface_get_data(surface_.get());
    if (ink == nullptr) return;  // end_page tells
    const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface_.get()));
    const auto dots = static_cast<std::size_t>(face.module_dots);
    for (int row = 0; row < face.symbol.size(); ++row) {
      unsigned char* line =
          ink + static_cast<std::size_t>(y + face.symbol_y + row * face.module_dots) * stride +
          static_cast<std::size_t>(x + face.symbol_x);
      for (int column = 0; column < face.symbol.size(); ++column) {
        if (!face.symbol.dark(column, row)) continue;
        std::memset(line + static_cast<std::size_t>(column) * dots, 0xFF, dots);
      }
      const std::size_t length = static_cast<std::size_t>(face.symbol.size()) * dots;
      for (std::size_t copy = 1; copy < dots; ++copy)
        std::memcpy(line + copy * stride, line, length);
    }
    cairo_surface_mark_dirty(surface_.get());
  }

  void mark_corners(int x, int y, int width, int height) override {
    cairo_t* cr = cairo_.get();
    for (const Stroke& mark : corner_strokes(x, y, width, height)) {
      cairo_move_to(cr, mark.x1, mark.y1);
      cairo_line_to(cr, mark.x2, mark.y2);
    }
    cairo_set_source_rgba(cr, 0, 0, 0, 1 - kMarkTone);
    cairo_set_line_width(cr, points(kMarkWidthMm));
    cairo_stroke(cr);
  }

  Result<void> end_page() override {
    const Error failed{ErrorCode::cannot_write, "labels: the PNG page could not be made"};
    if (cairo_status(cairo_.get()) != CAIRO_STATUS_SUCCESS) return failed;
    cairo_surface_flush(surface_.get());
    unsigned char* ink = cairo_image_surface_get_data(surface_.get());
    if (ink == nullptr) return failed;
    const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface_.get()));
    std::vector<png_bytep> rows(static_cast<std::size_t>(height_));
    for (std::size_t y = 0; y < rows.size(); ++y) {
      rows[y] = ink + y * stride;
      std::transform(rows[y], rows[y] + width_, rows[y],
                     [](unsigned char dark) { return static_cast<unsigned char>(255 - dark); });
    }
    Writer writer;
    writer.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    if (writer.png != nullptr) writer.info = png_create_info_struct(writer.png);
    std::string file;
    if (writer.info == nullptr || !write(writer, &file, static_cast<png_uint_32>(width_),
                                         static_cast<png_uint_32>(height_), rows.data())) {
      return failed;
    }
    files_.push_back(std::move(file));
    cairo_.reset();
    surface_.reset();
    return {};
  }

  Result<std::vector<std::string>> finish() override { return std::move(files_); }

 private:
  int width_, height_;
  SurfacePtr surface_;
  CairoPtr cairo_;
  std::vector<std::string> files_;
};

}  // namespace

std::unique_ptr<Canvas> make_png_canvas(double page_width, double page_height) {
  return std::make_unique<PngCanvas>(page_width, page_height);
}

}  // namespace tem
