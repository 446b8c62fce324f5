// PNG, ZPL and TSPL, read by other means, against the dots of LabelPicture.

#include <rapidcheck.h>

#include <charconv>

#include "labels.hpp"

using namespace tem;
using namespace tem::test;

namespace {

/// Takes what stands first, or fails.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}
  bool at(std::string_view what) const { return rest_.starts_with(what); }
  void take(std::string_view what) {
    REQUIRE_MESSAGE(at(what), rest_.substr(0, 40));
    rest_.remove_prefix(what.size());
  }
  int number() {
    int value = 0;
    const auto end = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    REQUIRE(end.ec == std::errc());
    rest_.remove_prefix(static_cast<std::size_t>(end.ptr - rest_.data()));
    return value;
  }
  std::string_view bytes(std::size_t count) {
    REQUIRE(rest_.size() >= count);
    const auto taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  std::string_view until(char end) {
    const auto at_end = rest_.find(end);
    REQUIRE(at_end != std::string_view::npos);
    return bytes(at_end);
  }
  bool is_empty() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

/// Dots of whole bytes a row; bits beyond the width must be white.
GreyImage image_of(const std::vector<std::string>& rows, int width, bool black_is_one) {
  GreyImage image{width, static_cast<int>(rows.size()), {}};
  for (const std::string& row : rows) {
    for (std::size_t x = 0; x < row.size() * 8; ++x) {
      const bool bit = (static_cast<unsigned char>(row[x / 8]) >> (7 - x % 8) & 1) != 0;
      const bool black = bit == black_is_one;
      if (x < static_cast<std::size_t>(width)) {
        image.pixels.push_back(black ? 0 : 255);
      } else {
        REQUIRE(!black);
      }
    }
  }
  return image;
}

/// The data of ^GFA with Zebra's compression: a digit is four dots, before it letters that say how
/// often (G to Y 1 to 19, g to z 20 to 400, added up); `,` fills the row white, `!` black, and `:`
/// repeats the row above.
std::vector<std::string> graphic_rows(std::string_view data, std::size_t row_bytes) {
  std::vector<std::string> rows;
  std::string digits;
  std::size_t times = 0;
  const auto end_row = [&] {
    std::string row;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
      row += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
    }
    rows.push_back(row);
    digits.clear();
  };
  for (const char c : data) {
    if (c >= 'G' && c <= 'Y') {
      times += static_cast<std::size_t>(c - 'G' + 1);
    } else if (c >= 'g' && c <= 'z') {
      times += static_cast<std::size_t>(c - 'g' + 1) * 20;
    } else if (c == ':') {
      REQUIRE(digits.empty());
      REQUIRE(!rows.empty());
      rows.push_back(rows.back());
    } else if (c == ',' || c == '!') {
      digits.append(row_bytes * 2 - digits.size(), c == ',' ? '0' : 'F');
      end_row();
    } else {
      REQUIRE(std::string_view("0123456789ABCDEF").find(c) != std::string_view::npos);
      digits.append(std::max<std::size_t>(times, 1), c);
      times = 0;
      REQUIRE(digits.size() <= row_bytes * 2);
      if (digits.size() == row_bytes * 2) end_row();
    }
  }
  REQUIRE(digits.empty());
  REQUIRE(times == 0);
  return rows;
}

std::vector<GreyImage> zpl_labels(std::string_view file) {
  std::vector<GreyImage> labels;
  for (Reader in(file); !in.is_empty();) {
    in.take("^XA^PW");
    const int width = in.number();
    in.take("^LL");
    const int height = in.number();
    in.take("^LH0,0");
    const auto row_bytes = static_cast<std::size_t>((width + 7) / 8);
    decltype(graphic_rows({}, 1)) rows;
    do {  // a field holds at most 99,999 bytes
      in.take("^FO0,");
      CHECK(static_cast<std::size_t>(in.number()) == rows.size());
      in.take("^GFA,");
      const int sent = in.number();
      in.take(",");
      const int total = in.number();
      in.take(",");
      CHECK(static_cast<std::size_t>(in.number()) == row_bytes);
      in.take(",");
      CHECK(sent == total);
      CHECK(total <= 99'999);
      const auto strip = graphic_rows(in.until('^'), row_bytes);
      CHECK(strip.size() * row_bytes == static_cast<std::size_t>(total));
      rows.insert(rows.end(), strip.begin(), strip.end());
      in.take("^FS");
    } while (rows.size() < static_cast<std::size_t>(height));
    CHECK(rows.size() == static_cast<std::size_t>(height));
    labels.push_back(image_of(rows, width, true));
    in.take("^XZ\n");
  }
  return labels;
}

struct TsplFile {
  std::string size, gap;
  std::vector<GreyImage> labels;
};
/// TSPL prints a dot where the bit is 0.
TsplFile tspl_labels(std::string_view file, int width) {
  TsplFile read;
  Reader in(file);
  in.take("SIZE ");
  read.size = in.until('\r');
  in.take("\r\nGAP ");
  read.gap = in.until('\r');
  in.take("\r\nDIRECTION 1\r\nREFERENCE 0,0\r\n");
  while (!in.is_empty()) {
    in.take("CLS\r\nBITMAP 0,0,");
    const int row_bytes = in.number();
    in.take(",");
    const int height = in.number();
    in.take(",0,");
    CHECK(row_bytes == (width + 7) / 8);
    std::vector<std::string> rows;
    for (int y = 0; y < height; ++y) {
      rows.emplace_back(in.bytes(static_cast<std::size_t>(row_bytes)));
    }
    read.labels.push_back(image_of(rows, width, false));
    in.take("\r\nPRINT 1,1\r\n");
  }
  return read;
}

GreyImage png(const std::string& file) { return decode_image(as_bytes(file)).value(); }

int dots(double mm, int dpi) { return static_cast<int>(std::lround(mm * dpi / 25.4)); }

bool same(const GreyImage& a, const GreyImage& b) {
  return a.width == b.width && a.height == b.height && a.pixels == b.pixels;
}

/// Is the label that picture of the page, and does the page hold it there?
bool holds(const GreyImage& page, const GreyImage& label, int left, int top) {
  for (int y = 0; y < label.height; ++y) {
    for (int x = 0; x < label.width; ++x) {
      if (is_black(label, x, y) != is_black(page, left + x, top + y)) return false;
    }
  }
  return true;
}

}  // namespace

TEST_CASE("label printers get the dots of every label, one after another") {
  for (const auto name : {"roll-22x22", "roll-25x25", "roll-30x20", "roll-50x30", "a4-21"}) {
    for (const int dpi : {203, 300, 600}) {
      CAPTURE(name);
      CAPTURE(dpi);
      const LabelTemplate layout = built_in(name);
      PrintSetup setup{.dpi = dpi, .min_module_mm = 0.2};
      if (layout.find(FieldKind::hidden_code) != nullptr) setup.layer = Layer::both;
      LabelTexts other = tea("Nấm linh chi");
      const LabelFace face = face_of(layout, tea("Trà"), setup),
                      second = face_of(layout, other, setup);
      Run run(4, "B2NZ-CZA9");
      run.inks()[2].face = 1;
      const LabelPicture picture = LabelPicture::make({&face, &second}).value();
      const auto zpl = zpl_labels(files_of(PrintFormat::zpl, {&face, &second}, run.inks()).at(0));
      const auto tspl = tspl_labels(files_of(PrintFormat::tspl, {&face, &second}, run.inks()).at(0),
                                    dots(layout.width, dpi));
      REQUIRE(zpl.size() == 4);
      REQUIRE(tspl.labels.size() == 4);
      for (std::size_t i = 0; i < 4; ++i) {
        const GreyImage want = picture.draw(run.inks()[i]);
        CHECK(want.width == dots(layout.width, dpi));
        CHECK(want.height == dots(layout.height, dpi));
        CHECK(same(zpl[i], want));
        CHECK(same(tspl.labels[i], want));
        CHECK(texts_in(zpl[i]) == run.uris(i, i + 1));
      }
    }
  }
}

TEST_CASE("TSPL says how large the label and the gap are") {
  LabelTemplate layout = built_in("roll-50x30");
  layout.gap = 2.5;
  const LabelFace face = face_of(layout);
  Run run(1);
  const auto read = tspl_labels(files_of(PrintFormat::tspl, {&face}, run.inks()).at(0),
                                dots(layout.width, kDefaultDpi));
  CHECK(read.size == "50 mm,30 mm");
  CHECK(read.gap == "2.5 mm,0 mm");
}

TEST_CASE("ZPL packs runs of any length") {
  // One black bar of any width on a wide label: the bar is the symbol's own finder row, scaled.
  for (double width = 30; width < 1400; width *= 1.37) {
    CAPTURE(width);
    LabelTemplate layout = built_in("qr");
    layout.width = width;
    layout.fields.front().box.x = width - 25;
    layout.page = {width, 25, 1, 1, 0, 0, width, 25};
    const LabelFace face = face_of(layout, tea(), {.dpi = 203});
    Run run(1);
    const auto zpl = zpl_labels(files_of(PrintFormat::zpl, {&face}, run.inks()).at(0));
    CHECK(same(zpl.at(0), picture(face, run.inks()[0])));
  }
}

TEST_CASE("a sheet as PNG: the page's dots, every label in its place, read in order") {
  for (const int dpi : {300, 600}) {
    CAPTURE(dpi);
    const LabelTemplate layout = built_in("a4-21");
    const LabelFace face = face_of(layout, tea(), {.dpi = dpi});
    Run run(23);
    const auto files = files_of(PrintFormat::png, {&face}, run.inks());
    REQUIRE(files.size() == 2);
    const GreyImage first = png(files[0]), second = png(files[1]);
    CHECK(first.width == dots(210, dpi));
    CHECK(first.height == dots(297, dpi));
    CHECK(texts_in(second) == run.uris(21, 23));
    if (dpi == 300) CHECK(texts_in(first) == run.uris(0, 21));
    const LabelPicture picture = LabelPicture::make({&face}).value();
    const PageGrid& page = layout.page;
    for (std::size_t i = 0; i < 23; ++i) {
      CAPTURE(i);
      const int column = static_cast<int>(i % 21) % 3, row = static_cast<int>(i % 21) / 3;
      CHECK(holds(i < 21 ? first : second, picture.draw(run.inks()[i]),
                  dots(page.left + column * page.pitch_x, dpi),
                  dots(page.top + row * page.pitch_y, dpi)));
    }
    // Nothing where the rest of the second page would be.
    CHECK(
        is_white(second, 0, dots(page.top + layout.height + 1, dpi), second.width, second.height));
    // pHYs: dots a metre, both ways.
    const auto at = files[0].find("pHYs");
    REQUIRE(at != std::string::npos);
    const std::string chunk = files[0].substr(at + 4, 9);
    const auto density = [&](std::size_t from) {
      unsigned value = 0;
      for (std::size_t k = from; k < from + 4; ++k)
        value = value << 8 | static_cast<unsigned char>(chunk[k]);
      return value;
    };
    CHECK(density(0) == static_cast<unsigned>(std::lround(dpi / 0.0254)));
    CHECK(density(4) == density(0));
    CHECK(chunk[8] == 1);
  }
}

TEST_CASE("a label of a roll as PNG is a picture of its own") {
  const LabelFace face = face_of(built_in("roll-40x30"), tea("Trà"));
  Run run(3);
  const auto files = files_of(PrintFormat::png, {&face}, run.inks());
  REQUIRE(files.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) CHECK(same(png(files[i]), picture(face, run.inks()[i])));
}

TEST_CASE("crop marks of a sheet as PNG stand outside every label") {
  const LabelTemplate layout = built_in("a4-21");
  const LabelFace plain = face_of(layout), marked = face_of(layout, tea(), {.crop_marks = true});
  Run run(21);
  const GreyImage without = png(files_of(PrintFormat::png, {&plain}, run.inks()).at(0));
  const GreyImage with = png(files_of(PrintFormat::png, {&marked}, run.inks()).at(0));
  int marks = 0;
  const PageGrid& page = layout.page;
  const int left = dots(page.left, 300),
            right = dots(page.left + 2 * page.pitch_x + layout.width, 300);
  const int top = dots(page.top, 300),
            bottom = dots(page.top + 6 * page.pitch_y + layout.height, 300);
  for (int y = 0; y < with.height; ++y) {
    for (int x = 0; x < with.width; ++x) {
      if (is_black(with, x, y) == is_black(without, x, y)) continue;
      ++marks;
      CHECK((x < left || x >= right || y < top || y >= bottom));
    }
  }
  CHECK(marks > 100);
}

TEST_CASE("same labels, same bytes") {
  const LabelTemplate layout = built_in("roll-50x30");
  for (const PrintFormat format : {PrintFormat::png, PrintFormat::zpl, PrintFormat::tspl}) {
    Run run(3);
    const LabelFace face = face_of(layout), again = face_of(layout);
    const auto files = files_of(format, {&face}, run.inks());
    CHECK((files == files_of(format, {&again}, run.inks())));
    std::swap(run.inks()[0], run.inks()[1]);
    CHECK((files != files_of(format, {&face}, run.inks())));
  }
}
