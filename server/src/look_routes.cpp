#include <array>

#include "routes.hpp"
#include "shopper_request.hpp"
#include "tem/http_text.hpp"
#include "tem/no_look.hpp"

namespace tem {

/// GS1 Digital Link: the path on the package leads to the page that answers it.
Response redirect(const Call& call, App& app) {
  Response response = answer(307, kText, "");
  set_header(response, "Location",
             app.stem() + "/v" + std::string(call.path) + std::string(call.query));
  return response;
}

namespace {

/// Not what a person looks at: it is answered, and counts for nothing.
bool is_look(const Request& request) {
  return request.method != "HEAD" && !is_prefetch(request.purpose) &&
         !is_preview(request.user_agent);
}

/// A till's and an inspector's token tell the channel; who has none is a shopper on a page, or a
/// program.
Channel channel_of(const Caller& caller, bool as_html) {
  if (caller.is(Role::till)) return Channel::till;
  if (caller.is(Role::inspector)) return Channel::inspector;
  return as_html ? Channel::page : Channel::api;
}

/// Without a store, the facts alone.
Result<Looked> look(const Call& call, App& app, std::string_view text, bool as_html) {
  const Instant now = app.now();
  if (app.scans() == nullptr) {
    auto verdict = app.verifier().check(text, {.at = now});
    if (!verdict) return verdict.error();
    return Looked{.verdict = std::move(*verdict)};
  }
  Sighting seen{.at = now, .channel = channel_of(call.caller, as_html)};
  if (call.caller.token) seen.place = call.caller.token->place;
  seen.client = client_of(call.request, now, *app.scans());
  seen.is_look = is_look(call.request);
  return app.verifier().look(text, seen, *app.scans());
}

Response show(const Looked& looked, const std::string& text, App& app) {
  const Visit visit = app.scans() == nullptr ? Visit{}
                                             : Visit{.uri = text, .path = page_path(text, app)};
  return html(200, app.pages().verdict(looked.verdict, visit));
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
  const auto looked = look(call, app, text, as_html);
  Response response;
  if (looked) {
    app.looked(looked->verdict);
    response = as_html ? show(*looked, text, app)
                       : answer(200, kJson, to_json(looked->verdict, text, {}) + "\n");
    // Recorded before it is answered.
    if (looked->ticket != 0) {
      response.gate = [scans = app.scans(), ticket = looked->ticket](auto done) {
        scans->when_durable(ticket, std::move(done));
      };
    }
  } else {
    response = problem(looked.error());
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
