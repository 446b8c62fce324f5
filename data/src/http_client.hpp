#pragma once
// One HTTP request to a stranger: http and https only, no redirects, everything bounded. Internal.
//
//   auto answer = http_get("https://tem.example/log/checkpoint", {.body = 64 * 1024});
//   if (answer && answer->status == 200) use(answer->body);

#include <cstddef>
#include <string>
#include <string_view>

#include "tem/result.hpp"

namespace tem {

struct HttpLimits {
  std::size_t body = std::size_t{64} << 10;  ///< bytes, after gzip was taken away
  long connect_seconds = 5;
  long total_seconds = 30;
};

struct HttpAnswer {
  int status = 0;
  std::string content_type, body;
};

/// Any status is an answer. Errors: bad_scheme (neither http nor https), not_reachable, too_long
/// (the body), each after the URL.
Result<HttpAnswer> http_get(const std::string& url, const HttpLimits& limits = {});
/// The body is sent as text/plain. Errors as above.
Result<HttpAnswer> http_post(const std::string& url, std::string_view body,
                             const HttpLimits& limits = {});

/// Starts with http:// or https://.
bool is_http_url(std::string_view text) noexcept;

}  // namespace tem
