#include "tem/csv.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace tem;

namespace {

using Cells = std::vector<std::string>;
using namespace std::string_literals;

std::vector<CsvRow> all_rows(std::string_view text) {
  std::vector<CsvRow> rows;
  CsvReader reader(text);
  while (auto row = reader.next()) rows.push_back(std::move(*row));
  CHECK_FALSE(reader.next().has_value());
  return rows;
}

std::string any_cell() {
  return *rc::gen::container<std::string>(
      rc::gen::weightedOneOf<char>({{3, rc::gen::element(',', '"', '\r', '\n', ' ', '\t', '\0')},
                                    {2, rc::gen::element('\xEF', '\xBB', '\xBF')},
                                    {3, rc::gen::arbitrary<char>()}}));
}

}  // namespace

TEST_CASE("any text is some table") {
  struct Case {
    std::string_view why;
    std::string text;
    std::vector<Cells> want;
    std::vector<int> lines;
  };
  for (const auto& [why, text, want, lines] : {
           Case{"nothing", "", {}, {}},
           Case{"blank lines", "\n\r\n\n", {}, {}},
           Case{"one cell", "a", {{"a"}}, {1}},
           Case{"the example of the header", "a,\"b,\"\"c\"\"\"\n", {{"a", "b,\"c\""}}, {1}},
           Case{"empty cells", ",a,\n,", {{"", "a", ""}, {"", ""}}, {1, 2}},
           Case{"line ends of three kinds",
                "a\nb\r\nc\rd",
                {{"a"}, {"b"}, {"c"}, {"d"}},
                {1, 2, 3, 3}},
           Case{"blank lines are counted", "\n\na\n\nb", {{"a"}, {"b"}}, {3, 5}},
           Case{"a byte order mark",
                "\xEF\xBB\xBF"
                "a,b",
                {{"a", "b"}},
                {1}},
           Case{"a byte order mark before a quote", "\xEF\xBB\xBF\"a,b\"", {{"a,b"}}, {1}},
           Case{"a second byte order mark",
                "\xEF\xBB\xBF\xEF\xBB\xBF"
                "a",
                {{"\xEF\xBB\xBF"
                  "a"}},
                {1}},
           Case{"line ends in quotes", "\"a\r\nb\nc\",d\ne", {{"a\r\nb\nc", "d"}, {"e"}}, {1, 4}},
           Case{"a quote never closed", "a,\"b\nc,d", {{"a", "b\nc,d"}}, {1}},
           Case{"a lone quote", "\"", {{""}}, {1}},
           Case{"text after a closing quote", "\"a\"b\"c,d", {{"ab\"c", "d"}}, {1}},
           Case{"a quote inside a bare cell", "a\"b,c\"", {{"a\"b", "c\""}}, {1}},
           Case{"spaces stay", " a , \"b\" ", {{" a ", " \"b\" "}}, {1}},
           Case{"a zero byte", "a\0b,c"s, {{"a\0b"s, "c"}}, {1}},
           Case{"rows of other lengths",
                "a,b\nc\nd,e,f",
                {{"a", "b"}, {"c"}, {"d", "e", "f"}},
                {1, 2, 3}},
       }) {
    CAPTURE(why);
    const auto rows = all_rows(text);
    std::vector<Cells> cells;
    std::vector<int> begins;
    for (const auto& row : rows) {
      cells.push_back(row.cells);
      begins.push_back(row.line);
    }
    CHECK(cells == want);
    CHECK(begins == lines);
  }
}

TEST_CASE("a table that is written is read") {
  CHECK(rc::check([] {
    std::vector<Cells> table;
    std::string text;
    const int rows = *rc::gen::inRange(1, 6);
    for (int i = 0; i < rows; ++i) {
      Cells row;
      const int cells = *rc::gen::inRange(1, 5);
      for (int k = 0; k < cells; ++k) row.push_back(any_cell());
      if (row == Cells{""}) continue;  // a blank line
      for (std::size_t k = 0; k < row.size(); ++k) text += (k > 0 ? "," : "") + csv_cell(row[k]);
      text += *rc::gen::element("\n"s, "\r\n"s, "\r"s);
      table.push_back(std::move(row));
    }
    std::vector<Cells> read;
    CsvReader reader(text);
    while (auto row = reader.next()) read.push_back(std::move(row->cells));
    RC_ASSERT(read == table);
  }));
}

TEST_CASE("a cell is quoted where RFC 4180 asks for it, and nowhere else") {
  CHECK(csv_cell("") == "");
  CHECK(csv_cell("Trà hoa vàng") == "Trà hoa vàng");
  CHECK(csv_cell(" a ") == " a ");
  CHECK(csv_cell("a,b") == "\"a,b\"");
  CHECK(csv_cell("a\"b") == "\"a\"\"b\"");
  CHECK(csv_cell("a\nb") == "\"a\nb\"");
  CHECK(csv_cell("a\rb") == "\"a\rb\"");
  CHECK(csv_cell("\xEF\xBB\xBF") == "\"\xEF\xBB\xBF\"");
}

TEST_CASE("no cell of a report is a formula") {
  for (const char* text : {"=1+1", "+84", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"}) {
    CAPTURE(text);
    const std::string cell = csv_report_cell(text);
    CHECK(all_rows(cell).at(0).cells == Cells{"'" + std::string(text)});
  }
  for (const char* text : {"", "a=1", "https://tem.example/?a=-1", "'=1", "2026-11-01"}) {
    CAPTURE(text);
    CHECK(csv_report_cell(text) == csv_cell(text));
  }
  CHECK(csv_report_cell("=\"a\",b") == "\"'=\"\"a\"\",b\"");
}
