#include "bitmap.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace tem {
namespace {

constexpr std::uint8_t kBlackInk = 128;  // of 255: half a dot covered

/// A cairo surface of ink, in points, at the printer's dots.
struct Canvas {
  SurfacePtr surface;
  CairoPtr cairo;
  Canvas(int width, int height, double points_of_dot)
      : surface(cairo_image_surface_create(CAIRO_FORMAT_A8, width, height)),
        cairo(cairo_create(surface.get())) {
    cairo_scale(cairo.get(), 1 / points_of_dot, 1 / points_of_dot);
    cairo_set_source_rgba(cairo.get(), 0, 0, 0, 1);
  }
};

Result<Bitmap> bitmap_of(const Canvas& canvas, int width, int height) {
  cairo_surface_flush(canvas.surface.get());
  const unsigned char* ink = cairo_image_surface_get_data(canvas.surface.get());
  if (ink == nullptr || cairo_status(canvas.cairo.get()) != CAIRO_STATUS_SUCCESS) {
    return Error{ErrorCode::internal, "label: its text could not be drawn"};
  }
  const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(canvas.surface.get()));
  Bitmap bits(width, height);
  for (int y = 0; y < height; ++y) {
    const unsigned char* line = ink + static_cast<std::size_t>(y) * stride;
    for (int x = 0; x < width; ++x) {
      if (line[x] >= kBlackInk) bits.fill(x, y, 1);
    }
  }
  return bits;
}

}  // namespace

Bitmap::Bitmap(int width, int height)
    : width_(width),
      height_(height),
      row_bytes_((static_cast<std::size_t>(width) + 7) / 8),
      bits_(row_bytes_ * static_cast<std::size_t>(height)) {}

void Bitmap::fill(int x, int y, int count) {
  std::uint8_t* bytes = row(y).data();
  const int end = x + count;
  for (int at = x; at < end;) {
    const int bit = at % 8;
    const int here = std::min(8 - bit, end - at);
    bytes[at / 8] |= static_cast<std::uint8_t>((0xFF >> bit) & (0xFF << (8 - bit - here)));
    at += here;
  }
}

void Bitmap::stamp(const Bitmap& other, int x, int y) {
  const int shift = ((x % 8) + 8) % 8;
  const int first = (x - shift) / 8;  // the byte of ours under their first
  const auto limit = static_cast<int>(row_bytes_);
  const int from = std::max(0, -y), to = std::min(other.height_, height_ - y);
  for (int theirs = from; theirs < to; ++theirs) {
    const auto source = other.row(theirs);
    const auto target = row(y + theirs);
    for (int i = 0; i < static_cast<int>(source.size()); ++i) {
      const unsigned spread = static_cast<unsigned>(source[static_cast<std::size_t>(i)]) << (8 - shift);
      const int at = first + i;
      if (at >= 0 && at < limit) target[static_cast<std::size_t>(at)] |= static_cast<std::uint8_t>(spread >> 8);
      if (at + 1 >= 0 && at + 1 < limit) {
        target[static_cast<std::size_t>(at + 1)] |= static_cast<std::uint8_t>(spread & 0xFF);
      }
    }
    // What stood out beyond the width lies in the last byte's spare bits.
    if (width_ % 8 != 0) target.back() &= static_cast<std::uint8_t>(0xFF << (8 - width_ % 8));
  }
}

Result<FaceBitmap> FaceBitmap::draw(const LabelFace::Laid& laid) {
  FaceBitmap face;
  face.laid_ = &laid;
  const double unit = laid.dots.points();
  const int width = laid.dots.nearest(laid.layout.width), height = laid.dots.nearest(laid.layout.height);
  const Canvas canvas(width, height, unit);
  cairo_t* cr = canvas.cairo.get();
  for (const PlacedText& text : laid.texts) {
    cairo_move_to(cr, text.x, text.y);
    pango_cairo_show_layout(cr, text.layout.get());
  }
  for (const Star& star : laid.stars) {
    cairo_new_path(cr);  // a text leaves a point behind
    for (const auto& [x, y] : star.corners()) cairo_line_to(cr, x, y);
    cairo_close_path(cr);
    cairo_fill(cr);
  }
  auto shapes = bitmap_of(canvas, width, height);
  if (!shapes) return shapes.error();
  face.shapes_ = std::move(*shapes);

  for (const CodeSlot& slot : laid.codes) {
    Code code{&slot, {}, 0, 0};
    const int tall = static_cast<int>(std::ceil(slot.line / unit)) + 2;
    code.margin = static_cast<int>(std::ceil(slot.size / unit / 4));
    for (std::size_t i = 0; i < kCodeAlphabet.size(); ++i) {
      const LayoutPtr letter = laid.shaper.shape(std::string(1, kCodeAlphabet[i]), slot.font,
                                                 slot.size, Align::left);
      // On a whole dot, so that each letter looks the same wherever it stands.
      const double baseline = static_cast<double>(pango_layout_get_baseline(letter.get())) / PANGO_SCALE;
      code.rise = static_cast<int>(std::ceil(baseline / unit));
      const int wide = static_cast<int>(std::ceil(slot.advance[i] / unit)) + 2 * code.margin;
      const Canvas one(wide, tall, unit);
      cairo_move_to(one.cairo.get(), code.margin * unit, code.rise * unit - baseline);
      pango_cairo_show_layout(one.cairo.get(), letter.get());
      auto bits = bitmap_of(one, wide, tall);
      if (!bits) return bits.error();
      code.glyphs.push_back(std::move(*bits));
    }
    face.codes_.push_back(std::move(code));
  }
  return face;
}

Bitmap FaceBitmap::label(const LabelInk& label) const {
  Bitmap bits = shapes_;
  if (label.symbol != nullptr) {
    const QrSymbol& symbol = *label.symbol;
    const int dots = laid_->module_dots;
    for (int row = 0; row < symbol.size(); ++row) {
      const int y = laid_->symbol_y + row * dots;
      for (int x = 0; x < symbol.size(); ++x) {
        if (!symbol.dark(x, row)) continue;
        const int first = x;
        while (x < symbol.size() && symbol.dark(x, row)) ++x;
        bits.fill(laid_->symbol_x + first * dots, y, (x - first) * dots);
      }
      for (int copy = 1; copy < dots; ++copy) {
        // Nothing but the symbol stands in its box, so whole bytes may be joined.
        const auto from = bits.row(y), to = bits.row(y + copy);
        const auto begin = static_cast<std::size_t>(laid_->symbol_x / 8);
        const auto end = std::min(to.size(), static_cast<std::size_t>(
                                                 (laid_->symbol_x + symbol.size() * dots + 7) / 8));
        for (std::size_t i = begin; i < end; ++i) {
          to[i] = static_cast<std::uint8_t>(to[i] | from[i]);
        }
      }
    }
  }
  for (const Code& code : codes_) {
    const auto lines = code.slot->lines(label);
    const double unit = laid_->dots.points();
    for (std::size_t line = 0; line < lines.count; ++line) {
      const std::string& text = lines.text[line];
      double pen = code.slot->start_of(text);
      const int y = static_cast<int>(std::lround(
                        (code.slot->baseline + static_cast<double>(line) * code.slot->line) / unit)) -
                    code.rise;
      for (const char c : text) {
        const std::size_t place = code_place(c);
        bits.stamp(code.glyphs[place], static_cast<int>(std::lround(pen / unit)) - code.margin, y);
        pen += code.slot->advance[place];
      }
    }
  }
  return bits;
}

struct LabelPicture::Drawn {
  std::vector<FaceBitmap> faces;
};

LabelPicture::LabelPicture(std::unique_ptr<Drawn> drawn) : drawn_(std::move(drawn)) {}
LabelPicture::LabelPicture(LabelPicture&&) noexcept = default;
LabelPicture::~LabelPicture() = default;

Result<LabelPicture> LabelPicture::make(std::vector<const LabelFace*> faces) {
  auto drawn = std::make_unique<Drawn>();
  for (const LabelFace* face : faces) {
    auto bits = FaceBitmap::draw(face->laid());
    if (!bits) return bits.error();
    drawn->faces.push_back(std::move(*bits));
  }
  return LabelPicture(std::move(drawn));
}

GreyImage LabelPicture::draw(const LabelInk& label) const {
  const Bitmap bits = drawn_->faces[label.face].label(label);
  GreyImage image{bits.width(), bits.height(), {}};
  image.pixels.reserve(static_cast<std::size_t>(bits.width()) * static_cast<std::size_t>(bits.height()));
  for (int y = 0; y < bits.height(); ++y) {
    for (int x = 0; x < bits.width(); ++x) image.pixels.push_back(bits.black(x, y) ? 0 : 255);
  }
  return image;
}

}  // namespace tem
