// Labels as SVG: the modules and the letters that an SVG reader draws.

#include <set>
#include <sstream>

#include "labels.hpp"

using namespace tem;
using namespace tem::test;

namespace {

/// The modules of a symbol's path, each row's dark runs as "M x y h width v1 h -width z".
std::set<std::pair<int, int>> modules_of(const std::string& path_data) {
  std::istringstream path(path_data);
  std::set<std::pair<int, int>> drawn;
  char letter = 0;
  int x = 0, y = 0, width = 0, height = 0, back = 0;
  while (path >> letter >> x >> y >> letter >> width >> letter >> height >> letter >> back >>
         letter) {
    CHECK(height == 1);
    CHECK(back == -width);
    for (int i = 0; i < width; ++i) CHECK(drawn.emplace(x + i, y).second);
  }
  return drawn;
}

std::set<std::pair<int, int>> modules_of(const QrSymbol& symbol) {
  std::set<std::pair<int, int>> dark;
  for (int y = 0; y < symbol.size(); ++y) {
    for (int x = 0; x < symbol.size(); ++x) {
      if (symbol.dark(x, y)) dark.emplace(x, y);
    }
  }
  return dark;
}

/// As librsvg draws it.
GreyImage drawn(const std::string& svg, int dpi = 300) {
  const std::string resolution = std::to_string(dpi);
  return decode_image(as_bytes(told_by({"rsvg-convert", "--dpi-x", resolution, "--dpi-y",
                                        resolution, "--background-color", "white", "/dev/stdin"},
                                       svg)))
      .value();
}

}  // namespace

TEST_CASE("a sheet as SVG: the modules of every label, as they are encoded") {
  const LabelFace face = face_of(built_in("a4-21"));
  Run run(22);
  const auto files = files_of(PrintFormat::svg, {&face}, run.inks());
  REQUIRE(files.size() == 2);
  CHECK(files[0].find("width=\"210mm\" height=\"297mm\" viewBox=\"0 0 595.276 841.89\"") !=
        std::string::npos);
  CHECK(files[0].ends_with("</svg>\n"));
  CHECK(count_of(files[0], "crispEdges") == 21);
  CHECK(count_of(files[1], "crispEdges") == 1);
  CHECK(files[0].find("<text") == std::string::npos);  // letters are outlines
  const std::string all = files[0] + files[1];
  std::size_t at = 0;
  for (const LabelInk& label : run.inks()) {
    at = all.find("crispEdges", at + 1);
    const auto begin = all.find("d=\"", at) + 3;
    CHECK(
        (modules_of(all.substr(begin, all.find('"', begin) - begin)) == modules_of(*label.symbol)));
  }
}

TEST_CASE("drawn by another library, a label's letters and symbol are where its dots are") {
  for (const auto name : {"roll-50x30", "roll-30x20", "qr"}) {
    CAPTURE(name);
    const LabelTemplate layout = built_in(name);
    PrintSetup setup;
    setup.min_module_mm = 0.2;
    if (layout.find(FieldKind::hidden_code) != nullptr) setup.layer = Layer::both;
    LabelTexts texts = tea("Trà Ấm");
    texts.sample = true;
    const LabelFace face = face_of(layout, texts, setup);
    Run run(1, "B2NZ-CZA9");
    const GreyImage want = picture(face, run.inks()[0]);
    const GreyImage got = drawn(files_of(PrintFormat::svg, {&face}, run.inks()).at(0));
    REQUIRE(std::abs(got.width - want.width) <= 1);
    REQUIRE(std::abs(got.height - want.height) <= 1);
    CHECK(texts_in(got) == run.uris(0, 1));
    // A black dot has ink within a dot of it in the other picture, and the other way round.
    const auto near = [](const GreyImage& image, int x, int y) {
      for (int dy = -1; dy <= 1; ++dy) {
        for (int dx = -1; dx <= 1; ++dx) {
          const int at_x = std::clamp(x + dx, 0, image.width - 1);
          const int at_y = std::clamp(y + dy, 0, image.height - 1);
          if (is_black(image, at_x, at_y)) return true;
        }
      }
      return false;
    };
    int black = 0, apart = 0;
    for (int y = 0; y < std::min(got.height, want.height); ++y) {
      for (int x = 0; x < std::min(got.width, want.width); ++x) {
        if (is_black(want, x, y)) {
          ++black;
          apart += !near(got, x, y);
        }
        const auto tone = got.pixels[static_cast<std::size_t>(y * got.width + x)];
        if (tone < 100) apart += !near(want, x, y);
      }
    }
    CHECK(black > 1000);
    CHECK(apart == 0);
  }
}

TEST_CASE("faces, layers and marks in an SVG") {
  const LabelTemplate layout = built_in("roll-40x30");
  const LabelFace one = face_of(layout, tea("Trà")), two = face_of(layout, tea("Chả mực"));
  Run run(2);
  run.inks()[1].face = 1;
  const auto files = files_of(PrintFormat::svg, {&one, &two}, run.inks());
  REQUIRE(files.size() == 2);
  CHECK(files[0].find("xlink:href=\"#f0\"") != std::string::npos);
  CHECK(files[1].find("xlink:href=\"#f1\"") != std::string::npos);
  CHECK(files[1].find("xlink:href=\"#f0\"") == std::string::npos);

  const LabelFace alone = face_of(layout, tea("Trà"), {.layer = Layer::hidden_code});
  const std::vector<LabelInk> hidden{{0, nullptr, "KVYVF9TDX7", "B2NZ-CZA9"}};
  const std::string pass = files_of(PrintFormat::svg, {&alone}, hidden).at(0);
  CHECK(pass.find("crispEdges") == std::string::npos);
  CHECK(count_of(pass, "<use xlink:href=\"#c0-0-") == 9);

  CHECK(files[0].find("stroke") == std::string::npos);
  const LabelFace marked = face_of(layout, tea("Trà"), {.crop_marks = true, .bleed_mm = 2});
  Run single(1);
  const std::string marks = files_of(PrintFormat::svg, {&marked}, single.inks()).at(0);
  // 40 × 30 mm with 2 mm bleed and marks of 1 + 3 mm on every side.
  CHECK(marks.find("width=\"52mm\" height=\"42mm\"") != std::string::npos);
  const auto at = marks.find("stroke-width=");
  REQUIRE(at != std::string::npos);
  CHECK(count_of(marks.substr(at, marks.find("/>", at) - at), "M") == 8);
  CHECK(texts_in(drawn(marks)) == single.uris(0, 1));
}

TEST_CASE("same labels, same SVG") {
  Run run(3);
  const LabelFace face = face_of(built_in("a4-21")), again = face_of(built_in("a4-21"));
  const auto files = files_of(PrintFormat::svg, {&face}, run.inks());
  CHECK((files == files_of(PrintFormat::svg, {&again}, run.inks())));
  std::swap(run.inks()[0], run.inks()[1]);
  CHECK((files != files_of(PrintFormat::svg, {&face}, run.inks())));
}
