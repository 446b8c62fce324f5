#include "pdf_font.hpp"

#include <hb-ot.h>
#include <hb-subset.h>
#include <zlib.h>

#include <array>
#include <cstdio>

#include "number_text.hpp"
#include "tem/code_point.hpp"

namespace tem {
namespace {

constexpr double kEm = 1000;  // of glyph space, ISO 32000-1 §9.2.4

struct FreeHb {
  void operator()(hb_font_t* p) const { hb_font_destroy(p); }
  void operator()(hb_blob_t* p) const { hb_blob_destroy(p); }
  void operator()(hb_face_t* p) const { hb_face_destroy(p); }
  void operator()(hb_subset_input_t* p) const { hb_subset_input_destroy(p); }
};
template <class T>
using Hb = std::unique_ptr<T, FreeHb>;

Error failed(std::string_view why) {
  return {ErrorCode::internal, "label: the PDF's font: " + std::string(why)};
}

bool has_table(hb_face_t* face, hb_tag_t tag) {
  const Hb<hb_blob_t> table(hb_face_reference_table(face, tag));
  return hb_blob_get_length(table.get()) > 0;
}

void append_hex(std::string& out, unsigned value) {
  std::array<char, 8> digits{};
  std::snprintf(digits.data(), digits.size(), "%04X", value & 0xFFFFU);
  out += digits.data();
}

/// The PostScript name, which may hold nothing that a PDF name must escape.
std::string font_name(hb_face_t* face) {
  std::array<char, 64> name{};
  unsigned size = name.size();
  hb_ot_name_get_utf8(face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &size, name.data());
  std::string safe;
  for (const char c : std::string_view(name.data(), size)) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (plain || c == '-') safe += c;
  }
  return safe.empty() ? "Font" : safe;
}

/// Six letters that say which subset it is, ISO 32000-1 §9.6.4; the same for the same glyphs.
std::string subset_tag(const std::map<unsigned, std::string>& glyphs) {
  std::uint64_t hash = 0xCBF29CE484222325U;  // FNV-1a
  for (const auto& [glyph, text] : glyphs) hash = (hash ^ glyph) * 0x100000001B3U;
  std::string tag;
  for (int i = 0; i < 6; ++i, hash /= 26) tag += static_cast<char>('A' + hash % 26);
  return tag;
}

std::string to_unicode(const std::map<unsigned, std::string>& glyphs) {
  std::string map =
      "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
      "/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def\n"
      "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
      "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n";
  std::string lines;
  int count = 0;
  const auto flush = [&] {
    if (count > 0) map += std::to_string(count) + " beginbfchar\n" + lines + "endbfchar\n";
    lines.clear();
    count = 0;
  };
  for (const auto& [glyph, utf8] : glyphs) {
    std::string_view text = utf8;
    std::string units;
    while (!text.empty()) {
      const auto point = take_code_point(text);
      if (!point) break;
      const auto code = static_cast<unsigned>(*point);
      if (code >= 0x10000) {
        append_hex(units, 0xD800 + ((code - 0x10000) >> 10));
        append_hex(units, 0xDC00 + ((code - 0x10000) & 0x3FF));
      } else {
        append_hex(units, code);
      }
    }
    if (units.empty()) continue;
    lines += '<';
    append_hex(lines, glyph);
    lines += "><" + units + ">\n";
    if (++count == 100) flush();  // at most 100 a block, Adobe Technical Note 5014
  }
  flush();
  return map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
}

}  // namespace

std::string deflated(const std::string& bytes, int level) {
  uLongf size = compressBound(bytes.size());
  std::string packed(size, '\0');
  compress2(reinterpret_cast<Bytef*>(packed.data()), &size,
            reinterpret_cast<const Bytef*>(bytes.data()), bytes.size(), level);
  packed.resize(size);
  return packed;
}

std::string pdf_stream(std::string_view dictionary, const std::string& bytes) {
  const std::string body = deflated(bytes, Z_BEST_COMPRESSION);
  return "<<" + std::string(dictionary) + "/Filter/FlateDecode/Length " +
         std::to_string(body.size()) + ">>\nstream\n" + body + "\nendstream";
}

void PdfFont::FreeFace::operator()(hb_face_t* face) const { hb_face_destroy(face); }

Result<PdfFont> PdfFont::open(PangoFont* font) {
  hb_font_t* shaped = pango_font_get_hb_font(font);
  if (shaped == nullptr) return failed("cannot be opened");
  PdfFont opened;
  opened.font_.reset(PANGO_FONT(g_object_ref(font)));
  opened.face_.reset(hb_face_reference(hb_font_get_face(shaped)));
  if (!has_table(opened.face_.get(), HB_TAG('g', 'l', 'y', 'f')) ||
      has_table(opened.face_.get(), HB_TAG('f', 'v', 'a', 'r'))) {
    return failed(font_name(opened.face_.get()) +
                  " has no fixed TrueType outlines; take another font in the template");
  }
  return opened;
}

void PdfFont::use(unsigned glyph, std::string_view text) { glyphs_.try_emplace(glyph, text); }

double PdfFont::width(unsigned glyph) const {
  const Hb<hb_font_t> font(hb_font_create(face_.get()));  // its scale is units of the em
  return hb_font_get_glyph_h_advance(font.get(), glyph) * kEm / hb_face_get_upem(face_.get());
}

Result<std::vector<std::string>> PdfFont::objects(int first) const {
  const Hb<hb_subset_input_t> input(hb_subset_input_create_or_fail());
  if (!input) return failed("out of memory");
  // Glyphs keep their numbers, so that pages can be written before all are known.
  hb_subset_input_set_flags(input.get(),
                            HB_SUBSET_FLAGS_RETAIN_GIDS | HB_SUBSET_FLAGS_NO_HINTING);
  for (const auto& [glyph, text] : glyphs_) {
    hb_set_add(hb_subset_input_glyph_set(input.get()), glyph);
  }
  hb_set_t* dropped = hb_subset_input_set(input.get(), HB_SUBSET_SETS_DROP_TABLE_TAG);
  for (const char* tag : {"GSUB", "GPOS", "GDEF", "kern", "DSIG", "name", "OS/2", "post", "cmap",
                          "STAT", "gasp", "meta"}) {
    hb_set_add(dropped, hb_tag_from_string(tag, 4));
  }
  const Hb<hb_face_t> subset(hb_subset_or_fail(face_.get(), input.get()));
  if (!subset) return failed("cannot be subset");
  const Hb<hb_blob_t> blob(hb_face_reference_blob(subset.get()));
  unsigned length = 0;
  const char* bytes = hb_blob_get_data(blob.get(), &length);
  if (length == 0) return failed("its subset is empty");

  const double scale = kEm / hb_face_get_upem(face_.get());
  const Hb<hb_font_t> font(hb_font_create(face_.get()));
  hb_font_extents_t extents{};
  hb_font_get_h_extents(font.get(), &extents);
  const std::string name = subset_tag(glyphs_) + '+' + font_name(face_.get());
  Drawing widths;
  for (const auto& [glyph, text] : glyphs_) {
    widths << static_cast<int>(glyph) << "[" << hb_font_get_glyph_h_advance(font.get(), glyph) * scale
           << "]";
  }
  Drawing metrics;
  metrics << "/FontBBox[-1000 " << extents.descender * scale << " 3000 " << extents.ascender * scale
          << "]/Ascent " << extents.ascender * scale << "/Descent " << extents.descender * scale
          << "/CapHeight 714/ItalicAngle 0/StemV 80/Flags 4";
  const auto reference = [&](int offset) { return std::to_string(first + offset) + " 0 R"; };
  return std::vector<std::string>{
      "<</Type/Font/Subtype/Type0/BaseFont/" + name + "/Encoding/Identity-H/DescendantFonts[" +
          reference(1) + "]/ToUnicode " + reference(4) + ">>",
      "<</Type/Font/Subtype/CIDFontType2/BaseFont/" + name +
          "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity"
          "/FontDescriptor " + reference(2) + "/DW 0/W[" + widths.str() + "]>>",
      "<</Type/FontDescriptor/FontName/" + name + metrics.str() + "/FontFile2 " + reference(3) + ">>",
      pdf_stream("/Length1 " + std::to_string(length), std::string(bytes, length)),
      pdf_stream("", to_unicode(glyphs_))};
}

}  // namespace tem
