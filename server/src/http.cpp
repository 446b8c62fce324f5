#include "tem/http.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace tem {

std::string_view Response::header(std::string_view name) const {
  for (const Header& each : headers)
    if (each.name == name) return each.value;
  return {};
}

void set_header(Response& response, std::string_view name, std::string value) {
  for (Header& each : response.headers) {
    if (each.name != name) continue;
    each.value = std::move(value);
    return;
  }
  response.headers.push_back({std::string(name), std::move(value)});
}

Response answer(int status, std::string_view content_type, std::string body,
                std::string_view content_security_policy) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  response.headers = {{"Content-Type", std::string(content_type)},
                      {"Content-Length", std::to_string(response.body.size())},
                      {"Cache-Control", "no-store"},
                      {"Content-Security-Policy", std::string(content_security_policy)},
                      // The address of a verdict holds the whole stamp: it must not leak to links.
                      {"Referrer-Policy", "no-referrer"},
                      {"X-Content-Type-Options", "nosniff"}};
  return response;
}

Response problem(const Error& error) { return problem(error, http_status(error.code)); }

Response problem(const Error& error, int status) {
  constexpr int kVersionNotSupported = 505;  // the one 5xx that is the client's doing
  const bool ours = status >= 500 && status != kVersionNotSupported;
  boost::json::object object;
  object["type"] = "/problems#" + std::string(name(error.code));
  object["title"] = title(error.code);
  object["status"] = status;
  object["detail"] = ours ? "the service cannot answer now; try again, and tell the operator if it "
                            "stays so"
                          : error.str();
  object["error"] = name(error.code);
  Response response =
      answer(status, "application/problem+json", boost::json::serialize(object) + "\n");
  if (ours) {
    response.log = std::string(name(error.code)) + ": " + error.str();
    if (status == 503) set_header(response, "Retry-After", "2");
  }
  return response;
}

}  // namespace tem
