#include "shopper_request.hpp"

#include "tem/forwarded.hpp"
#include "tem/http_text.hpp"
#include "tem/places.hpp"

namespace tem {
namespace {

constexpr std::string_view kFormType = "application/x-www-form-urlencoded";

/// `https://tem.example` of `https://tem.example/vn`.
std::string_view origin_of(const BaseUri& base) noexcept {
  const std::string_view text = base.str();
  return text.substr(0, text.find('/', text.find("//") + 2));
}

// An IPv6 client has a whole network of this many bits to choose its addresses from.
constexpr unsigned kNetworkBits = 64;

/// One of few, by the User-Agent. Who looks chooses it: more would let one address be the crowd
/// that makes a stamp suspect. FNV-1a, folded.
std::size_t kind_of_browser(std::string_view user_agent) noexcept {
  std::uint64_t hash = 0xCBF29CE484222325;
  for (const char c : user_agent) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  return (hash ^ hash >> 32) % kClientsAtAddress;
}

ClientHash client_of_kind(const Request& request, std::size_t kind, Instant at,
                          const ScanStore& scans) {
  if (request.client.empty()) return 0;
  const auto address = IpAddress::parse(request.client);
  const std::string from = address && !address->is_v4() ? address->network(kNetworkBits).str()
                                                        : request.client;
  return scans.client_hash(from + '\n' + std::to_string(kind), at);
}

}  // namespace

bool is_own_form(const Request& request, const BaseUri& base) noexcept {
  if (!request.site.empty()) return request.site == "same-origin" || request.site == "none";
  return request.origin.empty() || request.origin == origin_of(base);
}

bool is_form(const Request& request) { return media_type(request.content_type) == kFormType; }

Result<Submission> read_submission(const Request& request, const App& app, std::string_view kind,
                                   std::span<const FieldRule> rules) {
  if (app.scans() == nullptr)
    return Error{ErrorCode::not_found, "this service keeps no " + std::string(kind)};
  const std::string type = media_type(request.content_type);
  Submission submission{type == kFormType, {}};
  if (!submission.by_form && type != "application/json") {
    return Error{ErrorCode::unsupported_format,
                 "Content-Type: must be application/json, the body an object of strings"};
  }
  if (submission.by_form && !is_own_form(request, app.registry().settings().base)) {
    return Error{ErrorCode::forbidden,
                 "this form was sent by another site; open the stamp's own page"};
  }
  auto fields = submission.by_form ? parse_form_fields(request.body, rules)
                                   : parse_json_fields(request.body, rules);
  if (!fields) return fields.error();
  submission.fields = std::move(*fields);
  return submission;
}

ClientHash client_of(const Request& request, Instant at, const ScanStore& scans) {
  return client_of_kind(request, kind_of_browser(request.user_agent), at, scans);
}

std::array<ClientHash, kClientsAtAddress> clients_at(const Request& request, Instant at,
                                                     const ScanStore& scans) {
  std::array<ClientHash, kClientsAtAddress> clients{};
  for (std::size_t kind = 0; kind < clients.size(); ++kind) {
    clients[kind] = client_of_kind(request, kind, at, scans);
  }
  return clients;
}

Result<Sight> sight_of(const Request& request, const Submission& submission, const App& app) {
  Sight sight{app.now(), submission.by_form ? Channel::page : Channel::api};
  if (const auto place = submission.fields.get("place"); !place.empty()) {
    if (!find_place(place)) {
      return Error{ErrorCode::bad_field, "\"place\": no such place; send a province as VN-13"};
    }
    sight.place = place;
  }
  sight.client = client_of(request, sight.at, *app.scans());
  return sight;
}

Result<Looked> look_again(std::string_view uri, const Sight& sight, const App& app) {
  return app.verifier().look(uri,
                             {.at = sight.at,
                              .channel = sight.channel,
                              .place = sight.place,
                              .client = sight.client,
                              .is_look = false},
                             *app.scans());
}

std::string page_path(std::string_view uri, const App& app) {
  const std::string& base = app.registry().settings().base.str();
  if (!uri.starts_with(base) || !uri.substr(base.size()).starts_with("/01/")) return {};
  return app.stem() + "/v" + std::string(uri.substr(base.size()));
}

Response refuse(const Error& error, const Request& request, App& app) {
  Response response = problem(error);
  if (!is_form(request)) return response;
  Response shown = html(response.status, response.status >= 500 ? app.pages().unavailable()
                                                                 : app.pages().refused(error));
  shown.log = std::move(response.log);
  return shown;
}

}  // namespace tem
