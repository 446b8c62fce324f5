// The document of the API and the service say the same: every route, who may, and what comes back.

#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <set>

#include "fixture.hpp"
#include "route.hpp"
#include "stamp_request.hpp"
#include "tem/app.hpp"

using namespace tem;
using namespace tem::test;
namespace json = boost::json;

namespace {

const json::value& document() {
  static const json::value parsed = json::parse(openapi_document());
  return parsed;
}

/// The schema itself, where there is a reference to one.
const json::object& resolved(const json::value& schema) {
  const json::object& object = schema.as_object();
  const auto* reference = object.if_contains("$ref");
  if (reference == nullptr) return object;
  const std::string path(reference->as_string());
  return document().at_pointer(path.substr(1)).as_object();
}

/// Every field that is required is there, and every field that is there is named.
void check_fields(const json::value& answer, const json::value& schema) {
  const json::object& wanted = resolved(schema);
  if (const auto* items = wanted.if_contains("items")) {
    for (const auto& each : answer.as_array()) check_fields(each, *items);
    return;
  }
  if (const auto* required = wanted.if_contains("required")) {
    for (const auto& key : required->as_array()) {
      CAPTURE(std::string(key.as_string()));
      CHECK(answer.as_object().contains(key.as_string()));
    }
  }
  const auto* properties = wanted.if_contains("properties");
  if (properties == nullptr) return;
  for (const auto& [key, value] : answer.as_object()) {
    CAPTURE(std::string(key));
    CHECK(properties->as_object().contains(key));
    if (const auto* inner = properties->as_object().if_contains(key);
        inner != nullptr && (value.is_object() || value.is_array()))
      check_fields(value, *inner);
  }
}

struct Service {
  Story story;
  std::string token;
  std::shared_ptr<ScanStore> scans;
  std::optional<App> app;

  Service() {
    story.issue("L1", 0, 3);
    auto store = TokenStore::open(story.registry.dir(), Access::append).value();
    TokenRecord wanted;
    wanted.role = Role::producer;
    wanted.producer = "tra";
    wanted.expires = Instant(kNow.time() + std::chrono::hours(1));
    token = "Bearer " + store.create(wanted, kNow).value().token;
    auto appender = std::make_shared<Appender>(
        Registry::open(story.registry.dir(), Access::append).value(), [] { return kNow; });
    scans = ScanStore::open(story.registry.dir(), {}, [] { return kNow; }).value();
    app.emplace(
        App::open(story.registry.dir(), [] { return kNow; }, {.scans = scans, .appender = appender}).value());
  }
  Response ask(std::string method, std::string target, std::string body = "") {
    Request request;
    request.method = std::move(method);
    request.target = std::move(target);
    request.accept = "application/json";
    request.content_type = "application/json";
    request.body = std::move(body);
    request.authorization = token;
    return handle(request, *app);
  }
};

}  // namespace

TEST_CASE("every route is in the document, and nothing else is") {
  std::set<std::pair<std::string, std::string>> documented, served;
  for (const auto& [path, methods] : document().at("paths").as_object())
    for (const auto& [method, operation] : methods.as_object())
      documented.emplace(std::string(path), std::string(method));
  for (const Route& route : routes())
    served.emplace(std::string(route.path), route.method == Method::get ? "get" : "post");
  CHECK(documented == served);
}

TEST_CASE("the document says who may") {
  for (const Route& route : routes()) {
    CAPTURE(route.path);
    const json::object& operation = document()
                                        .at("paths")
                                        .as_object()
                                        .at(route.path)
                                        .as_object()
                                        .at(route.method == Method::get ? "get" : "post")
                                        .as_object();
    CHECK(std::string_view(operation.at("summary").as_string()).find(" · ") != std::string::npos);
    const auto* security = operation.if_contains("security");
    REQUIRE((security == nullptr) == route.roles.is_anyone());
    if (security == nullptr) continue;
    std::set<std::string> named, may;
    for (const auto& each : security->as_array().at(0).at("token").as_array())
      named.emplace(each.as_string());
    for (const Role role : {Role::operator_, Role::producer, Role::inspector, Role::till})
      if (route.roles.has(role)) may.emplace(name(role));
    CHECK(named == may);
  }
}

TEST_CASE("what comes back has the fields of the document, and no others") {
  Service service;
  const std::string uri = service.story.uri("L1", 0);
  struct Case {
    std::string_view path, method;
    std::string target, body;
    int status = 200;
  };
  const std::string order =
      R"({"gtin":"08936000000011","lot":"L2","count":2,"produced":"2026-11-01","expires":"2027-11-01")";
  service.story.registry.append(
      KeyRegistered{"tra", generate_key().verifying_key(), date("2026-01-01"), {}});
  const Case cases[] = {
      {"/v/01/{+link}", "get", "/v" + uri.substr(uri.find("/01/")), ""},
      {"/v/01/{+link}", "get", "/v/01/hello", ""},
      {"/api/v1/verify", "post", "/api/v1/verify", R"({"uris":[")" + uri + R"(","x"]})"},
      {"/api/v1/lots", "post", "/api/v1/lots", order + "}"},
      {"/api/v1/lots", "post", "/api/v1/lots", order + R"(,"sign":"client"})"},
      {"/api/v1/lots/{gtin}/{lot}/scans", "get", "/api/v1/lots/08936000000011/L1/scans", ""},
      {"/api/v1/stats", "get", "/api/v1/stats", ""},
      {"/api/v1/places", "post", "/api/v1/places", R"({"uri":")" + uri + R"(","place":"VN-13"})"},
      {"/api/v1/claims", "post", "/api/v1/claims", R"({"uri":")" + uri + R"(","code":"00000000"})"},
      {"/api/v1/reports", "post", "/api/v1/reports", R"({"uri":")" + uri + R"(","text":"odd"})",
       201},
      {"/api/v1/facts", "post", "/api/v1/facts",
       R"({"type":"stamps.voided","gtin":"08936000000011","lot":"L1","ranges":[[0,0]]})"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.target);
    const Response got = service.ask(each.method == "get" ? "GET" : "POST", each.target, each.body);
    REQUIRE(got.status == each.status);
    CHECK(got.header("Content-Type") == "application/json");
    const auto& responses =
        document().at("paths").as_object().at(each.path).at(each.method).at("responses").as_object();
    const auto& content = responses.at(std::to_string(each.status)).at("content");
    check_fields(json::parse(got.body), content.at("application/json").at("schema"));
  }
  const auto& problem_schema = document().at("components").at("schemas").at("problem");
  const Response refused = service.ask("POST", "/api/v1/lots", "{");
  CHECK(refused.status == 400);
  check_fields(json::parse(refused.body), problem_schema);
}

TEST_CASE("the parameters of a print file are those that are read") {
  const auto& parameters = document()
                               .at("paths")
                               .as_object()
                               .at("/api/v1/lots/{gtin}/{lot}/stamps")
                               .at("get")
                               .at("parameters")
                               .as_array();
  std::size_t read = 0;
  for (const auto& each : parameters) {
    if (each.at("in").as_string() != "query") continue;
    const std::string name(each.at("name").as_string());
    CAPTURE(name);
    // A value that none of them takes is refused by the parameter's own rule, or is a line of text.
    const auto got = read_stamp_request("?" + name + "=~", "application/pdf");
    if (name == "line") {
      CHECK(got.has_value());
    } else {
      REQUIRE_FALSE(got.has_value());
      CHECK(got.error().code != ErrorCode::bad_field);
      CHECK(got.error().detail.starts_with(name));
    }
    ++read;
    if (const auto* values = each.at("schema").as_object().if_contains("enum")) {
      for (const auto& value : values->as_array()) {
        CHECK(
            read_stamp_request("?" + name + "=" + std::string(value.as_string()), "").has_value());
      }
    }
  }
  CHECK(read == 12);
  CHECK(read_stamp_request("?colour=red", "").error().code == ErrorCode::bad_field);
}

TEST_CASE("the page of the API shows every route, and runs nothing") {
  Service service;
  const Response page = service.ask("GET", "/api");
  CHECK(page.status == 200);
  CHECK(page.header("Content-Type") == "text/html; charset=utf-8");
  CHECK(
      page.header("Content-Security-Policy").starts_with("default-src 'none'; style-src 'sha256-"));
  CHECK(page.body.find("<script") == std::string::npos);
  CHECK(page.body.find("{{") == std::string::npos);
  for (const auto& [path, methods] : document().at("paths").as_object()) {
    CAPTURE(std::string(path));
    std::string shown(path);
    for (std::size_t at = 0; (at = shown.find('/', at)) != shown.npos; at += 6)
      shown.replace(at, 1, "&#x2F;");
    CHECK((page.body.find(' ' + shown + "</code>") != std::string::npos ||
           page.body.find(' ' + std::string(path) + "</code>") != std::string::npos));
  }
  CHECK(page.body.find("Phát hành một lô tem") != std::string::npos);
  CHECK(page.body.size() < kMaxPageBytes);
}
