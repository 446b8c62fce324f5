#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "../../server/src/line_splitter.hpp"
#include "../../server/src/verify_lines.hpp"

using namespace tem;

namespace {

using Told = std::vector<std::string>;

/// "1:text", or "1!too_long".
Told split(std::string_view text, std::size_t piece) {
  Told told;
  LineSplitter lines;
  const auto each = [&](std::uint64_t number, const Result<std::string_view>& line) {
    told.push_back(std::to_string(number) + (line ? ":" + std::string(*line)
                                                  : "!" + std::string(name(line.error().code))));
  };
  for (; !text.empty(); text.remove_prefix(std::min(piece, text.size())))
    lines.take(text.substr(0, piece), each);
  lines.finish(each);
  return told;
}

}  // namespace

TEST_CASE("lines of a body, whatever its pieces") {
  struct Case {
    std::string_view why;
    std::string text;
    Told want;
  };
  const std::string longest(kMaxLineBytes, 'x');
  const Case cases[] = {
      {"nothing", "", {}},
      {"one", "a\n", {"1:a"}},
      {"the last without its line feed", "a\nb", {"1:a", "2:b"}},
      {"CR LF", "a\r\nb\r\n", {"1:a", "2:b"}},
      {"blank lines are counted and passed over", "\n \t\na\n", {"3:a"}},
      {"the longest", longest + "\n", {"1:" + longest}},
      {"a byte more is told once, and the next line is read", longest + "x\nb\n", {"1!too_long", "2:b"}},
      {"far too long, and without an end", longest + longest + longest, {"1!too_long"}},
      {"NUL is a byte like another", std::string("a\0b\n", 4), {std::string("1:a\0b", 5)}},
  };
  for (const Case& each : cases) {
    INFO(each.why);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, kMaxLineBytes, std::size_t{1} << 20})
      CHECK(split(each.text, piece) == each.want);
  }
}

TEST_CASE("any pieces give the same lines") {
  CHECK(rc::check([](const std::string& text, std::uint8_t piece) {
    RC_ASSERT(split(text, 1 + piece % 32) == split(text, text.size() + 1));
  }));
}

TEST_CASE("the URI of a line") {
  struct Case {
    std::string_view why, line, want;  // empty: refused
  };
  const Case cases[] = {
      {"a string", R"("https://a.example/01/x")", "https://a.example/01/x"},
      {"an object", R"({"uri": "https://a.example/01/x"})", "https://a.example/01/x"},
      {"white space around", "  \"x\" ", "x"},
      {"escapes", R"("\u0041")", "A"},
      {"bare text", "https://a.example/01/x", ""},
      {"a number", "7", ""},
      {"a list", R"(["x"])", ""},
      {"another field", R"({"uri": "x", "more": "y"})", ""},
      {"no uri", "{}", ""},
      {"twice", R"({"uri": "x", "uri": "y"})", ""},
      {"cut short", R"("x)", ""},
      {"more behind it", R"("x" "y")", ""},
  };
  for (const Case& each : cases) {
    INFO(each.why);
    const auto uri = parse_verify_line(each.line);
    CHECK(uri.has_value() == !each.want.empty());
    if (uri) CHECK(*uri == each.want);
    if (!uri) CHECK_FALSE(uri.error().str().empty());
  }
}
