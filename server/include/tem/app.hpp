#pragma once
// The service without its sockets: every route is `handle`.
//
//   auto app = App::open("registry", clock);
//   handle({.method = "GET", .target = "/v/01/08936000000011/10/L2611A/21/…?s=…"}, *app).status

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "tem/http.hpp"
#include "tem/pages.hpp"
#include "tem/registry.hpp"
#include "tem/verifier.hpp"

namespace tem {

using Clock = std::function<Instant()>;

/// What one thread needs to answer: its own reader of the ledger, verifier and pages, so that the
/// read path takes no lock.
class App {
 public:
  /// Opens the registry for reading. Errors: those of Registry::open and Verifier::make.
  static Result<App> open(const std::filesystem::path& dir, Clock clock);

  [[nodiscard]] Registry& registry() noexcept { return *registry_; }
  [[nodiscard]] const Verifier& verifier() const noexcept { return verifier_; }
  [[nodiscard]] Pages& pages() noexcept { return *pages_; }
  [[nodiscard]] Instant now() const { return clock_(); }
  /// The path of the base URI, `/vn` or empty: it stands before every path that people see.
  [[nodiscard]] const std::string& stem() const noexcept { return stem_; }

 private:
  App(std::unique_ptr<Registry> registry, Verifier verifier, Clock clock, std::string stem);
  std::unique_ptr<Registry> registry_;  // the verifier and the pages point at it
  Verifier verifier_;
  Clock clock_;
  std::string stem_;
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
