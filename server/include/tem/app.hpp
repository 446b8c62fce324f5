#pragma once
// The service without its sockets: every route is `handle`.
//
//   auto app = App::open("registry", clock);
//   handle({.method = "GET", .target = "/v/01/08936000000011/10/L2611A/21/…?s=…"}, *app).status

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "tem/appender.hpp"
#include "tem/forwarded.hpp"
#include "tem/geo_ip.hpp"
#include "tem/http.hpp"
#include "tem/pages.hpp"
#include "tem/registry.hpp"
#include "tem/scan_store.hpp"
#include "tem/token.hpp"
#include "tem/verifier.hpp"

namespace tem {

class Metrics;
class RateLimiter;
struct ListenerGauges;

using Clock = std::function<Instant()>;

/// What the threads of one service share, made once.
struct AppParts {
  std::shared_ptr<ScanStore> scans{};    ///< none: nothing is recorded, claimed or reported
  std::shared_ptr<Appender> appender{};  ///< none: nothing is appended, as over a copy of a log
  std::shared_ptr<RateLimiter> limiter{};           ///< none: nobody is told to wait
  std::shared_ptr<Metrics> metrics{};               ///< none: nothing is counted
  std::shared_ptr<const ListenerGauges> sockets{};  ///< none: without sockets
  NamedProxies proxies{};  ///< what comes from them is not the machine's own
  std::shared_ptr<const GeoIpInUse> geo{};  ///< none: an address tells no place
  PassphraseSource passphrase{};            ///< none: keys that are encrypted sign nothing
};

/// What one thread needs to answer: its own reader of the ledger, verifier and pages, so that the
/// read path takes no lock.
class App {
 public:
  /// Opens the registry, whose keys sign what it issued. Errors: those of Registry::open,
  /// Verifier::make and TokenStore::open.
  static Result<App> open(const std::filesystem::path& dir, Clock clock, AppParts parts = {});

  [[nodiscard]] Registry& registry() noexcept { return *registry_; }
  [[nodiscard]] const Registry& registry() const noexcept { return *registry_; }
  [[nodiscard]] const Verifier& verifier() const noexcept { return verifier_; }
  [[nodiscard]] Pages& pages() noexcept { return *pages_; }
  [[nodiscard]] const TokenStore& tokens() const noexcept { return tokens_; }
  /// Null when the service keeps no scans.
  [[nodiscard]] ScanStore* scans() const noexcept { return parts_.scans.get(); }
  /// Null when the service appends nothing.
  [[nodiscard]] Appender* appender() const noexcept { return parts_.appender.get(); }
  [[nodiscard]] const AppParts& parts() const noexcept { return parts_; }
  /// The province of a client's address, or empty.
  [[nodiscard]] std::string place_of(std::string_view client) { return geo_.place_of(client); }
  /// Counts what was answered.
  void looked(const Verdict& verdict) const;
  [[nodiscard]] Instant now() const { return clock_(); }
  /// The path of the base URI, `/vn` or empty: it stands before every path that people see.
  [[nodiscard]] const std::string& stem() const noexcept { return stem_; }

 private:
  App(std::unique_ptr<Registry> registry, Verifier verifier, TokenStore tokens, Clock clock,
      std::string stem, AppParts parts);
  std::unique_ptr<Registry> registry_;  // the verifier and the pages point at it
  Verifier verifier_;
  TokenStore tokens_;
  Clock clock_;
  std::string stem_;
  AppParts parts_;
  GeoIpInUse::Reader geo_;
  std::unique_ptr<Pages> pages_;
};

/// Answers one request; never throws but for want of memory. A HEAD gets no body. A ledger that
/// could not be read is a 5xx, never a verdict.
Response handle(const Request& request, App& app);

/// Which threads answer a request, by its head: what takes long never delays a scan, and the body of
/// a photograph may be larger. `stem` as App::stem.
Lane lane_of(std::string_view method, std::string_view target, std::string_view content_type,
             const std::string& stem);

}  // namespace tem
