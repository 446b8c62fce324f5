// What stands on a label, as the printer's dots show it.

#include <rapidcheck.h>

#include <functional>
#include <set>

#include "labels.hpp"

using namespace tem;
using namespace tem::test;

namespace {

constexpr double kRoomMm = 4;

/// Every letter of Vietnamese, capitals and small.
constexpr std::string_view kAlphabet =
    "AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬBCDĐEÈẺẼÉẸÊỀỂỄẾỆGHIÌỈĨÍỊKLMNOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢPQRSTUÙỦŨÚỤƯỪỬỮỨỰVXYỲỶỸÝỴ"
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ";

/// UTF-8 letters of a text.
std::vector<std::string> letters(std::string_view text) {
  std::vector<std::string> all;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0U) == 0x80) {
      all.back() += c;
    } else {
      all.emplace_back(1, c);
    }
  }
  return all;
}

/// In dots of `dpi`.
struct DotBox {
  double left, top, right, bottom;
};
DotBox dots(const Box& box, int dpi) {
  const double unit = 25.4 / dpi;
  return {box.x / unit, box.y / unit, (box.x + box.width) / unit, (box.y + box.height) / unit};
}

/// Where the symbol's first module is: its finder pattern is the first black in its box.
struct Place {
  int x, y;
};
Place symbol_in(const GreyImage& image, const DotBox& box) {
  for (int y = static_cast<int>(box.top); y < static_cast<int>(box.bottom); ++y) {
    for (int x = static_cast<int>(box.left); x < static_cast<int>(box.right); ++x) {
      if (is_black(image, x, y)) return {x, y};
    }
  }
  FAIL("no symbol");
  return {};
}

/// Modules that are not drawn as encoded, each as module × module dots.
int wrong_dots(const GreyImage& image, const QrSymbol& symbol, Place first, int module) {
  int wrong = 0;
  for (int y = 0; y < symbol.size() * module; ++y) {
    for (int x = 0; x < symbol.size() * module; ++x) {
      wrong += is_black(image, first.x + x, first.y + y) != symbol.dark(x / module, y / module);
    }
  }
  return wrong;
}

int module_dots(const LabelFace& face, int dpi) {
  const double count = face.module_mm() * dpi / 25.4;
  CHECK(std::abs(count - std::round(count)) < 1e-6);
  return static_cast<int>(std::lround(count));
}

/// Does ink stand anywhere but in the boxes of the fields? A dot beside them is allowed: it is
/// black where half of it is.
bool ink_in_boxes(const GreyImage& image, const LabelTemplate& layout, int dpi) {
  std::vector<DotBox> boxes;
  for (const auto& field : layout.fields) boxes.push_back(dots(field.box, dpi));
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      if (is_black(image, x, y) && std::ranges::none_of(boxes, [&](const DotBox& box) {
            return x >= box.left - 1 && x + 1 <= box.right + 1 && y >= box.top - 1 &&
                   y + 1 <= box.bottom + 1;
          })) {
        return false;
      }
    }
  }
  return true;
}

/// A label of a symbol alone, in a box anywhere on it.
LabelTemplate symbol_at(const Box& box) {
  LabelTemplate layout = built_in("qr");
  layout.width = box.x + box.width + 1;
  layout.height = box.y + box.height + 1;
  layout.page = {layout.width, layout.height, 1, 1, 0, 0, layout.width, layout.height};
  layout.fields.front().box = box;
  return layout;
}

}  // namespace

TEST_CASE("a symbol has whole modules, its whole quiet zone in its box, and nothing in it") {
  for (const int dpi : {203, 300, 600}) {
    for (const auto name : LabelTemplate::built_in_names()) {
      CAPTURE(dpi);
      CAPTURE(name);
      const LabelTemplate layout = built_in(name);
      const LabelFace face = face_of(layout, tea(), {.dpi = dpi, .min_module_mm = 0.2});
      const GreyImage image = picture(face);
      const DotBox box = dots(layout.find(FieldKind::qr)->box, dpi);
      const int module = module_dots(face, dpi);
      const QrSymbol symbol = symbol_of(stamp_uri());
      CHECK(face.symbol_version() == symbol.version());
      const Place first = symbol_in(image, box);
      CHECK(wrong_dots(image, symbol, first, module) == 0);
      const int quiet = kQuietZone * module, side = symbol.size() * module;
      CHECK(is_white(image, first.x - quiet, first.y - quiet, first.x + side + quiet, first.y));
      CHECK(is_white(image, first.x - quiet, first.y + side, first.x + side + quiet,
                     first.y + side + quiet));
      CHECK(is_white(image, first.x - quiet, first.y, first.x, first.y + side));
      CHECK(is_white(image, first.x + side, first.y, first.x + side + quiet, first.y + side));
      CHECK(texts_in(image) == std::vector{stamp_uri()});
    }
  }
}

TEST_CASE("wherever its box stands, the symbol keeps four modules from its edges") {
  CHECK(rc::check([] {
    const int dpi = *rc::gen::element(203, 300, 600);
    const auto hundredths = [](int least, int most) {
      return *rc::gen::inRange(least, most) / 100.0;
    };
    Box box{hundredths(0, 500), hundredths(0, 500), hundredths(2200, 3200), hundredths(2200, 3200)};
    if (*rc::gen::arbitrary<bool>()) {  // as little room as will do
      const double modules = symbol_of(stamp_uri()).size() + 2 * kQuietZone;
      const double dots = modules * *rc::gen::inRange(dpi / 80, dpi / 40);
      box.width = box.height = (dots + hundredths(0, 99)) * 25.4 / dpi;
    }
    const LabelTemplate layout = symbol_at(box);
    const auto face =
        LabelFace::make(layout, tea(), stamp_uri(), {.dpi = dpi, .min_module_mm = 0.2});
    RC_ASSERT(face.has_value());
    const GreyImage image = picture(*face);
    const DotBox edge = dots(box, dpi);
    const Place first = symbol_in(image, edge);
    const int module = module_dots(*face, dpi);
    const QrSymbol symbol = symbol_of(stamp_uri());
    const int quiet = kQuietZone * module, side = symbol.size() * module;
    RC_ASSERT(wrong_dots(image, symbol, first, module) == 0);
    // Half a dot is what rounding takes.
    RC_ASSERT(first.x - quiet >= edge.left - 0.51);
    RC_ASSERT(first.y - quiet >= edge.top - 0.51);
    RC_ASSERT(first.x + side + quiet <= edge.right + 0.51);
    RC_ASSERT(first.y + side + quiet <= edge.bottom + 0.51);
    // And no larger module would have had room.
    const double room = std::min(edge.right - edge.left, edge.bottom - edge.top);
    const bool larger_fits = (module + 1) * (symbol.size() + 2 * kQuietZone) <= room;
    RC_ASSERT(!larger_fits || (module + 1) * 25.4 / dpi > kMaxRetailMm);
  }));
}

TEST_CASE("a symbol that would be too small is refused with the size that would do") {
  int made = 0, refused = 0;
  for (const int dpi : {203, 300, 600}) {
    for (double side = 10; side < 32; side += 0.37) {
      CAPTURE(dpi);
      CAPTURE(side);
      const auto face =
          LabelFace::make(symbol_at({0, 0, side, side}), tea(), stamp_uri(), {.dpi = dpi});
      if (face) {
        ++made;
        CHECK(face->module_mm() >= kMinModuleMm - 1e-9);
        continue;
      }
      ++refused;
      const std::string detail = face.error().str();
      CAPTURE(detail);
      CHECK(face.error().code == ErrorCode::symbol_too_small);
      CHECK(detail.find("field \"qr\" of template qr") != std::string::npos);
      CHECK(detail.find("0.33 mm") != std::string::npos);
      const auto at = detail.find("it needs ");
      REQUIRE(at != std::string::npos);
      const double needed = std::stod(detail.substr(at + 9));
      CHECK(needed > side);
      CHECK(LabelFace::make(symbol_at({0, 0, needed, needed}), tea(), stamp_uri(), {.dpi = dpi})
                .has_value());
      // Not much more than needed, either.
      CHECK(!LabelFace::make(symbol_at({0, 0, needed - 0.02, needed - 0.02}), tea(), stamp_uri(),
                             {.dpi = dpi}));
    }
  }
  CHECK(made > 10);
  CHECK(refused > 10);
}

TEST_CASE("every letter of Vietnamese has a shape of its own") {
  const auto alphabet = letters(kAlphabet);
  REQUIRE(alphabet.size() == 178);
  const LabelTemplate layout = built_in("a4-21");
  std::set<std::vector<std::uint8_t>> shapes;
  for (const auto& letter : alphabet) {
    CAPTURE(letter);
    CHECK(shapes.insert(picture(face_of(layout, tea(letter))).pixels).second);
  }
}

TEST_CASE("letters with combining marks look like the letters in one") {
  // Chả mực Hạ Long, as macOS writes file names.
  const std::string apart = "Cha\u0309 mu\u031B\u0323c Ha\u0323 Long";
  const LabelTemplate layout = built_in("a4-21");
  CHECK((picture(face_of(layout, tea(apart))).pixels ==
         picture(face_of(layout, tea("Chả mực Hạ Long"))).pixels));
}

TEST_CASE("whatever is accepted stays in the boxes of the fields, and the symbol reads") {
  auto alphabet = letters(kAlphabet);
  alphabet.insert(alphabet.end(), 20, "J");  // stands out to the left of its place
  const Run run(1, "WMWM-WMWM");
  std::vector<LabelTemplate> layouts;
  for (const auto name : {"a4-21", "a4-65", "a4-grid", "roll-30x20", "roll-50x30"}) {
    layouts.push_back(widened(built_in(name), kRoomMm));
  }
  int accepted = 0;
  CHECK(rc::check([&] {
    LabelTexts texts = tea("");
    const int count = *rc::gen::inRange(1, 60);
    for (int i = 0; i < count; ++i) {
      texts.product +=
          *rc::gen::oneOf(rc::gen::elementOf(alphabet), rc::gen::just<std::string>(" "));
    }
    texts.product += 'a';
    texts.lot = *rc::gen::element<std::string>("L1", "WWWWWWWWWWWWWWWWWWWW", "HL/26-11_A");
    if (*rc::gen::arbitrary<bool>()) texts.expires.reset();
    texts.sample = *rc::gen::arbitrary<bool>();
    const LabelTemplate layout = *rc::gen::elementOf(layouts);
    PrintSetup setup{.dpi = *rc::gen::element(203, 300), .min_module_mm = 0.2};
    if (layout.find(FieldKind::hidden_code) != nullptr && *rc::gen::arbitrary<bool>()) {
      setup.layer = Layer::both;
    }
    const auto face = LabelFace::make(layout, texts, stamp_uri(), setup);
    if (!face) {
      RC_ASSERT(face.error().code == ErrorCode::label_overflow);
      return;
    }
    ++accepted;
    const GreyImage image = picture(*face, "WMWM-WMWM");
    RC_ASSERT(ink_in_boxes(image, layout, setup.dpi));
    RC_ASSERT(texts_in(image) == std::vector{stamp_uri()});
  }));
  CHECK(accepted > 20);
}

TEST_CASE("any serial and hidden code fits where the widest do") {
  const LabelTemplate layout = widened(built_in("roll-30x20"), kRoomMm);
  const LabelFace face =
      face_of(layout, tea("Trà"), {.min_module_mm = 0.2, .layer = Layer::hidden_code});
  const LabelFace front = face_of(layout, tea("Trà"), {.min_module_mm = 0.2});
  const QrSymbol symbol = symbol_of(stamp_uri());
  const auto letter = rc::gen::elementOf(std::string("0123456789ABCDEFGHJKMNPQRSTVWXYZ"));
  CHECK(rc::check([&] {
    const auto serial = *rc::gen::container<std::string>(10, letter);
    auto code = *rc::gen::container<std::string>(8, letter);
    code.insert(4, "-");
    RC_ASSERT(ink_in_boxes(picture(front, {0, &symbol, serial, {}}), layout, kDefaultDpi));
    const GreyImage hidden = picture(face, {0, nullptr, serial, code});
    RC_ASSERT(ink_in_boxes(hidden, layout, kDefaultDpi));
    RC_ASSERT(!is_white(hidden, 0, 0, hidden.width, hidden.height));
  }));
}

TEST_CASE("long names are set smaller, and broken within a word at last") {
  for (const std::string& name :
       {std::string(30, 'W'), std::string("Nghêu luộc đóng hộp thượng hạng của Hợp tác xã dịch vụ "
                                          "nuôi trồng thủy sản Vân Đồn")}) {
    CAPTURE(name);
    const LabelTemplate layout = widened(built_in("a4-21"), kRoomMm);
    const GreyImage image = picture(face_of(layout, tea(name)));
    CHECK(ink_in_boxes(image, layout, kDefaultDpi));
    CHECK(texts_in(image) == std::vector{stamp_uri()});
  }
}
