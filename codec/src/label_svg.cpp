#include <array>
#include <charconv>

#include "label_canvas.hpp"
#include "label_units.hpp"

namespace tem {
namespace {

// Written as text: cairo's SVG is 50 times slower and has no crispEdges. The user unit is a point.
class SvgText {
 public:
  SvgText& operator<<(std::string_view text) {
    out_ += text;
    return *this;
  }
  // At most two decimals: 0.01 pt is 3.5 µm.
  SvgText& operator<<(double value) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value,
                                   std::chars_format::fixed, 2);
    std::string_view text(digits.data(), static_cast<std::size_t>(end.ptr - digits.data()));
    while (text.ends_with('0')) text.remove_suffix(1);
    if (text.ends_with('.')) text.remove_suffix(1);
    out_ += text == "-0" ? "0" : text;
    return *this;
  }
  SvgText& operator<<(int value) {
    out_ += std::to_string(value);
    return *this;
  }
  std::string take() { return std::exchange(out_, {}); }

 private:
  std::string out_;
};

// Dark runs of each row, merged; a module is the unit.
void write_symbol(SvgText& svg, const QrSymbol& symbol) {
  for (int y = 0; y < symbol.size(); ++y) {
    for (int x = 0; x < symbol.size(); ++x) {
      if (!symbol.dark(x, y)) continue;
      const int first = x;
      while (x < symbol.size() && symbol.dark(x, y)) ++x;
      svg << "M" << first << " " << y << "h" << x - first << "v1h" << first - x << "z";
    }
  }
}

class SvgCanvas final : public Canvas {
 public:
  SvgCanvas(double width, double height)
      : width_(width),
        height_(height),
        scratch_(cairo_recording_surface_create(CAIRO_CONTENT_ALPHA, nullptr)),
        cairo_(cairo_create(scratch_.get())) {}

  void begin_page() override {
    svg_ << "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" << width_ << "mm\" height=\""
         << height_ << "mm\" viewBox=\"0 0 " << points(width_) << " " << points(height_)
         << "\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n";
  }

  void draw(const LabelFace& face, int x, int y) override {
    svg_ << "<g transform=\"translate(" << x * kPointsOfDot << " " << y * kPointsOfDot << ")\">\n";
    svg_ << "<path shape-rendering=\"crispEdges\" transform=\"translate("
         << face.symbol_x * kPointsOfDot << " " << face.symbol_y * kPointsOfDot << ") scale("
         << face.module_dots * kPointsOfDot << ")\" d=\"";
    write_symbol(svg_, face.symbol);
    svg_ << "\"/>\n";
    for (const PlacedText& text : face.texts) {
      svg_ << "<path d=\"" << outlines(text) << "\"/>\n";
    }
    svg_ << "</g>\n";
  }

  void mark_corners(int x, int y, int width, int height) override {
    svg_ << "<path fill=\"none\" stroke=\"#b3b3b3\" stroke-width=\"" << points(kMarkWidthMm)
         << "\" d=\"";
    for (const Stroke& mark : corner_strokes(x, y, width, height)) {
      svg_ << "M" << mark.x1 << " " << mark.y1 << "L" << mark.x2 << " " << mark.y2;
    }
    svg_ << "\"/>\n";
  }

  Result<void> end_page() override {
    svg_ << "</svg>\n";
    files_.push_back(svg_.take());
    if (cairo_status(cairo_.get()) != CAIRO_STATUS_SUCCESS) {
      return Error{ErrorCode::cannot_write, "labels: the SVG's letters could not be drawn"};
    }
    return {};
  }

  Result<std::vector<std::string>> finish() override { return std::move(files_); }

 private:
  // Letters as outlines, since no reader of an SVG can be trusted to have the font.
  std::string outlines(const PlacedText& text) {
    cairo_t* cr = cairo_.get();
    cairo_new_path(cr);
    cairo_move_to(cr, text.x, text.y);
    pango_cairo_layout_path(cr, text.layout);
    const PathPtr path(cairo_copy_path(cr));
    SvgText d;
    for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
      const cairo_path_data_t* data = path->data + i;
      const auto point = [&](int k) {
        d << data[k].point.x << " " << data[k].point.y << (k < data->header.length - 1 ? " " : "");
      };
      switch (data->header.type) {
        case CAIRO_PATH_MOVE_TO:
          d << "M";
          point(1);
          break;
        case CAIRO_PATH_LINE_TO:
          d << "L";
          point(1);
          break;
        case CAIRO_PATH_CURVE_TO:
          d << "C";
          for (int k = 1; k <= 3; ++k) point(k);
          break;
        case CAIRO_PATH_CLOSE_PATH:
          d << "Z";
          break;
      }
    }
    return d.take();
  }

  double width_, height_;
  SurfacePtr scratch_;
  CairoPtr cairo_;
  SvgText svg_;
  std::vector<std::string> files_;
};

}  // namespace

std::unique_ptr<Canvas> make_svg_canvas(double page_width, double page_height) {
  return std::make_unique<SvgCanvas>(page_width, page_height);
}

}  // namespace tem
