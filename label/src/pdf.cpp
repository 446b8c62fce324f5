// PDF 1.4, written directly: cairo's paths are fifty times slower than one-bit masks, and its own
// masks cost twice the bytes.

#include <algorithm>
#include <cmath>
#include <cstring>

#include "formats.hpp"
#include "number_text.hpp"
#include "pdf_font.hpp"
#include "tem/bytes.hpp"

namespace tem {
namespace {

constexpr std::string_view kHeader = "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n";
constexpr int kFontObjects = 5;
constexpr int kPagesObject = 2, kInfoObject = 3, kFirstFree = 4;
constexpr int kPackLevel = 1;  // symbols do not pack; the rest is small
/// Points (1 µm) that a symbol is smaller on every side than its dots: poppler paints each dot that an
/// image touches, so a thousandth of a point too far, by rounding, stretches a row of modules.
constexpr double kInset = 0.003;

/// What the pages of a PDF refer to: objects from kFirstFree on.
struct Shared {
  std::vector<std::string> objects;  ///< bodies
  std::string resources;             ///< of every page
};

/// A code slot with the numbers of its glyphs.
struct CodeGlyphs {
  const CodeSlot* slot;
  std::string font;  ///< "/F1 7 Tf"
  std::array<std::string, kCodeAlphabet.size()> hex;
};

struct FacePdf {
  const LabelFace::Laid* laid;
  std::string shapes;  ///< of the form that all labels of the face share
  std::vector<CodeGlyphs> codes;
};

std::string hex4(unsigned glyph) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (int shift = 12; shift >= 0; shift -= 4) out += kHex[(glyph >> shift) & 15U];
  return out;
}

class Fonts {
 public:
  /// The place of a font among the PDF's.
  Result<std::size_t> place(PangoFont* font) {
    PangoFont* key = font;
    for (std::size_t i = 0; i < fonts_.size(); ++i) {
      if (hb_face(fonts_[i].pango()) == hb_face(key)) return i;
    }
    auto opened = PdfFont::open(font);
    if (!opened) return opened.error();
    fonts_.push_back(std::move(*opened));
    return fonts_.size() - 1;
  }
  PdfFont& operator[](std::size_t i) { return fonts_[i]; }
  [[nodiscard]] const std::vector<PdfFont>& all() const { return fonts_; }

 private:
  // Pango has an object for each size of a font.
  static std::string hb_face(PangoFont* font) {
    const FontDescriptionPtr description(pango_font_describe(font));
    pango_font_description_unset_fields(description.get(), PANGO_FONT_MASK_SIZE);
    const std::unique_ptr<char, decltype(&g_free)> text(
        pango_font_description_to_string(description.get()), g_free);
    return text.get();
  }
  std::vector<PdfFont> fonts_;
};

/// Calls use(run, x, baseline) for each run of a layout; both in points from its top left corner.
template <class Use>
Result<void> each_run(PangoLayout* layout, Use&& use) {
  const std::unique_ptr<PangoLayoutIter, decltype(&pango_layout_iter_free)> at(
      pango_layout_get_iter(layout), pango_layout_iter_free);
  do {
    PangoLayoutRun* run = pango_layout_iter_get_run_readonly(at.get());
    if (run == nullptr) continue;  // the end of a line
    PangoRectangle logical{};
    pango_layout_iter_get_run_extents(at.get(), nullptr, &logical);
    const double baseline =
        static_cast<double>(pango_layout_iter_get_baseline(at.get())) / PANGO_SCALE;
    if (auto ok = use(*run, static_cast<double>(logical.x) / PANGO_SCALE, baseline); !ok) return ok;
  } while (pango_layout_iter_next_run(at.get()) != FALSE);
  return {};
}

/// What text each glyph of a run stands for: its cluster's, for the first glyph of a cluster.
std::string_view cluster_text(const PangoLayoutRun& run, std::string_view text, int i) {
  const int* clusters = run.glyphs->log_clusters;
  if (i > 0 && clusters[i] == clusters[i - 1]) return {};
  int end = run.item->length;
  for (int k = 0; k < run.glyphs->num_glyphs; ++k) {
    if (clusters[k] > clusters[i]) end = std::min(end, clusters[k]);
  }
  return text.substr(static_cast<std::size_t>(run.item->offset + clusters[i]),
                     static_cast<std::size_t>(end - clusters[i]));
}

/// Shows a run at (x, y), y upwards: one TJ, with the differences from the font's own widths.
Result<void> write_run(Drawing& out, Fonts& fonts, const PangoLayoutRun& run, std::string_view text,
                       double x, double y) {
  PangoFont* pango = run.item->analysis.font;
  const FontDescriptionPtr description(pango_font_describe(pango));
  const double size =
      static_cast<double>(pango_font_description_get_size(description.get())) / PANGO_SCALE;
  const auto place = fonts.place(pango);
  if (!place) return place.error();
  PdfFont& font = fonts[*place];
  out << "BT/F" << *place << " " << size << " Tf " << x << " " << y << " Td[";
  double pen = 0, shown = 0;  // points: where pango's glyph stands, and where the PDF's would
  for (int i = 0; i < run.glyphs->num_glyphs; ++i) {
    const PangoGlyphInfo& info = run.glyphs->glyphs[i];
    if (info.glyph != PANGO_GLYPH_EMPTY && (info.glyph & PANGO_GLYPH_UNKNOWN_FLAG) == 0) {
      const double at = pen + static_cast<double>(info.geometry.x_offset) / PANGO_SCALE;
      const double rise = -static_cast<double>(info.geometry.y_offset) / PANGO_SCALE;
      if (std::abs(at - shown) > 0.005) out << (shown - at) * 1000 / size;
      if (rise != 0) out << "]TJ " << rise << " Ts[";
      out << "<" << hex4(info.glyph) << ">";
      if (rise != 0) out << "]TJ 0 Ts[";
      font.use(info.glyph, cluster_text(run, text, i));
      shown = at + font.width(info.glyph) * size / 1000;
    }
    pen += static_cast<double>(info.geometry.width) / PANGO_SCALE;
  }
  out << "]TJ ET\n";
  return {};
}

Result<void> write_texts(Drawing& out, Fonts& fonts, const LabelFace::Laid& laid, double height) {
  for (const PlacedText& placed : laid.texts) {
    const std::string_view text = pango_layout_get_text(placed.layout.get());
    auto written = each_run(
        placed.layout.get(),
        [&](const PangoLayoutRun& run, double x, double baseline) {
          return write_run(out, fonts, run, text, placed.x + x, height - (placed.y + baseline));
        });
    if (!written) return written;
  }
  for (const Star& star : laid.stars) {
    bool first = true;
    for (const auto& [x, y] : star.corners()) {
      out << x << " " << height - y << (first ? " m " : " l ");
      first = false;
    }
    out << "f\n";
  }
  return {};
}

Result<CodeGlyphs> code_glyphs(Fonts& fonts, const LabelFace::Laid& laid, const CodeSlot& slot) {
  CodeGlyphs glyphs{&slot, {}, {}};
  for (std::size_t i = 0; i < kCodeAlphabet.size(); ++i) {
    const std::string letter(1, kCodeAlphabet[i]);
    const LayoutPtr layout = laid.shaper.shape(letter, slot.font, slot.size, Align::left);
    auto found = each_run(layout.get(), [&](const PangoLayoutRun& run, double, double) -> Result<void> {
      const auto place = fonts.place(run.item->analysis.font);
      if (!place) return place.error();
      Drawing font;
      font << "/F" << *place << " " << slot.size << " Tf ";
      glyphs.font = font.take();
      fonts[*place].use(run.glyphs->glyphs[0].glyph, letter);
      glyphs.hex[i] = hex4(run.glyphs->glyphs[0].glyph);
      return {};
    });
    if (!found) return found.error();
  }
  return glyphs;
}

/// The symbol's rows, padded to bytes: an image of one bit a module.
void append_rows(std::string& out, const QrSymbol& symbol) {
  for (int y = 0; y < symbol.size(); ++y) {
    const auto words = symbol.row(y);
    for (int byte = 0; byte < (symbol.size() + 7) / 8; ++byte) {
      out += static_cast<char>(words[static_cast<std::size_t>(byte / 8)] >> (56 - byte % 8 * 8));
    }
  }
}

/// Could a reader that looks for the end of an inline image by its letters stop too early?
bool ends_early(std::string_view bytes) {
  for (auto at = bytes.find("EI"); at != std::string_view::npos; at = bytes.find("EI", at + 1)) {
    if (at + 2 == bytes.size() || std::strchr(" \t\r\n\f", bytes[at + 2]) != nullptr) return true;
  }
  return false;
}

/// An inline image mask, a pixel a module: ISO 32000-1 §8.9.6.2 and §8.9.7.
void write_symbol(Drawing& out, const LabelFace::Laid& laid, const QrSymbol& symbol, double height) {
  const double side = symbol.size() * laid.module_dots * laid.dots.points() - 2 * kInset;
  std::string rows;
  append_rows(rows, symbol);
  const bool as_hex = ends_early(rows);
  if (as_hex) rows = to_hex(as_bytes(rows)) + '>';
  out << "q " << side << " 0 0 " << side << " " << laid.symbol_x * laid.dots.points() + kInset
      << " " << height - laid.symbol_y * laid.dots.points() - kInset - side << " cm BI/W " << symbol.size() << "/H "
      << symbol.size() << "/IM true/D[1 0]" << (as_hex ? "/F/AHx" : "") << " ID " << rows
      << "\nEI Q\n";
}

void write_codes(Drawing& out, const FacePdf& face, const LabelInk& label, double height) {
  for (const CodeGlyphs& code : face.codes) {
    const auto lines = code.slot->lines(label);
    for (std::size_t line = 0; line < lines.count; ++line) {
      const std::string& text = lines.text[line];
      out << "BT" << code.font << code.slot->start_of(text) << " "
          << height - code.slot->baseline - static_cast<double>(line) * code.slot->line << " Td<";
      for (const char c : text) out << code.hex[code_place(c)];
      out << ">Tj ET\n";
    }
  }
}

/// "[x1 y1 x2 y2]" around the page, `by` mm outwards.
std::string page_box(const PageGrid& page, double by) {
  Drawing box;
  box << "[" << -points(by) << " " << -points(by) << " " << points(page.width + by) << " "
      << points(page.height + by) << "]";
  return box.take();
}

class PdfFile final : public LabelFile {
 public:
  PdfFile(const Shared& shared, std::string page_keys)
      : shared_(shared), page_keys_(std::move(page_keys)) {}

  std::string head() override {
    std::string out(kHeader);
    offsets_.assign(kFirstFree - 1, 0);
    place(out, 1, "<</Type/Catalog/Pages 2 0 R>>");
    place(out, kInfoObject,
          "<</Title<FEFF00540065006D002000740072007500790020007800751EA500740020"
          "006E006700751ED3006E002000671ED10063>/Creator(tem)/Producer(tem)>>");
    for (const auto& body : shared_.objects) place(out, 0, body);
    return count(std::move(out));
  }

  std::string add(std::string page) override {
    std::string out;
    const int contents = place(out, 0,
                               "<</Filter/FlateDecode/Length " + std::to_string(page.size()) +
                                   ">>\nstream\n" + page + "\nendstream");
    pages_.push_back(place(out, 0,
                           "<</Type/Page/Parent 2 0 R/Contents " + std::to_string(contents) +
                               " 0 R" + page_keys_ + ">>"));
    return count(std::move(out));
  }

  std::string end() override {
    std::string kids;
    for (const int page : pages_) kids += std::to_string(page) + " 0 R ";
    std::string out;
    place(out, kPagesObject,
          "<</Type/Pages/Count " + std::to_string(pages_.size()) + "/Kids[" + kids +
              "]/Resources<<" + shared_.resources + ">>>>");
    const std::uint64_t start = written_ + out.size();
    out += "xref\n0 " + std::to_string(offsets_.size() + 1) + "\n0000000000 65535 f \n";
    for (const std::uint64_t offset : offsets_) {
      const std::string digits = std::to_string(offset);
      out += std::string(10 - std::min<std::size_t>(10, digits.size()), '0') + digits + " 00000 n \n";
    }
    out += "trailer\n<</Size " + std::to_string(offsets_.size() + 1) + "/Root 1 0 R/Info 3 0 R>>\n" +
           "startxref\n" + std::to_string(start) + "\n%%EOF\n";
    return count(std::move(out));
  }

 private:
  /// An object of this number, or the next free one; returns its number.
  int place(std::string& out, int number, const std::string& body) {
    if (number == 0) {
      offsets_.push_back(0);
      number = static_cast<int>(offsets_.size());
    }
    offsets_[static_cast<std::size_t>(number - 1)] = written_ + out.size();
    out += std::to_string(number) + " 0 obj\n" + body + "\nendobj\n";
    return number;
  }
  std::string count(std::string out) {
    written_ += out.size();
    return out;
  }

  const Shared& shared_;
  std::string page_keys_;
  std::uint64_t written_ = 0;
  std::vector<std::uint64_t> offsets_;  ///< of the objects, from number 1 on
  std::vector<int> pages_;
};

class PdfPages final : public LabelPages {
 public:
  static Result<std::unique_ptr<LabelPages>> make(const Faces& faces) {
    auto pages = std::unique_ptr<PdfPages>(new PdfPages);
    Fonts fonts;
    for (const LabelFace* face : faces) {
      FacePdf drawn{&face->laid(), {}, {}};
      Drawing shapes;
      const double height = points(drawn.laid->layout.height);
      if (auto ok = write_texts(shapes, fonts, *drawn.laid, height); !ok) return ok.error();
      drawn.shapes = shapes.take();
      for (const CodeSlot& slot : drawn.laid->codes) {
        auto glyphs = code_glyphs(fonts, *drawn.laid, slot);
        if (!glyphs) return glyphs.error();
        drawn.codes.push_back(std::move(*glyphs));
      }
      pages->faces_.push_back(std::move(drawn));
    }
    if (auto ok = pages->share(fonts); !ok) return ok.error();
    return std::unique_ptr<LabelPages>(std::move(pages));
  }

  [[nodiscard]] int per_page() const noexcept override {
    return faces_.front().laid->layout.per_page();
  }
  [[nodiscard]] bool page_is_file() const noexcept override { return false; }

  [[nodiscard]] Result<std::string> render(std::span<const LabelInk> labels) const override {
    Drawing out;
    out << marks_;
    const double page_height = points(faces_.front().laid->layout.page.height);
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const FacePdf& face = faces_[labels[i].face];
      const Corner corner = corner_of(*face.laid, i);
      const double unit = face.laid->dots.points();
      const double height = points(face.laid->layout.height);
      out << "q 1 0 0 1 " << corner.x * unit << " " << page_height - corner.y * unit - height
          << " cm/S" << labels[i].face << " Do\n";
      if (labels[i].symbol != nullptr) write_symbol(out, *face.laid, *labels[i].symbol, height);
      write_codes(out, face, labels[i], height);
      out << "Q\n";
    }
    return deflated(out.str(), kPackLevel);
  }

  [[nodiscard]] std::unique_ptr<LabelFile> begin_file() const override {
    return std::make_unique<PdfFile>(shared_, page_keys_);
  }

 private:
  PdfPages() = default;

  /// Fonts and forms become objects; crop marks and page boxes become text.
  Result<void> share(const Fonts& fonts) {
    std::string font_names, form_names;
    int next = kFirstFree;
    for (std::size_t i = 0; i < fonts.all().size(); ++i, next += kFontObjects) {
      auto objects = fonts.all()[i].objects(next);
      if (!objects) return objects.error();
      font_names += "/F" + std::to_string(i) + " " + std::to_string(next) + " 0 R";
      for (auto& object : *objects) shared_.objects.push_back(std::move(object));
    }
    for (std::size_t i = 0; i < faces_.size(); ++i, ++next) {
      const LabelTemplate& layout = faces_[i].laid->layout;
      Drawing keys;
      keys << "/Type/XObject/Subtype/Form/BBox[0 0 " << points(layout.width) << " "
           << points(layout.height) << "]/Resources<</Font<<" << font_names << ">>>>";
      shared_.objects.push_back(pdf_stream(keys.str(), faces_[i].shapes));
      form_names += "/S" + std::to_string(i) + " " + std::to_string(next) + " 0 R";
    }
    shared_.resources = "/Font<<" + font_names + ">>/XObject<<" + form_names + ">>";

    const LabelFace::Laid& laid = *faces_.front().laid;
    const PageGrid& page = laid.layout.page;
    page_keys_ = "/MediaBox" + page_box(page, page_border_mm(laid)) + "/BleedBox" +
                 page_box(page, laid.setup.bleed_mm) + "/TrimBox" + page_box(page, 0);
    Drawing marks;
    const auto strokes = crop_marks(laid);
    if (!strokes.empty()) marks << points(kMarkWidthMm) << " w\n";
    for (const Stroke& mark : strokes) {
      marks << mark.x1 << " " << points(page.height) - mark.y1 << " m " << mark.x2 << " "
            << points(page.height) - mark.y2 << " l S\n";
    }
    marks_ = marks.take();
    return {};
  }

  std::vector<FacePdf> faces_;
  Shared shared_;
  std::string page_keys_, marks_;
};

}  // namespace

Result<std::unique_ptr<LabelPages>> make_pdf_pages(Faces faces) { return PdfPages::make(faces); }

}  // namespace tem
