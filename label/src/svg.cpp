// SVG written as text: cairo's is 50 times slower and has no crispEdges. The user unit is a point;
// letters are outlines, since no reader of an SVG can be trusted to have the font.

#include "formats.hpp"
#include "number_text.hpp"

namespace tem {
namespace {

/// What a path draws, as the `d` of an SVG path.
std::string path_text(cairo_t* cr) {
  const PathPtr path(cairo_copy_path(cr));
  Drawing d;
  for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
    const cairo_path_data_t* data = path->data + i;
    const auto points_of = [&](int count) {
      for (int k = 1; k <= count; ++k) {
        d << data[k].point.x << " " << data[k].point.y << (k < count ? " " : "");
      }
    };
    switch (data->header.type) {
      case CAIRO_PATH_MOVE_TO:
        d << "M";
        points_of(1);
        break;
      case CAIRO_PATH_LINE_TO:
        d << "L";
        points_of(1);
        break;
      case CAIRO_PATH_CURVE_TO:
        d << "C";
        points_of(3);
        break;
      case CAIRO_PATH_CLOSE_PATH:
        d << "Z";
        break;
    }
  }
  return d.take();
}

// Dark runs of each row, merged; a module is the unit.
void write_symbol(Drawing& svg, const QrSymbol& symbol) {
  for (int y = 0; y < symbol.size(); ++y) {
    for (int x = 0; x < symbol.size(); ++x) {
      if (!symbol.dark(x, y)) continue;
      const int first = x;
      while (x < symbol.size() && symbol.dark(x, y)) ++x;
      svg << "M" << first << " " << y << "h" << x - first << "v1h" << first - x << "z";
    }
  }
}

class SvgPages final : public LabelPages {
 public:
  static Result<std::unique_ptr<LabelPages>> make(const Faces& faces) {
    auto pages = std::unique_ptr<SvgPages>(new SvgPages);
    for (const LabelFace* face : faces) pages->faces_.push_back(&face->laid());
    return pages->draw() ? Result<std::unique_ptr<LabelPages>>(std::move(pages))
                         : Error{ErrorCode::internal, "label: its letters could not be drawn"};
  }

  [[nodiscard]] int per_page() const noexcept override { return faces_.front()->layout.per_page(); }
  [[nodiscard]] bool page_is_file() const noexcept override { return true; }

  [[nodiscard]] Result<std::string> render(std::span<const LabelInk> labels) const override {
    Drawing svg;
    svg << head_;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const LabelInk& label = labels[i];
      const LabelFace::Laid& laid = *faces_[label.face];
      const Corner corner = corner_of(laid, i);
      const double unit = laid.dots.points();
      svg << "<g transform=\"translate(" << corner.x * unit << " " << corner.y * unit
          << ")\"><use xlink:href=\"#f" << label.face << "\"/>\n";
      if (label.symbol != nullptr) {
        svg << "<path shape-rendering=\"crispEdges\" transform=\"translate(" << laid.symbol_x * unit
            << " " << laid.symbol_y * unit << ") scale(" << laid.module_dots * unit << ")\" d=\"";
        write_symbol(svg, *label.symbol);
        svg << "\"/>\n";
      }
      write_codes(svg, label, laid);
      svg << "</g>\n";
    }
    svg << "</svg>\n";
    return svg.take();
  }

  [[nodiscard]] std::unique_ptr<LabelFile> begin_file() const override {
    return std::make_unique<PlainFile>();
  }

 private:
  SvgPages() = default;

  /// The head of every page: what labels share. False when cairo failed.
  bool draw() {
    const SurfacePtr scratch(cairo_recording_surface_create(CAIRO_CONTENT_ALPHA, nullptr));
    const CairoPtr cairo(cairo_create(scratch.get()));
    cairo_t* cr = cairo.get();
    const LabelFace::Laid& first = *faces_.front();
    const PageGrid& page = first.layout.page;
    const double border = page_border_mm(first);
    Drawing svg;
    svg << "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
           "width=\""
        << page.width + 2 * border << "mm\" height=\"" << page.height + 2 * border
        << "mm\" viewBox=\"" << -points(border) << " " << -points(border) << " "
        << points(page.width + 2 * border) << " " << points(page.height + 2 * border)
        << "\">\n<rect x=\"" << -points(border) << "\" y=\"" << -points(border)
        << "\" width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n<defs>\n";
    for (std::size_t i = 0; i < faces_.size(); ++i) {
      svg << "<g id=\"f" << i << "\">\n";
      for (const PlacedText& text : faces_[i]->texts) {
        cairo_new_path(cr);
        cairo_move_to(cr, text.x, text.y);
        pango_cairo_layout_path(cr, text.layout.get());
        svg << "<path d=\"" << path_text(cr) << "\"/>\n";
      }
      for (const Star& star : faces_[i]->stars) {
        svg << "<path d=\"";
        bool begun = false;
        for (const auto& [x, y] : star.corners()) {
          svg << (begun ? "L" : "M") << x << " " << y;
          begun = true;
        }
        svg << "Z\"/>\n";
      }
      svg << "</g>\n";
      for (std::size_t slot = 0; slot < faces_[i]->codes.size(); ++slot) {
        const CodeSlot& code = faces_[i]->codes[slot];
        for (std::size_t k = 0; k < kCodeAlphabet.size(); ++k) {
          const LayoutPtr letter = faces_[i]->shaper.shape(std::string(1, kCodeAlphabet[k]),
                                                           code.font, code.size, Align::left);
          cairo_new_path(cr);
          cairo_move_to(cr, 0,
                        -static_cast<double>(pango_layout_get_baseline(letter.get())) / PANGO_SCALE);
          pango_cairo_layout_path(cr, letter.get());
          svg << "<path id=\"c" << i << "-" << slot << "-" << k << "\" d=\"" << path_text(cr)
              << "\"/>\n";
        }
      }
    }
    svg << "</defs>\n";
    const auto strokes = crop_marks(first);
    if (!strokes.empty()) {
      svg << "<path fill=\"none\" stroke=\"#000\" stroke-width=\"" << points(kMarkWidthMm)
          << "\" d=\"";
      for (const Stroke& mark : strokes) {
        svg << "M" << mark.x1 << " " << mark.y1 << "L" << mark.x2 << " " << mark.y2;
      }
      svg << "\"/>\n";
    }
    head_ = svg.take();
    return cairo_status(cr) == CAIRO_STATUS_SUCCESS;
  }

  static void write_codes(Drawing& svg, const LabelInk& label, const LabelFace::Laid& laid) {
    for (std::size_t slot = 0; slot < laid.codes.size(); ++slot) {
      const CodeSlot& code = laid.codes[slot];
      const auto lines = code.lines(label);
      for (std::size_t line = 0; line < lines.count; ++line) {
        double pen = code.start_of(lines.text[line]);
        const double y = code.baseline + static_cast<double>(line) * code.line;
        for (const char c : lines.text[line]) {
          svg << "<use xlink:href=\"#c" << label.face << "-" << slot << "-" << code_place(c)
              << "\" x=\"" << pen << "\" y=\"" << y << "\"/>";
          pen += code.advance[code_place(c)];
        }
        svg << "\n";
      }
    }
  }

  std::vector<const LabelFace::Laid*> faces_;
  std::string head_;
};

}  // namespace

Result<std::unique_ptr<LabelPages>> make_svg_pages(Faces faces) { return SvgPages::make(faces); }

}  // namespace tem
