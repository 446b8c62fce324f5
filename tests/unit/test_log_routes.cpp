#include <doctest/doctest.h>

#include "fixture.hpp"
#include "tem/app.hpp"

using namespace tem;
using namespace tem::test;

namespace {

struct Service {
  SampleRegistry registry;
  std::optional<App> app;

  explicit Service(int producers) {
    std::vector<FactBody> facts;
    for (int i = 0; i < producers; ++i) {
      facts.push_back(ProducerRegistered{
          {"p" + std::to_string(i), "Cơ sở mẫu", "Thôn mẫu", "VN", {}, {}, {}, {}}});
    }
    REQUIRE(registry->append(facts, kNow));
    app.emplace(App::open(registry.dir(), [] { return kNow; }).value());
  }
  Response get(std::string target, std::string accept_encoding = "") {
    return handle({.method = "GET",
                   .target = std::move(target),
                   .accept = "",
                   .content_type = "",
                   .body = "",
                   .accept_encoding = std::move(accept_encoding)},
                  *app);
  }
};

}  // namespace

TEST_CASE("tiles are served as they are, with their type and for how long they may be kept") {
  Service service(299);  // 300 entries with the registry's own
  const auto& ledger = service.app->registry().ledger();
  const auto size = ledger.checkpoint()->head.size;
  REQUIRE(size == 300);
  for (const Tile& tile : tiles_between(0, size)) {
    CAPTURE(tile.path());
    const Response response = service.get("/log/" + tile.path());
    CHECK(response.status == 200);
    CHECK(response.body == ledger.tile(tile).value());
    CHECK(response.header("Content-Type") == "application/octet-stream");
    CHECK(response.header("Content-Encoding").empty());
    CHECK(response.header("Cache-Control") == (tile.is_full() ? "public, max-age=31536000, immutable"
                                                              : "public, max-age=86400"));
  }
}

TEST_CASE("an entry bundle is zipped for those who take it, hashes never") {
  Service service(20);
  const Response plain = service.get("/log/tile/entries/000.p/21");
  const Response zipped = service.get("/log/tile/entries/000.p/21", "gzip");
  CHECK(zipped.header("Content-Encoding") == "gzip");
  CHECK(zipped.header("Vary") == "Accept-Encoding");
  CHECK(plain.header("Vary") == "Accept-Encoding");
  CHECK(zipped.body.size() < plain.body.size());
  CHECK(zipped.body.substr(0, 2) == "\x1f\x8b");
  CHECK(service.get("/log/tile/0/000.p/21", "gzip").header("Content-Encoding").empty());
}

TEST_CASE("what is no tile of this log is not found") {
  Service service(20);
  for (const std::string_view target :
       {"/log/tile/0/000", "/log/tile/0/000.p/22", "/log/tile/0/001.p/1", "/log/tile/1/000.p/1",
        "/log/tile/entries/000", "/log/tile/0/000.p/0", "/log/tile/0/0", "/log/tile/", "/log/tile/../x",
        "/log/tile/0/000.p/21/", "/log/tile/0/000.p/21x", "/log/"}) {
    CAPTURE(target);
    const Response response = service.get(std::string(target));
    CHECK(response.status == 404);
    CHECK(response.header("Content-Type") == "application/problem+json");
  }
  CHECK(service.get("/log/tile/0/000.p/21").status == 200);
  CHECK(service.get("/log/tile/0/000.p/21?x=1").status == 200);
}
