#include <doctest/doctest.h>

#include <atomic>
#include <boost/json.hpp>

#include "../../server/src/report_text.hpp"
#include "fixture.hpp"
#include "tem/app.hpp"
#include "tem/hidden_code.hpp"
#include "tem/percent.hpp"
#include "tem/places.hpp"

using namespace tem;
using namespace tem::test;
namespace json = boost::json;

namespace {

constexpr std::string_view kForm = "application/x-www-form-urlencoded";
constexpr std::string_view kPhone = "Mozilla/5.0 (Linux; Android 10; K) Chrome/131.0 Mobile";

/// A registry with lots of tea, and the service over it with its scans.
struct Service {
  Story story;
  std::atomic<Instant> at = kNow;  // the writer of scans asks for it, too
  std::shared_ptr<ScanStore> scans;
  std::optional<App> app;
  std::string client = "192.0.2.1";

  Service() {
    story.issue("L1", 0, 5);
    const auto clock = [this] { return at.load(); };
    scans = ScanStore::open(story.registry.dir(), {}, clock).value();
    app.emplace(App::open(story.registry.dir(), clock, {.scans = scans}).value());
  }
  Request request(std::string method, std::string target) {
    Request made;
    made.method = std::move(method);
    made.target = std::move(target);
    made.client = client;
    made.user_agent = kPhone;
    return made;
  }
  Response send(std::string_view path, std::string body, std::string_view type = "application/json",
                std::string site = "", std::string origin = "") {
    Request made = request("POST", std::string(path));
    made.content_type = type;
    made.body = std::move(body);
    made.site = std::move(site);
    made.origin = std::move(origin);
    return handle(made, *app);
  }
  Response look(const std::string& uri, const std::function<void(Request&)>& with = nullptr) {
    Request made = request("GET", "/v" + uri.substr(uri.find("/01/")));
    made.accept = "application/json";
    if (with) with(made);
    return handle(made, *app);
  }
  Response claim(const std::string& uri, const std::string& code) {
    return send("/api/v1/claims", json::serialize(json::object{{"uri", uri}, {"code", code}}));
  }
  std::string code_of(const std::string& uri) {
    const Verdict verdict = story.check(uri);
    return ClaimKey::make(story.registry->serial_secret().value(), verdict.stamp->gtin(),
                          verdict.stamp->lot())
        .value()
        .code(verdict.stamp->canonical())
        .str();
  }
};

std::string form_of(const std::vector<std::pair<std::string, std::string>>& fields) {
  std::string out;
  for (const auto& [name, value] : fields) {
    out += out.empty() ? "" : "&";
    append_percent_encoded(out, name);
    out += '=';
    append_percent_encoded(out, value);
  }
  return out;
}

json::object object_of(const Response& response) { return json::parse(response.body).as_object(); }

std::string outcome_of(const Response& response) {
  CHECK(response.status == 200);
  return std::string(object_of(response).at("outcome").as_string());
}

bool contains(std::string_view text, std::string_view piece) {
  return text.find(piece) != std::string_view::npos;
}

/// A code of the right form that is not this one.
std::string another(std::string code) {
  code.front() = code.front() == '2' ? '3' : '2';
  return code;
}

}  // namespace

TEST_CASE("a stamp is claimed once, by whoever has its code") {
  Service service;
  const std::string uri = service.story.uri("L1", 0), code = service.code_of(uri);
  const Response first = service.claim(uri, code);
  CHECK(outcome_of(first) == "claimed");
  CHECK(object_of(first).at("at").as_string() == kNow.str());
  CHECK(object_of(first).at("verdict").as_string() == "genuine");
  // The buyer looks again that day; somebody else is told.
  CHECK(object_of(service.look(uri)).at("verdict").as_string() == "genuine");
  service.client = "192.0.2.2";
  CHECK(object_of(service.look(uri)).at("findings").as_array().size() > 0);
  CHECK(contains(service.look(uri).body, "\"claimed\""));
  service.at = Instant(kNow.time() + std::chrono::hours(1));
  const Response again = service.claim(uri, code);
  CHECK(outcome_of(again) == "claimed_before");
  CHECK(object_of(again).at("at").as_string() == kNow.str());
  // As people type it: lower case, no hyphen, spaces.
  const std::string other = service.story.uri("L1", 1);
  std::string typed = service.code_of(other);
  for (char& c : typed) c = c == '-' ? ' ' : static_cast<char>(std::tolower(c));
  CHECK(outcome_of(service.claim(other, " " + typed)) == "claimed");
}

TEST_CASE("five wrong codes lock the claim for an hour") {
  Service service;
  const std::string uri = service.story.uri("L1", 0), code = service.code_of(uri);
  for (const int left : {4, 3, 2, 1}) {
    const Response wrong = service.claim(uri, another(code));
    CHECK(outcome_of(wrong) == "wrong_code");
    CHECK(object_of(wrong).at("tries_left").as_int64() == left);
  }
  const Response fifth = service.claim(uri, another(code));
  CHECK(outcome_of(fifth) == "locked");
  CHECK(object_of(fifth).at("until").as_string() == "2026-11-24T04:00:00Z");
  CHECK(outcome_of(service.claim(uri, code)) == "locked");  // even with the right one
  CHECK(outcome_of(service.claim(service.story.uri("L1", 1), code)) ==
        "wrong_code");  // its own tries
  service.at = Instant(kNow.time() + std::chrono::minutes(59));
  CHECK(outcome_of(service.claim(uri, code)) == "locked");
  service.at = Instant(kNow.time() + std::chrono::minutes(60));
  CHECK(outcome_of(service.claim(uri, code)) == "claimed");
  // A code that cannot be one is no try.
  const Response malformed = service.claim(service.story.uri("L1", 2), "12");
  CHECK(malformed.status == 400);
  CHECK(object_of(malformed).at("error").as_string() == "bad_code");
}

TEST_CASE("what must not be on sale is not claimed, whatever the code") {
  Service service;
  auto& story = service.story;
  story.issue("OFF", 0, 5, "2027-11-01", false);
  story.issue("BAD", 0, 5);
  story.issue("OLD", 0, 5, "2026-11-20");
  const std::string genuine = story.uri("L1", 4), voided = story.uri("L1", 3);
  const std::string inactive = story.uri("OFF", 0), recalled = story.uri("BAD", 0),
                    expired = story.uri("OLD", 0);
  std::string forged = genuine;
  forged.back() = forged.back() == '1' ? '2' : '1';
  story.registry.append(StampsVoided{kTea, lot("L1"), {{3, 3}}, {}});
  story.registry.append(LotRecalled{kTea, lot("BAD"), "Lỗi nhãn", {}});
  struct Case {
    std::string uri, code;
    std::string_view verdict;
  };
  const Case cases[] = {{"https://tem.example/nothing", "2222-2222", "not_a_stamp"},
                        {forged, service.code_of(genuine), "forged"},
                        {voided, service.code_of(voided), "void"},
                        {recalled, service.code_of(recalled), "recalled"},
                        {inactive, service.code_of(inactive), "inactive"}};
  for (const Case& each : cases) {
    CAPTURE(each.verdict);
    const Response answer = service.claim(each.uri, each.code);
    CHECK(outcome_of(answer) == "not_claimable");
    CHECK(object_of(answer).at("verdict").as_string() == each.verdict);
  }
  // Nothing was used up: once activated, it is there to be claimed.
  story.registry.append(StampsActivated{kTea, lot("OFF"), {{0, 4}}, {}});
  CHECK(outcome_of(service.claim(inactive, service.code_of(inactive))) == "claimed");
  CHECK(outcome_of(service.claim(expired, service.code_of(expired))) == "claimed");
}

TEST_CASE("a claim by a page's form is answered with a page") {
  Service service;
  const std::string uri = service.story.uri("L1", 0), code = service.code_of(uri);
  const auto claim = [&](std::string_view typed, std::string site, std::string origin = "") {
    return service.send("/api/v1/claims", form_of({{"uri", uri}, {"code", std::string(typed)}}),
                        kForm, std::move(site), std::move(origin));
  };
  const Response wrong = claim(another(code), "same-origin");
  CHECK(wrong.status == 200);
  CHECK(wrong.header("Content-Type") == "text/html; charset=utf-8");
  CHECK(wrong.header("Referrer-Policy") == "same-origin");
  CHECK(contains(wrong.body, "Còn 4 lần nhập"));
  CHECK(contains(wrong.body, "href=\"/v/01/"));
  const Response malformed = claim("12", "same-origin");
  CHECK(malformed.status == 400);
  CHECK(contains(malformed.body, "Mã chưa đúng dạng"));

  struct Case {
    std::string_view why, site, origin;
    bool taken;
  };
  const Case cases[] = {
      {"another site", "cross-site", "https://tem.example", false},
      {"a neighbour under the same domain", "same-site", "", false},
      {"an unknown word", "x", "", false},
      {"an old browser, another site", "", "https://evil.example", false},
      {"an old browser, a sandboxed frame", "", "null", false},
      {"a name that begins alike", "", "https://tem.example.evil.example", false},
      {"another scheme", "", "http://tem.example", false},
      {"an old browser, our own page", "", "https://tem.example", true},
      {"the person's own doing", "none", "", true},
      {"no browser", "", "", true},
  };
  for (const Case& each : cases) {
    CAPTURE(each.why);
    const Response answer = claim(another(code), std::string(each.site), std::string(each.origin));
    CHECK(answer.status == (each.taken ? 200 : 403));
    CHECK(contains(answer.body, "<h1"));
    if (!each.taken) CHECK(contains(answer.body, "một trang khác gửi tới"));
  }
  // One wrong code before, three in the table: what was refused was no try.
  CHECK(contains(claim(another(code), "same-origin").body, "Tạm khóa xác nhận"));
}

TEST_CASE("reports are kept, of forged stamps above all") {
  Service service;
  const std::string uri = service.story.uri("L1", 2);
  std::string forged = uri;
  forged.back() = forged.back() == '1' ? '2' : '1';
  const Response first = service.send(
      "/api/v1/reports", json::serialize(json::object{{"uri", forged},
                                                      {"text", "Tem bị bóc\r\n\tdán lại\u202E"},
                                                      {"place", "VN-13"},
                                                      {"contact", "an@khach.example"}}));
  CHECK(first.status == 201);
  CHECK(object_of(first).at("verdict").as_string() == "forged");
  const Response second =
      service.send("/api/v1/reports",
                   form_of({{"uri", uri}, {"text", "Mùi lạ"}, {"place", ""}, {"contact", ""}}),
                   kForm, "same-origin");
  CHECK(second.status == 201);
  CHECK(contains(second.body, "Đã nhận báo cáo"));

  const auto kept = service.scans->reports(10).value();
  REQUIRE(kept.size() == 2);
  CHECK(kept[0].text == "Mùi lạ");
  REQUIRE(kept[0].stamp);
  CHECK(kept[0].stamp->index == 2);
  CHECK(kept[0].verdict == "genuine");
  CHECK(kept[0].place.empty());
  CHECK(kept[1].id == static_cast<std::uint64_t>(object_of(first).at("id").as_int64()));
  CHECK_FALSE(kept[1].stamp);
  CHECK(kept[1].text == "Tem bị bóc\n dán lại");
  CHECK(kept[1].place == "VN-13");
  CHECK(kept[1].contact == "an@khach.example");
  for (const Report& report : kept) {
    CHECK(report.uri.starts_with("https://tem.example/01/08936000000011/10/L1/21/"));
    CHECK_FALSE(contains(report.uri, "s="));
  }
}

TEST_CASE("the page asks where the look was, and keeps what it is told") {
  Service service;
  const std::string uri = service.story.uri("L1", 0);
  const auto as_page = [](Request& r) { r.accept = "text/html"; };
  const auto page = [&] { return service.look(uri, as_page).body; };
  const auto tell = [&](const std::string& place) {
    return service.send("/api/v1/places", form_of({{"uri", uri}, {"place", place}}), kForm,
                        "same-origin");
  };
  const auto story = [&] { return service.scans->find(StampId{kTea, lot("L1"), 0}).value(); };
  constexpr std::string_view kAsks = "action=\"/api/v1/places\"";
  // A preview is asked nothing; nor does telling make a look of what was none.
  CHECK_FALSE(contains(service.look(uri, [&](Request& r) {
    as_page(r);
    r.user_agent = "facebookexternalhit/1.1";
  }).body, kAsks));
  CHECK(contains(tell("VN-13").body, "Không ghi thêm nơi kiểm tra"));
  CHECK(story().scans == 0);

  CHECK(contains(page(), kAsks));
  CHECK(contains(page(), kAsks));  // a reload
  const Response noted = tell("VN-13");
  CHECK(noted.status == 200);
  CHECK(noted.header("Content-Type") == "text/html; charset=utf-8");
  CHECK(contains(noted.body, "Đã ghi nhận nơi kiểm tra"));
  CHECK(contains(noted.body, "được ghi nhận ở Quảng Ninh"));
  CHECK(contains(noted.body, "href=\"/v/01/"));
  CHECK_FALSE(contains(noted.body, "kết quả kiểm tra đã thay đổi"));
  CHECK_FALSE(contains(page(), kAsks));
  CHECK(story().scans == 1);
  CHECK(story().recent[0].place == "VN-13");
  CHECK(contains(tell("VN-HN").body, "Không ghi thêm nơi kiểm tra"));
  CHECK(story().recent[0].place == "VN-13");
  CHECK(tell("VN-99").status == 400);
  CHECK(tell("").status == 400);
  CHECK(service.send("/api/v1/places", form_of({{"uri", uri}, {"place", "VN-13"}}), kForm,
                     "cross-site").status == 403);
}

TEST_CASE("a program tells its own look; a prefetch and a forged stamp tell nothing") {
  Service service;
  const std::string uri = service.story.uri("L1", 0);
  const auto tell = [&](const std::string& of, const std::string& purpose = "") {
    Request made = service.request("POST", "/api/v1/places");
    made.content_type = "application/json";
    made.body = json::serialize(json::object{{"uri", of}, {"place", "VN-13"}});
    made.purpose = purpose;
    return handle(made, *service.app);
  };
  std::string forged = uri;
  forged.back() = forged.back() == '1' ? '2' : '1';
  service.look(uri);
  CHECK(outcome_of(tell(uri, "prefetch")) == "not_noted");
  CHECK(outcome_of(tell(service.story.uri("L1", 1))) == "not_noted");
  const Response none = tell(forged);
  CHECK(outcome_of(none) == "not_noted");
  CHECK(object_of(none).at("verdict").as_string() == "forged");
  CHECK(outcome_of(tell(uri)) == "noted");
  CHECK(outcome_of(tell(uri)) == "not_noted");
  CHECK(object_of(service.look(uri)).at("history").at("places") == json::array{"Quảng Ninh"});
  service.app.emplace(App::open(service.story.registry.dir(), [] { return kNow; }).value());
  CHECK(tell(uri).status == 404);
}

TEST_CASE("told places are evidence; one address alone makes nobody suspect with them") {
  const auto tell = [](Service& service, const std::string& uri, const std::string& place) {
    return service.send("/api/v1/places", form_of({{"uri", uri}, {"place", place}}), kForm);
  };
  Service service;
  const std::string uri = service.story.uri("L1", 0);
  const auto look = [&](const std::string& agent) {
    Request made = service.request("GET", "/v" + uri.substr(uri.find("/01/")));
    made.accept = "text/html";
    made.user_agent = agent;
    return handle(made, *service.app);
  };
  // Six phones in Ho Chi Minh City, within minutes of six at home.
  std::string last;
  for (int i = 0; i < 12; ++i) {
    service.client = "192.0.2." + std::to_string(i + 1);
    look(std::string(kPhone));
    last = tell(service, uri, i < 6 ? "VN-13" : "VN-SG").body;
    CHECK(contains(last, "kết quả kiểm tra đã thay đổi") == (i == 11));
  }
  CHECK(contains(last, "class=\"verdict amber\""));
  CHECK(contains(last, "Tem có dấu hiệu bị sao chép"));
  service.client = "192.0.2.99";
  CHECK(contains(look(std::string(kPhone)).body, "cách ít nhất"));

  // One address, as any number of browsers, over a day, naming every province.
  Service other;
  const std::string own = other.story.uri("L1", 0);
  other.client = "198.51.100.1";
  for (int i = 0; i < 200; ++i) {
    other.at = Instant(kNow.time() + std::chrono::minutes(i * 4));
    Request made = other.request("GET", "/v" + own.substr(own.find("/01/")));
    made.accept = "text/html";
    made.user_agent = "Phone " + std::to_string(i);
    handle(made, *other.app);
    Request told = other.request("POST", "/api/v1/places");
    told.content_type = kForm;
    told.user_agent = made.user_agent;
    told.body = form_of({{"uri", own}, {"place", provinces()[static_cast<std::size_t>(i) % 34].id}});
    CHECK_FALSE(contains(handle(told, *other.app).body, "kết quả kiểm tra đã thay đổi"));
  }
  other.client = "198.51.100.2";
  const auto verdict = object_of(other.look(own));
  CHECK(verdict.at("verdict").as_string() == "genuine");
  CHECK(verdict.at("history").at("places").as_array().size() <= 1);
}

TEST_CASE("what is no claim and no report is told why") {
  Service service;
  struct Case {
    std::string_view why, path, type, body;
    int status;
    std::string_view error;
  };
  const Case cases[] = {
      {"no type", "/api/v1/claims", "", "{}", 415, "unsupported_format"},
      {"another type", "/api/v1/reports", "text/plain", "{}", 415, "unsupported_format"},
      {"no JSON", "/api/v1/claims", "application/json", "{", 400, "bad_json"},
      {"no code", "/api/v1/claims", "application/json", R"({"uri":"x"})", 400, "bad_field"},
      {"no text", "/api/v1/reports", "application/json", R"({"uri":"x","text":" "})", 400,
       "bad_field"},
      {"text that cannot be seen", "/api/v1/reports", "application/json",
       R"({"uri":"x","text":"\u200b"})", 400, "bad_field"},
      {"no such place", "/api/v1/reports", "application/json",
       R"({"uri":"x","text":"a","place":"VN-99"})", 400, "bad_field"},
      {"no place", "/api/v1/places", "application/json", R"({"uri":"x"})", 400, "bad_field"},
      {"a place that is none", "/api/v1/places", "application/json",
       R"({"uri":"x","place":"VN-99"})", 400, "bad_field"},
      {"an unknown field", "/api/v1/claims", "application/json",
       R"({"uri":"x","code":"22222222","admin":"1"})", 400, "bad_field"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.why);
    const Response answer = service.send(each.path, std::string(each.body), each.type);
    CHECK(answer.status == each.status);
    CHECK(object_of(answer).at("error").as_string() == each.error);
  }
  const std::string longest(kMaxReportBytes, 'a');
  const auto report = [&](const std::string& text) {
    return service.send("/api/v1/reports", form_of({{"uri", "x"}, {"text", text}}), kForm).status;
  };
  CHECK(report(longest) == 201);
  CHECK(report(longest + "a") == 400);
}

TEST_CASE("a service that keeps no scans takes neither, and offers no form") {
  Service service;
  service.app.emplace(App::open(service.story.registry.dir(), [] { return kNow; }).value());
  CHECK(service.claim("x", "2222-2222").status == 404);
  CHECK(service.send("/api/v1/reports", "uri=x&text=a", kForm).status == 404);
  const auto page =
      service.look(service.story.uri("L1", 0), [](Request& r) { r.accept = "text/html"; });
  CHECK(page.status == 200);
  CHECK_FALSE(contains(page.body, "<form"));
  CHECK_FALSE(page.gate);
}

TEST_CASE("a person's look is recorded before it is answered; nothing else is a look") {
  Service service;
  const std::string uri = service.story.uri("L1", 0);
  const auto scans = [&] { return service.scans->find(StampId{kTea, lot("L1"), 0}).value().scans; };
  struct Case {
    std::string_view why;
    std::function<void(Request&)> with;
  };
  const Case no_looks[] = {
      {"HEAD", [](Request& r) { r.method = "HEAD"; }},
      {"prefetch", [](Request& r) { r.purpose = "prefetch;prerender"; }},
      {"Zalo's preview",
       [](Request& r) { r.user_agent = "Mozilla/5.0 (compatible; Zalo/1.0; +https://zalo.me)"; }},
      {"Facebook's preview", [](Request& r) { r.user_agent = "facebookexternalhit/1.1"; }},
  };
  for (const Case& each : no_looks) {
    CAPTURE(each.why);
    const Response answer = service.look(uri, each.with);
    CHECK(answer.status == 200);
    CHECK_FALSE(answer.gate);
    CHECK(scans() == 0);
  }
  const Response first = service.look(uri);
  CHECK(object_of(first).at("history").at("scans").as_int64() == 1);
  REQUIRE(first.gate);
  bool durable = false;
  std::atomic<bool> told = false;
  first.gate([&](const Result<void>& done) {
    durable = done.has_value();
    told = true;
    told.notify_all();
  });
  told.wait(false);
  CHECK(durable);
  CHECK(scans() == 1);
  const Response reload = service.look(uri);
  CHECK_FALSE(reload.gate);
  CHECK(object_of(reload).at("history").at("scans").as_int64() == 1);
  CHECK(scans() == 1);
  service.client = "192.0.2.9";
  CHECK(object_of(service.look(uri)).at("history").at("scans").as_int64() == 2);
}

TEST_CASE("an address is at most four clients, whatever it calls itself") {
  struct Case {
    std::string_view why;
    std::function<std::string(int)> address;
    std::uint64_t least, most;
  };
  const Case cases[] = {
      {"one address", [](int) { return std::string("192.0.2.1"); }, 2, 4},
      {"one IPv6 network", [](int i) { return "2001:db8:1:2::" + std::to_string(i + 1); }, 2, 4},
      {"others", [](int i) { return "192.0.2." + std::to_string(i + 1); }, 60, 60},
      {"other IPv6 networks",
       [](int i) { return "2001:db8:1:" + std::to_string(i + 1) + "::1"; }, 60, 60},
  };
  for (const Case& each : cases) {
    CAPTURE(each.why);
    Service service;
    for (int i = 0; i < 60; ++i) {
      service.look(service.story.uri("L1", 0), [&](Request& r) {
        r.client = each.address(i);
        r.user_agent = "Phone " + std::to_string(i);
      });
    }
    const auto scans = service.scans->find(StampId{kTea, lot("L1"), 0}).value().scans;
    CHECK(scans >= each.least);
    CHECK(scans <= each.most);
  }
}

TEST_CASE("a URI is kept without what would let it be printed again") {
  struct Case {
    std::string_view why, uri, want;
  };
  const Case cases[] = {
      {"the seal last", "https://a.example/01/1?17=271231&s=41234",
       "https://a.example/01/1?17=271231"},
      {"the seal alone", "https://a.example/01/1?s=4", "https://a.example/01/1"},
      {"first of several", "https://a.example/01/1?s=4&17=2&x", "https://a.example/01/1?17=2&x"},
      {"twice", "https://a.example/01/1?s=4&s=5", "https://a.example/01/1"},
      {"its name in escapes", "https://a.example/01/1?%73=4&x=1", "https://a.example/01/1?x=1"},
      {"no value", "https://a.example/01/1?s", "https://a.example/01/1"},
      {"another key that ends alike", "https://a.example/01/1?ss=4&S=5",
       "https://a.example/01/1?ss=4&S=5"},
      {"a fragment", "https://a.example/01/1?x=1#s=4", "https://a.example/01/1?x=1"},
      {"no query", "anything", "anything"},
      {"nothing", "", ""},
  };
  for (const Case& each : cases) {
    CHECK_MESSAGE(without_seal(each.uri) == each.want, each.why);
  }
}

TEST_CASE("a report's text holds what can be seen") {
  CHECK(plain_lines("  a\r\nb\rc\td\n\n") == "a\nb\nc d");
  CHECK(plain_lines("a\x1b[31m\u202E\u200B\xFF") == "a[31m");
  CHECK(plain_lines("Cà phê ấm 🦑") == "Cà phê ấm 🦑");
  CHECK(plain_lines("\n \t").empty());
}
