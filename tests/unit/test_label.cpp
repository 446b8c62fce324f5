// Which texts, layers and marks a label takes, and what it refuses.

#include "tem/label.hpp"

#include <functional>

#include "labels.hpp"

using namespace tem;
using namespace tem::test;

namespace {

GreyImage drawn(const LabelTexts& texts, const PrintSetup& setup = {},
                std::string_view hidden_code = {}, std::string_view layout = "a4-21") {
  return picture(face_of(built_in(layout), texts, setup), hidden_code);
}

/// Is there ink in the box of the nth field of this kind?
bool shows(const GreyImage& image, const LabelTemplate& layout, FieldKind kind, int dpi = 300) {
  const Box& box = layout.find(kind)->box;
  const double dot = 25.4 / dpi;
  return !is_white(image, static_cast<int>(box.x / dot), static_cast<int>(box.y / dot),
                   static_cast<int>((box.x + box.width) / dot),
                   static_cast<int>((box.y + box.height) / dot));
}

/// A field of its own box under the others of "qr", whose label grows for it.
LabelTemplate with_field(TemplateField field) {
  LabelTemplate layout = built_in("qr");
  field.box = {1, 26, 23, 8};
  layout.height = 36;
  layout.page = {layout.width, layout.height, 1, 1, 0, 0, layout.width, layout.height};
  layout.fields.push_back(std::move(field));
  return layout;
}

TemplateField field_of(FieldKind kind) {
  TemplateField field;
  field.show = kind;
  return field;
}

}  // namespace

TEST_CASE("what stands on a label") {
  const auto base = drawn(tea()).pixels;
  const auto differs = [&](const std::function<void(LabelTexts&)>& change) {
    LabelTexts other = tea();
    change(other);
    return drawn(other).pixels != base;
  };
  CHECK(differs([](LabelTexts& l) { l.product += "s"; }));
  CHECK(differs([](LabelTexts& l) { l.lot = "L2611B"; }));
  CHECK(differs([](LabelTexts& l) { l.produced = Date::parse("2026-11-02").value(); }));
  CHECK(differs([](LabelTexts& l) { l.expires.reset(); }));
  CHECK(differs([](LabelTexts& l) { l.expires = Date::parse("2027-11-02").value(); }));
  CHECK(differs([](LabelTexts& l) { l.sample = true; }));
  CHECK(differs([](LabelTexts& l) { l.stars = 4; }));
  CHECK(differs([](LabelTexts& l) { l.free_line = "Bảo quản nơi khô"; }));
  const LabelFace face = face_of(built_in("a4-21"));
  const QrSymbol symbol = symbol_of(stamp_uri());
  CHECK((picture(face, {0, &symbol, "KVYVF9TDX7", {}}).pixels == base));
  CHECK((picture(face, {0, &symbol, "KVYVF9TDX8", {}}).pixels != base));
}

TEST_CASE("every kind of field shows its value, and nothing else does") {
  for (const FieldKind kind :
       {FieldKind::product, FieldKind::brand, FieldKind::producer, FieldKind::lot,
        FieldKind::produced, FieldKind::expires, FieldKind::serial, FieldKind::hint,
        FieldKind::text, FieldKind::stars, FieldKind::sample}) {
    CAPTURE(name(kind));
    const LabelTemplate layout = with_field(field_of(kind));
    LabelTexts texts = tea();
    if (kind == FieldKind::text) texts.free_line = "Bảo quản nơi khô";
    if (kind == FieldKind::stars) texts.stars = 3;
    CHECK(shows(picture(face_of(layout, texts)), layout, kind));
    TemplateField waiting = field_of(kind);
    waiting.when = {{Condition::hidden_code, true}};
    const LabelTemplate without = with_field(waiting);
    CHECK(!shows(picture(face_of(without, tea())), without, kind));
  }
}

TEST_CASE("a field's own text stands before a value, or in its stead") {
  struct Case {
    FieldKind kind;
    std::string same, other;
  };
  for (const auto& [kind, same, other] :
       {Case{FieldKind::lot, "Lô: ", "Số lô: "}, Case{FieldKind::produced, "NSX: ", "Ngày: "},
        Case{FieldKind::expires, "HSD: ", "Dùng đến: "},
        Case{FieldKind::hint, "Quét mã để truy xuất nguồn\u00A0gốc", "Quét mã"}}) {
    CAPTURE(name(kind));
    const auto with = [kind = kind](const std::string& text) {
      TemplateField field = field_of(kind);
      field.text = text;
      return picture(face_of(with_field(field))).pixels;
    };
    CHECK((with("") == with(same)));
    CHECK((with("") != with(other)));
  }
  TemplateField own = field_of(FieldKind::text);
  own.text = "Hàng Việt Nam";
  LabelTexts same = tea();
  same.free_line = own.text;
  CHECK((picture(face_of(with_field(own))).pixels ==
         picture(face_of(with_field(field_of(FieldKind::text)), same)).pixels));
}

TEST_CASE("conditions: all must hold, and each may be negated") {
  LabelTexts all = tea();
  all.free_line = "Một dòng";
  all.stars = 5;
  all.sample = true;
  LabelTexts none;
  none.product = "Trà";
  none.lot = "L1";
  for (const Condition condition : {Condition::brand, Condition::expires, Condition::text,
                                    Condition::stars, Condition::sample}) {
    CAPTURE(static_cast<int>(condition));
    for (const bool wanted : {true, false}) {
      TemplateField field = field_of(FieldKind::product);
      field.when = {{condition, wanted}};
      LabelTemplate layout = with_field(field);
      // Where the free line and the stars of `all` go.
      TemplateField text = field_of(FieldKind::text), stars = field_of(FieldKind::stars);
      text.box = {1, 34, 11, 2}, stars.box = {13, 34, 11, 2};
      text.size = stars.size = text.min_size = stars.min_size = 3;
      text.when = {{Condition::text, true}}, stars.when = {{Condition::stars, true}};
      layout.fields.push_back(text);
      layout.fields.push_back(stars);
      CHECK(shows(picture(face_of(layout, all)), layout, FieldKind::product) == wanted);
      CHECK(shows(picture(face_of(layout, none)), layout, FieldKind::product) != wanted);
      layout.fields[1].when.push_back({Condition::hidden_code, true});
      CHECK(!shows(picture(face_of(layout, all)), layout, FieldKind::product));
    }
  }
}

TEST_CASE("the hidden code: in no front, with it, or alone") {
  const LabelTemplate layout = built_in("a4-21");
  const std::string code = "B2NZ-CZA9";
  const GreyImage front = drawn(tea(), {}, code);
  CHECK((front.pixels == drawn(tea()).pixels));  // the code does not show
  const GreyImage both = drawn(tea(), {.layer = Layer::both}, code);
  CHECK((both.pixels != drawn(tea(), {.layer = Layer::both}, "B2NZ-CZA8").pixels));
  CHECK(shows(both, layout, FieldKind::product));
  const LabelFace alone = face_of(layout, tea(), {.layer = Layer::hidden_code});
  const GreyImage hidden = picture(alone, {0, nullptr, "KVYVF9TDX7", code});
  CHECK(shows(hidden, layout, FieldKind::hidden_code));
  for (const FieldKind kind :
       {FieldKind::qr, FieldKind::product, FieldKind::lot, FieldKind::serial, FieldKind::expires}) {
    CAPTURE(name(kind));
    CHECK(!shows(hidden, layout, kind));
  }
  // Both passes together are the label of one pass.
  GreyImage joined = hidden;
  const LabelTemplate blank = [&] {
    LabelTemplate l = layout;
    std::erase_if(l.fields, [](const TemplateField& f) { return f.show == FieldKind::hint; });
    return l;
  }();
  const GreyImage first_pass = picture(face_of(blank, tea()));
  for (std::size_t i = 0; i < joined.pixels.size(); ++i) {
    joined.pixels[i] = std::min(joined.pixels[i], first_pass.pixels[i]);
  }
  CHECK((joined.pixels == both.pixels));
}

TEST_CASE("a star for each star, and no more") {
  const LabelTemplate layout = with_field(field_of(FieldKind::stars));
  const auto ink = [&](int stars) {
    LabelTexts texts = tea();
    texts.stars = stars;
    const GreyImage image = picture(face_of(layout, texts));
    std::ptrdiff_t count = 0;
    for (int y = 310; y < image.height; ++y) {
      for (int x = 0; x < image.width; ++x) count += is_black(image, x, y);
    }
    return count;
  };
  const auto star = ink(4) - ink(3);
  CHECK(star > 20);
  CHECK(std::abs(ink(5) - ink(4) - star) <= star / 4);  // on other dots
}

TEST_CASE("the mark of a demonstration registry") {
  for (const auto name : LabelTemplate::built_in_names()) {
    const LabelTemplate layout = built_in(name);
    if (layout.find(FieldKind::sample) == nullptr) continue;
    CAPTURE(name);
    LabelTexts texts = tea("Trà");
    const PrintSetup setup{.min_module_mm = 0.2};
    const auto plain = picture(face_of(layout, texts, setup));
    texts.sample = true;
    const auto marked = picture(face_of(layout, texts, setup));
    CHECK((plain.pixels != marked.pixels));
    CHECK(shows(marked, layout, FieldKind::sample));
  }
}

TEST_CASE("labels that cannot be made, and the field that is to blame") {
  struct Case {
    std::string_view why;
    std::function<void(LabelTexts&)> change;
    ErrorCode want;
    std::string_view says;
  };
  using namespace std::string_literals;
  const Case cases[] = {
      {"a name of 396 bytes, as a record may hold",
       [](LabelTexts& l) {
         l.product.clear();
         while (l.product.size() < 385) l.product += "thượng hạng ";
       },
       ErrorCode::label_overflow, "label: product \"thượng hạng"},
      {"a name of one long word", [](LabelTexts& l) { l.product = std::string(300, 'W'); },
       ErrorCode::label_overflow, "template a4-21 even at 5 pt; shorten it"},
      {"a name beyond the bound", [](LabelTexts& l) { l.product = std::string(401, 'a'); },
       ErrorCode::too_long, "label: product has 401 bytes, at most 400"},
      {"a name in two lines", [](LabelTexts& l) { l.product = "Trà\nhoa"; },
       ErrorCode::bad_character, "label: product holds a line break"},
      {"a paragraph separator", [](LabelTexts& l) { l.product = "Trà\u2029hoa"; },
       ErrorCode::bad_character, "product"},
      {"a line separator", [](LabelTexts& l) { l.product = "Trà\u2028hoa"; },
       ErrorCode::bad_character, "product"},
      {"a name that is not UTF-8", [](LabelTexts& l) { l.product = "Tr\xE0"; },
       ErrorCode::bad_character, "label: product is not UTF-8"},
      {"a zero byte", [](LabelTexts& l) { l.product = "Tr\0a"s; }, ErrorCode::bad_character,
       "product"},
      {"a letter that no font has", [](LabelTexts& l) { l.product = "Tr\U0010FFFD"; },
       ErrorCode::bad_character, "product"},
      {"Han, which the template's font lacks", [](LabelTexts& l) { l.product = "Tr\u8336"; },
       ErrorCode::bad_character, "the font \"Noto Sans Bold\" has not every character of product"},
      {"no name", [](LabelTexts& l) { l.product.clear(); }, ErrorCode::bad_field,
       "field \"product\" of template a4-21 has no value here"},
      {"a lot that does not fit", [](LabelTexts& l) { l.lot = std::string(60, 'W'); },
       ErrorCode::label_overflow, "label: lot"},
      {"a lot with a tab", [](LabelTexts& l) { l.lot = "L\t1"; }, ErrorCode::bad_character, "lot"},
      {"no lot", [](LabelTexts& l) { l.lot.clear(); }, ErrorCode::bad_field, "\"lot\""},
      {"no day of making", [](LabelTexts& l) { l.produced.reset(); }, ErrorCode::bad_field,
       "\"produced\""},
      {"a free line that does not fit", [](LabelTexts& l) { l.free_line = std::string(80, 'W'); },
       ErrorCode::label_overflow, "label: text"},
      {"a free line with a direction mark", [](LabelTexts& l) { l.free_line = "a\u202Eb"; },
       ErrorCode::bad_character, "label: text"},
      {"free line and stars, where there is one place",
       [](LabelTexts& l) {
         l.free_line = "a";
         l.stars = 3;
       },
       ErrorCode::bad_field, "no place for the free line beside the stars"},
  };
  for (const auto& [why, change, want, says] : cases) {
    CAPTURE(why);
    LabelTexts texts = tea();
    change(texts);
    const auto face = LabelFace::make(built_in("a4-21"), texts, stamp_uri(), {});
    CHECK(!face);
    if (face) continue;
    const Error& error = face.error();
    CAPTURE(error.str());
    CHECK(name(error.code) == name(want));
    CHECK(error.detail.find(says) != std::string::npos);
    CHECK(error.detail.find('\n') == std::string::npos);
  }
}

TEST_CASE("templates that do not suit what is printed, or where") {
  struct Case {
    std::string_view why;
    LabelTemplate layout;
    std::function<void(LabelTexts&, PrintSetup&, std::string&)> change;
    ErrorCode want;
    std::string_view says;
  };
  TemplateField strange = field_of(FieldKind::product);
  strange.font = "No Such Font";
  TemplateField bolder = field_of(FieldKind::serial);
  bolder.font = "No Such Mono Bold";
  const LabelTemplate qr = built_in("qr");
  const auto nothing = [](LabelTexts&, PrintSetup&, std::string&) {};
  const Case cases[] = {
      {"no place for the free line", qr,
       [](LabelTexts& l, PrintSetup&, std::string&) { l.free_line = "a"; }, ErrorCode::bad_field,
       "template qr has no place for the free line, a field \"text\""},
      {"no place for the stars", qr, [](LabelTexts& l, PrintSetup&, std::string&) { l.stars = 3; },
       ErrorCode::bad_field, "template qr has no place for the OCOP stars"},
      {"no place for the hidden code", qr,
       [](LabelTexts&, PrintSetup& s, std::string&) { s.layer = Layer::both; },
       ErrorCode::bad_field, "template qr has no field \"hidden_code\""},
      {"no place for the hidden code alone", qr,
       [](LabelTexts&, PrintSetup& s, std::string&) { s.layer = Layer::hidden_code; },
       ErrorCode::bad_field, "template qr has no field \"hidden_code\""},
      {"stars without a certificate", with_field(field_of(FieldKind::stars)), nothing,
       ErrorCode::bad_field, "no OCOP certificate of 3 stars or more in force"},
      {"a text that nobody gave", with_field(field_of(FieldKind::text)), nothing,
       ErrorCode::bad_field, "field \"text\" of template qr has no value here"},
      {"a brand that nobody gave", with_field(field_of(FieldKind::brand)),
       [](LabelTexts& l, PrintSetup&, std::string&) { l.brand.clear(); }, ErrorCode::bad_field,
       "field \"brand\""},
      {"a font that is not there", with_field(strange), nothing, ErrorCode::internal,
       "\"No Such Font\" is not installed"},
      {"nor for a code", with_field(bolder), nothing, ErrorCode::internal,
       "\"No Such Mono Bold\" is not installed"},
      {"a URI beyond any stamp", qr,
       [](LabelTexts&, PrintSetup&, std::string& uri) { uri = std::string(2049, 'x'); },
       ErrorCode::too_long, "label: uri has 2049 bytes"},
      {"no URI", qr, [](LabelTexts&, PrintSetup&, std::string& uri) { uri.clear(); },
       ErrorCode::empty_value, "label"},
      {"a URI whose modules would be too small", qr,
       [](LabelTexts&, PrintSetup&, std::string& uri) { uri = std::string(2048, 'x'); },
       ErrorCode::symbol_too_small, "0.33 mm"},
  };
  for (const auto& [why, layout, change, want, says] : cases) {
    CAPTURE(why);
    LabelTexts texts = tea();
    PrintSetup setup;
    std::string uri = stamp_uri();
    change(texts, setup, uri);
    const auto face = LabelFace::make(layout, texts, uri, setup);
    CHECK(!face);
    if (face) continue;
    CAPTURE(face.error().str());
    CHECK(name(face.error().code) == name(want));
    CHECK(face.error().detail.find(says) != std::string::npos);
    CHECK(face.error().detail.find('\n') == std::string::npos);
  }
}

TEST_CASE("codes too wide for their box are refused before a run begins") {
  TemplateField serial = field_of(FieldKind::serial);
  serial.size = serial.min_size = 30;
  const auto face = LabelFace::make(with_field(serial), tea(), stamp_uri(), {});
  REQUIRE(!face);
  CHECK(face.error().code == ErrorCode::label_overflow);
  CHECK(face.error().detail.find("label: serial") != std::string::npos);
  serial.min_size = 5;
  CHECK(LabelFace::make(with_field(serial), tea(), stamp_uri(), {}).has_value());
}
