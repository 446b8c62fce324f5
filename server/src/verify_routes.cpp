#include <algorithm>
#include <array>

#include "looking.hpp"
#include "rate_check.hpp"
#include "routes.hpp"
#include "tem/http_text.hpp"
#include "verify_lines.hpp"
#include "verify_request.hpp"

namespace tem {
namespace {

/// Lines in, lines out, for a body that streams.
Response verify_stream(const Call& call, App& app) {
  constexpr std::array<std::string_view, 1> kOffers = {kNdjson};
  if (!preferred(call.request.accept, kOffers)) return not_acceptable(kNdjson);
  Response response = answer(200, kNdjson, "");
  response.exchange = verify_lines(call, app);
  return response;
}

}  // namespace

Response verify_many(const Call& call, App& app) {
  const std::string type = media_type(call.request.content_type);
  if (type == kNdjson) return verify_stream(call, app);
  constexpr std::array<std::string_view, 1> kOffers = {kJson};
  if (!preferred(call.request.accept, kOffers)) return not_acceptable(kJson);
  if (type != "application/json") {
    return problem(
        {ErrorCode::unsupported_format,
         "Content-Type: must be application/json, the body {\"uris\": [\"https://…\"]}, or "
         "application/x-ndjson, a URI a line as a JSON string"});
  }
  auto uris = parse_verify_request(call.request.body);
  // At once, since a list that costs more than a bucket holds is taken by a full one only.
  const std::size_t cost = uris ? std::max<std::size_t>(1, uris->size()) : 1;
  if (auto wait = over_rate(call.request, call.caller, app, RateClass::looks, cost))
    return std::move(*wait);
  if (!uris) return problem(uris.error());

  Looker looker(call, app, Channel::api);
  std::string body = R"({"results":[)";
  for (std::size_t i = 0; i < uris->size(); ++i) {
    const std::string& uri = (*uris)[i];
    auto verdict = looker.look(uri);
    if (!verdict) return problem(verdict.error());
    if (i > 0) body += ',';
    body += to_json(*verdict, uri, {});
  }
  Response response = answer(200, kJson, body + "]}\n");
  looker.hold(response);
  return response;
}

}  // namespace tem
