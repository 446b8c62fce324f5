#include "routes.hpp"

namespace tem {
namespace {

Response cached_for_a_day(Response response) {
  set_header(response, "Cache-Control", "public, max-age=86400");
  return response;
}

}  // namespace

Response healthz(const Call&, App& app) {
  auto latest = app.registry().ledger().checkpoint();
  if (!latest) return problem(latest.error(), 503);
  auto first = app.registry().ledger().entry(0);
  if (!first) return problem(first.error(), 503);
  return answer(200, kText, "ok\n");
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
