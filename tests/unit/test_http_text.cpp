#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <array>
#include <optional>

#include "tem/http.hpp"
#include "tem/http_text.hpp"
#include "tem/request_head.hpp"

using namespace tem;

namespace {

constexpr std::array<std::string_view, 2> kOffers = {"text/html", "application/json"};
constexpr std::optional<std::size_t> kHtml = 0, kJson = 1, kNothing = std::nullopt;

}  // namespace

TEST_CASE("Accept chooses between HTML and JSON") {
  struct Case {
    std::string_view why, accept;
    std::optional<std::size_t> want;
  };
  const Case cases[] = {
      {"none", "", kHtml},
      {"anything", "*/*", kHtml},
      {"JSON alone", "application/json", kJson},
      {"HTML alone", "text/html", kHtml},
      {"a browser", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
       kHtml},
      {"a script that would take all", "application/json, text/plain, */*", kJson},
      {"JSON with a wildcard behind it", "application/json, */*;q=0.1", kJson},
      {"JSON weaker than HTML", "application/json;q=0.5, text/html", kHtml},
      {"HTML weaker than JSON", "text/html;q=0.8, application/json;q=0.9", kJson},
      {"equal and both named: the server's favourite", "application/json, text/html", kHtml},
      {"a family", "application/*", kJson},
      {"the other family", "text/*", kHtml},
      {"all but HTML", "text/html;q=0, */*", kJson},
      {"all but JSON", "application/json;q=0, */*", kHtml},
      {"neither", "text/html;q=0, application/json;q=0", kNothing},
      {"everything refused", "*/*;q=0", kNothing},
      {"only a picture", "image/png", kNothing},
      {"case does not matter", "Application/JSON", kJson},
      {"a parameter beside q", "application/json;charset=utf-8;q=1.000", kJson},
      {"a quoted comma in a parameter", "application/json;x=\"a,b;q=0\"", kJson},
      {"blanks about", " \tapplication/json ; q=0.3 , image/png", kJson},
      {"empty list members", ",,application/json,,", kJson},
      {"the closest range wins over the first", "*/*;q=1, text/html;q=0.1, application/json;q=0.2",
       kJson},
      {"q above 1 makes the range malformed", "application/json;q=1.5, text/html;q=0.1", kHtml},
      {"q with four digits is malformed", "application/json;q=0.1234, text/html;q=0.1", kHtml},
      {"q that is no number is malformed", "application/json;q=high, text/html;q=0.1", kHtml},
      {"nothing well formed is as no field", "json", kHtml},
      {"*/json is malformed", "*/json, application/json", kJson},
      {"q is 0.001", "application/json;q=0.001", kJson},
      {"q is 0.", "application/json;q=0., text/html;q=0.5", kHtml},
      {"q is 1.001", "application/json;q=1.001, text/html;q=0.5", kHtml},
  };
  for (const Case& each : cases) {
    CAPTURE(each.why);
    CAPTURE(each.accept);
    CHECK(preferred(each.accept, kOffers) == each.want);
  }
}

TEST_CASE("a type is named only by itself") {
  CHECK(names_type("text/html", "text/html"));
  CHECK(names_type("image/png, TEXT/HTML;q=0.1", "text/html"));
  CHECK_FALSE(names_type("", "text/html"));
  CHECK_FALSE(names_type("*/*", "text/html"));
  CHECK_FALSE(names_type("text/*", "text/html"));
  CHECK_FALSE(names_type("text/html;q=0", "text/html"));
}

TEST_CASE("Content-Type") {
  struct Case {
    std::string_view why, text, want;
  };
  const Case cases[] = {
      {"bare", "application/json", "application/json"},
      {"a parameter", "application/json; charset=utf-8", "application/json"},
      {"case", "Application/JSON", "application/json"},
      {"blanks", "  application/json  ", "application/json"},
      {"a quoted semicolon", "text/plain;a=\"b;c\"", "text/plain"},
      {"another type", "application/x-ndjson", "application/x-ndjson"},
      {"none", "", ""},
      {"no slash", "json", ""},
      {"no subtype", "application/", ""},
      {"a wildcard is no type", "application/*", ""},
      {"two types", "application/json, text/html", ""},
      {"a blank inside", "application /json", ""},
  };
  for (const Case& each : cases) {
    CAPTURE(each.why);
    CHECK(media_type(each.text) == each.want);
  }
}

TEST_CASE("request targets") {
  struct Good {
    std::string_view why, text, want;
  };
  const Good good[] = {
      {"origin form", "/v/01/1?s=2", "/v/01/1?s=2"},
      {"root", "/", "/"},
      {"absolute form", "http://host:80/a?b", "/a?b"},
      {"absolute form, other case", "HTTPS://host/a", "/a"},
      {"absolute form without a path", "http://host", "/"},
      {"two slashes stay a path", "//host/a", "//host/a"},
      {"bytes beyond ASCII pass", "/\xC3\xA9", "/\xC3\xA9"},
  };
  for (const Good& each : good) {
    CAPTURE(each.why);
    const auto got = path_and_query(each.text);
    REQUIRE(got);
    CHECK(*got == each.want);
  }
  struct Bad {
    std::string_view why, text;
    ErrorCode want;
  };
  const Bad bad[] = {
      {"empty", "", ErrorCode::bad_value},
      {"asterisk form", "*", ErrorCode::bad_value},
      {"authority form", "host:443", ErrorCode::bad_value},
      {"relative", "v/01/1", ErrorCode::bad_value},
      {"another scheme", "ftp://host/a", ErrorCode::bad_value},
      {"absolute form without a host", "http://", ErrorCode::bad_value},
      {"absolute form, query at once", "http://host?a", ErrorCode::bad_value},
      {"line feed", "/a\nb", ErrorCode::bad_character},
      {"carriage return", "/a\rb", ErrorCode::bad_character},
      {"space", "/a b", ErrorCode::bad_character},
      {"NUL", std::string_view("/a\0b", 4), ErrorCode::bad_character},
      {"DEL", "/\x7F", ErrorCode::bad_character},
      {"fragment", "/a#b", ErrorCode::bad_character},
  };
  for (const Bad& each : bad) {
    CAPTURE(each.why);
    const auto got = path_and_query(each.text);
    REQUIRE_FALSE(got);
    CHECK(got.error().code == each.want);
  }
  const std::string longest = "/" + std::string(kMaxTargetBytes - 1, 'a');
  CHECK(path_and_query(longest));
  CHECK(path_and_query(longest + "a").error().code == ErrorCode::too_long);
}

TEST_CASE("a target that is taken is a piece of what was sent, without anything unprintable") {
  CHECK(rc::check([] {
    const auto text = *rc::gen::oneOf(
        rc::gen::string<std::string>(),
        rc::gen::map(rc::gen::string<std::string>(), [](std::string s) { return "/" + s; }),
        rc::gen::map(rc::gen::string<std::string>(), [](std::string s) { return "http://h" + s; }));
    const auto got = path_and_query(text);
    if (!got) return;
    RC_ASSERT(got->starts_with("/"));
    RC_ASSERT((text.ends_with(*got) || *got == "/"));
    for (const char c : *got) RC_ASSERT(static_cast<unsigned char>(c) > 0x20 && c != 0x7F);
  }));
}

TEST_CASE("any Accept field has an answer, and refusing a type is honoured") {
  CHECK(rc::check([] {
    const auto noise = *rc::gen::container<std::string>(
        rc::gen::elementOf(std::string("text/html,application/json;q=0.1*\" \t\\x")));
    const auto chosen = preferred(noise, kOffers);
    RC_ASSERT((!chosen || *chosen < kOffers.size()));  // its || does not stop early
    RC_ASSERT(!preferred("text/html;q=0,application/json;q=0", kOffers).has_value());
  }));
}

TEST_CASE("which content coding is taken") {
  struct Case {
    std::string_view field;
    bool want;
  };
  for (const auto& [field, want] :
       {Case{"gzip", true}, Case{"GZIP", true}, Case{"identity, gzip;q=0.5", true},
        Case{"br,gzip ; q=1.0", true}, Case{"gzip;q=0", false}, Case{"gzip;q=0.000", false},
        Case{"gzip;level=1", false}, Case{"", false}, Case{"*", false}, Case{"xgzip", false},
        Case{"gzip;q=2", false}, Case{"\"gzip\"", false}, Case{",,gzip", true}}) {
    CAPTURE(field);
    CHECK(accepts_encoding(field, "gzip") == want);
  }
}

TEST_CASE("a problem carries the one error table") {
  const Response known = problem({ErrorCode::not_found, "nothing at /x \"<script>\""});
  CHECK(known.status == 404);
  CHECK(known.header("Content-Type") == "application/problem+json");
  CHECK(known.header("Content-Length") == std::to_string(known.body.size()));
  CHECK(known.body ==
        "{\"type\":\"/problems#not_found\",\"title\":\"not found\",\"status\":404,"
        "\"detail\":\"nothing at /x \\\"<script>\\\"\",\"error\":\"not_found\"}\n");
  CHECK(known.log.empty());

  const Response overridden = problem({ErrorCode::too_long, "header"}, 431);
  CHECK(overridden.status == 431);
  CHECK(overridden.body.find("\"status\":431") != std::string::npos);
}

TEST_CASE("a request whose end or meaning is in doubt is refused") {
  using Codings = std::vector<std::string_view>;
  struct Case {
    std::string_view why;
    RequestHead head;
    int want;  ///< 0: not refused
  };
  const Case cases[] = {
      {"plain", {11, {}, 1, {}}, 0},
      {"chunked", {11, Codings{"chunked"}, 1, {}}, 0},
      {"chunked, other case", {11, Codings{"Chunked"}, 1, {}}, 0},
      {"chunked twice in one field", {11, Codings{"chunked, chunked"}, 1, {}}, 400},
      {"chunked in two fields", {11, Codings{"chunked", "chunked"}, 1, {}}, 400},
      {"another coding before it", {11, Codings{"gzip, chunked"}, 1, {}}, 400},
      {"another coding in a field of its own", {11, Codings{"gzip", "chunked"}, 1, {}}, 400},
      {"another coding alone", {11, Codings{"gzip"}, 1, {}}, 400},
      {"identity", {11, Codings{"identity"}, 1, {}}, 400},
      {"a parameter", {11, Codings{"chunked;a=b"}, 1, {}}, 400},
      {"a comma behind it", {11, Codings{"chunked,"}, 1, {}}, 400},
      {"nothing in it", {11, Codings{""}, 1, {}}, 400},
      {"nearly", {11, Codings{"xchunked"}, 1, {}}, 400},
      {"chunked in HTTP/1.0", {10, Codings{"chunked"}, 1, {}}, 400},
      {"no Host", {11, {}, 0, {}}, 400},
      {"no Host in HTTP/1.0", {10, {}, 0, {}}, 0},
      {"two Hosts", {11, {}, 2, {}}, 400},
      {"two Hosts in HTTP/1.0", {10, {}, 2, {}}, 400},
      {"Expect", {11, {}, 1, "100-Continue"}, 0},
      {"another expectation", {11, {}, 1, "a-miracle"}, 417},
      {"an empty expectation", {11, {}, 1, ""}, 417},
  };
  for (const Case& each : cases) {
    CAPTURE(each.why);
    const auto refused = refuse_doubtful(each.head);
    CHECK((refused ? refused->status : 0) == each.want);
  }
}

TEST_CASE("another HTTP version is the client's error: told to it, and not to the operator") {
  const Response refused = problem({ErrorCode::bad_usage, "HTTP version: use HTTP/1.1"}, 505);
  CHECK(refused.body.find("HTTP version: use HTTP/1.1") != std::string::npos);
  CHECK(refused.log.empty());
  CHECK(refused.header("Retry-After").empty());
}

TEST_CASE("what failed inside stays inside") {
  const Response failed = problem({ErrorCode::cannot_read, "/srv/registry/ledger.db: disk error"});
  CHECK(failed.status == 500);
  CHECK(failed.body.find("/srv") == std::string::npos);
  CHECK(failed.log == "cannot_read: /srv/registry/ledger.db: disk error");
  CHECK(problem({ErrorCode::ledger_busy, ""}).header("Retry-After") == "2");
}

TEST_CASE("set_header replaces") {
  Response response = answer(200, "text/plain", "x");
  set_header(response, "Cache-Control", "public");
  set_header(response, "Allow", "GET");
  CHECK(response.header("Cache-Control") == "public");
  CHECK(response.header("Allow") == "GET");
  CHECK(response.header("Set-Cookie").empty());
}
