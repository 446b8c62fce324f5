#pragma once
// One HTTP request to another party's service, bounded in every way. Internal: libcurl does not
// leave the .cpp file.
//
//   auto answer = http_post("https://witness.example/add-checkpoint", body, {});
//   if (answer && answer->status == 200) use(answer->body);
//
// http and https only, certificates checked, redirects not followed.

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "tem/result.hpp"

namespace tem {

struct HttpLimits {
  std::chrono::milliseconds connect{5'000};
  std::chrono::milliseconds total{10'000};
  std::size_t body_bytes = 64 * 1024;  ///< after gzip was taken away
  std::stop_token stop;                ///< gives up within about a second
  /// Instead of `total`: only a connection that is silent for so long is given up.
  std::optional<std::chrono::seconds> silence{};
};

struct HttpAnswer {
  int status = 0;
  std::string content_type;  ///< as sent; empty when there is none
  std::string body;
  /// Retry-After, of seconds or of a date: from 0 to an hour; 0 where there is none.
  std::chrono::seconds retry_after{};
};

/// Of an answer of 200 to a request for a print file, as sent; empty when there is none.
struct PrintFileHead {
  std::string stamps;  ///< Tem-Stamps: how many it holds
  std::string voided;  ///< Tem-Void: how many of them are void
  std::string module;  ///< Tem-Module: the smallest module of its symbols, in mm
};

struct HttpRequest {
  std::string url;
  std::optional<std::string_view> posted{};  ///< a body makes it a POST
  std::string content_type = "text/plain; charset=utf-8";
  std::vector<std::string> headers{};  ///< "Authorization: Bearer …", without control characters
  std::string ca_file{};               ///< certificates that are trusted; empty: the system's
  /// Takes the body of an answer of 200 as it arrives, in place of HttpAnswer::body and its bound.
  /// Such an answer must say where it ends, so that a part is not taken for the whole.
  std::function<Result<void>(std::string_view piece, const PrintFileHead& head)> sink{};
};

/// Any status is an answer; gzip is taken away. No proxy of the environment stands before this
/// machine's own services. Errors: bad_scheme (no http or https URL), not_reachable, not_trusted
/// (its certificate), cannot_read (`ca_file`), too_long, each after the URL or the file.
Result<HttpAnswer> http_get(const std::string& url, const HttpLimits& limits);
Result<HttpAnswer> http_post(const std::string& url, std::string_view body,
                             const HttpLimits& limits);

/// The same for anything else that may be asked. Errors: those of the sink too.
Result<HttpAnswer> http_send(const HttpRequest& request, const HttpLimits& limits);

/// The host of an http or https URL, without brackets; empty where it has none, or has a user, a
/// query or a fragment.
std::string host_of_url(const std::string& url);

/// This machine itself, by a name or number that nobody else can have: "localhost", "127.0.0.1",
/// "::1".
bool is_loopback_host(const std::string& host);

/// Starts with http:// or https://.
bool is_http_url(std::string_view text) noexcept;

}  // namespace tem
