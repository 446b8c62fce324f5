#include "tem/label_template.hpp"

#include <rapidcheck.h>

#include "labels.hpp"

using namespace tem;
using namespace tem::test;

namespace {

constexpr std::string_view kQr = "[[field]]\nshow = \"qr\"\nbox = [1, 1, 25, 25]\n";
constexpr std::string_view kHead = "name = \"own\"\nlabel = { size = [50, 30] }\n";

std::string whole(std::string_view head, std::string_view rest = "") {
  return std::string(head) + std::string(kQr) + std::string(rest);
}
/// A page of the label above, in line 3.
std::string with_page(std::string_view page) {
  return whole(std::string(kHead) + "page = { " + std::string(page) + " }\n");
}
/// A field whose first line is line 6.
std::string with_field(std::string_view keys) {
  return whole(kHead, "[[field]]\n" + std::string(keys) + "\n");
}

Result<LabelTemplate> parse(std::string_view toml) {
  return LabelTemplate::parse(toml, "own.toml");
}

LabelTemplate good(std::string_view toml) {
  auto layout = parse(toml);
  REQUIRE_MESSAGE(layout.has_value(), (layout ? "" : layout.error().str()));
  return std::move(*layout);
}

std::string box_text(const Box& box) {
  return "[" + std::to_string(box.x) + ", " + std::to_string(box.y) + ", " +
         std::to_string(box.width) + ", " + std::to_string(box.height) + "]";
}

}  // namespace

TEST_CASE("the least template: a roll of its label") {
  const LabelTemplate layout = good(whole(kHead));
  CHECK(layout.name == "own");
  CHECK(layout.title.empty());
  CHECK(layout.on_roll);
  CHECK(layout.gap == 2);
  CHECK(layout.per_page() == 1);
  CHECK(layout.page.width == 50);
  CHECK(layout.page.height == 30);
  CHECK(layout.page.left == 0);
  CHECK(layout.fields.size() == 1);
  CHECK(layout.find(FieldKind::qr)->box.width == 25);
  CHECK(layout.find(FieldKind::product) == nullptr);
}

TEST_CASE("every key says what it means") {
  const LabelTemplate layout = good(
      "name = \"own\"\ntitle = \"Tem của tôi\"\n[label]\nsize = [50.5, 30]\ngap = 3\n"
      "[page]\nsize = [210, 297]\ncolumns = 3\nrows = 7\nfirst = [7.5, 9]\npitch = [60, 31.5]\n" +
      std::string(kQr) +
      "[[field]]\nshow = \"lot\"\nbox = [30, 2, 20.5, 5]\nfont = \"Noto Serif\"\nsize = 9\n"
      "min_size = 4.5\nalign = \"right\"\nvertical = \"bottom\"\nwhen = [\"expires\", \"not "
      "stars\"]\n"
      "text = \"Số lô: \"\nstacked = true\n"
      "[[field]]\nshow = \"hint\"\nbox = [30, 8, 20, 5]\nsize = 7\nwhen = \"not hidden_code\"\n");
  CHECK(layout.title == "Tem của tôi");
  CHECK(layout.width == 50.5);
  CHECK(layout.gap == 3);
  CHECK(!layout.on_roll);
  CHECK(layout.per_page() == 21);
  CHECK(layout.page.columns == 3);
  CHECK(layout.page.left == 7.5);
  CHECK(layout.page.pitch_y == 31.5);
  const TemplateField& lot = layout.fields.at(1);
  CHECK(lot.show == FieldKind::lot);
  CHECK(lot.box.x == 30);
  CHECK(lot.font == "Noto Serif");
  CHECK(lot.size == 9);
  CHECK(lot.min_size == 4.5);
  CHECK(lot.align == Align::right);
  CHECK(lot.vertical == VerticalAlign::bottom);
  REQUIRE(lot.when.size() == 2);
  CHECK(lot.when[0].condition == Condition::expires);
  CHECK(lot.when[0].wanted);
  CHECK(lot.when[1].condition == Condition::stars);
  CHECK(!lot.when[1].wanted);
  CHECK(lot.text == "Số lô: ");
  CHECK(lot.stacked);
  const TemplateField& hint = layout.fields.at(2);
  CHECK(hint.font == "Noto Sans");
  CHECK(hint.min_size == 7);  // without one it does not shrink
  CHECK(hint.align == Align::left);
  CHECK(hint.vertical == VerticalAlign::top);
}

TEST_CASE("templates that are accepted, near those that are not") {
  const std::string wide = with_page(
      "size = [210, 297], columns = 4, rows = 9, first = [5, 13.5], "
      "pitch = [50, 30]");
  for (const std::string& toml :
       {wide, with_page("size = [50, 30], columns = 1, rows = 1, first = [0, 0], pitch = [0, 0]"),
        with_page("size = [50, 30], margin = 0"),
        with_page("size = [1500, 1500], margin = 5, gap = 0"),
        with_field("show = \"product\"\nbox = [26, 0, 24, 30]"),  // beside the symbol, to the edge
        with_field("show = \"product\"\nbox = [0, 26, 50, 4]"),   // below it
        with_field("show = \"product\"\nbox = [0, 0, 50, 1]"),    // above it
        with_field("show = \"product\"\nbox = [26, 0.1, 24, 29.9]\nsize = 3"),
        with_field("show = \"product\"\nbox = [26, 0, 24, 30]\nsize = 200\nmin_size = 3"),
        with_field("show = \"text\"\nbox = [26, 0, 24, 30]\nwhen = []"),
        with_field("show = \"text\" # tên \"\nbox = [26, 0, 24, 30]\ntext = 'Tên \"\\'\n"
                   "font = \"Tên \\\"é'#\" # ê"),
        "\xEF\xBB\xBF# Tem\r\n" + whole(kHead),  // as Notepad writes it
        whole("name = \"own\"\nlabel = { size = [26, 26.0], gap = 0 }\n")}) {
    CAPTURE(toml);
    good(toml);
  }
}

TEST_CASE("templates that are refused, with line and words") {
  struct Case {
    std::string_view why;
    std::string toml;
    std::string_view says;
  };
  const std::string many = [] {
    std::string all;
    for (int i = 0; i < 64; ++i) all += "[[field]]\nshow = \"hint\"\nbox = [27, 1, 5, 5]\n";
    return all;
  }();
  const Case cases[] = {
      {"nothing", "", "line 1: a template needs \"name\""},
      {"no TOML", "name = \n", "line 1: "},
      {"a key twice", "name = \"a\"\nname = \"b\"\n", "line 2: "},
      {"bytes that are no UTF-8", "name = \"\xFF\"\n", "line 1: "},
      {"half a number", "a = n\nb = 1\n", "line 1: "},
      {"no key at all", "[)[field]]\n", "line 1: "},
      {"a Vietnamese key", "\ntên = 1\n", "line 2: what is not plain ASCII stands in quotes"},
      {"a value without quotes", "name = Trà\n", "line 1: what is not plain ASCII stands in quotes"},
      {"a letter after a closed text", "name = \"a\\\"\"ê\n",
       "line 1: what is not plain ASCII stands in quotes"},
      {"a letter after a text of single quotes", "name = 'a\\'ê\n",
       "line 1: what is not plain ASCII stands in quotes"},
      {"a text of several lines", "name = \"\"\"\na\"\"\"ê\n", "line 1: a text stands on one line"},
      {"a raw text of several lines", "a = 1 # \"\nname = '''\na'''ê\n",
       "line 2: a text stands on one line"},
      {"no name", whole("label = { size = [50, 30] }\n"), "a template needs \"name\""},
      {"an empty name", whole("name = \"\"\nlabel = { size = [50, 30] }\n"), "\"name\" is empty"},
      {"a name that breaks the line", whole("name = \"a\\nb\"\nlabel = { size = [50, 30] }\n"),
       "line 1: \"name\" holds a line break or a hidden character"},
      {"a name of direction marks", whole("name = \"a\\u202Eb\"\nlabel = { size = [50, 30] }\n"),
       "line 1: \"name\" holds a line break or a hidden character"},
      {"a title with an escape", whole("title = \"\\u001B[2J\"\n" + std::string(kHead)),
       "line 1: \"title\" holds a line break or a hidden character"},
      {"a name that is a number", whole("name = 3\nlabel = { size = [50, 30] }\n"),
       "line 1: \"name\" must be a text of at most 400 bytes"},
      {"a long name", whole("name = \"" + std::string(401, 'a') + "\"\n"),
       "line 1: \"name\" must be a text of at most 400 bytes"},
      {"a key that there is not", whole("colour = 1\n" + std::string(kHead)),
       "line 1: \"colour\" is no key of a template; there are name, title, label, page, field"},
      {"no label", whole("name = \"own\"\n"), "a template needs \"label\""},
      {"a label that is no table", whole("name = \"own\"\nlabel = 3\n"),
       "line 2: \"label\" must be a table"},
      {"a label without a size", whole("name = \"own\"\nlabel = { gap = 2 }\n"),
       "line 2: label needs \"size\""},
      {"a key of no label", whole("name = \"own\"\nlabel = { size = [50, 30], width = 3 }\n"),
       "line 2: \"width\" is no key of label; there are size, gap"},
      {"a size of one number", whole("name = \"own\"\nlabel = { size = [50] }\n"),
       "line 2: \"size\" must be a list of 2 numbers in mm"},
      {"a size that is no list", whole("name = \"own\"\nlabel = { size = 50 }\n"),
       "line 2: \"size\" must be a list of 2 numbers in mm"},
      {"a size of texts", whole("name = \"own\"\nlabel = { size = [\"50\", \"30\"] }\n"),
       "line 2: \"size\" must be a number from 1 to 1500"},
      {"a size of truths", whole("name = \"own\"\nlabel = { size = [true, 30] }\n"),
       "line 2: \"size\" must be a number from 1 to 1500"},
      {"no width", whole("name = \"own\"\nlabel = { size = [0, 30] }\n"),
       "line 2: \"size\" must be a number from 1 to 1500"},
      {"a width without end", whole("name = \"own\"\nlabel = { size = [inf, 30] }\n"),
       "line 2: \"size\" must be a number from 1 to 1500"},
      {"no number", whole("name = \"own\"\nlabel = { size = [nan, 30] }\n"),
       "line 2: \"size\" must be a number from 1 to 1500"},
      {"too wide", whole("name = \"own\"\nlabel = { size = [1501, 30] }\n"),
       "line 2: \"size\" must be a number from 1 to 1500"},
      {"a gap below nothing", whole("name = \"own\"\nlabel = { size = [50, 30], gap = -1 }\n"),
       "line 2: \"gap\" must be a number from 0 to 100"},
      // Pages.
      {"a page that is no table", whole(std::string(kHead) + "page = \"A4\"\n"),
       "line 3: \"page\" must be a table"},
      {"a page without a size", with_page("columns = 1"), "line 3: page needs \"size\""},
      {"a page without a grid", with_page("size = [210, 297]"), "line 3: page needs \"first\""},
      {"a page without pitch", with_page("size = [210, 297], first = [0, 0]"),
       "line 3: page needs \"pitch\""},
      {"a page without columns", with_page("size = [210, 297], first = [0, 0], pitch = [50, 30]"),
       "line 3: page needs \"columns\""},
      {"a page without rows",
       with_page("size = [210, 297], first = [0, 0], pitch = [50, 30], columns = 1"),
       "line 3: page needs \"rows\""},
      {"a key of no page", with_page("size = [210, 297], colums = 3"),
       "line 3: \"colums\" is no key of page; there are size, columns, rows, first, pitch, margin, "
       "gap"},
      {"margin beside columns", with_page("size = [210, 297], margin = 8, columns = 3"),
       "line 3: \"columns\" is no key of page with a margin; there are size, margin, gap"},
      {"a gap without a margin",
       with_page(
           "size = [210, 297], gap = 8, columns = 1, rows = 1, first = [0, 0], pitch = [0, 0]"),
       "line 3: \"gap\" is no key of page without a margin"},
      {"no column",
       with_page("size = [210, 297], columns = 0, rows = 1, first = [0, 0], pitch = [50, 30]"),
       "line 3: \"columns\" must be a whole number from 1 to 1000"},
      {"half a column",
       with_page("size = [210, 297], columns = 2.5, rows = 1, first = [0, 0], pitch = [50, 30]"),
       "line 3: \"columns\" must be a whole number from 1 to 1000"},
      {"too many rows",
       with_page("size = [210, 297], columns = 1, rows = 1001, first = [0, 0], pitch = [50, 30]"),
       "line 3: \"rows\" must be a whole number from 1 to 1000"},
      {"too many labels",
       with_page("size = [210, 297], columns = 100, rows = 21, first = [0, 0], pitch = [50, 30]"),
       "line 3: the page holds 2100 labels; it must hold 1 to 2000"},
      {"labels larger than the page", with_page("size = [49, 30], margin = 0"),
       "line 3: the page holds 0 labels"},
      {"a margin that leaves nothing", with_page("size = [210, 297], margin = 100"),
       "line 3: the page holds 0 labels"},
      {"columns that overlap",
       with_page("size = [210, 297], columns = 2, rows = 1, first = [0, 0], pitch = [49.9, 30]"),
       "line 3: \"pitch\" is smaller than the label, so labels would overlap"},
      {"rows that overlap",
       with_page("size = [210, 297], columns = 1, rows = 2, first = [0, 0], pitch = [50, 29.9]"),
       "line 3: \"pitch\" is smaller than the label, so labels would overlap"},
      {"a column too many",
       with_page("size = [210, 297], columns = 4, rows = 1, first = [10.1, 0], pitch = [50, 30]"),
       "line 3: the labels do not fit on the page"},
      {"a row too many",
       with_page("size = [210, 297], columns = 4, rows = 10, first = [5, 0], pitch = [50, 30]"),
       "line 3: the labels do not fit on the page"},
      // Fields.
      {"no field", std::string(kHead), "a template needs \"field\""},
      {"a field that is a number", std::string(kHead) + "field = 3\n",
       "line 3: fields must be [[field]] tables, at most 64"},
      {"fields that are numbers", std::string(kHead) + "field = [3]\n",
       "line 3: a field must be a table"},
      {"too many fields", whole(kHead, many), "fields must be [[field]] tables, at most 64"},
      {"a field of nothing", with_field(""), "line 6: a field needs \"show\""},
      {"a key of no field", with_field("show = \"lot\"\ncolour = 3"),
       "line 8: \"colour\" is no key of a field; there are show, box, font"},
      {"a field that there is not", with_field("show = \"price\"\nbox = [27, 1, 5, 5]"),
       "line 7: \"show\" must be one of qr, product, brand, producer, lot, produced, expires, "
       "serial, hint, text, stars, hidden_code, sample"},
      {"a field without a box", with_field("show = \"lot\""), "line 6: a field needs \"box\""},
      {"a box of three", with_field("show = \"lot\"\nbox = [27, 1, 5]"),
       "line 8: \"box\" must be a list of 4 numbers in mm"},
      {"a box left of the label", with_field("show = \"lot\"\nbox = [-1, 1, 5, 5]"),
       "line 8: \"box\" must be a number from 0 to 1500"},
      {"a box right of the label", with_field("show = \"lot\"\nbox = [45.1, 1, 5, 5]"),
       "field \"lot\" does not lie on the label"},
      {"a box below the label", with_field("show = \"lot\"\nbox = [27, 25.1, 5, 5]"),
       "field \"lot\" does not lie on the label"},
      {"a box of no width", with_field("show = \"lot\"\nbox = [27, 1, 0, 5]"),
       "field \"lot\" does not lie on the label"},
      {"a box of no height", with_field("show = \"lot\"\nbox = [27, 1, 5, 0]"),
       "field \"lot\" does not lie on the label"},
      {"over the symbol", with_field("show = \"lot\"\nbox = [25.9, 1, 5, 5]"),
       "field \"lot\" lies over the symbol or its quiet zone"},
      {"in the symbol, though it waits",
       with_field("show = \"sample\"\nbox = [10, 10, 5, 5]\nwhen = \"sample\""),
       "field \"sample\" lies over the symbol or its quiet zone"},
      {"two symbols", with_field("show = \"qr\"\nbox = [27, 1, 20, 20]"),
       "a label needs exactly one field that shows \"qr\"; there are 2"},
      {"a symbol that waits", std::string(kHead) + std::string(kQr) + "when = \"stars\"\n",
       "the symbol is on every label: it has no \"when\""},
      {"no symbol", std::string(kHead) + "[[field]]\nshow = \"lot\"\nbox = [27, 1, 5, 5]\n",
       "a label needs exactly one field that shows \"qr\"; there are 0"},
      {"type too small", with_field("show = \"lot\"\nbox = [27, 1, 5, 5]\nsize = 2.9"),
       "line 9: \"size\" must be a number from 3 to 200"},
      {"type too large", with_field("show = \"lot\"\nbox = [27, 1, 5, 5]\nsize = 201"),
       "line 9: \"size\" must be a number from 3 to 200"},
      {"a least size above the size",
       with_field("show = \"lot\"\nbox = [27, 1, 5, 5]\nsize = 8\nmin_size = 9"),
       "line 10: \"min_size\" must be a number from 3 to 8"},
      {"an alignment", with_field("show = \"lot\"\nbox = [27, 1, 5, 5]\nalign = \"middle\""),
       "line 9: \"align\" must be one of left, center, right"},
      {"a vertical one", with_field("show = \"lot\"\nbox = [27, 1, 5, 5]\nvertical = \"center\""),
       "line 9: \"vertical\" must be one of top, middle, bottom"},
      {"a condition", with_field("show = \"lot\"\nbox = [27, 1, 5, 5]\nwhen = \"lot\""),
       "line 9: \"when\" must be one of brand, expires, text, stars, stars_or_text, hidden_code, sample, or \"not "
       "\" before it"},
      {"a condition that is a number",
       with_field("show = \"lot\"\nbox = [27, 1, 5, 5]\nwhen = [3]"),
       "line 9: \"when\" must be a text of at most 400 bytes"},
      {"not not", with_field("show = \"lot\"\nbox = [27, 1, 5, 5]\nwhen = \"not not stars\""),
       "line 9: \"when\" must be one of brand"},
      {"stacked", with_field("show = \"lot\"\nbox = [27, 1, 5, 5]\nstacked = \"yes\""),
       "line 9: \"stacked\" must be true or false"},
      {"a text of two lines", with_field("show = \"text\"\nbox = [27, 1, 5, 5]\ntext = \"a\\nb\""),
       "line 9: \"text\" holds a line break or a hidden character"},
      {"a font's zero byte",
       with_field("show = \"text\"\nbox = [27, 1, 5, 5]\nfont = \"Noto\\u0000Sans\""),
       "line 9: \"font\" holds a line break or a hidden character"},
  };
  for (const auto& [why, toml, says] : cases) {
    CAPTURE(why);
    CAPTURE(toml);
    const auto layout = parse(toml);
    CHECK(!layout);
    if (layout) continue;
    const Error& error = layout.error();
    CAPTURE(error.str());
    CHECK(name(error.code) == name(ErrorCode::bad_field));
    CHECK(error.detail.starts_with("own.toml: line "));
    CHECK(error.detail.find(says) != std::string::npos);
    CHECK(error.detail.find('\n') == std::string::npos);
  }
}

TEST_CASE("a template has a bound") {
  const std::string most = whole(kHead, std::string(kMaxTemplateBytes - whole(kHead).size(), '\n'));
  CHECK(parse(most).has_value());
  const auto more = parse(most + "\n");
  REQUIRE(!more);
  CHECK(more.error().code == ErrorCode::too_long);
  CHECK(more.error().detail == "own.toml: a template has at most 64 KiB");
  const auto deep = parse("a = " + std::string(30'000, '[') + std::string(30'000, ']'));
  REQUIRE(!deep);
  CHECK(deep.error().code == ErrorCode::bad_field);
}

TEST_CASE("the built-in templates can be laid out, whatever is printed of a tea") {
  CHECK(LabelTemplate::built_in_names().size() == 10);
  const double paper[] = {210, 297};
  for (const auto name : LabelTemplate::built_in_names()) {
    CAPTURE(name);
    const LabelTemplate layout = built_in(name);
    CHECK(layout.name == name);
    CHECK(!layout.title.empty());
    CHECK(layout.on_roll != name.starts_with("a4-"));
    if (!layout.on_roll) {
      CHECK(layout.page.width == paper[0]);
      CHECK(layout.page.height == paper[1]);
    }
    CHECK(LabelTemplate::built_in_text(name)->find("name = \"" + std::string(name) + "\"") !=
          std::string_view::npos);
    for (const bool sample : {false, true}) {
      for (const bool more : {false, true}) {
        LabelTexts texts = tea();
        texts.sample = sample;
        if (more && layout.find(FieldKind::text) != nullptr) texts.free_line = "Bảo quản khô";
        if (!more && layout.find(FieldKind::stars) != nullptr) texts.stars = 5;
        if (more) texts.expires.reset();
        PrintSetup setup;
        if (more && layout.find(FieldKind::hidden_code) != nullptr) setup.layer = Layer::both;
        face_of(layout, texts, setup);
      }
    }
  }
  // What each of them holds is in its name.
  CHECK(built_in("a4-21").per_page() == 21);
  CHECK(built_in("a4-24").per_page() == 24);
  CHECK(built_in("a4-65").per_page() == 65);
  CHECK(built_in("a4-grid").per_page() == 4 * 10);
}

TEST_CASE("names that there are not") {
  const auto none = LabelTemplate::built_in("a4-22");
  REQUIRE(!none);
  CHECK(none.error().code == ErrorCode::not_found);
  CHECK(none.error().detail.find("no template \"a4-22\"; there are a4-21, a4-24") !=
        std::string::npos);
  CHECK(LabelTemplate::built_in_text("../secret").error().code == ErrorCode::not_found);
}

TEST_CASE("a grid with a margin is as many as fit, in the middle") {
  CHECK(rc::check([] {
    const auto tenths = [](int least, int most) { return *rc::gen::inRange(least, most) / 10.0; };
    const double width = tenths(260, 900), height = tenths(260, 900), gap = tenths(0, 50);
    const double edge = tenths(0, 150);
    const std::string toml = "name = \"g\"\nlabel = { size = [" + std::to_string(width) + ", " +
                             std::to_string(height) +
                             "] }\npage = { size = [210, 297], margin = " + std::to_string(edge) +
                             ", gap = " + std::to_string(gap) + " }\n" + std::string(kQr);
    const auto layout = parse(toml);
    RC_ASSERT(layout.has_value());
    const PageGrid& page = layout->page;
    const double right = page.left + (page.columns - 1) * page.pitch_x + width;
    const double bottom = page.top + (page.rows - 1) * page.pitch_y + height;
    RC_ASSERT(page.left >= edge - 1e-6);
    RC_ASSERT(page.top >= edge - 1e-6);
    RC_ASSERT(std::abs(page.left - (210 - right)) < 1e-6);
    RC_ASSERT(std::abs(page.top - (297 - bottom)) < 1e-6);
    RC_ASSERT(page.columns * (width + gap) + width > 210 - 2 * edge - 1e-6);
    RC_ASSERT(page.rows * (height + gap) + height > 297 - 2 * edge - 1e-6);
  }));
}

TEST_CASE("whatever lies over the symbol is refused, whatever lies beside it is not") {
  CHECK(rc::check([] {
    // In hundredths of a millimetre, so that the reference is whole numbers.
    const auto some = [](int least, int most) { return *rc::gen::inRange(least, most); };
    struct Whole {
      int x, y, width, height;
    };
    const auto box_on = [&](int least) {
      const int x = some(0, 5000 - least), y = some(0, 3000 - least);
      return Whole{x, y, some(least, 5001 - x), some(least, 3001 - y)};
    };
    const auto text = [](const Whole& w) {
      return box_text({w.x / 100.0, w.y / 100.0, w.width / 100.0, w.height / 100.0});
    };
    const Whole symbol = box_on(100), other = box_on(1);
    const bool over = other.x < symbol.x + symbol.width && symbol.x < other.x + other.width &&
                      other.y < symbol.y + symbol.height && symbol.y < other.y + other.height;
    const auto layout =
        parse(std::string(kHead) + "[[field]]\nshow = \"qr\"\nbox = " + text(symbol) +
              "\n[[field]]\nshow = \"lot\"\nbox = " + text(other));
    RC_ASSERT(layout.has_value() != over);
    if (over) RC_ASSERT(layout.error().detail.find("lies over the symbol") != std::string::npos);
  }));
}
