#include "rate_check.hpp"

#include <algorithm>
#include <chrono>

#include "tem/http_text.hpp"
#include "tem/metrics.hpp"

namespace tem {
namespace {

// Reading one takes as long as some hundred looks, and it may show a sheet of labels.
constexpr std::uint32_t kPictureCost = 10;

}  // namespace

std::optional<RouteRate> rate_of(std::string_view method, std::string_view path) {
  const bool reads = method != "POST";
  switch (route_class(path)) {
    case RouteClass::page:
      return RouteRate{RateClass::looks, 1};
    case RouteClass::image:
      return RouteRate{RateClass::looks, kPictureCost};
    case RouteClass::claims:
      return RouteRate{reads ? RateClass::reads : RateClass::claims, 1};
    case RouteClass::reports:
      return RouteRate{reads ? RateClass::reads : RateClass::reports, 1};
    case RouteClass::places:
      return RouteRate{reads ? RateClass::reads : RateClass::places, 1};
    case RouteClass::facts:
    case RouteClass::lots:
      return RouteRate{reads ? RateClass::reads : RateClass::writes, 1};
    case RouteClass::redirect:
    case RouteClass::stats:
    case RouteClass::proof:
    case RouteClass::log:
    case RouteClass::other:
      return RouteRate{RateClass::reads, 1};
    case RouteClass::verify:
    case RouteClass::operations:
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<Response> over_rate(const Request& request, const Caller& caller, App& app,
                                  RateClass kind, std::size_t cost) {
  RateLimiter* const limiter = app.parts().limiter.get();
  if (limiter == nullptr) return std::nullopt;
  const bool token = caller.token.has_value();
  const auto wait = limiter->take(
      kind, token ? RatePayer::token(caller.token->id) : RatePayer::client(request.client),
      static_cast<std::uint32_t>(std::min<std::size_t>(cost, kMostBurst)),
      std::chrono::steady_clock::now());
  if (!wait) return std::nullopt;
  if (app.parts().metrics) app.parts().metrics->limited(kind, token);
  const std::string seconds = std::to_string(wait->count());
  Response response =
      names_type(request.accept, "text/html")
          ? html(429, app.pages().too_many(*wait))
          : problem({ErrorCode::rate_limited, std::string(name(kind)) + ": too many from this " +
                                                  (token ? "token" : "address") +
                                                  "; come again in " + seconds + " s"});
  set_header(response, "Retry-After", seconds);
  return response;
}

}  // namespace tem
