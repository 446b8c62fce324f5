#include "tem/access_line.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>

using namespace tem;

namespace {

const std::chrono::system_clock::time_point kAt{std::chrono::milliseconds(1'764'237'600'123)};

/// The fields of a logfmt line; a reader as strict as the writer should be.
std::vector<std::pair<std::string, std::string>> fields(std::string_view line) {
  std::vector<std::pair<std::string, std::string>> all;
  while (!line.empty()) {
    const auto equals = line.find('=');
    REQUIRE(equals != std::string_view::npos);
    std::string key(line.substr(0, equals)), value;
    line.remove_prefix(equals + 1);
    if (line.starts_with('"')) {
      std::size_t i = 1;
      while (i < line.size() && line[i] != '"') i += line[i] == '\\' ? 2 : 1;
      REQUIRE(i < line.size());
      value = line.substr(0, i + 1);
    } else {
      value = line.substr(0, line.find(' '));
    }
    line.remove_prefix(value.size());
    if (!line.empty()) {
      REQUIRE(line.front() == ' ');
      line.remove_prefix(1);
    }
    all.emplace_back(std::move(key), std::move(value));
  }
  return all;
}

}  // namespace

TEST_CASE("one line of every field") {
  const std::string line = access_line({.method = "GET",
                                        .path = "/v/01/08936000000011/10/L2611A/21/KVYVF9TDX7",
                                        .status = 200,
                                        .bytes = 5120,
                                        .took = std::chrono::microseconds(412),
                                        .lane = Lane::quick,
                                        .client = "203.0.113.9"},
                                       kAt);
  CHECK(line ==
        "time=2025-11-27T10:00:00.123Z method=GET path=/v/01/08936000000011/10/L2611A/21/- "
        "status=200 bytes=5120 ms=0.412 lane=quick");
  CHECK(access_line({.method = "-",
                     .path = "-",
                     .status = 503,
                     .why = "disk \"full\"\n",
                     .lane = Lane::stream},
                    kAt)
            .ends_with(R"( status=503 bytes=0 ms=0.000 lane=stream why="disk \"full\"\x0A")"));
}

TEST_CASE("no serial is in a path") {
  struct Case {
    std::string_view why;
    std::string path, want;
  };
  const Case cases[] = {
      {"a stamp", "/01/08936000000011/10/L2611A/21/KVYVF9TDX7",
       "/01/08936000000011/10/L2611A/21/-"},
      {"below a stem", "/vn/v/01/08936000000011/10/L%2FA/21/K",
       "/vn/v/01/08936000000011/10/L%2FA/21/-"},
      {"a lot", "/v/01/08936000000011/10/L2611A", "/v/01/08936000000011/10/L2611A"},
      {"more after the serial", "/v/01/08936000000011/10/L/21/K/K", "/v/01/-"},
      {"an escaped 21", "/v/01/08936000000011/10/L/%32%31/K", "/v/01/-"},
      {"no GTIN", "/v/01/8936000000011/10/L/21/K", "/v/01/-"},
      {"another order", "/v/01/08936000000011/21/K/10/L", "/v/01/-"},
      {"a lot that is too long", "/v/01/08936000000011/10/" + std::string(61, 'L'), "/v/01/-"},
      {"twice", "/v/01/08936000000011/10/L/01/x", "/v/01/-"},
      {"nothing below", "/v/01/", "/v/01/-"},
      {"another path with a serial", "/V/1/21/K/x/21/K", "/V/1/21/-/x/21/-"},
      {"the 21 alone", "/21", "/21"},
      {"no stamp", "/log/tile/0/000", "/log/tile/0/000"},
      {"not a path", "-", "-"},
      {"empty", "", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.why);
    CHECK(path_without_serial(c.path) == c.want);
  }
}

TEST_CASE("values") {
  struct Case {
    std::string_view why, text, want;
  };
  const Case cases[] = {
      {"plain", "/a?b:c", "/a?b:c"},
      {"empty", "", "\"\""},
      {"a space", "a b", "\"a b\""},
      {"a field of its own", "x status=200", "\"x status=200\""},
      {"a quote and a backslash", "a\"\\", "\"a\\\"\\\\\""},
      {"a line feed", "a\ntime=0", "\"a\\x0Atime=0\""},
      {"an escape sequence", "\x1B[31m", "\"\\x1B[31m\""},
      {"beyond ASCII", "lô", "\"l\\xC3\\xB4\""},
      {"DEL and zero", std::string_view("\x7F\0", 2), "\"\\x7F\\x00\""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.why);
    CHECK(logfmt_value(c.text) == c.want);
  }
  CHECK(logfmt_value(std::string(200, 'a')) == std::string(200, 'a'));
  CHECK(logfmt_value(std::string(201, 'a')) == std::string(200, 'a') + "...");
}

TEST_CASE("whatever a client sends, there is one line, of the same fields") {
  rc::check([] {
    const auto method = *rc::gen::arbitrary<std::string>();
    const auto path = *rc::gen::container<std::string>(rc::gen::oneOf(
        rc::gen::arbitrary<char>(), rc::gen::elementOf(std::string("/0121 =\"\\\n"))));
    const std::string line = access_line({.method = method, .path = path, .status = 404}, kAt);
    RC_ASSERT(std::ranges::all_of(line, [](char c) { return c >= 0x20 && c < 0x7F; }));
    const auto all = fields(line);
    RC_ASSERT(all.size() == 7U);
    RC_ASSERT(all[0].first == "time");
    RC_ASSERT(all[3] == (std::pair<std::string, std::string>("status", "404")));
    RC_ASSERT(line.size() < 2'000U);
  });
}
