#include <algorithm>
#include <array>

#include "image_request.hpp"
#include "rate_check.hpp"
#include "routes.hpp"
#include "tem/http_text.hpp"
#include "verify_request.hpp"

namespace tem {

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
  // At once, since a list that costs more than a bucket holds is taken by a full one only.
  const std::size_t cost = uris ? std::max<std::size_t>(1, uris->size()) : 1;
  if (auto wait = over_rate(call.request, call.caller, app, RateClass::looks, cost))
    return std::move(*wait);
  if (!uris) return problem(uris.error());

  const Instant now = app.now();
  std::string body = R"({"results":[)";
  for (std::size_t i = 0; i < uris->size(); ++i) {
    const std::string& uri = (*uris)[i];
    auto verdict = app.verifier().check(uri, {.at = now});
    if (!verdict) return problem(verdict.error());
    app.looked(*verdict);
    if (i > 0) body += ',';
    body += to_json(*verdict, uri, {});
  }
  return answer(200, kJson, body + "]}\n");
}

Response verify_picture(const Call& call, App& app) { return verify_image(call.request, app); }

}  // namespace tem
