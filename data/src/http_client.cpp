#include "http_client.hpp"

#include <arpa/inet.h>
#include <curl/curl.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>

#include "tem/quote.hpp"

namespace tem {
namespace {

struct Closer {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Curl = std::unique_ptr<CURL, Closer>;
using Url = std::unique_ptr<CURLU, Closer>;
using HeaderList = std::unique_ptr<curl_slist, Closer>;

/// Null for a text that is no URL.
Url parts_of(const std::string& url) {
  Url parts(curl_url());
  if (parts && curl_url_set(parts.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return nullptr;
  return parts;
}

std::string part(CURLU* url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, 0) != CURLUE_OK) return {};
  std::string out(text);
  curl_free(text);
  return out;
}

std::string host_in(CURLU* url) {
  std::string host = part(url, CURLUPART_HOST);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return host;
}

constexpr curl_off_t kLongestWait = 3600;  // that Retry-After is taken at its word for, in seconds

/// What is being received, and how much of it may be.
struct Receiver {
  const HttpLimits& limits;
  const HttpRequest& request;
  CURL* curl;
  std::string body;
  bool overflowed = false;
  std::optional<Error> refused = {};  ///< by the sink
  std::optional<PrintFileHead> head = {};
};

std::string header_of(CURL* curl, const char* name) {
  curl_header* found = nullptr;
  const bool is_there = curl_easy_header(curl, name, 0, CURLH_HEADER, -1, &found) == CURLHE_OK;
  return is_there ? found->value : "";
}

/// Can a connection that broke be told from a body that ended? HTTP/2 always can.
bool says_where_it_ends(CURL* curl) {
  long version = 0;
  curl_off_t length = -1;
  curl_easy_getinfo(curl, CURLINFO_HTTP_VERSION, &version);
  curl_easy_getinfo(curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
  return version >= CURL_HTTP_VERSION_2_0 || length >= 0 ||
         !header_of(curl, "Transfer-Encoding").empty();
}

/// For the sink, with what the answer says of itself before its first piece.
Result<void> hand_on(Receiver& receiver, std::string_view piece) {
  if (!receiver.head) {
    if (!says_where_it_ends(receiver.curl))
      return Error{ErrorCode::cannot_read,
                   tem::quoted(receiver.request.url) +
                       ": the answer does not say where it ends, so a part could be taken for the "
                       "whole; ask without the proxy before it"};
    const auto header = [&](const char* name) { return header_of(receiver.curl, name); };
    receiver.head = {header("Tem-Stamps"), header("Tem-Void"), header("Tem-Module")};
  }
  return receiver.request.sink(piece, *receiver.head);
}

std::size_t receive(char* data, std::size_t, std::size_t size, void* to) {
  auto& receiver = *static_cast<Receiver*>(to);
  long status = 0;
  curl_easy_getinfo(receiver.curl, CURLINFO_RESPONSE_CODE, &status);
  if (receiver.request.sink && status == 200) {
    auto taken = hand_on(receiver, {data, size});
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

/// Why there is no answer: whether another try could bring one is in the code.
Error failure(CURLcode code, const HttpRequest& request, const char* why) {
  if (code == CURLE_SSL_CACERT_BADFILE)
    return {ErrorCode::cannot_read, request.ca_file + ": no certificates could be read from it"};
  if (code == CURLE_PEER_FAILED_VERIFICATION)
    return {ErrorCode::not_trusted,
            tem::quoted(request.url) + ": its certificate is not trusted: " + why};
  return unreachable(request.url, *why != '\0' ? why : curl_easy_strerror(code));
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
  if (!request.ca_file.empty()) {
    set(CURLOPT_CAINFO, request.ca_file.c_str());
    set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));  // Debian's curl would add its folder
  }
  if (const Url parts = parts_of(url); parts && is_loopback_host(host_in(parts.get())))
    set(CURLOPT_NOPROXY, "*");
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
  if (code != CURLE_OK) return failure(code, request, why);
  long status = 0;
  const char* type = nullptr;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
  HttpAnswer answer{static_cast<int>(status), type != nullptr ? type : "",
                    std::move(receiver.body)};
  curl_off_t wait = 0;
  curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &wait);
  answer.retry_after = std::chrono::seconds(std::clamp<curl_off_t>(wait, 0, kLongestWait));
  return answer;
}

}  // namespace

bool is_http_url(std::string_view text) noexcept {
  return text.starts_with("http://") || text.starts_with("https://");
}

std::string host_of_url(const std::string& url) {
  const Url parts = is_http_url(url) ? parts_of(url) : nullptr;
  if (!parts) return {};
  for (const auto which : {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_QUERY, CURLUPART_FRAGMENT}) {
    if (!part(parts.get(), which).empty()) return {};
  }
  return host_in(parts.get());
}

bool is_loopback_host(const std::string& host) {
  in_addr four{};
  if (::inet_pton(AF_INET, host.c_str(), &four) == 1) return ntohl(four.s_addr) >> 24 == 127;
  return host == "localhost" || host == "::1";
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
