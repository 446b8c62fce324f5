#include "http_client.hpp"

#include <curl/curl.h>

#include <memory>

namespace tem {
namespace {

struct Closed {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct Freed {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

/// One a thread, so that requests to one server share its connection.
CURL* handle_of_thread() {
  static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  thread_local const std::unique_ptr<CURL, Closed> handle(ready ? curl_easy_init() : nullptr);
  if (handle) curl_easy_reset(handle.get());  // keeps the connections
  return handle.get();
}

struct Body {
  std::string bytes;
  std::size_t most;
  bool too_long = false;
};

std::size_t take(char* data, std::size_t, std::size_t count, void* into) {
  Body& body = *static_cast<Body*>(into);
  body.too_long = count > body.most - body.bytes.size();
  if (body.too_long) return 0;  // stops the transfer
  body.bytes.append(data, count);
  return count;
}

Result<HttpAnswer> request(const std::string& url, const std::string_view* post,
                           const HttpLimits& limits) {
  if (!is_http_url(url)) {
    return Error{ErrorCode::bad_scheme, url + ": must begin with http:// or https://"};
  }
  CURL* const curl = handle_of_thread();
  if (curl == nullptr) return Error{ErrorCode::internal, "the HTTP library cannot start"};
  Body body{{}, limits.body};
  char why[CURL_ERROR_SIZE] = "";
  const std::unique_ptr<curl_slist, Freed> headers(
      curl_slist_append(nullptr, "Content-Type: text/plain; charset=utf-8"));
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, limits.connect_seconds);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, limits.total_seconds);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "tem/" TEM_VERSION);
  curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "gzip");  // `take` bounds what it expands to
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, why);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
  if (post != nullptr) {
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(post->size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, post->data());
  }
  const CURLcode done = curl_easy_perform(curl);
  if (body.too_long) {
    return Error{ErrorCode::too_long,
                 url + ": longer than the limit of " + std::to_string(limits.body) + " bytes"};
  }
  if (done != CURLE_OK) {
    return Error{ErrorCode::not_reachable,
                 url + ": " + (*why != '\0' ? why : curl_easy_strerror(done))};
  }
  HttpAnswer answer;
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  const char* type = nullptr;
  curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
  answer.status = static_cast<int>(status);
  if (type != nullptr) answer.content_type = type;
  answer.body = std::move(body.bytes);
  return answer;
}

}  // namespace

bool is_http_url(std::string_view text) noexcept {
  return text.starts_with("http://") || text.starts_with("https://");
}

Result<HttpAnswer> http_get(const std::string& url, const HttpLimits& limits) {
  return request(url, nullptr, limits);
}

Result<HttpAnswer> http_post(const std::string& url, std::string_view body,
                             const HttpLimits& limits) {
  return request(url, &body, limits);
}

}  // namespace tem
