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
#include <stop_token>
#include <string>
#include <string_view>

#include "tem/result.hpp"

namespace tem {

struct HttpLimits {
  std::chrono::milliseconds connect{5'000};
  std::chrono::milliseconds total{10'000};
  std::size_t body_bytes = 64 * 1024;  ///< after gzip was taken away
  std::stop_token stop;  ///< gives up within about a second
};

struct HttpAnswer {
  int status = 0;
  std::string content_type;  ///< as sent; empty when there is none
  std::string body;
};

/// Any status is an answer; gzip is taken away. Errors: bad_scheme (no http or https URL),
/// not_reachable, too_long, each after the URL.
Result<HttpAnswer> http_get(const std::string& url, const HttpLimits& limits);
Result<HttpAnswer> http_post(const std::string& url, std::string_view body,
                             const HttpLimits& limits);

/// Starts with http:// or https://.
bool is_http_url(std::string_view text) noexcept;

}  // namespace tem
