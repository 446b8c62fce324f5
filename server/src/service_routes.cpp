#include "routes.hpp"
#include "tem/listener.hpp"
#include "tem/metrics.hpp"

namespace tem {
namespace {

Response cached_for_a_day(Response response) {
  set_header(response, "Cache-Control", "public, max-age=86400");
  return response;
}

/// The ledger answers: its head, and its first entry.
std::optional<Error> ledger_trouble(App& app) {
  auto latest = app.registry().ledger().checkpoint();
  if (!latest) return latest.error();
  auto first = app.registry().ledger().entry(0);
  if (!first) return first.error();
  return std::nullopt;
}

}  // namespace

Response healthz(const Call&, App& app) {
  if (const auto trouble = ledger_trouble(app)) return problem(*trouble, 503);
  return answer(200, kText, "ok\n");
}

/// Not while draining, so that a balancer sends new shoppers elsewhere: no trouble of the operator's.
Response readyz(const Call&, App& app) {
  const auto& sockets = app.parts().sockets;
  if (sockets && sockets->draining) {
    Response response = problem({ErrorCode::too_busy, "stopping"}, 503);
    response.log.clear();
    return response;
  }
  if (const auto trouble = ledger_trouble(app)) return problem(*trouble, 503);
  if (const ScanStore* scans = app.scans()) {
    if (const auto failure = scans->failure()) return problem(*failure, 503);
  }
  return answer(200, kText, "ready\n");
}

Response metrics(const Call&, App& app) {
  if (!app.parts().metrics) return problem({ErrorCode::not_found, "nothing is counted here"});
  Readings readings{.sockets = app.parts().sockets.get()};
  if (const ScanStore* scans = app.scans()) {
    const ScanCounts counts = scans->counts();
    readings.scans = ScanReadings{counts.recorded, counts.commits, counts.waiting};
  }
  if (const auto head = app.registry().ledger().checkpoint()) readings.ledger_entries = head->head.size;
  return answer(200, "text/plain; version=0.0.4; charset=utf-8", app.parts().metrics->text(readings));
}

Response landing(const Call&, App& app) { return html(200, app.pages().landing()); }
Response problems(const Call&, App& app) { return html(200, app.pages().problems()); }
Response api(const Call&, App& app) { return html(200, app.pages().api()); }
Response openapi(const Call&, App&) {
  return cached_for_a_day(answer(200, kJson, std::string(openapi_document())));
}
Response icon(const Call&, App&) {
  return cached_for_a_day(answer(200, "image/svg+xml", std::string(favicon())));
}

}  // namespace tem
