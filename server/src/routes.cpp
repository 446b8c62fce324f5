#include <algorithm>
#include <array>

#include "image_request.hpp"
#include "route.hpp"
#include "routes.hpp"
#include "tem/http_text.hpp"

namespace tem {
namespace {

constexpr std::string_view kPagePath = "/v/01/";

constexpr Roles kAnyone = Roles::anyone();
constexpr Roles kSayers = Roles::of(Role::operator_, Role::producer);

constexpr Route kRoutes[] = {
    {Method::get, "/01/{+link}", kAnyone, redirect},
    {Method::get, "/v/01/{+link}", kAnyone, check},
    {Method::post, "/api/v1/verify", kAnyone, verify_many},
    {Method::post, kImagePath, kAnyone, verify_picture},
    {Method::post, "/api/v1/facts", kSayers, append_facts},
    {Method::post, "/api/v1/lots", kSayers, issue_lot},
    {Method::get, "/api/v1/proof", kAnyone, log_proof},
    {Method::get, "/log/checkpoint", kAnyone, log_checkpoint},
    {Method::get, "/log/tile/{+tile}", kAnyone, log_tile},
    {Method::get, "/log/witnesses", kAnyone, log_witnesses},
    {Method::get, "/healthz", kAnyone, healthz},
    {Method::get, "/problems", kAnyone, problems},
    {Method::get, "/favicon.svg", kAnyone, icon},
    {Method::get, "/", kAnyone, landing},
};

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
  for (const Route& route : kRoutes) {
    auto parts = match(route.path, path);
    if (!parts) continue;
    if (!allows(route, request.method)) return method_not_allowed(route);
    const auto caller = find_caller(request.authorization, app.tokens(), app.now());
    if (!caller) return refused(caller.error());
    if (auto may = may_call(*caller, route.roles); !may) return refused(may.error());
    return route.serve({request, *caller, path, rest.substr(mark), std::move(*parts)}, app);
  }
  return nothing_here(request, app);
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

bool is_upload(std::string_view method, std::string_view target, const std::string& stem) {
  const auto path = path_and_query(target);
  if (method != "POST" || !path) return false;
  const std::string_view rest = without_stem(*path, stem);
  return rest.substr(0, rest.find('?')) == kImagePath;
}

Response handle(const Request& request, App& app) {
  Response response = dispatch(request, app);
  if (request.method == "HEAD") response.body.clear();
  return response;
}

}  // namespace tem
