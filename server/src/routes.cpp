#include <algorithm>
#include <array>

#include "rate_check.hpp"
#include "route.hpp"
#include "routes.hpp"
#include "tem/http_text.hpp"

namespace tem {
namespace {

constexpr std::string_view kPagePath = "/v/01/";

constexpr Roles kAnyone = Roles::anyone();
constexpr Roles kSayers = Roles::of(Role::operator_, Role::producer);
constexpr Roles kAskers = Roles::of(Role::operator_, Role::producer, Role::inspector);

constexpr Route kRoutes[] = {
    {Method::get, "/01/{+link}", kAnyone, Lane::quick, redirect},
    {Method::get, "/v/01/{+link}", kAnyone, Lane::quick, check},
    {Method::post, "/api/v1/verify", kAnyone, Lane::work, verify_many},
    {Method::post, "/api/v1/verify/image", kAnyone, Lane::picture, verify_picture},
    {Method::post, "/api/v1/claims", kAnyone, Lane::work, claim_stamp},
    {Method::post, "/api/v1/reports", kAnyone, Lane::work, report_stamp},
    {Method::post, "/api/v1/places", kAnyone, Lane::work, tell_place},
    {Method::post, "/api/v1/facts", kSayers, Lane::work, append_facts},
    {Method::post, "/api/v1/lots", kSayers, Lane::work, issue_lot},
    {Method::get, "/api/v1/lots/{gtin}/{lot}/stamps", kSayers, Lane::work, lot_stamps},
    {Method::get, "/api/v1/lots/{gtin}/{lot}/scans", kAskers, Lane::work, lot_scans},
    {Method::get, "/api/v1/stats", kAskers, Lane::work, stats},
    {Method::get, "/api/v1/proof", kAnyone, Lane::work, log_proof},
    {Method::get, "/log/checkpoint", kAnyone, Lane::quick, log_checkpoint},
    {Method::get, "/log/tile/{+tile}", kAnyone, Lane::quick, log_tile},
    {Method::get, "/log/witnesses", kAnyone, Lane::quick, log_witnesses},
    {Method::get, "/healthz", kAnyone, Lane::quick, healthz},
    {Method::get, "/readyz", kAnyone, Lane::quick, readyz},
    {Method::get, "/metrics", Roles::of(Role::operator_), Lane::quick, metrics, true},
    {Method::get, "/openapi.json", kAnyone, Lane::quick, openapi},
    {Method::get, "/api", kAnyone, Lane::quick, api},
    {Method::get, "/problems", kAnyone, Lane::quick, problems},
    {Method::get, "/favicon.svg", kAnyone, Lane::quick, icon},
    {Method::get, "/", kAnyone, Lane::quick, landing},
};

const Route* find_route(std::string_view path) {
  for (const Route& route : kRoutes)
    if (match(route.path, path)) return &route;
  return nullptr;
}

bool allows(const Route& route, std::string_view method) {
  switch (route.method) {
    case Method::get:
      return method == "GET" || method == "HEAD";
    case Method::post:
      return method == "POST";
  }
  return false;
}

Response method_not_allowed(const Route& route) {
  const std::string allow = route.method == Method::get ? "GET, HEAD" : "POST";
  Response response =
      problem({ErrorCode::method_not_allowed, std::string(route.path) + ": use " + allow});
  set_header(response, "Allow", allow);
  return response;
}

/// A person who mistyped gets a page; a program gets the problem.
Response nothing_here(const Request& request, App& app) {
  Response response =
      names_type(request.accept, "text/html")
          ? html(404, app.pages().not_found())
          : problem({ErrorCode::not_found, "nothing is served at this path; stamps are at /01/…"});
  set_header(response, "Vary", "Accept");
  return response;
}

/// RFC 6750 §3: a 401 says how to ask.
Response refused(const Error& error) {
  Response response = problem(error);
  if (error.code == ErrorCode::unauthorized)
    set_header(response, "WWW-Authenticate", "Bearer realm=\"tem\"");
  return response;
}

/// From this machine itself, without a proxy that speaks for others.
bool is_own_machine(const Request& request, const NamedProxies& proxies) {
  const auto client = IpAddress::parse(request.client);
  if (!client || proxies.contains(*client)) return false;
  const auto& bytes = client->bytes();
  constexpr std::uint8_t kLoopbackNetwork = 127;
  if (client->is_v4()) return bytes[12] == kLoopbackNetwork;
  return std::all_of(bytes.begin(), bytes.end() - 1, [](auto b) { return b == 0; }) && bytes[15] == 1;
}

/// A proxy in front may or may not have taken the base URI's path away. What already is the page's
/// path stays whole: under the stem `/v`, `/v/01/…` would else be sent to itself for ever.
std::string_view without_stem(std::string_view path, const std::string& stem) {
  const bool below = path.starts_with(stem) && path.substr(stem.size()).starts_with('/');
  if (below && !path.starts_with(kPagePath)) path.remove_prefix(stem.size());
  return path;
}

Response dispatch(const Request& request, App& app) {
  auto target = path_and_query(request.target);
  if (!target) {
    const bool too_long = target.error().code == ErrorCode::too_long;
    return problem(target.error(), too_long ? 414 : 400);
  }
  const std::string_view rest = without_stem(*target, app.stem());
  const auto mark = std::min(rest.find('?'), rest.size());
  const std::string_view path = rest.substr(0, mark);
  const Route* const route = find_route(path);
  if (route == nullptr) return nothing_here(request, app);
  if (!allows(*route, request.method)) return method_not_allowed(*route);
  // A proxy's own password is no token, and a page open to anyone asks for none.
  const bool is_other = route->roles.is_anyone() && !is_bearer(request.authorization);
  const auto caller = find_caller(is_other ? std::string_view() : request.authorization,
                                  app.tokens(), app.now());
  if (!caller) {
    // Whoever tries tokens pays for each.
    auto wait = over_rate(request, Caller{}, app, RateClass::reads, 1);
    return wait ? std::move(*wait) : refused(caller.error());
  }
  const bool own = route->own_machine && is_own_machine(request, app.parts().proxies);
  if (auto may = may_call(*caller, route->roles); !may && !own) return refused(may.error());
  if (const auto rate = rate_of(request.method, path)) {
    if (auto wait = over_rate(request, *caller, app, rate->kind, rate->cost)) return std::move(*wait);
  }
  return route->serve({request, *caller, path, rest.substr(mark), *match(route->path, path)}, app);
}

}  // namespace

std::span<const Route> routes() noexcept { return kRoutes; }

std::optional<std::vector<std::string_view>> match(std::string_view pattern,
                                                   std::string_view path) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto brace = std::min(pattern.find('{'), pattern.size());
    if (path.substr(0, brace) != pattern.substr(0, brace)) return std::nullopt;
    pattern.remove_prefix(brace);
    path.remove_prefix(brace);
    if (pattern.empty()) {
      if (!path.empty()) return std::nullopt;
      return parts;
    }
    if (pattern.starts_with("{+")) {
      parts.push_back(path);
      return parts;
    }
    pattern.remove_prefix(pattern.find('}') + 1);
    const auto slash = std::min(path.find('/'), path.size());
    if (slash == 0) return std::nullopt;
    parts.push_back(path.substr(0, slash));
    path.remove_prefix(slash);
  }
}

Lane lane_of(std::string_view method, std::string_view target, std::string_view content_type,
             const std::string& stem) {
  const auto path = path_and_query(target);
  if (!path) return Lane::quick;
  const std::string_view rest = without_stem(*path, stem);
  const Route* const route = find_route(rest.substr(0, rest.find('?')));
  if (route == nullptr || !allows(*route, method)) return Lane::quick;
  const bool streams = route->serve == verify_many && media_type(content_type) == kNdjson;
  return streams ? Lane::stream : route->lane;
}

Response handle(const Request& request, App& app) {
  Response response = dispatch(request, app);
  if (request.method == "HEAD") response.body.clear();
  return response;
}

}  // namespace tem
