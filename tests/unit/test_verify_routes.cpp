// Many stamps in one request: each is a look, and none is told before all are on the disk.

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

#include <atomic>
#include <boost/json.hpp>

#include "fixture.hpp"
#include "tem/app.hpp"

using namespace tem;
using namespace tem::test;
namespace json = boost::json;

namespace {

/// Told by any thread, while the test waits.
bool holds(const Response& response) {
  if (!response.gate) return true;
  bool durable = false;
  std::atomic<bool> told = false;
  response.gate([&](const Result<void>& done) {
    durable = done.has_value();
    told = true;
    told.notify_all();
  });
  told.wait(false);
  return durable;
}

struct Service {
  Story story;
  Instant at = kNow;
  std::string till;
  std::shared_ptr<ScanStore> scans;
  std::optional<App> app;

  explicit Service(bool with_store = true) {
    story.issue("L1", 0, 5);
    auto tokens = TokenStore::open(story.registry.dir(), Access::append).value();
    TokenRecord wanted;
    wanted.role = Role::till;
    wanted.place = "VN-13";
    wanted.expires = Instant(kNow.time() + std::chrono::hours(1));
    till = "Bearer " + tokens.create(wanted, kNow).value().token;
    if (with_store)
      scans = ScanStore::open(story.registry.dir(), {}, [this] { return at; }).value();
    app.emplace(App::open(story.registry.dir(), [this] { return at; }, {.scans = scans}).value());
  }
  Response list(const std::vector<std::string>& uris, std::string client, std::string token = "") {
    Request request;
    request.method = "POST";
    request.target = "/api/v1/verify";
    request.content_type = "application/json";
    request.client = std::move(client);
    request.authorization = std::move(token);
    request.body =
        json::serialize(json::object{{"uris", json::array(uris.begin(), uris.end())}});
    return handle(request, *app);
  }
  /// What the file holds, read by another connection.
  std::int64_t number(const std::string& query) {
    SQLite::Database db((story.registry.dir() / "scans.db").string());
    return db.execAndGet(query).getInt64();
  }
};

std::vector<std::string> verdicts(const Response& response) {
  REQUIRE(response.status == 200);
  std::vector<std::string> all;
  const json::value body = json::parse(response.body);  // outlives the loop over a part of it
  for (const auto& each : body.at("results").as_array())
    all.emplace_back(each.at("verdict").as_string());
  return all;
}

}  // namespace

TEST_CASE("every stamp of a list is a look that is on the disk before the list is answered") {
  Service service;
  const std::string a = service.story.uri("L1", 0), b = service.story.uri("L1", 1);
  const Response first = service.list({a, b, a, "nothing"}, "192.0.2.1");
  CHECK(verdicts(first) ==
        std::vector<std::string>{"genuine", "genuine", "genuine", "not_a_stamp"});
  REQUIRE(first.gate);
  REQUIRE(holds(first));
  CHECK(service.number("SELECT count(*) FROM scan") == 2);  // `a` twice by one client: a reload
  const Response reload = service.list({a, b}, "192.0.2.1");
  CHECK_FALSE(reload.gate);
  CHECK(holds(service.list({b}, "192.0.2.2")));
  CHECK(service.number("SELECT count(*) FROM scan") == 3);
  CHECK(service.scans->find(StampId{kTea, lot("L1"), 0}).value().scans == 1);
  CHECK(service.scans->find(StampId{kTea, lot("L1"), 1}).value().scans == 2);
}

TEST_CASE("a till's list is seen at its place") {
  Service service;
  CHECK(holds(service.list({service.story.uri("L1", 0)}, "192.0.2.1", service.till)));
  CHECK(holds(service.list({service.story.uri("L1", 1)}, "192.0.2.1")));
  const auto seen = service.scans->lot_scans(kTea, lot("L1")).value();
  using Counts = std::vector<std::pair<std::string, std::uint64_t>>;
  Counts channels = seen.by_channel;
  std::ranges::sort(channels);
  CHECK(channels == Counts{{"api", 1}, {"till", 1}});
  CHECK(std::ranges::count(seen.by_place, std::pair<std::string, std::uint64_t>{"VN-13", 1}) == 1);
}

TEST_CASE("a list is not told when its looks could not be kept") {
  Service service;
  SQLite::Database((service.story.registry.dir() / "scans.db").string(), SQLite::OPEN_READWRITE,
                   5'000)
      .exec("DROP TABLE scan");
  const Response answer = service.list({service.story.uri("L1", 0)}, "192.0.2.1");
  REQUIRE(answer.gate);
  CHECK_FALSE(holds(answer));  // the sockets send a 503 in its place
}

TEST_CASE("a copy keeps no scans, and answers") {
  Service service(false);
  const Response answer = service.list({service.story.uri("L1", 0), "x"}, "192.0.2.1");
  CHECK_FALSE(answer.gate);
  CHECK(verdicts(answer) == std::vector<std::string>{"genuine", "not_a_stamp"});
}
