#pragma once
// A request and its answer as plain values: what the routes see, whatever carries them.
//
//   Response r = handle({.method = "GET", .target = "/healthz"}, app);
//   r.status == 200, r.body == "ok\n"

#include <string>
#include <string_view>
#include <vector>

#include "tem/error.hpp"

namespace tem {

struct Request {
  std::string method;  ///< as sent; methods are case-sensitive (RFC 9110 §9.1)
  std::string target;  ///< path and query as sent, byte for byte
  std::string accept;  ///< all Accept fields joined by a comma; empty when there was none
  std::string content_type;
  std::string body;
  std::string accept_encoding{};  ///< as `accept`
};

struct Header {
  std::string name, value;
};

struct Response {
  int status = 200;
  std::vector<Header> headers;  ///< Content-Length among them, that of a HEAD's absent body too
  std::string body;
  std::string log;  ///< for the operator's log, never sent: why a 5xx came about

  /// The value of the first header of that name (as spelt here), or empty.
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

/// Refuses to be framed, to load anything, or to run anything.
inline constexpr std::string_view kStrictPolicy =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// A complete answer with the headers that all answers carry, and Cache-Control: no-store.
Response answer(int status, std::string_view content_type, std::string body,
                std::string_view content_security_policy = kStrictPolicy);

/// RFC 9457 application/problem+json with the code's own HTTP status. The detail of a 5xx goes to
/// `log` only, since it may name files.
Response problem(const Error& error);
/// The same where HTTP has a closer status than the code: 408, 414, 431, ….
Response problem(const Error& error, int status);

/// Sets or replaces a header.
void set_header(Response& response, std::string_view name, std::string value);

}  // namespace tem
