#include <array>

#include "looking.hpp"
#include "routes.hpp"
#include "shopper_request.hpp"
#include "tem/http_text.hpp"

namespace tem {

/// GS1 Digital Link: the path on the package leads to the page that answers it.
Response redirect(const Call& call, App& app) {
  Response response = answer(307, kText, "");
  set_header(response, "Location",
             app.stem() + "/v" + std::string(call.path) + std::string(call.query));
  return response;
}

namespace {

Response show(const Verdict& verdict, const std::string& text, bool asks_place, App& app) {
  const Visit visit =
      app.scans() == nullptr
          ? Visit{}
          : Visit{.uri = text, .path = page_path(text, app), .asks_place = asks_place};
  return html(200, app.pages().verdict(verdict, visit));
}

}  // namespace

Response check(const Call& call, App& app) {
  constexpr std::array<std::string_view, 2> kOffers = {"text/html", "application/json"};
  const auto chosen = preferred(call.request.accept, kOffers);
  if (!chosen) return not_acceptable("text/html and application/json");
  const bool as_html = *chosen == 0;

  const std::string_view stamp_path = call.path.substr(std::string_view("/v").size());
  const std::string text =
      app.registry().settings().base.str() + std::string(stamp_path) + std::string(call.query);
  Looker looker(call, app, as_html ? Channel::page : Channel::api);
  const auto verdict = looker.look(text);
  Response response;
  if (verdict) {
    response = as_html ? show(*verdict, text, looker.asks_place(), app)
                       : answer(200, kJson, to_json(*verdict, text, {}) + "\n");
    looker.hold(response);
  } else {
    response = problem(verdict.error());
    if (as_html && names_type(call.request.accept, "text/html")) {
      std::string log = std::move(response.log);
      response = html(response.status, app.pages().unavailable());
      response.log = std::move(log);
    }
  }
  set_header(response, "Vary", "Accept");
  return response;
}

}  // namespace tem
