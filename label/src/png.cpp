// PNG of one bit a dot, at the printer's dots an inch.

#include <png.h>

#include <csetjmp>
#include <cmath>

#include "bitmap.hpp"
#include "formats.hpp"

namespace tem {
namespace {

constexpr int kPackLevel = 6;

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
           png_uint_32 dots_of_metre, png_bytepp rows) {
  if (setjmp(png_jmpbuf(writer.png)) != 0) return false;
  png_set_write_fn(writer.png, file, append, flush);
  png_set_IHDR(writer.png, writer.info, width, height, 1, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_pHYs(writer.png, writer.info, dots_of_metre, dots_of_metre, PNG_RESOLUTION_METER);
  // Rows of a symbol repeat the one above: the filter leaves zeros, which compress best and fastest.
  png_set_filter(writer.png, PNG_FILTER_TYPE_BASE, PNG_FILTER_UP);
  png_set_compression_level(writer.png, kPackLevel);
  png_write_info(writer.png, writer.info);
  png_set_invert_mono(writer.png);  // ours has 1 for black
  png_write_image(writer.png, rows);
  png_write_end(writer.png, nullptr);
  return true;
}

class PngPages final : public LabelPages {
 public:
  static Result<std::unique_ptr<LabelPages>> make(const Faces& faces) {
    auto pages = std::unique_ptr<PngPages>(new PngPages);
    pages->laid_ = &faces.front()->laid();
    for (const LabelFace* face : faces) {
      auto bits = FaceBitmap::draw(face->laid());
      if (!bits) return bits.error();
      pages->faces_.push_back(std::move(*bits));
    }
    return std::unique_ptr<LabelPages>(std::move(pages));
  }

  [[nodiscard]] int per_page() const noexcept override { return laid_->layout.per_page(); }
  [[nodiscard]] bool page_is_file() const noexcept override { return true; }

  [[nodiscard]] Result<std::string> render(std::span<const LabelInk> labels) const override {
    Bitmap page(laid_->dots.nearest(laid_->layout.page.width),
                laid_->dots.nearest(laid_->layout.page.height));
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const Corner corner = corner_of(*laid_, i);
      page.stamp(faces_[labels[i].face].label(labels[i]), corner.x, corner.y);
    }
    const double unit = laid_->dots.points();
    for (const Stroke& mark : crop_marks(*laid_)) draw_mark(page, mark, unit);
    std::vector<png_bytep> rows;
    for (int y = 0; y < page.height(); ++y) rows.push_back(page.row(y).data());
    Writer writer;
    writer.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    if (writer.png != nullptr) writer.info = png_create_info_struct(writer.png);
    std::string file;
    const auto density = static_cast<png_uint_32>(std::lround(laid_->setup.dpi / 0.0254));
    if (writer.info == nullptr || !write(writer, &file, static_cast<png_uint_32>(page.width()),
                                         static_cast<png_uint_32>(page.height()), density,
                                         rows.data())) {
      return Error{ErrorCode::cannot_write, "labels: the PNG page could not be made"};
    }
    return file;
  }

  [[nodiscard]] std::unique_ptr<LabelFile> begin_file() const override {
    return std::make_unique<PlainFile>();
  }

 private:
  PngPages() = default;

  /// Strokes are upright or level; what lies outside the page is left out.
  static void draw_mark(Bitmap& page, const Stroke& mark, double unit) {
    const int x1 = static_cast<int>(std::lround(mark.x1 / unit));
    const int x2 = static_cast<int>(std::lround(mark.x2 / unit));
    const int y1 = static_cast<int>(std::lround(mark.y1 / unit));
    const int y2 = static_cast<int>(std::lround(mark.y2 / unit));
    for (int y = std::max(0, y1); y <= std::min(y2, page.height() - 1); ++y) {
      const int from = std::max(0, x1), to = std::min(x2, page.width() - 1);
      if (from <= to) page.fill(from, y, to - from + 1);
    }
  }

  const LabelFace::Laid* laid_ = nullptr;
  std::vector<FaceBitmap> faces_;
};

}  // namespace

Result<std::unique_ptr<LabelPages>> make_png_pages(Faces faces) { return PngPages::make(faces); }

}  // namespace tem
