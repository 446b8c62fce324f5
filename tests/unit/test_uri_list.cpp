#include "uri_list.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "tem/csv.hpp"

using namespace tem::cli;

namespace {

struct Line {
  std::string text;
  int line;
  friend bool operator==(const Line&, const Line&) = default;
};

std::vector<Line> read_all(const std::string& file, const std::string& text) {
  UriList list(file, text);
  std::vector<Line> lines;
  while (auto found = list.next()) {
    CHECK(found->source.file == file);
    lines.push_back({found->text, found->source.line.value_or(0)});
  }
  CHECK_FALSE(list.next().has_value());
  return lines;
}

}  // namespace

TEST_CASE("what a list of URIs may look like") {
  struct Case {
    std::string_view why;
    std::string file, text;
    std::vector<Line> want;
  };
  const Case cases[] = {
      {"nothing", "a.txt", "", {}},
      {"blank lines only", "a.txt", " \r\n\t\n\n", {}},
      {"one a line",
       "a.txt",
       "https://a.example/1\nhttps://a.example/2",
       {{"https://a.example/1", 1}, {"https://a.example/2", 2}}},
      {"spaces, blank lines, CRLF",
       "a.txt",
       "\r\n  https://a.example/1 \t\r\n\r\nhttp://b.example\r\n",
       {{"https://a.example/1", 2}, {"http://b.example", 4}}},
      {"a byte order mark",
       "a.txt",
       "\xEF\xBB\xBFhttps://a.example/1\n",
       {{"https://a.example/1", 1}}},
      {"a comma in a URI",
       "a.txt",
       "https://a.example/1,2\nhttps://b.example/3\n",
       {{"https://a.example/1,2", 1}, {"https://b.example/3", 2}}},
      {"any other line stands as it is",
       "a.txt",
       "https://a.example/1\nhello, world\n",
       {{"https://a.example/1", 1}, {"hello, world", 2}}},
      {"no URI at all", "a.txt", "hello\n", {{"hello", 1}}},
      {"what tem print writes as CSV",
       "a.csv",
       "index,serial,uri\n0,K,https://a.example/1\n",
       {{"https://a.example/1", 2}}},
      {"that table under another name",
       "a.txt",
       "index,serial,uri\n0,K,https://a.example/1\n",
       {{"https://a.example/1", 2}}},
      {"the column in capitals, with spaces, first",
       "a.csv",
       " URI ,x\n https://a.example/1 ,y\n",
       {{"https://a.example/1", 2}}},
      {"the column alone", "a.txt", "uri\nhttps://a.example/1\n", {{"https://a.example/1", 2}}},
      {"a byte order mark before the column",
       "a.txt",
       "\xEF\xBB\xBFuri,x\nhttps://a.example/1,2\n",
       {{"https://a.example/1", 2}}},
      {"the column wins over other URIs",
       "a.csv",
       "home,uri\nhttps://x.example,https://a.example/1\n",
       {{"https://a.example/1", 2}}},
      {"the column's cell is no URI", "a.csv", "uri\nhello\n", {{"hello", 2}}},
      {"short rows and empty cells",
       "a.csv",
       "x,uri\n1\n2,\n3,https://a.example/1\n",
       {{"https://a.example/1", 4}}},
      {"no column of that name: the column of the first URI, whatever it holds below",
       "a.csv",
       "1,https://a.example/1,https://b.example\n2,x\n3,\n4\n5, hello ,y\n",
       {{"https://a.example/1", 1}, {"x", 2}, {"hello", 5}}},
      {"a heading above that column",
       "a.csv",
       "STT,Mã\n1,https://a.example/1\n2,htps://a.example/2\n",
       {{"https://a.example/1", 2}, {"htps://a.example/2", 3}}},
      {"only the first row can be a heading",
       "a.csv",
       "STT,Mã\n1,htps://a.example/1\n2,https://a.example/2\n",
       {{"htps://a.example/1", 2}, {"https://a.example/2", 3}}},
      {"a URI that slipped into another column",
       "a.csv",
       "1,https://a.example/1\n2,,https://a.example/2\nhttps://a.example/3\n",
       {{"https://a.example/1", 1}, {"https://a.example/2", 2}, {"https://a.example/3", 3}}},
      {"a table without any URI", "a.csv", "a,b\nc,d\n", {}},
      {"blank lines before a bare URI",
       "a.txt",
       "\n \n https://a.example/1,2\n",
       {{"https://a.example/1,2", 3}}},
      {"a cell after a comma and a space",
       "a.txt",
       "1, https://a.example/1\n2, x\n",
       {{"https://a.example/1", 1}, {"x", 2}}},
      {"known as a table by its first line",
       "a.txt",
       "1,https://a.example/1\n2,https://a.example/2\n",
       {{"https://a.example/1", 1}, {"https://a.example/2", 2}}},
      {"every cell in quotes, the URI first",
       "a.txt",
       "\"https://a.example/1\",\"x\"\n\"https://a.example/2\",\"y\"\n",
       {{"https://a.example/1", 1}, {"https://a.example/2", 2}}},
      {"a table's rows over several lines",
       "a.csv",
       "note,uri\n\"a\nb\",https://a.example/1\nc,https://a.example/2\n",
       {{"https://a.example/1", 2}, {"https://a.example/2", 4}}},
      {"what tem print writes as NDJSON",
       "a.ndjson",
       "{\"index\":0,\"serial\":\"K\",\"uri\":\"https://a.example/1\"}\n"
       "{ \"uri\" : \"https://a.example/2\" }\n",
       {{"https://a.example/1", 1}, {"https://a.example/2", 2}}},
      {"JSON without the member",
       "a.ndjson",
       "{\"url\":\"https://a.example/1\"}\n",
       {{"{\"url\":\"https://a.example/1\"}", 1}}},
      {"JSON with the member deeper",
       "a.ndjson",
       "{\"a\":{\"uri\":\"https://a.example/1\"}}\n",
       {{"{\"a\":{\"uri\":\"https://a.example/1\"}}", 1}}},
      {"JSON with the word as a value",
       "a.ndjson",
       "{\"a\":\"uri\",\"uri\":\"https://a.example/1\"}\n",
       {{"https://a.example/1", 1}}},
      {"broken JSON", "a.ndjson", "{\"uri\":\n{\n", {{"{\"uri\":", 1}, {"{", 2}}},
      {"the ending in capitals", "A.CSV", "1,https://a.example/1\n", {{"https://a.example/1", 1}}},
  };
  for (const auto& [why, file, text, want] : cases) {
    CAPTURE(why);
    CHECK(read_all(file, text) == want);
  }
}

TEST_CASE("what looks like a URI") {
  for (const char* text : {"http://", "https://", "HTTPS://TEM.EXAMPLE", "hTTp://x"}) {
    CHECK(looks_like_uri(text));
  }
  for (const char* text : {"", "http", "http:/", "http:/x", "https:/x", "ftp://x", " http://x",
                           "xhttp://", "httpss://"}) {
    CHECK_FALSE(looks_like_uri(text));
  }
}

TEST_CASE("a list that is written is read, as lines and as tables") {
  CHECK(rc::check([] {
    using namespace std::string_literals;
    std::string lines, table = "index,serial,uri\n";
    std::vector<Line> want_lines, want_rows;
    const int count = *rc::gen::inRange(1, 20);
    int line = 0;
    for (int i = 0; i < count; ++i) {
      const std::string uri =
          "https://a.example/" + *rc::gen::container<std::string>(rc::gen::inRange('!', '~'));
      if (*rc::gen::arbitrary<bool>()) {
        lines += *rc::gen::element("\n"s, "  \r\n"s);
        ++line;
      }
      lines += uri + *rc::gen::element("\n"s, "\r\n"s, " \n"s);
      want_lines.push_back({uri, ++line});
      table += std::to_string(i) + ",K," + tem::csv_cell(uri) + "\n";
      want_rows.push_back({uri, i + 2});
    }
    RC_ASSERT(read_all("a.txt", lines) == want_lines);
    RC_ASSERT(read_all("a.txt", table) == want_rows);
    RC_ASSERT(read_all("a.csv", table) == want_rows);
  }));
}
