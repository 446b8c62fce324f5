#include "tem/metrics.hpp"

#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <vector>

using namespace tem;
using namespace std::chrono_literals;

namespace {

bool has(const std::string& text, std::string_view line) {
  return text.find("\n" + std::string(line) + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("which routes are counted together") {
  struct Case {
    std::string_view path;
    RouteClass want;
  };
  const Case cases[] = {
      {"/v/01/08936000000011/10/L/21/K", RouteClass::page},
      {"/01/08936000000011", RouteClass::redirect},
      {"/api/v1/verify", RouteClass::verify},
      {"/api/v1/verify/image", RouteClass::image},
      {"/api/v1/verify/other", RouteClass::other},
      {"/api/v1/claims", RouteClass::claims},
      {"/api/v1/reports", RouteClass::reports},
      {"/api/v1/places", RouteClass::places},
      {"/api/v1/facts", RouteClass::facts},
      {"/api/v1/lots", RouteClass::lots},
      {"/api/v1/lots/1/L/stamps", RouteClass::lots},
      {"/api/v1/stats", RouteClass::stats},
      {"/api/v1/proof", RouteClass::proof},
      {"/log/checkpoint", RouteClass::log},
      {"/healthz", RouteClass::operations},
      {"/metrics", RouteClass::operations},
      {"/metricsx", RouteClass::other},
      {"/", RouteClass::other},
      {"-", RouteClass::other},
      {"", RouteClass::other},
  };
  for (const Case& c : cases) {
    CAPTURE(c.path);
    CHECK(name(route_class(c.path)) == name(c.want));
  }
}

TEST_CASE("answers are counted by route and status, and their time in buckets that add up") {
  Metrics metrics("/vn");
  metrics.answered({.path = "/vn/v/01/x", .status = 200, .took = 400us});
  metrics.answered({.path = "/v/01/x", .status = 200, .took = 500us});
  metrics.answered({.path = "/v/01/x", .status = 429, .took = 20s});
  metrics.answered({.path = "/vnv/01/x", .status = 404, .took = 0us});
  metrics.answered({.path = "/", .status = -5, .took = -3us});
  metrics.answered({.path = "/", .status = 100'000});
  const std::string text = metrics.text({});
  CAPTURE(text);
  CHECK(has(text, "tem_requests_total{route=\"page\",status=\"200\"} 2"));
  CHECK(has(text, "tem_requests_total{route=\"page\",status=\"429\"} 1"));
  CHECK(has(text, "tem_requests_total{route=\"other\",status=\"404\"} 1"));
  CHECK(has(text, "tem_request_seconds_bucket{route=\"page\",le=\"0.0005\"} 2"));
  CHECK(has(text, "tem_request_seconds_bucket{route=\"page\",le=\"10\"} 2"));
  CHECK(has(text, "tem_request_seconds_bucket{route=\"page\",le=\"+Inf\"} 3"));
  CHECK(has(text, "tem_request_seconds_count{route=\"page\"} 3"));
  CHECK(text.find("tem_request_seconds_sum{route=\"page\"} 20.0009") != std::string::npos);
  CHECK(text.find("route=\"claims\"") == std::string::npos);
}

TEST_CASE("verdicts, refusals, and what is read") {
  Metrics metrics("");
  metrics.looked(Finding::genuine_);
  metrics.looked(Finding::genuine_);
  metrics.looked(Finding::not_a_stamp_);
  metrics.limited(RateClass::claims, false);
  metrics.limited(RateClass::looks, true);
  ListenerGauges sockets;
  sockets.connections = 3;
  sockets.pictures_waiting = 2;
  const std::string text =
      metrics.text({.sockets = &sockets,
                    .scans = ScanReadings{.recorded = 900, .commits = 30, .waiting = 4},
                    .ledger_entries = 12});
  CAPTURE(text);
  for (const std::string_view line :
       {"tem_verdicts_total{finding=\"genuine\"} 2",
        "tem_verdicts_total{finding=\"not_a_stamp\"} 1", "tem_verdicts_total{finding=\"forged\"} 0",
        "tem_rate_limited_total{class=\"claims\",by=\"client\"} 1",
        "tem_rate_limited_total{class=\"looks\",by=\"token\"} 1", "tem_connections 3",
        "tem_lane_waiting{lane=\"picture\"} 2", "tem_scan_commit_scans_count 30",
        "tem_scan_commit_scans_sum 900", "tem_scans_waiting 4", "tem_ledger_entries 12",
        "# TYPE tem_scan_commit_scans summary", "# TYPE tem_request_seconds histogram"}) {
    CAPTURE(line);
    CHECK(has(text, line));
  }
  CHECK(text.find("process_resident_memory_bytes 0\n") == std::string::npos);
  CHECK(text.find("process_open_fds 0\n") == std::string::npos);
  CHECK(metrics.text({}).find("tem_connections") == std::string::npos);
}

TEST_CASE("threads count together") {
  Metrics metrics("");
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 5'000; ++i)
          metrics.answered({.path = "/v/01/x", .status = 200, .took = 1us});
      });
    }
  }
  CHECK(has(metrics.text({}), "tem_request_seconds_count{route=\"page\"} 20000"));
}
