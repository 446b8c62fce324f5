#include "tem/metrics.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>

#include "process_readings.hpp"

namespace tem {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Counter = std::atomic<std::uint64_t>;

constexpr std::array<std::string_view, 14> kRouteNames = {
    "redirect", "page", "verify", "image", "claims", "reports",    "places",
    "facts",    "lots", "stats",  "proof", "log",    "operations", "other"};
constexpr std::size_t kRoutes = kRouteNames.size();
constexpr std::size_t kStatuses = 600;

// Seconds. A shopper's blink is 100 ms; a look should take under 5.
constexpr std::array<double, 13> kBounds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                            0.1,    0.25,  0.5,    1,     2.5,  10};

#define X(name, ...) #name,
constexpr std::string_view kFindings[] = {TEM_FINDINGS(X)};
#undef X

struct Prefix {
  std::string_view path;
  bool below;  ///< everything that begins so
  RouteClass route;
};
constexpr Prefix kPrefixes[] = {
    {"/v/01/", true, RouteClass::page},
    {"/01/", true, RouteClass::redirect},
    {"/api/v1/verify", false, RouteClass::verify},
    {"/api/v1/verify/image", false, RouteClass::image},
    {"/api/v1/claims", false, RouteClass::claims},
    {"/api/v1/reports", false, RouteClass::reports},
    {"/api/v1/places", false, RouteClass::places},
    {"/api/v1/facts", false, RouteClass::facts},
    {"/api/v1/lots", false, RouteClass::lots},
    {"/api/v1/lots/", true, RouteClass::lots},
    {"/api/v1/stats", false, RouteClass::stats},
    {"/api/v1/proof", false, RouteClass::proof},
    {"/log/", true, RouteClass::log},
    {"/healthz", false, RouteClass::operations},
    {"/readyz", false, RouteClass::operations},
    {"/metrics", false, RouteClass::operations},
};

struct Latency {
  std::array<Counter, kBounds.size() + 1> within{};  ///< the last: longer than all bounds
  Counter microseconds{0};
};

MetricFamily family(std::string_view name, MetricType type, std::string_view help) {
  return {std::string(name), std::string(help), type, {}};
}

void add(MetricFamily& to, double value, std::vector<ClientMetric::Label> labels = {}) {
  ClientMetric metric;
  metric.label = std::move(labels);
  (to.type == MetricType::Counter ? metric.counter.value : metric.gauge.value) = value;
  to.metric.push_back(std::move(metric));
}

MetricFamily one(std::string_view name, MetricType type, std::string_view help, double value) {
  MetricFamily made = family(name, type, help);
  add(made, value);
  return made;
}

double load(const Counter& counter) {
  return static_cast<double>(counter.load(std::memory_order_relaxed));
}

void add_sockets(std::vector<MetricFamily>& all, const ListenerGauges& sockets) {
  const auto value = [](const auto& number) { return static_cast<double>(number.load()); };
  all.push_back(
      one("tem_connections", MetricType::Gauge, "Open connections.", value(sockets.connections)));
  all.push_back(one("tem_streams", MetricType::Gauge,
                    "Bodies being sent or taken in piece by piece.", value(sockets.streams)));
  auto waiting =
      family("tem_lane_waiting", MetricType::Gauge, "Requests that wait for a thread of the lane.");
  add(waiting, value(sockets.work_waiting), {{"lane", "work"}});
  add(waiting, value(sockets.pictures_waiting), {{"lane", "picture"}});
  auto running =
      family("tem_lane_running", MetricType::Gauge, "Requests that a thread of the lane answers.");
  add(running, value(sockets.work_running), {{"lane", "work"}});
  add(running, value(sockets.pictures_running), {{"lane", "picture"}});
  all.push_back(std::move(waiting));
  all.push_back(std::move(running));
  all.push_back(one("tem_held_bytes", MetricType::Gauge,
                    "Bytes of request bodies and long answers that are held.",
                    value(sockets.held_bytes)));
  all.push_back(one("tem_connections_closed_for_room_total", MetricType::Counter,
                    "Waiting connections that were closed to make room.",
                    value(sockets.closed_for_room)));
}

void add_scans(std::vector<MetricFamily>& all, const ScanReadings& scans) {
  all.push_back(one("tem_scans_waiting", MetricType::Gauge, "Scans that wait for their commit.",
                    static_cast<double>(scans.waiting)));
  auto batches =
      family("tem_scan_commit_scans", MetricType::Summary, "Scans in one commit of scans.db.");
  ClientMetric metric;
  metric.summary.sample_count = scans.commits;
  metric.summary.sample_sum = static_cast<double>(scans.recorded);
  batches.metric.push_back(std::move(metric));
  all.push_back(std::move(batches));
}

void add_process(std::vector<MetricFamily>& all) {
  const ProcessReadings now = read_process();
  all.push_back(one("process_cpu_seconds_total", MetricType::Counter, "User and system time.",
                    now.cpu_seconds));
  all.push_back(one("process_resident_memory_bytes", MetricType::Gauge, "Memory in use.",
                    now.resident_bytes));
  all.push_back(
      one("process_open_fds", MetricType::Gauge, "Open descriptors.", now.open_descriptors));
  all.push_back(one("process_max_fds", MetricType::Gauge, "Descriptors that may be open.",
                    now.most_descriptors));
}

}  // namespace

std::string_view name(RouteClass route) noexcept {
  return kRouteNames[static_cast<std::size_t>(route)];
}

RouteClass route_class(std::string_view path) noexcept {
  for (const Prefix& each : kPrefixes)
    if (each.below ? path.starts_with(each.path) : path == each.path) return each.route;
  return RouteClass::other;
}

struct Metrics::Counts {
  std::array<std::array<Counter, kStatuses>, kRoutes> requests{};
  std::array<Latency, kRoutes> latency{};
  std::array<Counter, std::size(kFindings)> verdicts{};
  std::array<std::array<Counter, kRateClasses>, 2> limited{};  ///< clients, tokens
};

Metrics::Metrics(std::string stem) : stem_(std::move(stem)), counts_(std::make_unique<Counts>()) {}
Metrics::~Metrics() = default;

void Metrics::answered(const Answered& it) noexcept {
  std::string_view path = it.path;
  if (!stem_.empty() && path.starts_with(stem_) && path.substr(stem_.size()).starts_with('/'))
    path.remove_prefix(stem_.size());
  const auto route = static_cast<std::size_t>(route_class(path));
  const auto status =
      std::clamp<std::size_t>(static_cast<std::size_t>(std::max(0, it.status)), 0, kStatuses - 1);
  counts_->requests[route][status].fetch_add(1, std::memory_order_relaxed);
  Latency& latency = counts_->latency[route];
  const double seconds = std::chrono::duration<double>(it.took).count();
  const auto bound = std::ranges::lower_bound(kBounds, seconds) - kBounds.begin();
  latency.within[static_cast<std::size_t>(bound)].fetch_add(1, std::memory_order_relaxed);
  latency.microseconds.fetch_add(
      static_cast<std::uint64_t>(std::max<std::int64_t>(0, it.took.count())),
      std::memory_order_relaxed);
}

void Metrics::looked(Finding verdict) noexcept {
  counts_->verdicts[static_cast<std::size_t>(verdict)].fetch_add(1, std::memory_order_relaxed);
}

void Metrics::limited(RateClass kind, bool token) noexcept {
  counts_->limited[token ? 1 : 0][static_cast<std::size_t>(kind)].fetch_add(
      1, std::memory_order_relaxed);
}

std::string Metrics::text(const Readings& readings) const {
  std::vector<MetricFamily> all;
  auto build = family("tem_build_info", MetricType::Gauge, "The version that runs; always 1.");
  add(build, 1, {{"version", TEM_VERSION}});
  all.push_back(std::move(build));

  auto requests =
      family("tem_requests_total", MetricType::Counter, "Answers, by route and HTTP status.");
  auto seconds = family("tem_request_seconds", MetricType::Histogram,
                        "From a request's first byte until its answer was ready to be sent.");
  for (std::size_t route = 0; route < kRoutes; ++route) {
    const std::string label(kRouteNames[route]);
    for (std::size_t status = 0; status < kStatuses; ++status) {
      const double count = load(counts_->requests[route][status]);
      if (count > 0) add(requests, count, {{"route", label}, {"status", std::to_string(status)}});
    }
    ClientMetric metric;
    metric.label = {{"route", label}};
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < kBounds.size() + 1; ++i) {
      sum += counts_->latency[route].within[i].load(std::memory_order_relaxed);
      metric.histogram.bucket.push_back({sum, i < kBounds.size() ? kBounds[i] : INFINITY});
    }
    metric.histogram.sample_count = sum;
    metric.histogram.sample_sum = load(counts_->latency[route].microseconds) / 1e6;
    if (sum > 0) seconds.metric.push_back(std::move(metric));
  }
  all.push_back(std::move(requests));
  all.push_back(std::move(seconds));

  auto verdicts = family("tem_verdicts_total", MetricType::Counter,
                         "Stamps answered, by the headline of the verdict.");
  for (std::size_t i = 0; i < std::size(kFindings); ++i)
    add(verdicts, load(counts_->verdicts[i]), {{"finding", std::string(kFindings[i])}});
  all.push_back(std::move(verdicts));

  auto limited =
      family("tem_rate_limited_total", MetricType::Counter, "Requests refused with 429.");
  for (std::size_t i = 0; i < kRateClasses; ++i) {
    const std::string kind(name(static_cast<RateClass>(i)));
    add(limited, load(counts_->limited[0][i]), {{"class", kind}, {"by", "client"}});
    add(limited, load(counts_->limited[1][i]), {{"class", kind}, {"by", "token"}});
  }
  all.push_back(std::move(limited));

  if (readings.sockets != nullptr) add_sockets(all, *readings.sockets);
  if (readings.scans) add_scans(all, *readings.scans);
  if (readings.ledger_entries)
    all.push_back(one("tem_ledger_entries", MetricType::Gauge, "Facts in the ledger.",
                      static_cast<double>(*readings.ledger_entries)));
  add_process(all);
  return prometheus::TextSerializer().Serialize(all);
}

}  // namespace tem
