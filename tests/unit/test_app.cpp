#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <boost/json.hpp>
#include <set>

#include "fixture.hpp"
#include "tem/app.hpp"

using namespace tem;
using namespace tem::test;
namespace json = boost::json;

namespace {

/// A registry with a lot of tea, and the service over it.
struct Service {
  Story story;
  Instant at = kNow;
  std::string uri;   ///< of a genuine stamp
  std::string path;  ///< its path and query
  std::optional<App> app;

  Service() {
    story.issue("L2611A", 0, 3);
    uri = story.uri("L2611A", 0);
    path = uri.substr(uri.find("/01/"));
    open();
  }
  void open() {
    auto opened = App::open(story.registry.dir(), [this] { return at; });
    REQUIRE_MESSAGE(opened.has_value(), (opened ? "" : opened.error().str()));
    app.emplace(std::move(*opened));
  }
  Response get(std::string target, std::string accept = "", std::string method = "GET") {
    return handle({std::move(method), std::move(target), std::move(accept), "", ""}, *app);
  }
  Response post(std::string body, std::string type = "application/json",
                std::string target = "/api/v1/verify", std::string accept = "") {
    return handle({"POST", std::move(target), std::move(accept), std::move(type), std::move(body)},
                  *app);
  }
  /// What no reader survives, done by another connection.
  void break_table(const std::string& table) {
    SQLite::Database db((story.registry.dir() / "ledger.db").string(), SQLite::OPEN_READWRITE);
    db.exec("DROP TABLE " + table);
  }
};

json::object object_of(const Response& response) { return json::parse(response.body).as_object(); }

std::string error_of(const Response& response) {
  CHECK(response.header("Content-Type") == "application/problem+json");
  const json::object object = object_of(response);
  CHECK(object.at("status").as_int64() == response.status);
  CHECK(object.contains("type"));
  CHECK(object.contains("title"));
  CHECK_FALSE(object.at("detail").as_string().empty());
  return std::string(object.at("error").as_string());
}

std::string verdict_of(const Response& response) {
  return std::string(object_of(response).at("verdict").as_string());
}

bool contains(std::string_view text, std::string_view piece) {
  return text.find(piece) != std::string_view::npos;
}

}  // namespace

TEST_CASE("every route, by method") {
  Service service;
  struct Case {
    std::string_view method, target;
    int want;
    std::string_view allow;
  };
  const std::string stamp = service.path, page = "/v" + service.path;
  const Case cases[] = {
      {"GET", stamp, 307, ""},
      {"HEAD", stamp, 307, ""},
      {"POST", stamp, 405, "GET, HEAD"},
      {"GET", page, 200, ""},
      {"HEAD", page, 200, ""},
      {"PUT", page, 405, "GET, HEAD"},
      {"DELETE", page, 405, "GET, HEAD"},
      {"OPTIONS", page, 405, "GET, HEAD"},
      {"get", page, 405, "GET, HEAD"},
      {"GET", "/api/v1/verify", 405, "POST"},
      {"HEAD", "/api/v1/verify", 405, "POST"},
      {"GET", "/log/checkpoint", 200, ""},
      {"HEAD", "/log/checkpoint", 200, ""},
      {"POST", "/log/checkpoint", 405, "GET, HEAD"},
      {"GET", "/healthz", 200, ""},
      {"HEAD", "/healthz", 200, ""},
      {"POST", "/healthz", 405, "GET, HEAD"},
      {"GET", "/problems", 200, ""},
      {"GET", "/favicon.svg", 200, ""},
      {"GET", "/", 200, ""},
      {"GET", "/?utm=1", 200, ""},
      {"POST", "/", 405, "GET, HEAD"},
      {"GET", "/healthz?x", 200, ""},
      {"GET", "/healthz/", 404, ""},
      {"GET", "/01", 404, ""},
      {"GET", "/v", 404, ""},
      {"GET", "/v/01", 404, ""},
      {"GET", "/v/10/L/01/08936000000011", 404, ""},
      {"GET", "/02/08936000000011", 404, ""},
      {"GET", "//01/08936000000011", 404, ""},
      {"GET", "/V/01/08936000000011", 404, ""},
      {"GET", "/api/v1/verify/", 404, ""},
      {"GET", "/registry.toml", 404, ""},
      {"GET", "/../secrets/log.pem", 404, ""},
      {"POST", "/nowhere", 404, ""},
      {"GET", "", 400, ""},
      {"OPTIONS", "*", 400, ""},
      {"GET", "/a\r\nX: y", 400, ""},
      {"GET", "/01/\r\nSet-Cookie: a=b", 400, ""},
  };
  for (const Case& each : cases) {
    CAPTURE(each.method);
    CAPTURE(each.target);
    const Response got = service.get(std::string(each.target), "", std::string(each.method));
    CHECK(got.status == each.want);
    CHECK(got.header("Allow") == each.allow);
    CHECK(got.header("X-Content-Type-Options") == "nosniff");
    CHECK(got.header("Referrer-Policy") == "no-referrer");
    CHECK(contains(got.header("Content-Security-Policy"), "default-src 'none'"));
    CHECK(contains(got.header("Content-Security-Policy"), "frame-ancestors 'none'"));
    CHECK_FALSE(got.header("Cache-Control").empty());
    CHECK(got.header("Set-Cookie").empty());
    if (each.method == "HEAD") {
      const Response whole = service.get(std::string(each.target));
      CHECK(got.body.empty());
      if (whole.status == got.status)
        CHECK(got.header("Content-Length") == std::to_string(whole.body.size()));
    } else {
      CHECK(got.header("Content-Length") == std::to_string(got.body.size()));
      if (got.status >= 400) error_of(got);
    }
  }
}

TEST_CASE("a stamp's own path leads to its page, byte for byte") {
  Service service;
  for (const std::string& path : {service.path, std::string("/01/%c3%A9/?q=%2f&&a;b+c?d"),
                                  std::string("/01/"), std::string("/01//evil.example/..")}) {
    const Response got = service.get(path);
    CHECK(got.status == 307);
    CHECK(got.header("Location") == "/v" + path);
  }
  CHECK(service.get("http://any.example" + service.path).header("Location") == "/v" + service.path);
  CHECK(service.get("/01/" + std::string(8000, '1')).status == 414);
}

TEST_CASE("the verdict, as a page and as JSON") {
  Service service;
  struct Case {
    std::string_view why, accept, type;
    int status;
  };
  const Case cases[] = {
      {"no Accept", "", "text/html; charset=utf-8", 200},
      {"anything", "*/*", "text/html; charset=utf-8", 200},
      {"a browser", "text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8", 200},
      {"JSON", "application/json", "application/json", 200},
      {"JSON first", "text/html;q=0.5,application/json", "application/json", 200},
      {"neither", "image/webp", "application/problem+json", 406},
  };
  for (const Case& each : cases) {
    CAPTURE(each.why);
    const Response got = service.get("/v" + service.path, std::string(each.accept));
    CHECK(got.status == each.status);
    CHECK(got.header("Content-Type") == each.type);
    if (each.status != 200) continue;
    CHECK(got.header("Vary") == "Accept");
    CHECK(got.header("Cache-Control") == "no-store");
  }
  const Response page = service.get("/v" + service.path);
  CHECK(contains(page.body, "Tem thật"));
  CHECK(contains(page.body, "Trà hoa vàng Ba Chẽ"));
  CHECK(contains(page.body, "24/11/2026 10:00"));  // UTC+7
  CHECK(contains(page.body, "Dữ liệu mẫu"));
  const json::object verdict = object_of(service.get("/v" + service.path, "application/json"));
  CHECK(verdict.at("verdict") == "genuine");
  CHECK(verdict.at("input") == json::string(service.uri));
}

TEST_CASE("verdicts that come about over HTTP") {
  Service service;
  Story& story = service.story;
  const auto broken_seal = [&] {
    std::string path = service.path;
    path.back() = path.back() == '1' ? '2' : '1';
    return path;
  };
  const auto path_of = [&](std::string_view lot, std::uint32_t index) {
    const std::string uri = story.uri(lot, index);
    return uri.substr(uri.find("/01/"));
  };
  story.issue("OLD", 0, 1, "2026-11-20");
  story.issue("IDLE", 0, 1, "2027-11-01", false);
  story.issue("BACK", 0, 1);
  const std::string old = path_of("OLD", 0), idle = path_of("IDLE", 0), back = path_of("BACK", 0);
  const std::string spoiled = path_of("L2611A", 1);
  story.registry.append(StampsVoided{kTea, lot("L2611A"), {{1, 1}}, "In hỏng"});
  story.registry.append(LotRecalled{kTea, lot("BACK"), "Nhiễm vi sinh", "Trả lại nơi bán"});
  struct Case {
    std::string_view want, tone;
    std::string path;
  };
  const Case cases[] = {
      {"genuine", "green", service.path},
      {"expired", "amber", old},
      {"inactive", "amber", idle},
      {"recalled", "red", back},
      {"void", "red", spoiled},
      {"forged", "red", broken_seal()},
      {"not_a_stamp", "grey", "/01/08936000000011"},
      {"not_a_stamp", "grey", "/01/08936000000012/10/L/21/0123456789?s=1"},
      {"not_a_stamp", "grey", "/01/%zz"},
      {"not_a_stamp", "grey", "/01/" + std::string(5000, '1')},
  };
  for (const Case& each : cases) {
    CAPTURE(each.want);
    CHECK(verdict_of(service.get("/v" + each.path, "application/json")) == each.want);
    const std::string html = service.get("/v" + each.path).body;
    CHECK(contains(html, "class=\"verdict " + std::string(each.tone)));
    CHECK(html.size() < kMaxPageBytes);
    const bool shown = each.want != "forged" && each.want != "not_a_stamp";
    CHECK(contains(html, "Trà hoa vàng") == shown);
  }
}

TEST_CASE("many URIs at once, answered in their order") {
  Service service;
  const std::string other = "https://elsewhere.example/x";
  const Response got =
      service.post(json::serialize(json::object{{"uris", {service.uri, other, "", service.uri}}}));
  REQUIRE(got.status == 200);
  CHECK(got.header("Content-Type") == "application/json");
  const json::object answer = object_of(got);
  const json::array& results = answer.at("results").as_array();
  REQUIRE(results.size() == 4);
  CHECK(results[0].at("verdict") == "genuine");
  CHECK(results[1].at("verdict") == "not_a_stamp");
  CHECK(results[1].at("input") == json::string(other));
  CHECK(results[2].at("verdict") == "not_a_stamp");
  CHECK(results[3].at("verdict") == "genuine");
  CHECK(service.post("{\"uris\":[]}").body == "{\"results\":[]}\n");
  CHECK(service.post(" {\n\"uris\" :\t[ ]} \r\n").status == 200);
  CHECK(service.post("{\"\\u0075ris\":[]}").status == 200);  // the same key, written otherwise
  CHECK(service.post("{\"uris\":[]}", "Application/JSON; charset=utf-8").status == 200);
}

TEST_CASE("bodies that are refused") {
  Service service;
  struct Case {
    std::string_view why, body, want;
  };
  const Case cases[] = {
      {"empty", "", "bad_json"},
      {"no JSON", "uris=1", "bad_json"},
      {"cut off", "{\"uris\":[\"a\"", "bad_json"},
      {"more after it", "{\"uris\":[]}{}", "bad_json"},
      {"a comma too many", "{\"uris\":[\"a\",]}", "bad_json"},
      {"single quotes", "{'uris':[]}", "bad_json"},
      {"a comment", "{/* */\"uris\":[]}", "bad_json"},
      {"bytes that are no UTF-8", "{\"uris\":[\"\xFF\"]}", "bad_json"},
      {"half a surrogate pair", "{\"uris\":[\"\\ud800\"]}", "bad_json"},
      {"NUL after it", std::string_view("{\"uris\":[]}\0", 12), "bad_json"},
      {"a byte order mark", "\xEF\xBB\xBF{\"uris\":[]}", "bad_json"},
      {"an array", "[\"a\"]", "bad_field"},
      {"a string", "\"a\"", "bad_field"},
      {"null", "null", "bad_field"},
      {"a number", "12", "bad_field"},
      {"a long number", "123456789012345678901234567890", "bad_field"},
      {"nothing in it", "{}", "bad_field"},
      {"another field", "{\"uri\":[]}", "bad_field"},
      {"another field beside it", "{\"uris\":[],\"x\":1}", "bad_field"},
      {"the field twice", "{\"uris\":[],\"uris\":[]}", "bad_field"},
      {"a string for the list", "{\"uris\":\"a\"}", "bad_field"},
      {"null for the list", "{\"uris\":null}", "bad_field"},
      {"an object for the list", "{\"uris\":{}}", "bad_field"},
      {"a number in it", "{\"uris\":[1]}", "bad_field"},
      {"a negative number in it", "{\"uris\":[-1]}", "bad_field"},
      {"a fraction in it", "{\"uris\":[1.5]}", "bad_field"},
      {"null in it", "{\"uris\":[null]}", "bad_field"},
      {"a boolean in it", "{\"uris\":[true]}", "bad_field"},
      {"a list in it", "{\"uris\":[[\"a\"]]}", "bad_field"},
      {"an object in it", "{\"uris\":[{}]}", "bad_field"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.why);
    const Response got = service.post(std::string(each.body));
    CHECK(got.status == 400);
    CHECK(error_of(got) == each.want);
  }
  CHECK(service.post("{\"uris\":" + std::string(100'000, '[')).status == 400);
}

TEST_CASE("a thousand URIs, and no more") {
  Service service;
  const auto body = [](int count) {
    json::array uris;
    for (int i = 0; i < count; ++i) uris.push_back("x");
    return json::serialize(json::object{{"uris", std::move(uris)}});
  };
  const Response most = service.post(body(1000));
  REQUIRE(most.status == 200);
  CHECK(object_of(most).at("results").as_array().size() == 1000);
  CHECK(error_of(service.post(body(1001))) == "too_many");
}

TEST_CASE("only JSON goes in and out of the API") {
  Service service;
  for (const std::string_view type : {"", "text/plain", "application/x-www-form-urlencoded",
                                      "application/json, text/html"}) {
    CAPTURE(type);
    const Response got = service.post("{\"uris\":[]}", std::string(type));
    CHECK(got.status == 415);
    CHECK(error_of(got) == "unsupported_format");
  }
  const auto asked = [&](std::string accept) {
    return service.post("{\"uris\":[]}", "application/json", "/api/v1/verify", std::move(accept));
  };
  CHECK(asked("text/html").status == 406);
  CHECK(asked("text/html, */*;q=0.1").status == 200);
}

TEST_CASE("the log's checkpoint and health") {
  Service service;
  const Response note = service.get("/log/checkpoint");
  CHECK(note.header("Content-Type") == "text/plain; charset=utf-8");
  CHECK(contains(note.header("Cache-Control"), "max-age=5"));
  const auto head = open_checkpoint(note.body, service.app->registry().log_vkey());
  REQUIRE(head);
  CHECK(head->size == 8);
  CHECK(service.get("/healthz").body == "ok\n");

  service.story.issue("NEXT", 0, 1);  // what another process appends is seen at once
  CHECK(open_checkpoint(service.get("/log/checkpoint").body, service.app->registry().log_vkey())
            ->size == 9);
}

TEST_CASE("a ledger that cannot be read is an error, never a verdict") {
  Service service;
  service.break_table("signing_key");
  for (const std::string_view accept : {"application/json", "*/*", "text/html"}) {
    CAPTURE(accept);
    const Response got = service.get("/v" + service.path, std::string(accept));
    CHECK(got.status >= 500);
    CHECK_FALSE(got.log.empty());
    CHECK_FALSE(contains(got.body, "Tem thật"));
    CHECK_FALSE(contains(got.body, "Tem giả"));
    CHECK_FALSE(contains(got.body, "ledger.db"));
    CHECK_FALSE(contains(got.body, "signing_key"));
    if (accept == "text/html") {
      CHECK(contains(got.body, "Chưa kiểm tra được"));
    } else {
      CHECK_FALSE(error_of(got).empty());
    }
  }
  CHECK(service.post(json::serialize(json::object{{"uris", {"x", service.uri}}})).status >= 500);

  service.break_table("checkpoint");
  CHECK(service.get("/healthz").status == 503);
  CHECK(error_of(service.get("/log/checkpoint")) == "cannot_read");
}

TEST_CASE("a registry whose base has a path") {
  TempDir temp;
  const auto dir = temp.path() / "registry";
  Settings settings = sample_settings();
  settings.base = BaseUri::parse("https://tem.example/vn").value();
  REQUIRE(Registry::create(dir, settings, kNow));
  auto app = App::open(dir, [] { return kNow; });
  REQUIRE(app);
  const auto get = [&](std::string target, std::string accept = "") {
    return handle({"GET", std::move(target), std::move(accept), "", ""}, *app);
  };
  CHECK(get("/vn/01/x?y").header("Location") == "/vn/v/01/x?y");
  CHECK(get("/01/x?y").header("Location") == "/vn/v/01/x?y");
  CHECK(object_of(get("/vn/v/01/x?y", "application/json")).at("input") ==
        "https://tem.example/vn/01/x?y");
  CHECK(get("/vn/healthz").status == 200);
  CHECK(get("/vn").status == 404);
  CHECK(get("/vnx/healthz").status == 404);
  CHECK(contains(get("/vn/").body, "href=\"/vn/log/checkpoint\""));
}

TEST_CASE("a base whose path is the page's own prefix leads to the page, not round and round") {
  TempDir temp;
  const auto dir = temp.path() / "registry";
  Settings settings = sample_settings();
  settings.base = BaseUri::parse("https://tem.example/v").value();
  REQUIRE(Registry::create(dir, settings, kNow));
  auto app = App::open(dir, [] { return kNow; });
  REQUIRE(app);
  for (const bool proxy_strips : {false, true}) {
    CAPTURE(proxy_strips);
    std::string path = "/v/01/x?y";  // as it is printed
    Response got;
    for (int hop = 0; hop < 3; ++hop) {
      const std::string seen = proxy_strips ? path.substr(2) : path;
      got = handle({"GET", seen, "application/json", "", ""}, *app);
      if (got.status != 307) break;
      path = got.header("Location");
    }
    REQUIRE(got.status == 200);
    CHECK(object_of(got).at("input") == "https://tem.example/v/01/x?y");
  }
}

TEST_CASE("a person at an unknown path gets a page, a program the problem") {
  Service service;
  constexpr std::string_view kBrowser = "text/html,application/xhtml+xml,*/*;q=0.8";
  const Response page = service.get("/nowhere", std::string(kBrowser));
  CHECK(page.status == 404);
  CHECK(page.header("Content-Type") == "text/html; charset=utf-8");
  CHECK(contains(page.body, "Không có trang này"));
  CHECK(contains(page.body, "No such page"));
  CHECK(contains(page.body, "Dữ liệu mẫu"));
  CHECK_FALSE(contains(page.body, "nowhere"));
  CHECK(page.body.size() < kMaxPageBytes);
  CHECK(page.header("Vary") == "Accept");
  for (const std::string_view accept : {"", "*/*", "application/json", "text/html;q=0"}) {
    CAPTURE(accept);
    CHECK(error_of(service.get("/nowhere", std::string(accept))) == "not_found");
  }
}

TEST_CASE("bytes of a target that are no UTF-8 still make valid JSON") {
  Service service;
  const Response got = service.get("/v/01/\xFF?\xC3", "application/json");
  CHECK(verdict_of(got) == "not_a_stamp");  // parsing refuses what is not UTF-8
  CHECK(object_of(got).at("input") == "https://tem.example/01/\uFFFD?\uFFFD");
}

TEST_CASE("a stranger's field name is quoted and cut") {
  Service service;
  const Response got = service.post("{\"\\u001b[31m\\u202e\\n" + std::string(50, 'a') + "\":1}");
  CHECK(error_of(got) == "bad_field");
  const std::string detail(object_of(got).at("detail").as_string());
  CHECK(contains(detail, "no such field"));
  CHECK(contains(detail, "\\x1B[31m"));
  CHECK_FALSE(contains(detail, std::string(40, 'a')));
  for (const char c : detail) CHECK(static_cast<unsigned char>(c) >= 0x20);
  CHECK_FALSE(contains(detail, "\u202E"));
}

TEST_CASE("a registry that is not there cannot be served") {
  TempDir temp;
  const auto app = App::open(temp.path() / "none", [] { return kNow; });
  REQUIRE_FALSE(app);
  CHECK(app.error().code == ErrorCode::not_found);
}

TEST_CASE("any request is answered, completely and once") {
  Service service;
  const std::set<int> known = {200, 307, 400, 404, 405, 406, 414, 415, 422};
  const auto noise = rc::gen::string<std::string>();
  CHECK(rc::check([&] {
    const std::string tail = *noise;
    const Request request{
        *rc::gen::element<std::string>("GET", "HEAD", "POST", "PUT", ""),
        *rc::gen::element<std::string>("", "/", "/v/01/", "/01/", "/api/v1/verify",
                                       "/v" + service.path) +
            tail,
        *rc::gen::oneOf(noise, rc::gen::element<std::string>("*/*", "application/json", "text/*")),
        *rc::gen::oneOf(noise, rc::gen::just(std::string("application/json"))),
        *rc::gen::oneOf(noise, rc::gen::just(std::string("{\"uris\":[\"x\"]}")))};
    const Response got = handle(request, *service.app);
    RC_ASSERT(known.count(got.status) == 1U);
    RC_ASSERT(request.method == "HEAD" ||
              got.header("Content-Length") == std::to_string(got.body.size()));
    RC_ASSERT(request.method != "HEAD" || got.body.empty());
    for (const Header& header : got.headers)
      for (const char c : header.value) RC_ASSERT(c != '\r' && c != '\n');
  }));
}
