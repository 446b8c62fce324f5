// Who may do what: every route, every caller, every method; and every fact a producer may say.

#include <doctest/doctest.h>

#include <map>
#include <set>

#include "fixture.hpp"
#include "route.hpp"
#include "tem/app.hpp"

using namespace tem;
using namespace tem::test;

namespace {

Instant after(Instant at, std::chrono::seconds by) { return Instant(at.time() + by); }

/// A registry with one lot, a token of each kind, and the service over it.
struct Service {
  Story story;
  std::shared_ptr<Appender> appender;
  std::map<std::string, std::string> tokens;  ///< by who has it
  std::optional<App> app;

  Service() {
    story.issue("L2611A", 0, 3);
    auto store = TokenStore::open(story.registry.dir(), Access::append).value();
    const auto make = [&](const std::string& who, Role role, const std::string& producer = "") {
      TokenRecord wanted;
      wanted.role = role;
      wanted.producer = producer;
      wanted.expires = after(kNow, std::chrono::hours(1));
      const auto made = store.create(wanted, kNow).value();
      tokens[who] = "Bearer " + made.token;
      return made.record.id;
    };
    make("operator", Role::operator_);
    make("producer", Role::producer, "tra");
    make("other producer", Role::producer, "muc");
    make("inspector", Role::inspector);
    make("till", Role::till);
    REQUIRE(store.revoke(make("revoked", Role::operator_), kNow).has_value());
    tokens["anonymous"] = "";
    tokens["mistyped"] = tokens["operator"];
    tokens["mistyped"].back() = tokens["mistyped"].back() == '0' ? '1' : '0';
    tokens["basic"] = "Basic dGVtOnRlbQ==";
    appender = std::make_shared<Appender>(
        Registry::open(story.registry.dir(), Access::append).value(), [] { return kNow; });
    app.emplace(
        App::open(story.registry.dir(), [] { return kNow; }, {.appender = appender}).value());
  }

  Response ask(const std::string& method, const std::string& target, const std::string& who,
               std::string body = "", std::string type = "application/json") {
    Request request;
    request.method = method;
    request.target = target;
    request.content_type = std::move(type);
    request.body = std::move(body);
    request.authorization = tokens.at(who);
    return handle(request, *app);
  }
};

/// An address of the route that is there.
std::string target_of(Service& service, const Route& route) {
  const std::string uri = service.story.uri("L2611A", 0);
  std::string target(route.path);
  const auto put = [&](std::string_view name, const std::string& value) {
    if (const auto at = target.find(name); at != std::string::npos)
      target.replace(at, name.size(), value);
  };
  put("{+link}", uri.substr(uri.find("/01/") + 4));
  put("{+tile}", "0/000.p/1");
  put("{gtin}", kTea.str());
  put("{lot}", "L2611A");
  return target;
}

const std::set<std::string> kRefused = {"revoked", "mistyped"};
/// No token: "basic" is the password of a proxy in front.
const std::set<std::string> kNoToken = {"anonymous", "basic"};

/// The table, by the route's path: who may, beside anonymous callers' routes.
const std::map<std::string_view, std::set<std::string>> kMay = {
    {"/api/v1/facts", {"operator", "producer", "other producer"}},
    {"/api/v1/lots", {"operator", "producer", "other producer"}},
    {"/api/v1/lots/{gtin}/{lot}/stamps", {"operator", "producer", "other producer"}},
    {"/api/v1/lots/{gtin}/{lot}/scans", {"operator", "producer", "other producer", "inspector"}},
    {"/metrics", {"operator"}},
    {"/api/v1/stats", {"operator", "producer", "other producer", "inspector"}},
};

}  // namespace

TEST_CASE("every route, by method and caller") {
  Service service;
  std::size_t guarded_routes = 0;
  for (const Route& route : routes()) {
    const auto guarded = kMay.find(route.path);
    guarded_routes += guarded == kMay.end() ? 0 : 1;
    const std::string target = target_of(service, route);
    for (const std::string method : {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"}) {
      const bool reads = method == "GET" || method == "HEAD";
      const bool fits = route.method == Method::get ? reads : method == "POST";
      for (const auto& [who, token] : service.tokens) {
        CAPTURE(route.path);
        CAPTURE(method);
        CAPTURE(who);
        const Response got = service.ask(method, target, who);
        if (!fits) {
          CHECK(got.status == 405);
          CHECK(got.header("Allow") == (route.method == Method::get ? "GET, HEAD" : "POST"));
          continue;
        }
        const bool bad_token = kRefused.contains(who);
        const bool needs_token = guarded != kMay.end();
        if (bad_token || (needs_token && kNoToken.contains(who))) {
          CHECK(got.status == 401);
          CHECK(got.header("WWW-Authenticate").starts_with("Bearer"));
          CHECK(got.header("Content-Type") == "application/problem+json");
        } else if (needs_token && !guarded->second.contains(who)) {
          CHECK(got.status == 403);
          CHECK(got.header("WWW-Authenticate").empty());
        } else {
          CHECK(got.status != 401);
          // Goods of another are told apart by the route itself.
          const bool of_another =
              who == "other producer" && target.find(kTea.str()) != target.npos && needs_token;
          CHECK((got.status == 403) == of_another);
          CHECK(got.status != 405);
        }
      }
    }
  }
  CHECK(guarded_routes == kMay.size());
}

TEST_CASE("a path is matched whole, segment by segment") {
  struct Case {
    std::string_view why, pattern, path;
    bool matches;
    std::vector<std::string_view> parts;
  };
  const Case cases[] = {
      {"the same", "/api/v1/lots", "/api/v1/lots", true, {}},
      {"a slash more", "/api/v1/lots", "/api/v1/lots/", false, {}},
      {"two parts", "/l/{gtin}/{lot}/scans", "/l/1/a%2Fb/scans", true, {"1", "a%2Fb"}},
      {"an empty part", "/l/{gtin}/{lot}/scans", "/l//x/scans", false, {}},
      {"a part too many", "/l/{gtin}/{lot}/scans", "/l/1/2/3/scans", false, {}},
      {"cut", "/l/{gtin}/{lot}/scans", "/l/1/2", false, {}},
      {"another end", "/l/{gtin}/{lot}/scans", "/l/1/2/stamps", false, {}},
      {"the rest", "/01/{+link}", "/01/a/b//c", true, {"a/b//c"}},
      {"no rest", "/01/{+link}", "/01/", true, {""}},
      {"before the rest", "/01/{+link}", "/01", false, {}},
      {"the root", "/", "/", true, {}},
      {"not the root", "/", "/x", false, {}},
  };
  for (const Case& each : cases) {
    CAPTURE(each.why);
    const auto got = match(each.pattern, each.path);
    CHECK(got.has_value() == each.matches);
    if (got && each.matches) CHECK(*got == each.parts);
  }
}

TEST_CASE("what a producer may say, and what nobody but an operator") {
  Story story;
  story.issue("L1", 0, 10);
  const State& state = story.registry->ledger().state();
  const VerifyingKey key = generate_key().verifying_key();
  const Gtin unknown = gtin("08936000000035");
  const Lot l1 = lot("L1");
  struct Case {
    std::string_view why;
    FactBody fact;
    bool own, other;  ///< may producer `tra`, may producer `muc`
  };
  const Case cases[] = {
      {"a registry", RegistryCreated{"a.example", "A"}, false, false},
      {"a producer", ProducerRegistered{producer("moi")}, false, false},
      {"its own record", ProducerUpdated{producer("tra")}, false, false},
      {"a key of its own", KeyRegistered{"tra", key, date("2026-01-01"), {}}, false, false},
      {"its key's end", KeyRetired{story.tea_key}, true, false},
      {"its key's theft", KeyCompromised{story.tea_key, 1, "mất"}, true, false},
      {"another's key's end", KeyRetired{story.squid_key}, false, true},
      {"a key that is none", KeyRetired{999}, true, true},
      {"a product of its own", ProductRegistered{{unknown, "tra", "Trà", {}}}, true, false},
      {"a product in another's name", ProductRegistered{{unknown, "muc", "Mực", {}}}, false, true},
      {"its product anew", ProductUpdated{{kTea, "tra", "Trà", {}}}, true, false},
      {"another's product as its own", ProductUpdated{{kSquid, "tra", "Trà", {}}}, false, false},
      {"its product given away", ProductUpdated{{kTea, "muc", "Trà", {}}}, false, false},
      {"a certificate",
       CertificateGranted{kTea, "OCOP", 4, "1", "UBND", date("2026-01-01"), date("2028-01-01")},
       false, false},
      {"a certificate's end", CertificateRevoked{kTea, "OCOP", "1", {}}, false, false},
      {"a lot, not by /lots",
       LotIssued{kTea, l1, story.tea_key, 10, 1, date("2026-11-01"), {}, true}, false, false},
      {"its stamps on", StampsActivated{kTea, l1, {{0, 1}}, {}}, true, false},
      {"its stamps void", StampsVoided{kTea, l1, {{0, 1}}, {}}, true, false},
      {"another's stamps void", StampsVoided{kSquid, l1, {{0, 1}}, {}}, false, true},
      {"stamps of unknown goods", StampsVoided{unknown, l1, {{0, 1}}, {}}, true, true},
      {"its lot's recall", LotRecalled{kTea, l1, "hỏng", {}}, true, false},
      {"another's recall", LotRecalled{kSquid, l1, "hỏng", {}}, false, true},
      {"a recall's end", RecallLifted{kTea, l1, {}}, false, false},
      {"an event of its lot", EventCaptured{kTea, l1, Hash{}}, true, false},
  };
  const auto may = [&](Role role, const std::string& of, const FactBody& fact) {
    TokenRecord token;
    token.role = role;
    token.producer = of;
    const auto said = may_say(token, fact, state);
    if (!said) CHECK(said.error().code == ErrorCode::forbidden);
    return said.has_value();
  };
  std::set<std::size_t> kinds;
  for (const Case& each : cases) {
    CAPTURE(each.why);
    kinds.insert(each.fact.index());
    CHECK(may(Role::operator_, "", each.fact));
    CHECK(may(Role::producer, "tra", each.fact) == each.own);
    CHECK(may(Role::producer, "muc", each.fact) == each.other);
    CHECK_FALSE(may(Role::inspector, "", each.fact));
    CHECK_FALSE(may(Role::till, "", each.fact));
  }
  CHECK(kinds.size() == std::variant_size_v<FactBody>);
}

TEST_CASE("facts over HTTP: all or none, once for a key") {
  Service service;
  const auto post = [&](const std::string& who, const std::string& body, std::string key = "") {
    Request request;
    request.method = "POST";
    request.target = "/api/v1/facts";
    request.content_type = "application/json";
    request.body = body;
    request.authorization = service.tokens.at(who);
    request.idempotency_key = std::move(key);
    return handle(request, *service.app);
  };
  const auto size = [&] { return service.story.registry->ledger().checkpoint().value().head.size; };
  const std::string lot_of = R"("gtin":"08936000000011","lot":"L2611A")";
  const std::string recall = R"({"type":"lot.recalled",)" + lot_of + R"(,"reason":"hỏng"})";
  const std::string void0 = R"({"type":"stamps.voided",)" + lot_of + R"(,"ranges":[[0,0]]})";
  const std::string squid =
      R"({"type":"product.registered","gtin":"08936000000035","producer":"muc","name":"Mực"})";
  const auto before = size();

  struct Case {
    std::string_view why, who;
    std::string body;
    int status;
    std::string_view says;
  };
  const Case refused[] = {
      {"no JSON", "operator", "{", 400, "body"},
      {"nothing", "operator", "[]", 400, "empty"},
      {"no type", "operator", "{}", 400, "type"},
      {"a type that is none", "operator", R"({"type":"lot.eaten"})", 400, "lot.eaten"},
      {"a time of its own", "operator", R"({"type":"key.retired","key":1,"at":"x"})", 400, "at"},
      {"another's goods", "other producer", recall, 403, "another"},
      {"one of two is another's", "producer", "[" + recall + "," + squid + "]", 403, "fact 2"},
      {"one of two does not fit", "operator", "[" + void0 + "," + void0 + "]", 409, "fact 2"},
      {"a certificate", "producer",
       R"({"type":"certificate.revoked","gtin":"08936000000011","scheme":"OCOP","decision":"1"})",
       403, "operator"},
  };
  for (const Case& each : refused) {
    CAPTURE(each.why);
    const Response got = post(std::string(each.who), each.body);
    CHECK(got.status == each.status);
    CHECK(got.header("Content-Type") == "application/problem+json");
    CHECK(got.body.find(each.says) != std::string::npos);
  }
  CHECK(size() == before);

  const Response done = post("producer", "[" + recall + "," + void0 + "]", "k1");
  CHECK(done.status == 200);
  CHECK(done.body.find("\"first\":" + std::to_string(before)) != std::string::npos);
  CHECK(size() == before + 2);
  const Response again = post("producer", "[ " + recall + ",\n" + void0 + " ]", "k1");
  CHECK(again.status == 200);
  CHECK(again.body.find("\"first\":" + std::to_string(before)) != std::string::npos);
  CHECK(size() == before + 2);
  CHECK(post("producer", recall, "k1").status == 409);  // another request
  // The key is the token's own: an operator's of the same text is another request.
  CHECK(post("operator", "[" + recall + "," + void0 + "]", "k1").status == 409);
  CHECK(post("producer", recall, std::string(200, 'k')).status == 400);
  CHECK(post("producer", recall, "two words").status == 400);
}

TEST_CASE("lots over HTTP: with a key held here, or the client's own") {
  Service service;
  const auto post = [&](const std::string& who, const std::string& body) {
    return service.ask("POST", "/api/v1/lots", who, body);
  };
  const std::string order =
      R"({"gtin":"08936000000011","lot":"L9","count":3,"produced":"2026-11-01")";
  CHECK(post("other producer", order + "}").status == 403);
  CHECK(post("producer", order + R"(,"colour":"red"})").status == 400);
  CHECK(post("producer", order + R"(,"sign":"me"})").status == 400);
  CHECK(post("producer", order + R"(,"sign":"client"})").status == 422);  // no such key
  CHECK(
      post("producer", R"({"gtin":"08936000000011","lot":"L9","count":0,"produced":"2026-11-01"})")
          .status == 400);

  const Response done = post("producer", order + R"(,"expires":"2027-11-01"})");
  REQUIRE(done.status == 200);
  CHECK(done.body.find(R"("first":0,"count":3)") != std::string::npos);
  // The run goes on where the last one ended.
  CHECK(post("producer", order + "}").body.find(R"("first":3,"count":3)") != std::string::npos);
  CHECK(service.story.check(service.story.uri("L9", 0)).headline() == Finding::genuine_);

  const SigningKey own = generate_key();
  const auto number = service.story.registry.append(
      KeyRegistered{"tra", own.verifying_key(), date("2026-01-01"), {}});
  const Response to_sign = post("producer", order + R"(,"sign":"client","expires":"2027-11-01"})");
  REQUIRE(to_sign.status == 200);
  CHECK(to_sign.body.find("\"key\":" + std::to_string(number)) != std::string::npos);
  // What is handed out to be sealed is what a verifier reads.
  const auto canonical_at = to_sign.body.find("\"canonical\":\"") + 13;
  const std::string canonical =
      to_sign.body.substr(canonical_at, to_sign.body.find('"', canonical_at) - canonical_at);
  const Seal seal{static_cast<KeyNumber>(number),
                  own.sign(as_bytes(stamp_message("tem.example/quangninh", canonical)))};
  const std::string path = canonical.substr(canonical.find("/01/"));
  const std::string uri = "https://tem.example" + path + "&s=" + seal.str();
  CHECK(service.story.check(uri).headline() == Finding::genuine_);
  CHECK(
      post(
          "producer",
          R"({"gtin":"08936000000011","lot":"L9","count":10001,"produced":"2026-11-01","sign":"client"})")
          .status == 422);

  // Two keys are held elsewhere: the client says which one is its own, by its public half.
  const SigningKey second = generate_key(), unknown = generate_key();
  const auto later = service.story.registry.append(
      KeyRegistered{"tra", second.verifying_key(), date("2026-01-01"), {}});
  const auto by_key = [&](const SigningKey& key, const std::string& more = R"(,"sign":"client")") {
    return post("producer", order + more + R"(,"public_key":")" +
                                to_base64(key.verifying_key().bytes()) + "\"}");
  };
  CHECK(by_key(own).body.find("\"key\":" + std::to_string(number)) != std::string::npos);
  CHECK(by_key(second).body.find("\"key\":" + std::to_string(later)) != std::string::npos);
  CHECK(by_key(unknown).status == 422);
  CHECK(by_key(own, "").status == 400);                             // the registry signs
  CHECK(by_key(own, R"(,"sign":"client","key":4)").status == 400);  // which of the two?
  CHECK(post("producer", order + R"(,"sign":"client","public_key":"AAAA"})").status == 400);
}
