#include "looking.hpp"

#include <algorithm>

#include "shopper_request.hpp"
#include "tem/no_look.hpp"

namespace tem {
namespace {

Channel channel_of(const Caller& caller, Channel otherwise) {
  if (caller.is(Role::till)) return Channel::till;
  if (caller.is(Role::inspector)) return Channel::inspector;
  return otherwise;
}

}  // namespace

bool is_look(const Request& request) {
  return request.method != "HEAD" && !is_prefetch(request.purpose) &&
         !is_preview(request.user_agent);
}

Looker::Looker(const Call& call, App& app, Channel otherwise)
    : app_(app),
      seen_{.at = app.now(),
            .channel = channel_of(call.caller, otherwise),
            .is_look = is_look(call.request)},
      // A HEAD is told of the page that a GET has.
      asks_(seen_.channel == Channel::page && (seen_.is_look || call.request.method == "HEAD")) {
  if (app.scans() == nullptr) return;
  if (call.caller.token) seen_.place = call.caller.token->place;
  // Of a till and an inspector only what the token says: their looks weigh more for it.
  const bool trusted = seen_.channel == Channel::till || seen_.channel == Channel::inspector;
  if (seen_.place.empty() && !trusted) {
    seen_.place = app.place_of(call.request.client);
    seen_.guessed = !seen_.place.empty();
  }
  seen_.client = client_of(call.request, seen_.at, *app.scans());
}

Result<Verdict> Looker::look(std::string_view text) {
  auto looked = look_up(text);
  if (!looked) return looked.error();
  app_.looked(looked->verdict);
  ticket_ = std::max(ticket_, looked->ticket);
  may_tell_ = looked->may_tell;
  return std::move(looked->verdict);
}

Result<Looked> Looker::look_up(std::string_view text) const {
  if (app_.scans() != nullptr) return app_.verifier().look(text, seen_, *app_.scans());
  auto verdict = app_.verifier().check(text, {.at = seen_.at});
  if (!verdict) return verdict.error();
  return Looked{.verdict = std::move(*verdict)};
}

void Looker::hold(Response& response) const {
  if (ticket_ == 0) return;
  response.gate = [scans = app_.scans(), ticket = ticket_](auto done) {
    scans->when_durable(ticket, std::move(done));
  };
}

Result<void> Looker::wait() const {
  return ticket_ == 0 ? Result<void>() : app_.scans()->wait(ticket_);
}

}  // namespace tem
