#include "tem/label.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <rapidcheck.h>
#include <sys/mman.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <functional>
#include <set>
#include <sstream>
#include <thread>

#include "pdf_pages.hpp"
#include "sandboxed.hpp"
#include "tem/bytes.hpp"
#include "tem/image.hpp"
#include "tem/qr_reader.hpp"
#include "tem/qr_symbol.hpp"
#include "vectors.hpp"

using namespace tem;

namespace {

// A page a little larger than its one label: cheap to draw, and what stands out of the label shows.
constexpr double kMarginMm = 5;
constexpr Template kOne{.name = "one",
                        .page_width = 73.5,
                        .page_height = 48.1,
                        .columns = 1,
                        .rows = 1,
                        .label_width = 63.5,
                        .label_height = 38.1,
                        .left = kMarginMm,
                        .top = kMarginMm,
                        .pitch_x = 70,
                        .pitch_y = 45};

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

std::string stamp_uri() {
  static const test::StampVectors vectors;
  return test::text_at(vectors.json.at("stamps").as_array().front(), "uri");
}

Label label(std::string product = "Trà hoa vàng Ba Chẽ", std::string uri = stamp_uri()) {
  return {std::move(uri),
          std::move(product),
          "L2611A",
          "KVYVF9TDX7",
          Date::parse("2026-11-01").value(),
          Date::parse("2027-11-01").value()};
}

Result<std::vector<std::string>> files_of(const Template& layout, SheetFormat format,
                                          const std::vector<Label>& labels) {
  SheetWriter sheet(layout, format);
  for (const Label& one : labels) {
    if (auto ok = sheet.add(one); !ok) return ok.error();
  }
  return sheet.finish();
}

GreyImage picture(const Label& one, const Template& layout = kOne) {
  const auto files = files_of(layout, SheetFormat::png, {one});
  REQUIRE_MESSAGE(files.has_value(), (files ? "" : files.error().str()));
  return decode_image(as_bytes(files->at(0))).value();
}

std::vector<Label> labels_numbered(int count) {
  std::vector<Label> labels;
  for (int i = 0; i < count; ++i) labels.push_back(label("Trà", stamp_uri() + std::to_string(i)));
  return labels;
}

std::vector<std::string> texts_in(const GreyImage& image) {
  std::vector<std::string> texts;
  for (const QrRead& read : read_qr(image).value()) texts.push_back(read.text);
  return texts;
}

std::vector<std::string> uris(const std::vector<Label>& labels, std::size_t from, std::size_t to) {
  std::vector<std::string> all;
  for (; from < to; ++from) all.push_back(labels[from].uri);
  return all;
}

int dots(double mm) { return static_cast<int>(std::lround(mm * kPngDpi / 25.4)); }

bool is_white(const GreyImage& image, int left, int top, int right, int bottom) {
  for (int y = top; y < bottom; ++y) {
    for (int x = left; x < right; ++x) {
      if (image.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
                       static_cast<std::size_t>(x)] != 255) {
        return false;
      }
    }
  }
  return true;
}

/// Of the symbol on a label drawn alone: left, top and width of a module, in dots.
struct DrawnSymbol {
  int left, top, module, modules;
};
DrawnSymbol drawn_symbol(const GreyImage& image, const std::string& uri) {
  const int modules = QrSymbol::encode(uri).value().size();
  const auto corners = read_qr(image).value().at(0).corners;
  const int module = static_cast<int>(std::lround(double(corners[1].x - corners[0].x) / modules));
  // The corners are rounded: the finder pattern's dark ring says where it begins.
  int left = corners[0].x - module, top = corners[0].y - module;
  const int middle_x = corners[0].x + 3 * module, middle_y = corners[0].y + 3 * module;
  while (is_white(image, left, middle_y, left + 1, middle_y + 1)) ++left;
  while (is_white(image, middle_x, top, middle_x + 1, top + 1)) ++top;
  return {left, top, module, modules};
}

std::string pdfinfo(const std::string& pdf) {
  const cli::Descriptor file(::memfd_create("pdf", MFD_CLOEXEC));
  REQUIRE(::write(file.get(), pdf.data(), pdf.size()) == static_cast<ssize_t>(pdf.size()));
  return cli::run_program({"pdfinfo", "/dev/stdin"}, file.get(), {1 << 20, std::chrono::seconds(9)})
      .value()
      .output;
}

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("a sheet as PNG: A4 at 300 dpi, every label read in order") {
  const auto labels = labels_numbered(23);
  const auto files = files_of(Template::a4_21(), SheetFormat::png, labels).value();
  REQUIRE(files.size() == 2);
  const auto first = decode_image(as_bytes(files[0])).value();
  CHECK(first.width == 2480);
  CHECK(first.height == 3508);
  CHECK(texts_in(first) == uris(labels, 0, 21));
  CHECK(texts_in(decode_image(as_bytes(files[1])).value()) == uris(labels, 21, 23));
}

TEST_CASE("a sheet as PDF: pages of exactly A4, every label read in order") {
  const auto labels = labels_numbered(22);
  const auto files = files_of(Template::a4_21(), SheetFormat::pdf, labels).value();
  REQUIRE(files.size() == 1);
  const std::string info = pdfinfo(files[0]);
  CAPTURE(info);
  CHECK(info.find("(A4)") != std::string::npos);
  CHECK(info.find("595.276 x 841.89 pts") != std::string::npos);  // 210 × 297 mm
  CHECK(info.find("Tem truy xuất nguồn gốc") != std::string::npos);
  const auto pdf = cli::PdfFile::from_bytes(files[0]).value();
  REQUIRE(pdf.pages() == 2);
  for (const int dpi : {cli::kPageDpi, cli::kFinerPageDpi}) {
    CHECK(texts_in(pdf.page(1, dpi).value()) == uris(labels, 0, 21));
    CHECK(texts_in(pdf.page(2, dpi).value()) == uris(labels, 21, 22));
  }
}

TEST_CASE("a sheet as SVG: the modules of every label, as they are encoded") {
  const auto labels = labels_numbered(22);
  const auto files = files_of(Template::a4_21(), SheetFormat::svg, labels).value();
  REQUIRE(files.size() == 2);
  CHECK(
      files[0].starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"210mm\" "
                           "height=\"297mm\" viewBox=\"0 0 595.28 841.89\">"));
  CHECK(files[0].ends_with("</svg>\n"));
  std::string all = files[0] + files[1];
  CHECK(count_of(all, "crispEdges") == labels.size());
  CHECK(all.find("<text") == std::string::npos);  // letters are outlines
  std::size_t at = 0;
  for (const Label& one : labels) {
    at = all.find("crispEdges", at + 1);
    const auto begin = all.find("d=\"", at) + 3;
    std::istringstream path(all.substr(begin, all.find('"', begin) - begin));
    const QrSymbol symbol = QrSymbol::encode(one.uri).value();
    std::set<std::pair<int, int>> drawn, want;
    char letter = 0;
    int x = 0, y = 0, width = 0, height = 0, back = 0;
    while (path >> letter >> x >> y >> letter >> width >> letter >> height >> letter >> back >>
           letter) {
      CHECK(height == 1);
      CHECK(back == -width);
      for (int i = 0; i < width; ++i) drawn.emplace(x + i, y);
    }
    for (int row = 0; row < symbol.size(); ++row) {
      for (int column = 0; column < symbol.size(); ++column) {
        if (symbol.dark(column, row)) want.emplace(column, row);
      }
    }
    CHECK((drawn == want));
  }
}

TEST_CASE("as many files as pages, and none for no label") {
  struct Case {
    std::size_t labels, pages;
  };
  for (const auto& [count, pages] : {Case{0, 0}, Case{1, 1}, Case{21, 1}, Case{22, 2}}) {
    CAPTURE(count);
    const auto labels = labels_numbered(static_cast<int>(count));
    CHECK(files_of(Template::a4_21(), SheetFormat::svg, labels)->size() == pages);
    CHECK(files_of(Template::a4_21(), SheetFormat::pdf, labels)->size() == (count > 0 ? 1 : 0));
  }
}

TEST_CASE("same labels, same bytes, whenever they are made") {
  const auto labels = labels_numbered(3);
  std::vector<std::vector<std::string>> before;
  constexpr SheetFormat kFormats[] = {SheetFormat::pdf, SheetFormat::svg, SheetFormat::png};
  for (const SheetFormat format : kFormats) {
    before.push_back(files_of(Template::a4_21(), format, labels).value());
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK((files_of(Template::a4_21(), kFormats[i], labels).value() == before[i]));
    auto changed = labels;
    changed[2].lot = "L2611B";
    CHECK((files_of(Template::a4_21(), kFormats[i], changed).value() != before[i]));
  }
  CHECK(before[0][0].find("CreationDate") == std::string::npos);
}

TEST_CASE("a symbol has whole modules of a printable size, and a clean quiet zone") {
  for (const std::string& uri : {stamp_uri(), std::string("A"), stamp_uri() + "0123456789",
                                 "https://tem.example/" + std::string(150, 'x')}) {
    CAPTURE(uri);
    const GreyImage image = picture(label("Trà hoa vàng Ba Chẽ", uri));
    const DrawnSymbol drawn = drawn_symbol(image, uri);
    const double module_mm = drawn.module * 25.4 / kPngDpi;
    CHECK(module_mm >= kMinRetailMm);
    CHECK(module_mm <= kMaxRetailMm);
    const QrSymbol symbol = QrSymbol::encode(uri).value();
    int wrong = 0;
    for (int y = 0; y < drawn.modules * drawn.module; ++y) {
      for (int x = 0; x < drawn.modules * drawn.module; ++x) {
        const bool white =
            is_white(image, drawn.left + x, drawn.top + y, drawn.left + x + 1, drawn.top + y + 1);
        wrong += white == symbol.dark(x / drawn.module, y / drawn.module);
      }
    }
    CHECK(wrong == 0);
    const int quiet = kQuietZone * drawn.module, side = drawn.modules * drawn.module;
    const int left = drawn.left, top = drawn.top;
    CHECK(is_white(image, left - quiet, top - quiet, left + side + quiet, top));
    CHECK(is_white(image, left - quiet, top + side, left + side + quiet, top + side + quiet));
    CHECK(is_white(image, left - quiet, top, left, top + side));
    CHECK(is_white(image, left + side, top, left + side + quiet, top + side));
  }
}

TEST_CASE("whatever is accepted stays inside the label, and clear of the symbol") {
  auto alphabet = letters(kAlphabet);
  alphabet.insert(alphabet.end(), 20, "J");  // stands out to the left of its place
  const std::string uri = stamp_uri();
  int accepted = 0;
  CHECK(rc::check([&] {
    Label one = label();
    one.product.clear();
    const int count = *rc::gen::inRange(1, 100);
    for (int i = 0; i < count; ++i) {
      one.product += *rc::gen::oneOf(rc::gen::elementOf(alphabet), rc::gen::just<std::string>(" "));
    }
    one.lot = *rc::gen::element<std::string>("L1", "WWWWWWWWWWWWWWWWWWWW", "HL/26-11_A");
    one.serial = *rc::gen::element<std::string>("KVYVF9TDX7", "WWWWWWWWWW");
    if (*rc::gen::arbitrary<bool>()) one.produced.reset();
    if (*rc::gen::arbitrary<bool>()) one.expires.reset();
    one.sample = *rc::gen::arbitrary<bool>();
    const auto files = files_of(kOne, SheetFormat::png, {one});
    if (!files) {
      RC_ASSERT(files.error().code == ErrorCode::label_overflow);
      return;
    }
    ++accepted;
    const auto image = decode_image(as_bytes(files->at(0))).value();
    const int left = dots(kMarginMm), right = left + dots(kOne.label_width);
    const int top = dots(kMarginMm), bottom = top + dots(kOne.label_height);
    // A dot for the strokes of the corners, which lie on the edge.
    RC_ASSERT(is_white(image, 0, 0, image.width, top - 1));
    RC_ASSERT(is_white(image, 0, bottom + 1, image.width, image.height));
    RC_ASSERT(is_white(image, 0, 0, left - 1, image.height));
    RC_ASSERT(is_white(image, right + 1, 0, image.width, image.height));
    const DrawnSymbol drawn = drawn_symbol(image, uri);
    const int side = drawn.modules * drawn.module, quiet = kQuietZone * drawn.module;
    RC_ASSERT(
        is_white(image, drawn.left + side, drawn.top, drawn.left + side + quiet, drawn.top + side));
    // Nor does ink stand above or below the symbol there, where tall text is.
    RC_ASSERT(is_white(image, drawn.left, top + 20, drawn.left + side + quiet, drawn.top));
    RC_ASSERT(texts_in(image) == std::vector<std::string>{uri});
  }));
  CHECK(accepted > 20);
}

TEST_CASE("every letter of Vietnamese has a shape of its own") {
  const auto alphabet = letters(kAlphabet);
  REQUIRE(alphabet.size() == 178);
  std::set<std::vector<std::uint8_t>> shapes;
  for (const auto& letter : alphabet) {
    CAPTURE(letter);
    CHECK(shapes.insert(picture(label(letter)).pixels).second);
  }
}

TEST_CASE("letters with combining marks look like the letters in one") {
  // Chả mực Hạ Long, as macOS writes file names.
  const std::string apart = "Cha\u0309 mu\u031B\u0323c Ha\u0323 Long";
  CHECK((picture(label(apart)).pixels == picture(label("Chả mực Hạ Long")).pixels));
}

TEST_CASE("what stands on a label") {
  Label plain = label();
  const auto base = picture(plain).pixels;
  const auto differs = [&](const std::function<void(Label&)>& change) {
    Label other = plain;
    change(other);
    return picture(other).pixels != base;
  };
  CHECK(differs([](Label& l) { l.product += "s"; }));
  CHECK(differs([](Label& l) { l.lot = "L2611B"; }));
  CHECK(differs([](Label& l) { l.serial = "KVYVF9TDX8"; }));
  CHECK(differs([](Label& l) { l.produced.reset(); }));
  CHECK(differs([](Label& l) { l.expires.reset(); }));
  CHECK(differs([](Label& l) { l.sample = true; }));
  CHECK(differs([](Label& l) { l.expires = Date::parse("2027-11-02").value(); }));
}

TEST_CASE("labels that cannot be made, and the field that is to blame") {
  struct Case {
    std::string_view why;
    std::function<void(Label&)> change;
    ErrorCode want;
    std::string_view says;
  };
  using namespace std::string_literals;
  const Case cases[] = {
      {"a name of 396 bytes, as a record may hold",
       [](Label& l) {
         l.product.clear();
         while (l.product.size() < 385) l.product += "thượng hạng ";
       },
       ErrorCode::label_overflow, "product"},
      {"a name of one long word", [](Label& l) { l.product = std::string(300, 'W'); },
       ErrorCode::label_overflow, "product"},
      {"a name beyond the bound", [](Label& l) { l.product = std::string(401, 'a'); },
       ErrorCode::too_long, "product"},
      {"a name in two lines", [](Label& l) { l.product = "Trà\nhoa"; }, ErrorCode::bad_character,
       "product"},
      {"a paragraph separator", [](Label& l) { l.product = "Trà\u2029hoa"; },
       ErrorCode::bad_character, "product"},
      {"a line separator", [](Label& l) { l.product = "Trà\u2028hoa"; }, ErrorCode::bad_character,
       "product"},
      {"a name that is not UTF-8", [](Label& l) { l.product = "Tr\xE0"; }, ErrorCode::bad_character,
       "product"},
      {"a zero byte", [](Label& l) { l.product = "Tr\0a"s; }, ErrorCode::bad_character, "product"},
      {"a letter that no font has", [](Label& l) { l.product = "Tr\U0010FFFD"; },
       ErrorCode::bad_character, "product"},
      {"a lot beyond GS1's 20", [](Label& l) { l.lot = std::string(21, 'L'); }, ErrorCode::too_long,
       "lot"},
      {"a lot with a tab", [](Label& l) { l.lot = "L\t1"; }, ErrorCode::bad_character, "lot"},
      {"a serial beyond GS1's 20", [](Label& l) { l.serial = std::string(21, 'K'); },
       ErrorCode::too_long, "serial"},
      {"a serial that is not UTF-8", [](Label& l) { l.serial = "\xFF"; }, ErrorCode::bad_character,
       "serial"},
      {"no URI", [](Label& l) { l.uri.clear(); }, ErrorCode::empty_value, ""},
      {"a URI beyond any stamp", [](Label& l) { l.uri = std::string(2049, 'x'); },
       ErrorCode::too_long, "uri"},
      {"a URI whose modules would be too small", [](Label& l) { l.uri = std::string(2048, 'x'); },
       ErrorCode::symbol_too_small, "0.33 mm"},
  };
  for (const auto& [why, change, want, says] : cases) {
    CAPTURE(why);
    Label one = label();
    change(one);
    SheetWriter sheet(kOne, SheetFormat::png);
    const auto added = sheet.add(one);
    CHECK(!added);
    if (added) continue;
    const Error& error = added.error();
    CAPTURE(error.str());
    CHECK(name(error.code) == name(want));
    CHECK(error.detail.find(says) != std::string::npos);
    CHECK(error.detail.find('\n') == std::string::npos);
  }
}

TEST_CASE("long names are set smaller, and broken within a word at last") {
  for (const std::string& name :
       {std::string(60, 'W'), std::string("Nghêu luộc đóng hộp thượng hạng của Hợp tác xã dịch vụ "
                                          "nuôi trồng thủy sản Vân Đồn mẫu loại một kilôgam")}) {
    CAPTURE(name);
    CHECK(texts_in(picture(label(name))) == std::vector<std::string>{stamp_uri()});
  }
}

TEST_CASE("modules under 0.33 mm are refused, at 0.33 mm not") {
  const std::string uri = stamp_uri();
  const int modules = QrSymbol::encode(uri)->size() + 2 * kQuietZone;
  int made = 0, too_small = 0;
  for (double height = 12; height < 40; height += 0.5) {
    CAPTURE(height);
    Template layout = kOne;
    layout.label_height = height;
    SheetWriter sheet(layout, SheetFormat::png);
    const auto added = sheet.add(label("T", uri));
    const double module = std::floor((height - 2) / 25.4 * kPngDpi / modules) * 25.4 / kPngDpi;
    CHECK((!added && added.error().code == ErrorCode::symbol_too_small) == (module < kMinModuleMm));
    (added || added.error().code == ErrorCode::label_overflow ? made : too_small) += 1;
  }
  CHECK(made > 5);
  CHECK(too_small > 5);
}

TEST_CASE("a label that was refused leaves nothing on the sheet") {
  SheetWriter sheet(Template::a4_21(), SheetFormat::svg);
  CHECK(!sheet.add(label(std::string(401, 'a'))));
  REQUIRE(sheet.add(label()));
  CHECK(!sheet.add(label(std::string(300, 'W'))));
  REQUIRE(sheet.add(label()));
  const auto files = sheet.finish().value();
  CHECK((files == files_of(Template::a4_21(), SheetFormat::svg, {label(), label()}).value()));
}
