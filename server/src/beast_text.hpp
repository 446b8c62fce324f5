#pragma once
// Beast's messages and our plain values. Part of the listener's translation unit.

#include <boost/beast/http.hpp>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

#include "tem/http.hpp"
#include "tem/listener.hpp"
#include "tem/request_head.hpp"

namespace tem {

namespace http = boost::beast::http;
using HeadParser = http::request_parser<http::empty_body>;

/// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7), made once a second.
class HttpDate {
 public:
  const std::string& now() {
    const std::time_t second = std::time(nullptr);
    if (second != second_) {
      std::tm parts{};
      gmtime_r(&second, &parts);
      char text[64];
      text_.assign(text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts));
      second_ = second;
    }
    return text_;
  }

 private:
  std::time_t second_ = -1;
  std::string text_;
};

inline std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

/// The answer to a request that could not be read; none where only closing is left.
inline std::optional<Response> refusal(boost::system::error_code ec, const ServiceLimits& limits,
                                       std::size_t body_bytes) {
  if (ec == http::error::header_limit || ec == http::error::buffer_overflow)
    return problem({ErrorCode::too_long,
                    "request header: more than " + std::to_string(limits.header_bytes) + " bytes"},
                   431);
  if (ec == http::error::body_limit)
    return problem({ErrorCode::body_too_large,
                    "request body: more than " + std::to_string(body_bytes) + " bytes"});
  if (ec == http::error::bad_version)
    return problem({ErrorCode::bad_usage, "HTTP version: use HTTP/1.1"}, 505);
  const bool closed = ec == http::error::end_of_stream || ec == http::error::partial_message;
  if (!closed && ec.category() == make_error_code(http::error::bad_method).category())
    return problem({ErrorCode::bad_usage, "not an HTTP request: " + ec.message()});
  return std::nullopt;
}

inline RequestHead head_of(const HeadParser& parser) {
  const auto& header = parser.get();
  RequestHead head{.version = header.version(),
                   .transfer_encodings = {},
                   .hosts = header.count(http::field::host),
                   .expect = {}};
  const auto [first, last] = header.equal_range(http::field::transfer_encoding);
  for (auto field = first; field != last; ++field)
    head.transfer_encodings.push_back(view(field->value()));
  if (const auto field = header.find(http::field::expect); field != header.end())
    head.expect = view(field->value());
  return head;
}

/// All fields of a name, joined by a comma (RFC 9110 §5.3).
template <class Name>
void join(const http::fields& header, Name name, std::string& all) {
  const auto [first, last] = header.equal_range(name);
  for (auto field = first; field != last; ++field) {
    if (!all.empty()) all += ',';
    all += view(field->value());
  }
}

/// All but the body and the client.
inline Request to_request(const http::request<http::empty_body>& header) {
  Request request;
  request.method = view(header.method_string());
  request.target = view(header.target());
  request.content_type = view(header[http::field::content_type]);
  join(header, http::field::accept, request.accept);
  join(header, http::field::accept_encoding, request.accept_encoding);
  // Joined, so that a second one makes it invalid rather than goes unseen.
  join(header, http::field::authorization, request.authorization);
  join(header, "Idempotency-Key", request.idempotency_key);
  request.user_agent = view(header[http::field::user_agent]);
  join(header, http::field::origin, request.origin);
  for (const char* name : {"Sec-Purpose", "Purpose", "X-Moz"}) join(header, name, request.purpose);
  join(header, "Sec-Fetch-Site", request.site);
  return request;
}

template <class Body>
http::response<Body> to_message(const Response& response, unsigned version, bool keep,
                                const std::string& date) {
  http::response<Body> message;
  message.version(version);
  message.result(static_cast<unsigned>(response.status));
  for (const Header& header : response.headers) message.insert(header.name, header.value);
  message.set(http::field::date, date);
  message.keep_alive(keep);
  return message;
}

inline Response too_busy(const char* what) {
  Response response = problem({ErrorCode::too_busy, what});
  set_header(response, "Retry-After", "2");
  return response;
}

}  // namespace tem
