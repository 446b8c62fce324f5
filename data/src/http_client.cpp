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
  const HttpRequest& request;
  CURL* curl;
  std::string body;
  bool overflowed = false;
  std::optional<Error> refused = {};  ///< by the sink
};

std::size_t receive(char* data, std::size_t, std::size_t size, void* to) {
  auto& receiver = *static_cast<Receiver*>(to);
  long status = 0;
  curl_easy_getinfo(receiver.curl, CURLINFO_RESPONSE_CODE, &status);
  if (receiver.request.sink && status == 200) {
    auto taken = receiver.request.sink({data, size});
    if (taken) return size;
    receiver.refused = taken.error();
    return CURL_WRITEFUNC_ERROR;
  }
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

Result<HttpAnswer> perform(const HttpRequest& request, const HttpLimits& limits) {
  const std::string& url = request.url;
  if (!is_http_url(url)) {
    return Error{ErrorCode::bad_scheme, tem::quoted(url) + ": must begin with http:// or https://"};
  }
  CURL* const curl = handle_of_thread();
  Receiver receiver{limits, request, curl, {}};
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
  if (limits.silence) {
    set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(limits.silence->count()));
  } else {
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(limits.total.count()));
  }
  if (!request.ca_file.empty()) set(CURLOPT_CAINFO, request.ca_file.c_str());
  set(CURLOPT_ERRORBUFFER, why);
  set(CURLOPT_ACCEPT_ENCODING, "gzip");  // `receive` bounds what it expands to
  set(CURLOPT_USERAGENT, "tem/" TEM_VERSION);
  set(CURLOPT_WRITEFUNCTION, receive);
  set(CURLOPT_WRITEDATA, &receiver);
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, is_stopped);
  set(CURLOPT_XFERINFODATA, &receiver);
  const auto add_header = [&](const std::string& line) {
    curl_slist* const longer = curl_slist_append(headers.get(), line.c_str());
    if (longer == nullptr) std::abort();  // out of memory, as elsewhere
    static_cast<void>(headers.release());
    headers.reset(longer);
  };
  for (const std::string& line : request.headers) add_header(line);
  if (request.posted) {
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.posted->size()));
    set(CURLOPT_POSTFIELDS, request.posted->data());
    add_header("Content-Type: " + request.content_type);
    add_header("Expect:");  // no round trip before a large body
  }
  if (headers) set(CURLOPT_HTTPHEADER, headers.get());
  const CURLcode code = curl_easy_perform(curl);
  if (receiver.overflowed) {
    return Error{ErrorCode::too_long, tem::quoted(url) + ": answers with more than " +
                                          std::to_string(limits.body_bytes) + " bytes"};
  }
  if (receiver.refused) return std::move(*receiver.refused);
  if (code != CURLE_OK) return unreachable(url, *why != '\0' ? why : curl_easy_strerror(code));
  long status = 0;
  const char* type = nullptr;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
  HttpAnswer answer{static_cast<int>(status), type != nullptr ? type : "",
                    std::move(receiver.body)};
  const auto header = [&](const char* name) {
    curl_header* found = nullptr;
    const bool is_there = curl_easy_header(curl, name, 0, CURLH_HEADER, -1, &found) == CURLHE_OK;
    return std::string(is_there ? found->value : "");
  };
  answer.retry_after = header("Retry-After");
  answer.stamps = header("Tem-Stamps");
  return answer;
}

}  // namespace

bool is_http_url(std::string_view text) noexcept {
  return text.starts_with("http://") || text.starts_with("https://");
}

std::string host_of_url(const std::string& url) {
  if (!is_http_url(url)) return {};
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parts(curl_url(), curl_url_cleanup);
  if (!parts || curl_url_set(parts.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return {};
  const auto part = [&](CURLUPart which) {
    char* text = nullptr;
    if (curl_url_get(parts.get(), which, &text, 0) != CURLUE_OK) return std::string();
    std::string out(text);
    curl_free(text);
    return out;
  };
  for (const auto which : {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_QUERY, CURLUPART_FRAGMENT}) {
    if (!part(which).empty()) return {};
  }
  std::string host = part(CURLUPART_HOST);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return host;
}

Result<HttpAnswer> http_get(const std::string& url, const HttpLimits& limits) {
  return perform({.url = url}, limits);
}

Result<HttpAnswer> http_post(const std::string& url, std::string_view body,
                             const HttpLimits& limits) {
  return perform({.url = url, .posted = body}, limits);
}

Result<HttpAnswer> http_send(const HttpRequest& request, const HttpLimits& limits) {
  return perform(request, limits);
}

}  // namespace tem
