#include "http_client.hpp"

#include <curl/curl.h>

#include <cstdlib>
#include <memory>
#include <optional>

#include "tem/quote.hpp"

namespace tem {
namespace {

struct Closer {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Curl = std::unique_ptr<CURL, Closer>;
using HeaderList = std::unique_ptr<curl_slist, Closer>;

/// What is being received, and how much of it may be.
struct Receiver {
  const HttpLimits& limits;
  std::string body;
  bool overflowed = false;
};

std::size_t receive(char* data, std::size_t, std::size_t size, void* to) {
  auto& receiver = *static_cast<Receiver*>(to);
  if (size > receiver.limits.body_bytes - receiver.body.size()) {
    receiver.overflowed = true;
    return CURL_WRITEFUNC_ERROR;
  }
  receiver.body.append(data, size);
  return size;
}

int is_stopped(void* of, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Receiver*>(of)->limits.stop.stop_requested() ? 1 : 0;
}

/// One a thread, so that requests to one server share its connection.
CURL* handle_of_thread() {
  static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  thread_local const Curl curl(ready ? curl_easy_init() : nullptr);
  if (!curl) std::abort();  // out of memory, as elsewhere
  curl_easy_reset(curl.get());  // keeps the connections
  return curl.get();
}

Error unreachable(const std::string& url, std::string_view why) {
  return {ErrorCode::not_reachable, tem::quoted(url) + ": " + std::string(why)};
}

Result<HttpAnswer> perform(const std::string& url, std::optional<std::string_view> posted,
                           const HttpLimits& limits) {
  if (!is_http_url(url)) {
    return Error{ErrorCode::bad_scheme, tem::quoted(url) + ": must begin with http:// or https://"};
  }
  CURL* const curl = handle_of_thread();
  Receiver receiver{limits, {}};
  char why[CURL_ERROR_SIZE] = "";
  HeaderList headers;
  const auto set = [&](CURLoption option, auto value) {
    curl_easy_setopt(curl, option, value);
  };
  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_NOSIGNAL, 1L);  // other threads are at work
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect.count()));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(limits.total.count()));
  set(CURLOPT_ERRORBUFFER, why);
  set(CURLOPT_ACCEPT_ENCODING, "gzip");  // `receive` bounds what it expands to
  set(CURLOPT_USERAGENT, "tem/" TEM_VERSION);
  set(CURLOPT_WRITEFUNCTION, receive);
  set(CURLOPT_WRITEDATA, &receiver);
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, is_stopped);
  set(CURLOPT_XFERINFODATA, &receiver);
  if (posted) {
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(posted->size()));
    set(CURLOPT_POSTFIELDS, posted->data());
    headers.reset(curl_slist_append(nullptr, "Content-Type: text/plain; charset=utf-8"));
    set(CURLOPT_HTTPHEADER, headers.get());
  }
  const CURLcode code = curl_easy_perform(curl);
  if (receiver.overflowed) {
    return Error{ErrorCode::too_long, tem::quoted(url) + ": answers with more than " +
                                          std::to_string(limits.body_bytes) + " bytes"};
  }
  if (code != CURLE_OK) return unreachable(url, *why != '\0' ? why : curl_easy_strerror(code));
  long status = 0;
  const char* type = nullptr;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
  return HttpAnswer{static_cast<int>(status), type != nullptr ? type : "",
                    std::move(receiver.body)};
}

}  // namespace

bool is_http_url(std::string_view text) noexcept {
  return text.starts_with("http://") || text.starts_with("https://");
}

Result<HttpAnswer> http_get(const std::string& url, const HttpLimits& limits) {
  return perform(url, std::nullopt, limits);
}

Result<HttpAnswer> http_post(const std::string& url, std::string_view body,
                             const HttpLimits& limits) {
  return perform(url, body, limits);
}

}  // namespace tem
