#include <doctest/doctest.h>

#include <atomic>
#include <string>

#include "fixture.hpp"
#include "tem/app.hpp"
#include "tem/metrics.hpp"
#include "tem/rate_limiter.hpp"

using namespace tem;
using namespace tem::test;

namespace {

/// The service with a limiter of three looks and two claims a client, and an operator's token.
struct Limited {
  Story story;
  AppParts parts;
  std::string operator_token, inspector_token;
  std::optional<App> app;
  std::shared_ptr<ListenerGauges> sockets = std::make_shared<ListenerGauges>();

  explicit Limited(std::vector<std::string> proxies = {}) {
    story.issue("L2611A", 0, 3);
    {
      auto tokens = TokenStore::open(story.registry.dir(), Access::append);
      REQUIRE(tokens.has_value());
      TokenRecord wanted;
      wanted.role = Role::operator_;
      wanted.expires = Instant(kNow.time() + std::chrono::hours(1));
      operator_token = tokens->create(wanted, kNow)->token;
      wanted.role = Role::inspector;
      inspector_token = tokens->create(wanted, kNow)->token;
    }
    RateLimits limits;
    for (auto* who : {&limits.client, &limits.token}) {
      (*who)[static_cast<std::size_t>(RateClass::looks)] = {1, 3};
      (*who)[static_cast<std::size_t>(RateClass::reads)] = {1, 2};
    }
    parts.limiter = std::make_shared<RateLimiter>(limits, RateLimiter::Seed{1});
    parts.metrics = std::make_shared<Metrics>("");
    parts.sockets = sockets;
    parts.proxies = *NamedProxies::parse(proxies);
    auto opened = App::open(
        story.registry.dir(), [] { return kNow; }, parts);
    REQUIRE_MESSAGE(opened.has_value(), (opened ? "" : opened.error().str()));
    app.emplace(std::move(*opened));
  }
  Response ask(std::string target, std::string client, std::string token = "",
               std::string accept = "", std::string method = "GET", std::string body = "") {
    Request request;
    request.method = std::move(method);
    request.target = std::move(target);
    request.client = std::move(client);
    request.accept = std::move(accept);
    request.body = std::move(body);
    request.content_type = "application/json";
    if (!token.empty()) request.authorization = "Bearer " + token;
    return handle(request, *app);
  }
};

constexpr const char* kStamp = "/v/01/08936000000011/10/L2611A/21/X?s=1";

}  // namespace

TEST_CASE("looks are counted by client, and a 429 says when to come again") {
  Limited service;
  for (int i = 0; i < 3; ++i) CHECK(service.ask(kStamp, "203.0.113.9").status == 200);
  const Response refused = service.ask(kStamp, "203.0.113.9", "", "application/json");
  CHECK(refused.status == 429);
  CHECK(refused.body.find("\"rate_limited\"") != std::string::npos);
  const int wait = std::stoi(std::string(refused.header("Retry-After")));
  CHECK(wait >= 1);
  CHECK(wait <= 60);
  const Response page = service.ask(kStamp, "203.0.113.9", "", "text/html");
  CHECK(page.status == 429);
  CHECK(page.header("Content-Type").starts_with("text/html"));
  CHECK_FALSE(page.header("Retry-After").empty());
  CHECK(service.ask(kStamp, "203.0.113.10").status == 200);
  CHECK(service.ask(kStamp, "203.0.113.9", service.inspector_token).status == 200);
  CHECK(service.ask("/healthz", "203.0.113.9").status == 200);
}

TEST_CASE("a list pays for each of its stamps") {
  Limited service;
  const auto list = [&](int stamps, std::string client) {
    std::string body = R"({"uris":["a")";
    for (int i = 1; i < stamps; ++i) body += R"(,"a")";
    return service.ask("/api/v1/verify", std::move(client), "", "", "POST", body + "]}").status;
  };
  CHECK(list(2, "203.0.113.1") == 200);
  CHECK(list(2, "203.0.113.1") == 429);
  CHECK(list(5, "203.0.113.3") == 200);  // more than a bucket holds: owed
  CHECK(list(1, "203.0.113.3") == 429);
  CHECK(service.ask("/api/v1/verify", "203.0.113.4", "", "", "POST", "{").status == 400);
  CHECK(list(3, "203.0.113.4") == 429);  // what could not be read is paid, too
  CHECK(list(2, "203.0.113.4") == 200);
  CHECK(list(3, "203.0.113.2") == 200);
  CHECK(list(1, "203.0.113.2") == 429);
}

TEST_CASE("what a shopper sends has a rate of its own") {
  Limited service;
  for (const auto& [path, times] :
       {std::pair("/api/v1/claims", 20), {"/api/v1/reports", 20}, {"/api/v1/places", 60}}) {
    CAPTURE(path);
    int taken = 0;
    while (taken < 100 && service.ask(path, "203.0.113.9", "", "", "POST", "{}").status != 429)
      ++taken;
    CHECK(taken >= times);
    CHECK(taken < 100);
    CHECK(service.ask(path, "203.0.113.10", "", "", "POST", "{}").status != 429);
  }
  CHECK(service.ask(kStamp, "203.0.113.9").status == 200);
}

TEST_CASE("who tries tokens pays for each") {
  Limited service;
  CHECK(service.ask("/", "203.0.113.9", "tem_ope_x").status == 401);
  CHECK(service.ask("/", "203.0.113.9", "tem_ope_x").status == 401);
  CHECK(service.ask("/", "203.0.113.9", "tem_ope_x").status == 429);
}

TEST_CASE("who may read the counters") {
  struct Case {
    std::string_view why;
    std::string client;
    std::vector<std::string> proxies;
    std::string_view token;
    int status;
  };
  const Case cases[] = {
      {"the machine itself", "127.0.0.1", {}, "", 200},
      {"all of 127/8 is that", "127.9.9.9", {}, "", 200},
      {"over IPv6", "::1", {}, "", 200},
      {"IPv4 written as IPv6", "::ffff:127.0.0.1", {}, "", 200},
      {"another machine", "203.0.113.9", {}, "", 401},
      {"an IPv6 machine", "2001:db8::1", {}, "", 401},
      {"the unspecified address", "::", {}, "", 401},
      {"nobody", "", {}, "", 401},
      {"a proxy here that names nobody", "127.0.0.1", {"127.0.0.1"}, "", 401},
      {"an operator", "203.0.113.9", {}, "operator", 200},
      {"an operator through a proxy", "127.0.0.1", {"127.0.0.0/8"}, "operator", 200},
      {"an inspector", "203.0.113.9", {}, "inspector", 403},
  };
  for (const Case& c : cases) {
    CAPTURE(c.why);
    Limited service(c.proxies);
    const std::string token = c.token == "operator"    ? service.operator_token
                              : c.token == "inspector" ? service.inspector_token
                                                       : "";
    CHECK(service.ask("/metrics", c.client, token).status == c.status);
  }
}

TEST_CASE("the counters know what was answered") {
  Limited service;
  CHECK(service.ask(kStamp, "203.0.113.9").status == 200);
  service.sockets->connections = 7;
  for (int i = 0; i < 4; ++i) (void)service.ask(kStamp, "203.0.113.9");
  const Response page = service.ask("/metrics", "127.0.0.1");
  CHECK(page.header("Content-Type").starts_with("text/plain; version=0.0.4"));
  for (const std::string_view line :
       {"tem_connections 7\n", "tem_rate_limited_total{class=\"looks\",by=\"client\"} 2\n"}) {
    CAPTURE(line);
    CHECK(page.body.find(line) != std::string::npos);
  }
  CHECK(page.body.find("tem_ledger_entries 0\n") == std::string::npos);
  CHECK(page.body.find("tem_ledger_entries ") != std::string::npos);
  CHECK(page.body.find("203.0.113.9") == std::string::npos);
  CHECK(page.body.find("08936000000011") == std::string::npos);
}

TEST_CASE("ready until it drains; alive then, too") {
  Limited service;
  CHECK(service.ask("/readyz", "").body == "ready\n");
  service.sockets->draining = true;
  const Response draining = service.ask("/readyz", "");
  CHECK(draining.status == 503);
  CHECK(draining.log.empty());
  CHECK(service.ask("/healthz", "").status == 200);
}

TEST_CASE("while the clock is behind the ledger, facts wait and shoppers are answered") {
  Story story;
  story.issue("L2611A", 0, 3);
  std::atomic<int> hours = 0;
  const auto clock = [&] { return Instant(kNow.time() + std::chrono::hours(hours)); };
  AppParts parts;
  parts.scans = std::shared_ptr<ScanStore>(ScanStore::open(story.registry.dir(), {}, clock).value());
  parts.appender = std::make_shared<Appender>(
      Registry::open(story.registry.dir(), Access::append).value(), clock);
  std::string token;
  {
    TokenRecord wanted;
    wanted.role = Role::operator_;
    wanted.expires = Instant(kNow.time() + std::chrono::hours(100));
    auto tokens = TokenStore::open(story.registry.dir(), Access::append).value();
    token = tokens.create(wanted, kNow)->token;
  }
  auto app = App::open(story.registry.dir(), clock, parts).value();
  const auto add = [&](const std::string& id) {
    Request request{"POST", "/api/v1/facts", "", "application/json", ""};
    request.authorization = "Bearer " + token;
    request.body = R"({"type": "producer.registered", "producer": ")" + id +
                   R"(", "name": "n", "address": "x", "country": "VN"})";
    return handle(request, app);
  };
  const std::string uri = story.uri("L2611A", 1);
  const auto look = [&](const std::string& client) {
    Request request{"GET", "/v" + uri.substr(uri.find("/01/")), "application/json", "", ""};
    request.client = client;
    return handle(request, app);
  };
  const StampId stamp{kTea, lot("L2611A"), 1};
  CHECK(add("a").status == 200);
  CHECK(look("203.0.113.1").status == 200);
  hours = -1;
  const Response refused = add("b");
  CHECK(refused.status == 503);
  CHECK(refused.body.find("\"clock_behind\"") != std::string::npos);
  const Response seen = look("203.0.113.2");
  CHECK(seen.status == 200);
  CHECK(seen.body.find("\"genuine\"") != std::string::npos);
  CHECK(parts.scans->find(stamp).value().scans == 2);
  CHECK(parts.scans->find(stamp).value().last == kNow);  // never runs back
  hours = 1;
  CHECK(add("b").status == 200);
  CHECK(look("203.0.113.3").status == 200);
  CHECK(parts.scans->find(stamp).value().scans == 3);
}
