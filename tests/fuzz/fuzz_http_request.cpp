// Whatever is asked, the service answers: with a status that its contract has and none that is a
// fault of its own, headers on one line each, and a body that is as long as it says and what its
// type says; every problem names its status. A HEAD is told what a GET is, records nothing and has
// no body; nothing is recorded either for who is refused. Input: a request as HTTP/1.1 writes it,
// with line feeds alone, and names in braces (served_registry.hpp).

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <future>
#include <set>

#include "served_registry.hpp"
#include "take_line.hpp"
#include "tem/code_point.hpp"
#include "tem/http.hpp"

using namespace tem;

namespace json = boost::json;

namespace {

void hold(bool law) {
  if (!law) std::abort();
}

Request read_request(std::string_view text, const std::string& stem) {
  Request request;
  const std::string_view first = test::take_line(text);
  const auto space = std::min(first.find(' '), first.size());
  request.method = first.substr(0, space);
  request.target = first.substr(std::min(space + 1, first.size()));
  const std::pair<std::string_view, std::string*> fields[] = {
      {"Accept: ", &request.accept},
      {"Accept-Encoding: ", &request.accept_encoding},
      {"Authorization: ", &request.authorization},
      {"Content-Type: ", &request.content_type},
      {"Idempotency-Key: ", &request.idempotency_key},
      {"Origin: ", &request.origin},
      {"Purpose: ", &request.purpose},
      {"Sec-Fetch-Site: ", &request.site},
      {"User-Agent: ", &request.user_agent},
      {"X-Client: ", &request.client},  // as told by the socket
  };
  for (auto line = test::take_line(text); !line.empty(); line = test::take_line(text)) {
    for (const auto& [name, into] : fields) {
      if (line.starts_with(name)) *into = line.substr(name.size());
    }
  }
  request.body = text;
  const auto lane = lane_of(request.method, request.target, request.content_type, stem);
  request.body_streams = lane == Lane::stream;
  return request;
}

/// Waits for what the answer waits for, as the sockets do.
void wait_for(const Response& response) {
  if (!response.gate) return;
  std::promise<bool> durable;
  response.gate([&](const Result<void>& done) { durable.set_value(done.has_value()); });
  hold(durable.get_future().get());
}

bool is_of(std::string_view type, std::string_view wanted) { return type.starts_with(wanted); }

void hold_headers(const Response& response) {
  for (const auto& [name, value] : response.headers) {
    hold(!name.empty() &&
         std::ranges::none_of(value, [](unsigned char c) { return c < 0x20 || c == 0x7F; }));
  }
  hold(response.header("X-Content-Type-Options") == "nosniff");
  const auto referrer = response.header("Referrer-Policy");  // a form is sent with its origin
  hold(referrer == "no-referrer" || referrer == "same-origin");
  hold(response.header("Content-Security-Policy").find("default-src 'none'") !=
       std::string_view::npos);
  hold(!response.header("Cache-Control").empty());
  const auto location = response.header("Location");
  hold(location.empty() || (location.starts_with('/') && !location.starts_with("//")));
}

void hold_status(const Response& response, bool has_body) {
  static const std::set<int> known = {200, 201, 303, 307, 400, 401, 403, 404,
                                      405, 406, 409, 413, 414, 415, 422, 429};
  hold(known.contains(response.status));
  hold(response.status < 400 || (!response.source && !response.exchange));
  const std::string_view type = response.header("Content-Type");
  if (is_of(type, "text/html")) return;
  hold((response.status >= 400) == is_of(type, "application/problem+json"));
  if (response.status < 400 || !has_body) return;
  const json::object problem = json::parse(response.body).as_object();
  hold(problem.at("status") == response.status);
  const std::string error(problem.at("error").as_string());
  hold(problem.at("type").as_string() == "/problems#" + error);
  hold(!problem.at("title").as_string().empty() && !problem.at("detail").as_string().empty());
}

void hold_body(const Response& response, bool has_body) {
  const std::string_view type = response.header("Content-Type");
  if (!response.source && !response.exchange && has_body)
    hold(response.header("Content-Length") == std::to_string(response.body.size()));
  if (!has_body) hold(response.body.empty());
  const bool packed = !response.header("Content-Encoding").empty();
  if (packed || !has_body) return;
  if (is_of(type, "application/json") || is_of(type, "application/problem+json")) {
    json::error_code ec;
    json::parse(response.body, ec);
    hold(!ec);
  }
  if (is_of(type, "text/html")) hold(well_formed(response.body) == response.body);
}

/// The first of what is sent piece by piece, and the answers to a body that arrives in two.
void take_pieces(const Response& response, std::string_view body) {
  for (int i = 0; response.source && i < 3; ++i) {
    const auto piece = response.source->next();
    hold(piece.has_value());
    if (piece->empty()) break;
  }
  if (!response.exchange) return;
  std::string told;
  const auto half = body.size() / 2;
  for (const auto piece : {body.substr(0, half), body.substr(half)}) {
    const auto some = response.exchange->take(piece);
    hold(some.has_value());
    told += *some;
  }
  const auto rest = response.exchange->finish();
  hold(rest.has_value());
  told += *rest;
  for (std::string_view lines = told; !lines.empty();) {
    json::error_code ec;
    hold(json::parse(test::take_line(lines), ec).is_object() && !ec);
  }
}

Response hold_answer(const Request& request, test::ServedRegistry& served) {
  const auto recorded = served.scans().counts().recorded;
  Response response = handle(request, served.app());
  const bool has_body = request.method != "HEAD";
  hold_headers(response);
  hold_status(response, has_body);
  hold_body(response, has_body);
  wait_for(response);
  if (has_body) take_pieces(response, request.body);
  if (!has_body || response.status >= 400) hold(served.scans().counts().recorded == recorded);
  return response;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static test::ServedRegistry served;
  const std::string text = served.filled({reinterpret_cast<const char*>(data), size});
  Request request = read_request(text, served.app().stem());
  if (request.method == "GET" && request.target.find("/stamps") == std::string::npos) {
    Request head = request;
    head.method = "HEAD";
    const Response told = hold_answer(head, served);
    hold(told.status == hold_answer(request, served).status);
    return 0;
  }
  hold_answer(request, served);
  return 0;
}
