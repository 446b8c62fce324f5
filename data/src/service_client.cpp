#include "tem/service_client.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <thread>

#include "http_client.hpp"
#include "random.hpp"
#include "tem/bytes.hpp"
#include "tem/code_point.hpp"
#include "tem/quote.hpp"
#include "tem/token.hpp"
#include "tem/verdict_answer.hpp"
#include "utf8.hpp"

namespace tem {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxAppendAnswer = 256 * 1024, kMaxProblemBytes = 64 * 1024;
constexpr std::size_t kMaxVerdictsAnswer = std::size_t{32} << 20;
constexpr std::uint64_t kMaxPrintFrame = std::uint64_t{16} << 20;  // of a print file, beside stamps
constexpr std::chrono::seconds kSilence{60}, kAnswerTime{60};
constexpr std::chrono::milliseconds kFirstPause{250};
constexpr std::string_view kFactsPath = "/api/v1/facts", kLotsPath = "/api/v1/lots";
constexpr std::string_view kVerifyPath = "/api/v1/verify";

bool may_wait_for(int status) { return status == 429 || status == 503; }

/// One request, again after a pause where that may help: a service that asks for patience, and with
/// `is_repeatable` an answer that was lost.
template <class Send>
Result<HttpAnswer> patiently(const Send& send, const std::function<bool()>& is_repeatable) {
  auto left = std::chrono::milliseconds(ServiceClient::kPatience);
  auto pause = kFirstPause;
  for (int attempt = 1;; ++attempt) {
    Result<HttpAnswer> answer = send();
    const bool lost = !answer && answer.error().code == ErrorCode::not_reachable;
    const bool busy = answer && may_wait_for(answer->status);
    if (!(lost && is_repeatable()) && !busy) return answer;
    auto wait = pause;
    if (busy) wait = std::max(wait, std::chrono::milliseconds(answer->retry_after));
    if (attempt == ServiceClient::kMaxAttempts || wait > left) return answer;
    left -= wait;
    pause *= 2;
    std::this_thread::sleep_for(wait);
  }
}

template <class Number>
std::optional<Number> number_in(const std::string& text) {
  Number value{};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  return error == std::errc() && stop == end ? std::optional(value) : std::nullopt;
}

/// What stands in the head of a print file, held against the order. Errors: bad_field.
Result<PrintFileTold> told_of(const PrintFileHead& head, const PrintFileOrder& order) {
  const auto stamps = number_in<std::uint64_t>(head.stamps);
  if (!stamps || *stamps == 0 || *stamps > kMaxStampsInLot)
    return Error{ErrorCode::bad_field, "Tem-Stamps: does not say how many stamps the file holds"};
  if (order.stamps && *stamps != *order.stamps)
    return Error{ErrorCode::bad_field, "Tem-Stamps: " + std::to_string(*stamps) + ", but " +
                                           std::to_string(*order.stamps) + " were asked for"};
  const auto voided = number_in<std::uint64_t>(head.voided).value_or(0);
  return PrintFileTold{*stamps, std::min(voided, *stamps), number_in<double>(head.module)};
}

json::object body_of(const LotOrder& order) {
  json::object body{{"gtin", order.gtin.str()},
                    {"lot", order.lot.str()},
                    {"count", order.count},
                    {"produced", order.produced.str()},
                    {"active", order.active}};
  if (order.expires) body["expires"] = order.expires->str();
  if (order.key) body["key"] = *order.key;
  return body;
}

}  // namespace

struct ServiceClient::Post {
  std::string_view path;
  std::string body;
  std::string idempotency_key;  ///< none: it may be done twice
  std::size_t most;             ///< bytes of the answer
};

Result<ServiceClient> ServiceClient::make(ServiceAddress address) {
  if (!is_http_url(address.url))
    return Error{ErrorCode::bad_scheme,
                 "--server " + tem::quoted(address.url) + ": must begin with https:// or http://"};
  const std::string host = host_of_url(address.url);
  if (host.empty() || !is_plain_text(address.url))
    return Error{ErrorCode::bad_value,
                 "--server: must be a host and at most a path: https://tem.example"};
  while (address.url.ends_with('/')) address.url.pop_back();
  const bool is_plain = address.url.starts_with("http://");
  if (is_plain && !is_loopback_host(host) && !address.allow_plain_http)
    return Error{ErrorCode::bad_usage,
                 "--server " + address.url +
                     (address.token.empty() ? ": anyone on the way could answer in its place"
                                            : ": would send the token unencrypted") +
                     "; use https://, or say --plain-http"};
  if (!address.token.empty()) {
    if (auto token = Token::parse(address.token); !token) return token.error();
  }
  return ServiceClient(std::move(address));
}

Error ServiceClient::not_understood(const Error& error, const std::string& path) const {
  // Whatever is wrong with it, the caller cannot mend it.
  return {ErrorCode::not_reachable,
          tem::quoted(address_.url + path) + ": the answer is not understood: " + error.str()};
}

Error ServiceClient::refused(int status, std::string_view body, std::chrono::seconds wait,
                             const std::string& path) const {
  auto problem = parse_problem(body);
  if (problem && problem->detail.empty()) problem->detail = problem->str();
  Error error =
      problem ? std::move(*problem) : error_of_status(status).at(tem::quoted(address_.url + path));
  if (may_wait_for(status) && wait > kPatience)
    error.detail +=
        "; it asks to wait " + std::to_string(wait.count()) + " s, which is not waited for";
  return error;
}

Error ServiceClient::lost(Error error, const std::string& idempotency_key) {
  if (error.code == ErrorCode::too_long) error.code = ErrorCode::not_reachable;  // not ours to mend
  if (error.code == ErrorCode::not_reachable && !idempotency_key.empty())
    error.detail += "; whether it was done is not known: give it again with --idempotency-key " +
                    idempotency_key + ", and it is done once";
  return error;
}

Result<HttpRequest> ServiceClient::request_for(const std::string& path,
                                               const std::string& idempotency_key) const {
  if (!is_plain_text(idempotency_key))
    return Error{ErrorCode::bad_value,
                 "--idempotency-key: must be text without control characters"};
  HttpRequest request{.url = address_.url + path};
  request.ca_file = address_.ca_file;
  if (!address_.token.empty()) request.headers.push_back("Authorization: Bearer " + address_.token);
  if (!idempotency_key.empty()) request.headers.push_back("Idempotency-Key: " + idempotency_key);
  return request;
}

Result<std::string> ServiceClient::post(const Post& what) const {
  const std::string path(what.path);
  auto made = request_for(path, what.idempotency_key);
  if (!made) return made.error();
  HttpRequest& request = *made;
  request.posted = what.body;
  request.content_type = "application/json";
  request.headers.push_back("Accept: application/json");
  HttpLimits limits;
  limits.total = kAnswerTime;
  limits.body_bytes = what.most;
  auto answer = patiently([&] { return http_send(request, limits); }, [] { return true; });
  if (answer && answer->status == 200) return std::move(answer->body);
  if (answer) return refused(answer->status, answer->body, answer->retry_after, path);
  return lost(answer.error(), what.idempotency_key);
}

Result<Appended> ServiceClient::append(const std::vector<FactBody>& facts,
                                       const std::string& idempotency_key) const {
  json::array list;
  for (const FactBody& body : facts) {
    auto text = Fact{Instant(), body}.canonical();
    if (!text) return text.error();
    json::object object = json::parse(*text).as_object();
    object.erase("at");
    list.push_back(std::move(object));
  }
  const json::value body = list.size() == 1 ? list.front() : json::value(std::move(list));
  auto answer = post({kFactsPath, json::serialize(body), idempotency_key, kMaxAppendAnswer});
  if (!answer) return answer.error();
  auto done = parse_appended(*answer);
  if (done && done->count != facts.size())
    done = Error{ErrorCode::bad_field, "count: not as many as were sent"};
  if (!done) return not_understood(done.error(), std::string(kFactsPath));
  return done;
}

Result<ServiceIssued> ServiceClient::issue(const LotOrder& order,
                                           const std::string& idempotency_key) const {
  auto answer =
      post({kLotsPath, json::serialize(body_of(order)), idempotency_key, kMaxAppendAnswer});
  if (!answer) return answer.error();
  auto done = parse_issued(*answer, order);
  if (!done) return not_understood(done.error(), std::string(kLotsPath));
  return done;
}

Result<RunToSeal> ServiceClient::issue_to_seal(const LotOrder& order, const VerifyingKey& key,
                                               const std::string& idempotency_key) const {
  json::object body = body_of(order);
  body["sign"] = "client";
  body["public_key"] = to_base64(key.bytes());
  auto answer = post({kLotsPath, json::serialize(body), idempotency_key,
                      kMaxAppendAnswer + order.count * kMaxStampToSealBytes});
  if (!answer) return answer.error();
  auto run = parse_run_to_seal(*answer, order);
  if (!run) return not_understood(run.error(), std::string(kLotsPath));
  return run;
}

Result<std::vector<Verdict>> ServiceClient::verify(
    const std::vector<std::string_view>& texts) const {
  json::array uris;
  for (const std::string_view text : texts) uris.emplace_back(well_formed(text));
  auto answer = post({kVerifyPath, json::serialize(json::object{{"uris", std::move(uris)}}), "",
                      std::min(kMaxVerdictBytes * texts.size(), kMaxVerdictsAnswer)});
  if (!answer) return answer.error();
  auto verdicts = parse_verdicts(*answer, texts);
  if (!verdicts) return not_understood(verdicts.error(), std::string(kVerifyPath));
  return verdicts;
}

Result<PrintFileTold> ServiceClient::download(const PrintFileOrder& order, const Sink& sink) const {
  std::optional<PrintFileTold> told;
  std::uint64_t taken = 0;
  bool is_begun = false;
  auto made = request_for(order.path, order.idempotency_key);
  if (!made) return made.error();
  HttpRequest& request = *made;
  request.sink = [&](std::string_view piece, const PrintFileHead& head) -> Result<void> {
    is_begun = true;
    if (!told) {
      auto read = told_of(head, order);
      if (!read) return not_understood(read.error(), order.path);
      told = *read;
    }
    taken += piece.size();
    if (taken > kMaxPrintFrame + told->stamps * order.stamp_bytes)
      return not_understood(
          {ErrorCode::too_long,
           "more bytes than a file of this many stamps has: " + std::to_string(told->stamps)},
          order.path);
    return sink(piece);
  };
  HttpLimits limits;
  limits.silence = kSilence;
  limits.body_bytes = kMaxProblemBytes;
  auto answer = patiently([&] { return http_send(request, limits); }, [&] { return !is_begun; });
  if (!answer) return lost(answer.error(), order.idempotency_key);
  if (answer->status != 200)
    return refused(answer->status, answer->body, answer->retry_after, order.path);
  if (!told) return not_understood({ErrorCode::empty_value, "an empty file"}, order.path);
  return *told;
}

std::string new_idempotency_key() { return to_hex(random_bytes<16>()); }

}  // namespace tem
