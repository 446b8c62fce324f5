#pragma once
// Who has asked too much is told so, and when to come again. Internal.
//
//   if (auto refused = over_rate(call, app, RateClass::looks, uris.size())) return *refused;

#include <optional>

#include "call.hpp"
#include "tem/rate_limiter.hpp"

namespace tem {

/// What a request costs before its body is read; none: the service's own routes, which cost nothing,
/// and lists, which pay for their stamps once these are known.
struct RouteRate {
  RateClass kind;
  std::uint32_t cost;
};
std::optional<RouteRate> rate_of(std::string_view method, std::string_view path);

/// Pays from the token's bucket, or where there is none from the client's. A 429 with Retry-After
/// when that does not hold enough; a page for people.
std::optional<Response> over_rate(const Request& request, const Caller& caller, App& app,
                                  RateClass kind, std::size_t cost);

}  // namespace tem
