#pragma once
// Fonts of a PDF: which glyphs are used, and the subset that is embedded (ISO 32000-1 §9.7).

#include <map>
#include <string>
#include <vector>

#include "cairo_raii.hpp"
#include "tem/result.hpp"

struct hb_face_t;

namespace tem {

/// A font of a PDF, with the glyphs that its pages use.
class PdfFont {
 public:
  /// Holds on to the font. Error: internal, when it has no TrueType outlines.
  static Result<PdfFont> open(PangoFont* font);

  /// That a page shows this glyph, and what text it stands for.
  void use(unsigned glyph, std::string_view text);
  /// In thousandths of the type size.
  [[nodiscard]] double width(unsigned glyph) const;
  [[nodiscard]] PangoFont* pango() const { return font_.get(); }

  /// The bodies of its five objects, numbered from `first`: font, descendant, descriptor, file,
  /// ToUnicode. Error: internal.
  [[nodiscard]] Result<std::vector<std::string>> objects(int first) const;

 private:
  struct FreeFace {
    void operator()(hb_face_t* face) const;
  };
  PdfFont() = default;
  FontPtr font_;
  std::unique_ptr<hb_face_t, FreeFace> face_;
  std::map<unsigned, std::string> glyphs_;
};

/// For a stream with /FlateDecode; `level` is zlib's, 1 to 9.
std::string deflated(const std::string& bytes, int level);

/// The body of a compressed stream object.
std::string pdf_stream(std::string_view dictionary, const std::string& bytes);

}  // namespace tem
