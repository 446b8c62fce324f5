#include <array>
#include <string>
#include <string_view>

#include "image_request.hpp"
#include "log_routes.hpp"
#include "tem/app.hpp"
#include "query_value.hpp"
#include "tem/http_text.hpp"
#include "tem/stamp_proof.hpp"
#include "tem/witness_report.hpp"
#include "verify_request.hpp"

namespace tem {
namespace {

constexpr std::string_view kHtml = "text/html; charset=utf-8";
constexpr std::string_view kJson = "application/json";
constexpr std::string_view kText = "text/plain; charset=utf-8";
constexpr std::string_view kPagePath = "/v/01/";

/// A request with its target taken apart.
struct Call {
  const Request& request;
  std::string_view path;   ///< without the stem
  std::string_view query;  ///< with its `?`, or empty
};

Response html(int status, Page page) {
  return answer(status, kHtml, std::move(page.html), page.content_security_policy);
}

Response not_acceptable(std::string_view what) {
  return problem({ErrorCode::not_acceptable, "Accept: this is served as " + std::string(what)});
}

/// GS1 Digital Link: the path on the package leads to the page that answers it.
Response redirect(const Call& call, App& app) {
  Response response = answer(307, kText, "");
  set_header(response, "Location",
             app.stem() + "/v" + std::string(call.path) + std::string(call.query));
  return response;
}

Response check(const Call& call, App& app) {
  constexpr std::array<std::string_view, 2> kOffers = {"text/html", "application/json"};
  const auto chosen = preferred(call.request.accept, kOffers);
  if (!chosen) return not_acceptable("text/html and application/json");
  const bool as_html = *chosen == 0;

  const std::string_view stamp_path = call.path.substr(std::string_view("/v").size());
  const std::string text =
      app.registry().settings().base.str() + std::string(stamp_path) + std::string(call.query);
  auto verdict = app.verifier().check(text, {.at = app.now()});
  Response response;
  if (verdict) {
    response = as_html ? html(200, app.pages().verdict(*verdict))
                       : answer(200, kJson, to_json(*verdict, text, {}) + "\n");
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

Response verify_many(const Call& call, App& app) {
  constexpr std::array<std::string_view, 1> kOffers = {"application/json"};
  if (!preferred(call.request.accept, kOffers)) return not_acceptable("application/json");
  const std::string type = media_type(call.request.content_type);
  if (type == "application/x-ndjson") {
    return problem({ErrorCode::unsupported_format,
                    "Content-Type: application/x-ndjson is not taken here; send application/json "
                    "with at most " +
                        std::to_string(kMaxUrisInRequest) + " URIs a request"});
  }
  if (type != "application/json") {
    return problem(
        {ErrorCode::unsupported_format,
         "Content-Type: must be application/json, the body {\"uris\": [\"https://…\"]}"});
  }
  auto uris = parse_verify_request(call.request.body);
  if (!uris) return problem(uris.error());

  const Instant now = app.now();
  std::string body = R"({"results":[)";
  for (std::size_t i = 0; i < uris->size(); ++i) {
    const std::string& uri = (*uris)[i];
    auto verdict = app.verifier().check(uri, {.at = now});
    if (!verdict) return problem(verdict.error());
    if (i > 0) body += ',';
    body += to_json(*verdict, uri, {});
  }
  return answer(200, kJson, body + "]}\n");
}

Response verify_picture(const Call& call, App& app) { return verify_image(call.request, app); }

Response checkpoint(const Call&, App& app) { return log_checkpoint(app); }

Response tile(const Call& call, App& app) {
  return log_tile(call.path.substr(std::string_view("/log/").size()), call.request.accept_encoding,
                  app);
}

/// c2sp.org/tlog-proof@v1 for the entry of a stamp's lot.
Response proof(const Call& call, App& app) {
  const auto uri = query_value(call.query, "uri");
  if (!uri) return problem(uri.error());
  auto made = prove_stamp(app.registry(), *uri);
  if (!made) return problem(made.error());
  Response response = answer(200, kText, made->str());
  set_header(response, "Cache-Control", "public, max-age=5");
  return response;
}

Response witnesses(const Call&, App& app) {
  const auto report = witness_report(app.registry());
  // A policy that was broken while we serve is the operator's to mend, not the asker's.
  if (!report) return problem(report.error(), 500);
  return answer(200, kJson, to_json(*report) + "\n");
}

Response healthz(const Call&, App& app) {
  auto latest = app.registry().ledger().checkpoint();
  if (!latest) return problem(latest.error(), 503);
  auto first = app.registry().ledger().entry(0);
  if (!first) return problem(first.error(), 503);
  return answer(200, kText, "ok\n");
}

Response cached_for_a_day(Response response) {
  set_header(response, "Cache-Control", "public, max-age=86400");
  return response;
}

Response landing(const Call&, App& app) { return html(200, app.pages().landing()); }
Response problems(const Call&, App& app) { return html(200, app.pages().problems()); }
Response icon(const Call&, App&) {
  return cached_for_a_day(answer(200, "image/svg+xml", std::string(favicon())));
}

enum class Method { get, post };

struct Route {
  Method method;
  std::string_view path;
  bool prefix;  ///< everything below the path as well
  Response (*serve)(const Call&, App&);
  Lane lane = Lane::quick;
};

constexpr Route kRoutes[] = {
    {Method::get, "/01/", true, redirect},
    {Method::get, kPagePath, true, check},
    {Method::post, "/api/v1/verify", false, verify_many, Lane::work},
    {Method::post, kImagePath, false, verify_picture, Lane::picture},
    {Method::get, "/log/checkpoint", false, checkpoint},
    {Method::get, "/log/tile/", true, tile},
    {Method::get, "/api/v1/proof", false, proof, Lane::work},
    {Method::get, "/log/witnesses", false, witnesses},
    {Method::get, "/healthz", false, healthz},
    {Method::get, "/problems", false, problems},
    {Method::get, "/favicon.svg", false, icon},
    {Method::get, "/", false, landing},
};

const Route* find_route(std::string_view path) {
  for (const Route& route : kRoutes)
    if (route.prefix ? path.starts_with(route.path) : path == route.path) return &route;
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
Response nothing_here(const Call& call, App& app) {
  Response response =
      names_type(call.request.accept, "text/html")
          ? html(404, app.pages().not_found())
          : problem({ErrorCode::not_found, "nothing is served at this path; stamps are at /01/…"});
  set_header(response, "Vary", "Accept");
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
  const Call call{request, rest.substr(0, mark), rest.substr(mark)};

  const Route* const route = find_route(call.path);
  if (route == nullptr) return nothing_here(call, app);
  return allows(*route, request.method) ? route->serve(call, app) : method_not_allowed(*route);
}

}  // namespace

Lane lane_of(std::string_view method, std::string_view target, std::string_view,
             const std::string& stem) {
  const auto path = path_and_query(target);
  if (!path) return Lane::quick;
  const std::string_view rest = without_stem(*path, stem);
  const Route* const route = find_route(rest.substr(0, rest.find('?')));
  return route != nullptr && allows(*route, method) ? route->lane : Lane::quick;
}

Response handle(const Request& request, App& app) {
  Response response = dispatch(request, app);
  if (request.method == "HEAD") response.body.clear();
  return response;
}

}  // namespace tem
