// Labels as PDF, as poppler reads them.

#include <zlib.h>

#include <map>
#include <sstream>

#include "labels.hpp"
#include "pdf_pages.hpp"

using namespace tem;
using namespace tem::test;

namespace {

constexpr double kPoint = 25.4 / 72;  // mm
constexpr std::uint64_t kFirstWithEnd = 9541;

std::string pdf_of(const LabelFace& face, std::span<const LabelInk> labels) {
  const auto files = files_of(PrintFormat::pdf, {&face}, labels);
  REQUIRE(files.size() == 1);
  return files[0];
}

/// In mm, as `pdfinfo -box` tells them of page 1: left, bottom, right, top.
std::map<std::string, std::array<double, 4>> boxes_of(const std::string& pdf) {
  std::istringstream lines(told_by({"pdfinfo", "-box", "-f", "1", "-l", "1", "/dev/stdin"}, pdf));
  std::map<std::string, std::array<double, 4>> boxes;
  for (std::string line; std::getline(lines, line);) {
    const auto colon = line.find("Box:");
    if (colon == std::string::npos) continue;
    std::istringstream words(line.substr(0, colon)), numbers(line.substr(colon + 4));
    std::string word, box;
    while (words >> word) box = word;
    auto& values = boxes[box + "Box"];
    for (double& value : values) {
      REQUIRE((numbers >> value));
      value *= kPoint;
    }
  }
  return boxes;
}

/// The first page's size in mm.
std::pair<double, double> page_size(const std::string& pdf) {
  const std::string info = told_by({"pdfinfo", "/dev/stdin"}, pdf);
  const auto at = info.find("Page size:");
  REQUIRE(at != std::string::npos);
  std::istringstream words(info.substr(at + 10));
  double width = 0, height = 0;
  std::string by;
  REQUIRE((words >> width >> by >> height));
  return {width * kPoint, height * kPoint};
}

std::string text_of(const std::string& pdf) {
  return told_by({"pdftotext", "-raw", "/dev/stdin", "-"}, pdf);
}

std::string unpacked(const std::string& page) {
  std::string out(page.size() * 200 + 100'000, '\0');
  uLongf size = out.size();
  REQUIRE(uncompress(reinterpret_cast<Bytef*>(out.data()), &size,
                     reinterpret_cast<const Bytef*>(page.data()), page.size()) == Z_OK);
  out.resize(size);
  return out;
}

/// A symbol's rows as bytes: what an inline image holds.
std::string rows_of(const QrSymbol& symbol) {
  std::string rows;
  for (int y = 0; y < symbol.size(); ++y) {
    for (int x = 0; x < symbol.size(); x += 8) {
      unsigned byte = 0;
      for (int bit = 0; bit < 8; ++bit) {
        byte =
            byte << 1 | static_cast<unsigned>(x + bit < symbol.size() && symbol.dark(x + bit, y));
      }
      rows += static_cast<char>(byte);
    }
  }
  return rows;
}

bool has_end_inside(const std::string& rows) {
  for (auto at = rows.find("EI"); at != std::string::npos; at = rows.find("EI", at + 1)) {
    if (at + 2 == rows.size() ||
        std::string_view(" \t\r\n\f\0", 6).find(rows[at + 2]) != std::string_view::npos)
      return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a sheet as PDF: pages of exactly A4, every label read in order") {
  const LabelFace face = face_of(built_in("a4-21"));
  Run run(22);
  const std::string pdf = pdf_of(face, run.inks());
  const std::string info = told_by({"pdfinfo", "/dev/stdin"}, pdf);
  CAPTURE(info);
  CHECK(info.find("(A4)") != std::string::npos);
  CHECK(info.find("Tem truy xuất nguồn gốc") != std::string::npos);
  CHECK(info.find("CreationDate") == std::string::npos);
  const auto [width, height] = page_size(pdf);
  CHECK(std::abs(width - 210) < 0.1);
  CHECK(std::abs(height - 297) < 0.1);
  const auto read = cli::PdfFile::from_bytes(pdf).value();
  REQUIRE(read.pages() == 2);
  for (const int dpi : {cli::kPageDpi, cli::kFinerPageDpi}) {
    CHECK(texts_in(read.page(1, dpi).value()) == run.uris(0, 21));
    CHECK(texts_in(read.page(2, dpi).value()) == run.uris(21, 22));
  }
}

TEST_CASE("pages of every built-in template have the size they say") {
  Run run(1, "B2NZ-CZA9");
  for (const auto name : LabelTemplate::built_in_names()) {
    CAPTURE(name);
    const LabelTemplate layout = built_in(name);
    const LabelFace face = face_of(layout, tea("Trà"), {.min_module_mm = 0.2});
    const auto [width, height] = page_size(pdf_of(face, run.inks()));
    CHECK(std::abs(width - layout.page.width) < 0.1);
    CHECK(std::abs(height - layout.page.height) < 0.1);
  }
}

TEST_CASE("a roll as PDF: a page a label") {
  const LabelFace face = face_of(built_in("roll-50x30"));
  Run run(3);
  const auto read = cli::PdfFile::from_bytes(pdf_of(face, run.inks())).value();
  REQUIRE(read.pages() == 3);
  for (int i = 0; i < 3; ++i) {
    const auto at = static_cast<std::size_t>(i);
    CHECK(texts_in(read.page(i + 1, 300).value()) == run.uris(at, at + 1));
  }
}

TEST_CASE("drawn at the printer's dots, the modules are those of its bitmap") {
  for (const int dpi : {300, 600}) {
    CAPTURE(dpi);
    const LabelTemplate layout = built_in("roll-50x30");
    const LabelFace face = face_of(layout, tea("Trà"), {.dpi = dpi});
    Run run(1);
    const GreyImage want = picture(face, run.inks()[0]);
    const auto got =
        cli::PdfFile::from_bytes(pdf_of(face, run.inks())).value().page(1, dpi).value();
    REQUIRE(std::abs(got.width - want.width) <= 1);
    REQUIRE(std::abs(got.height - want.height) <= 1);
    const Box& box = layout.find(FieldKind::qr)->box;
    const auto in_dots = [&](double mm) { return static_cast<int>(mm * dpi / 25.4); };
    int differ = 0;
    for (int y = in_dots(box.y); y < in_dots(box.y + box.height); ++y) {
      for (int x = in_dots(box.x); x < in_dots(box.x + box.width); ++x) {
        differ += is_black(got, x, y) != is_black(want, x, y);
      }
    }
    CHECK(differ == 0);
  }
}

TEST_CASE("fonts are in the file, of the letters used alone, and text can be taken out") {
  LabelTexts texts = tea("Ấm Ằ ỹ ợ Đặng");
  texts.sample = true;
  texts.stars = 4;
  const LabelFace face = face_of(built_in("a4-21"), texts, {.layer = Layer::both});
  Run run(2, "B2NZ-CZA9");
  const std::string pdf = pdf_of(face, run.inks());
  CHECK(pdf.size() < 60'000);
  std::istringstream fonts(told_by({"pdffonts", "/dev/stdin"}, pdf));
  std::string line;
  int count = 0;
  while (std::getline(fonts, line)) {
    if (line.find('+') == std::string::npos) continue;
    ++count;
    CAPTURE(line);
    CHECK(line.find("NotoSans") != std::string::npos);
    CHECK(line.find("CID TrueType") != std::string::npos);
    CHECK(line.find("yes yes yes") != std::string::npos);  // embedded, subset, to Unicode
  }
  CHECK(count == 3);  // Noto Sans, its Bold, and Noto Sans Mono Bold
  const std::string text = text_of(pdf);
  CAPTURE(text);
  for (const std::string& part :
       {std::string("Ấm Ằ ỹ ợ Đặng"), std::string("Lô: L2611A"), std::string("NSX: 01/11/2026"),
        std::string("HSD: 01/11/2027"), std::string("DỮ LIỆU MẪU"), std::string("OCOP"),
        std::string("B2NZ-CZA9")}) {
    CAPTURE(part);
    CHECK(count_of(text, part) == 2);
  }
  for (const std::size_t i : {std::size_t{0}, std::size_t{1}}) {
    CHECK(count_of(text, run.serial(i).substr(0, 5) + "-" + run.serial(i).substr(5)) == 1);
  }
}

TEST_CASE("every letter of Vietnamese comes out of the PDF as it went in") {
  constexpr std::string_view kLetters[] = {"AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬ", "EÈẺẼÉẸÊỀỂỄẾỆ", "IÌỈĨÍỊ",
                                           "OÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢ", "UÙỦŨÚỤƯỪỬỮỨỰ", "YỲỶỸÝỴĐđ",
                                           "aàảãáạăằẳẵắặâầẩẫấậ", "eèẻẽéẹêềểễếệ", "iìỉĩíị",
                                           "oòỏõóọôồổỗốộơờởỡớợ", "uùủũúụưừửữứự", "yỳỷỹýỵ"};
  Run run(1);
  for (const auto letters : kLetters) {
    CAPTURE(letters);
    const LabelFace face = face_of(built_in("a4-24"), tea(std::string(letters)));
    CHECK(text_of(pdf_of(face, run.inks())).find(letters) != std::string::npos);
  }
}

TEST_CASE("the hidden code alone is text alone") {
  const LabelFace face = face_of(built_in("a4-21"), tea(), {.layer = Layer::hidden_code});
  const std::vector<LabelInk> labels{{0, nullptr, "KVYVF9TDX7", "B2NZ-CZA9"},
                                     {0, nullptr, "KVYVF9TDX8", "C3PA-DAB0"}};
  const std::string pdf = pdf_of(face, labels);
  const std::string text = text_of(pdf);
  CHECK(count_of(text, "B2NZ-CZA9") == 1);
  CHECK(count_of(text, "C3PA-DAB0") == 1);
  CHECK(count_of(text, "-") == 2);
  CHECK(text.find("Trà") == std::string::npos);
  CHECK(text.find("KVYVF") == std::string::npos);
  CHECK(texts_in(cli::PdfFile::from_bytes(pdf).value().page(1, 200).value()).empty());
}

TEST_CASE("labels of several lots on one page") {
  const LabelTemplate layout = built_in("a4-21");
  LabelTexts second = tea("Chả mực Hạ Long");
  second.lot = "M1";
  const LabelFace one = face_of(layout), two = face_of(layout, second);
  Run run(21);
  for (std::size_t i = 7; i < 21; ++i) run.inks()[i].face = 1;
  const auto files = files_of(PrintFormat::pdf, {&one, &two}, run.inks());
  REQUIRE(files.size() == 1);
  const std::string text = text_of(files[0]);
  CHECK(count_of(text, "Lô: L2611A") == 7);
  CHECK(count_of(text, "Lô: M1") == 14);
  CHECK(texts_in(cli::PdfFile::from_bytes(files[0]).value().page(1, 200).value()) ==
        run.uris(0, 21));
}

TEST_CASE("an image whose bytes hold an end of image is written in hexadecimal") {
  // Found by counting from 0; were symbols to change, the next one would be found.
  std::uint64_t number = kFirstWithEnd;
  const auto uri_of = [](std::uint64_t i) {
    std::string uri = "https://tem.example/";
    for (int k = 0; k < 150; ++k) {
      i = i * 6364136223846793005U + 1442695040888963407U;  // any mixing would do: Knuth's MMIX
      uri += "0123456789abcdefghijklmnopqrstuv"[i >> 59];
    }
    return uri;
  };
  while (!has_end_inside(rows_of(QrSymbol::encode(uri_of(number)).value()))) ++number;
  const QrSymbol with = QrSymbol::encode(uri_of(number)).value();
  const QrSymbol without = QrSymbol::encode(uri_of(number + 1)).value();
  REQUIRE(!has_end_inside(rows_of(without)));
  const LabelFace face = face_of(built_in("roll-50x30"), tea(), {}, uri_of(number));
  REQUIRE(face.symbol_version() == with.version());
  const auto pages = LabelPages::make(PrintFormat::pdf, {&face}).value();
  for (const bool hex : {false, true}) {
    CAPTURE(hex);
    const LabelInk label{0, hex ? &with : &without, "KVYVF9TDX7", {}};
    const std::string page = unpacked(pages->render({&label, 1}).value());
    CHECK((page.find("/F/AHx ID ") != std::string::npos) == hex);
    CHECK((page.find(rows_of(*label.symbol)) != std::string::npos) == !hex);
    const auto drawn =
        cli::PdfFile::from_bytes(pdf_of(face, {&label, 1})).value().page(1, 300).value();
    CHECK(texts_in(drawn) == std::vector{uri_of(hex ? number : number + 1)});
  }
}

TEST_CASE("boxes of the page: paper, bleed and where it is cut") {
  struct Case {
    std::string_view why, layout;
    bool marks;
    double bleed, bleed_box, media_box;  // mm beyond the page
  };
  Run run(2);
  for (const auto& [why, name, marks, bleed, bleed_box, media_box] :
       {Case{"plain", "a4-21", false, 0, 0, 0},
        Case{"a sheet's marks lie on it", "a4-21", true, 0, 0, 0},
        Case{"a sheet's bleed", "a4-21", false, 3, 3, 3},
        Case{"a label's marks lie around it", "roll-50x30", true, 0, 0, 4},
        Case{"a label's bleed", "roll-50x30", false, 2, 2, 2},
        Case{"both", "roll-50x30", true, 2, 2, 6}}) {
    CAPTURE(why);
    const LabelTemplate layout = built_in(name);
    const LabelFace face = face_of(layout, tea(), {.crop_marks = marks, .bleed_mm = bleed});
    const std::string pdf = pdf_of(face, run.inks());
    auto boxes = boxes_of(pdf);
    const auto around = [&](const std::string& box, double by) {
      CAPTURE(box);
      REQUIRE(boxes.contains(box));
      const auto& [left, bottom, right, top] = boxes[box];
      CHECK(std::abs(left + by) < 0.01);
      CHECK(std::abs(bottom + by) < 0.01);
      CHECK(std::abs(right - layout.page.width - by) < 0.01);
      CHECK(std::abs(top - layout.page.height - by) < 0.01);
    };
    around("MediaBox", media_box);
    around("BleedBox", bleed_box);
    around("TrimBox", 0);
    const auto pages = LabelPages::make(PrintFormat::pdf, {&face}).value();
    const std::string page = unpacked(pages->render({run.inks().data(), 1}).value());
    // Both edges of a label, at both ends; of a sheet, of all columns and rows (which touch in 7
    // rows).
    const std::size_t edges = name == "a4-21" ? 6 + 8 : 2 + 2;
    CHECK(count_of(page, " l S\n") == (marks ? edges * 2 : 0));
    // Marks leave the label itself as it is.
    CHECK(texts_in(cli::PdfFile::from_bytes(pdf).value().page(1, 300).value()) ==
          run.uris(0, name == "a4-21" ? 2 : 1));
  }
}

TEST_CASE("same labels, same PDF, whenever it is made") {
  Run run(3);
  const LabelFace face = face_of(built_in("a4-21")), again = face_of(built_in("a4-21"));
  const std::string pdf = pdf_of(face, run.inks());
  CHECK((pdf == pdf_of(again, run.inks())));
  LabelTexts other = tea();
  other.lot = "L2611B";
  CHECK((pdf != pdf_of(face_of(built_in("a4-21"), other), run.inks())));
}

TEST_CASE("a PDF's table of objects points at each of them") {
  const LabelFace face = face_of(built_in("a4-65"), tea("Trà"), {.min_module_mm = 0.2});
  Run run(140);
  const std::string pdf = pdf_of(face, run.inks());
  const auto start = std::stoul(pdf.substr(pdf.rfind("startxref\n") + 10));
  REQUIRE(pdf.substr(start, 7) == "xref\n0 ");
  const auto count = std::stoul(pdf.substr(start + 7));
  auto at = pdf.find('\n', start + 7) + 1;
  CHECK(pdf.substr(at, 20) == "0000000000 65535 f \n");
  for (std::size_t number = 1; number < count; ++number) {
    at += 20;
    const std::string line = pdf.substr(at, 20);
    CAPTURE(line);
    CHECK(line.substr(10) == " 00000 n \n");
    const std::string head = std::to_string(number) + " 0 obj\n";
    CHECK(pdf.substr(std::stoul(line), head.size()) == head);
  }
  CHECK(pdf.substr(at + 20, 8) == "trailer\n");
  CHECK(pdf.ends_with("%%EOF\n"));
  CHECK(cli::PdfFile::from_bytes(pdf)->pages() == 3);
}
