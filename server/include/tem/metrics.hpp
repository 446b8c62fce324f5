#pragma once
// What the service counts of its own work, in the text format of Prometheus (docs/operations.md
// lists every name).
//
//   Metrics metrics("");                               // the stem of the base URI
//   metrics.answered({.path = "/v/01/…", .status = 200, .took = 310us});
//   metrics.text({.ledger_entries = 12}) tem_requests_total{route="page",status="200"} 1 …
//
// Counting is an addition or two to a number in memory, without a lock. No label comes from a
// request's text, so that nobody can make the list grow.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "tem/listener.hpp"
#include "tem/rate_limiter.hpp"
#include "tem/verdict.hpp"

namespace tem {

/// Which routes are counted together.
enum class RouteClass {
  redirect,
  page,
  verify,
  image,
  claims,
  reports,
  places,
  facts,
  lots,
  stats,
  proof,
  log,
  operations,
  other
};
std::string_view name(RouteClass route) noexcept;  ///< "page"
/// By a path without stem and query; `other` for what no route serves.
RouteClass route_class(std::string_view path) noexcept;

/// What ScanStore::counts tells.
struct ScanReadings {
  std::uint64_t recorded = 0, commits = 0, waiting = 0;
};

/// What is not counted but read when it is asked for.
struct Readings {
  const ListenerGauges* sockets = nullptr;
  std::optional<ScanReadings> scans{};
  std::optional<std::uint64_t> ledger_entries{};
};

/// For any number of threads.
class Metrics {
 public:
  explicit Metrics(std::string stem);
  ~Metrics();

  void answered(const Answered& it) noexcept;
  void looked(Finding verdict) noexcept;
  void limited(RateClass kind, bool token) noexcept;

  /// `text/plain; version=0.0.4`.
  [[nodiscard]] std::string text(const Readings& readings) const;

 private:
  struct Counts;
  std::string stem_;
  std::unique_ptr<Counts> counts_;
};

}  // namespace tem
