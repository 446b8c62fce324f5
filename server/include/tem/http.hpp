#pragma once
// A request and its answer as plain values: what the routes see, whatever carries them.
//
//   Response r = handle({.method = "GET", .target = "/healthz"}, app);
//   r.status == 200, r.body == "ok\n"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tem/error.hpp"
#include "tem/result.hpp"

namespace tem {

/// Which threads answer a request. It is told by its head, before the body is read.
enum class Lane {
  quick,    ///< the sockets' own: a look at one stamp, small files; must never wait
  work,     ///< may wait for the disk: many stamps, lots, print files
  stream,   ///< as `work`, and the body is answered while it arrives
  picture,  ///< photographs, whose body may be large
};

struct Request {
  std::string method;  ///< as sent; methods are case-sensitive (RFC 9110 §9.1)
  std::string target;  ///< path and query as sent, byte for byte
  std::string accept;  ///< all Accept fields joined by a comma; empty when there was none
  std::string content_type;
  std::string body;
  std::string accept_encoding{};  ///< as `accept`
  std::string client{};  ///< the address of who asks, as text; named proxies are seen through
  std::string authorization{}, idempotency_key{}, user_agent{}, origin{};
  std::string purpose{};  ///< Sec-Purpose, Purpose and X-Moz, joined by a comma
  std::string site{};     ///< Sec-Fetch-Site
  bool body_streams = false;  ///< the body is not here: it comes through Response::exchange
};

struct Header {
  std::string name, value;
};

/// What must hold before an answer may leave: `done` is called once, by any thread.
using Gate = std::function<void(std::function<void(const Result<void>&)> done)>;

/// A body that is made while it is sent, with back-pressure: the next piece is asked for when the
/// one before it was taken. Called and destroyed by the thread whose handler made it, which may use
/// what belongs to that thread; a large one belongs on Lane::work.
class BodySource {
 public:
  virtual ~BodySource() = default;
  /// Some 64 KiB at most; empty at the end. An error cuts the connection, so that no client takes
  /// the part for the whole.
  virtual Result<std::string> next() = 0;
};

/// A body that is answered while it arrives (NDJSON): as BodySource. The pieces are those of the
/// network, up to 64 KiB, and end anywhere.
class Exchange {
 public:
  virtual ~Exchange() = default;
  /// The answer to what has arrived now; may be empty. Durable when it returns.
  virtual Result<std::string> take(std::string_view bytes) = 0;
  /// The body is at its end.
  virtual Result<std::string> finish() = 0;
};

struct Response {
  int status = 200;
  std::vector<Header> headers;  ///< Content-Length among them, that of a HEAD's absent body too
  std::string body;
  std::string log;  ///< for the operator's log, never sent: why a 5xx came about
  Gate gate{};      ///< waited for before the first byte is sent; when it fails, a 503 goes instead
  /// In place of `body`: sent chunked, without a Content-Length. A HEAD asks it for no piece.
  std::shared_ptr<BodySource> source{};
  /// Only where the request's body_streams, whose body is not read without it.
  std::shared_ptr<Exchange> exchange{};

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
