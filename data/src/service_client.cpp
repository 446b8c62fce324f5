#include "tem/service_client.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <limits>
#include <thread>

#include "error_name.hpp"
#include "fields.hpp"
#include "http_client.hpp"
#include "json_text.hpp"
#include "random.hpp"
#include "tem/bytes.hpp"
#include "tem/quote.hpp"
#include "tem/token.hpp"
#include "tem/verdict_answer.hpp"

namespace tem {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxAppendAnswer = 256 * 1024;
constexpr std::size_t kMaxProblemBytes = 64 * 1024;
constexpr std::chrono::seconds kMaxWait{3600}, kSilence{60}, kAnswerTime{60};
constexpr std::chrono::milliseconds kFirstPause{250};

/// Never leaves this machine.
bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

bool is_shown(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

ErrorCode code_of_status(int status) {
  switch (status) {
    case 401: return ErrorCode::unauthorized;
    case 403: return ErrorCode::forbidden;
    case 404: return ErrorCode::not_found;
    case 413: return ErrorCode::body_too_large;
    case 429: return ErrorCode::rate_limited;
    case 503: return ErrorCode::too_busy;
    default: return status >= 500 ? ErrorCode::not_reachable : ErrorCode::bad_usage;
  }
}

std::string text_member(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  const json::string* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string() : std::string(*text);
}

bool may_wait_for(int status) { return status == 429 || status == 503; }

Result<Checkpoint> checkpoint_of(const std::string& note) {
  const auto parsed = SignedNote::parse(note);
  if (!parsed) return parsed.error().at("checkpoint");
  auto head = TreeHead::parse(parsed->text);
  if (!head) return head.error().at("checkpoint");
  return Checkpoint{std::move(*head), note};
}

Result<json::object> object_in(std::string_view text) {
  auto value = parse_json(text);
  if (!value) return value.error();
  json::object* object = value->if_object();
  if (object == nullptr) return Error{ErrorCode::bad_field, "must be an object"};
  return std::move(*object);
}

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
    if (busy) wait = std::max(wait, std::chrono::milliseconds(parse_retry_after(answer->retry_after)));
    if (attempt == ServiceClient::kMaxAttempts || wait > left) return answer;
    left -= wait;
    pause *= 2;
    std::this_thread::sleep_for(wait);
  }
}

}  // namespace

Result<ServiceClient> ServiceClient::make(ServiceAddress address) {
  if (!is_http_url(address.url))
    return Error{ErrorCode::bad_scheme,
                 "--server " + tem::quoted(address.url) + ": must begin with https:// or http://"};
  const std::string host = host_of_url(address.url);
  if (host.empty() || !is_shown(address.url))
    return Error{ErrorCode::bad_value,
                 "--server: must be a host and at most a path: https://tem.example"};
  while (address.url.ends_with('/')) address.url.pop_back();
  if (!address.token.empty()) {
    if (auto token = Token::parse(address.token); !token) return token.error();
    const bool is_plain = address.url.starts_with("http://");
    if (is_plain && !is_loopback(host) && !address.allow_plain_http)
      return Error{ErrorCode::bad_usage,
                   "--server " + address.url +
                       ": would send the token unencrypted; use https://, or say --plain-http"};
  }
  return ServiceClient(std::move(address));
}

Error ServiceClient::at(const Error& error, const std::string& path) const {
  // Whatever is wrong with it, the caller cannot mend it.
  return {ErrorCode::not_reachable,
          tem::quoted(address_.url + path) + ": the answer is not understood: " + error.str()};
}

Result<std::string> ServiceClient::post(const std::string& path, const std::string& body,
                                        const std::string& idempotency_key,
                                        std::size_t most) const {
  HttpRequest request{.url = address_.url + path, .posted = body};
  request.content_type = "application/json";
  request.headers = {"Accept: application/json"};
  request.ca_file = address_.ca_file;
  if (!address_.token.empty()) request.headers.push_back("Authorization: Bearer " + address_.token);
  if (!idempotency_key.empty()) request.headers.push_back("Idempotency-Key: " + idempotency_key);
  HttpLimits limits;
  limits.total = kAnswerTime;
  limits.body_bytes = most;
  auto answer = patiently([&] { return http_send(request, limits); }, [] { return true; });
  if (!answer) return answer.error();
  if (answer->status != 200) return parse_problem(answer->status, answer->body);
  return std::move(answer->body);
}

Result<Appended> ServiceClient::append(const std::vector<FactBody>& facts,
                                       const std::string& idempotency_key) const {
  const std::string path = "/api/v1/facts";
  json::array list;
  for (const FactBody& body : facts) {
    auto text = Fact{Instant(), body}.canonical();
    if (!text) return text.error();
    auto object = object_in(*text);
    if (!object) return object.error();
    object->erase("at");
    list.push_back(std::move(*object));
  }
  const json::value body = list.size() == 1 ? list.front() : json::value(std::move(list));
  auto answer = post(path, json::serialize(body), idempotency_key, kMaxAppendAnswer);
  if (!answer) return answer.error();
  auto done = parse_appended(*answer);
  if (!done) return at(done.error(), path);
  if (done->count != facts.size())
    return at({ErrorCode::bad_field, "count: not as many as were sent"}, path);
  return done;
}

Result<ServiceIssued> ServiceClient::issue(const LotOrder& order,
                                           const std::string& idempotency_key) const {
  const std::string path = "/api/v1/lots";
  json::object body{{"gtin", order.gtin.str()},
                    {"lot", order.lot.str()},
                    {"count", order.count},
                    {"produced", order.produced.str()},
                    {"active", order.active}};
  if (order.expires) body["expires"] = order.expires->str();
  if (order.key) body["key"] = *order.key;
  auto answer = post(path, json::serialize(body), idempotency_key, kMaxAppendAnswer);
  if (!answer) return answer.error();
  auto done = parse_issued(*answer, order);
  if (!done) return at(done.error(), path);
  return done;
}

Result<std::vector<Verdict>> ServiceClient::verify(
    const std::vector<std::string_view>& texts) const {
  const std::string path = "/api/v1/verify";
  json::array uris;
  for (const std::string_view text : texts) uris.emplace_back(text);
  auto answer = post(path, json::serialize(json::object{{"uris", std::move(uris)}}), "",
                     kMaxVerdictBytes * std::max<std::size_t>(texts.size(), 1));
  if (!answer) return answer.error();
  auto verdicts = parse_verdicts(*answer, texts);
  if (!verdicts) return at(verdicts.error(), path);
  return verdicts;
}

Result<std::optional<std::uint64_t>> ServiceClient::download(const std::string& path,
                                                              const Sink& sink) const {
  bool is_begun = false;
  HttpRequest request{.url = address_.url + path};
  request.ca_file = address_.ca_file;
  if (!address_.token.empty()) request.headers = {"Authorization: Bearer " + address_.token};
  request.sink = [&](std::string_view piece) {
    is_begun = true;
    return sink(piece);
  };
  HttpLimits limits;
  limits.silence = kSilence;
  limits.body_bytes = kMaxProblemBytes;
  auto answer = patiently([&] { return http_send(request, limits); }, [&] { return !is_begun; });
  if (!answer) return answer.error();
  if (answer->status != 200) return parse_problem(answer->status, answer->body);
  std::uint64_t count = 0;
  const std::string& said = answer->stamps;
  const auto [end, error] = std::from_chars(said.data(), said.data() + said.size(), count);
  const bool is_said = error == std::errc() && end == said.data() + said.size();
  return is_said ? std::optional(count) : std::nullopt;
}

std::string new_idempotency_key() { return to_hex(random_bytes<16>()); }

Error parse_problem(int status, std::string_view body) {
  const auto object = object_in(body);
  const auto code = object ? parse_error_code(text_member(*object, "error")) : std::nullopt;
  if (!code)
    return {code_of_status(status), "the service answers with status " + std::to_string(status)};
  std::string detail = text_member(*object, "detail");
  constexpr std::size_t kMaxDetail = 2000;  // more is no line for a person
  if (detail.size() > kMaxDetail || !is_shown(detail)) detail.clear();
  return {*code, std::move(detail)};
}

std::chrono::seconds parse_retry_after(std::string_view text) {
  // temd sends seconds; of a proxy's date one second is as good a guess as any clock's difference.
  std::uint32_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error == std::errc::result_out_of_range) return kMaxWait;
  if (error != std::errc() || end != text.data() + text.size()) return std::chrono::seconds(1);
  return std::min(kMaxWait, std::chrono::seconds(seconds));
}

Result<Appended> parse_appended(std::string_view text) {
  const auto object = object_in(text);
  if (!object) return object.error();
  Fields in(*object);
  const auto first = in.integer("first", 0, kMaxJsonInteger);
  const auto count = in.integer("count", 1, kMaxJsonInteger);
  const std::string note = text_member(*object, "checkpoint");  // of several lines
  in.pass_over_others();  // later versions add some
  if (auto bad = in.finish()) return std::move(*bad);
  auto checkpoint = checkpoint_of(note);
  if (!checkpoint) return checkpoint.error();
  if (count > checkpoint->head.size || first > checkpoint->head.size - count)
    return Error{ErrorCode::bad_field, "checkpoint: does not hold what was appended"};
  return Appended{first, count, std::move(*checkpoint)};
}

Result<ServiceIssued> parse_issued(std::string_view text, const LotOrder& order) {
  const auto object = object_in(text);
  if (!object) return object.error();
  Fields in(*object);
  const auto index = in.integer("index", 0, kMaxJsonInteger);
  const auto gtin = in.gtin("gtin");
  const auto lot = in.lot("lot");
  const auto key = in.integer("key", 1, std::numeric_limits<KeyNumber>::max());
  const auto first = in.integer("first", 0, std::numeric_limits<std::uint32_t>::max());
  const auto count = in.integer("count", 1, kMaxStampsInLot);
  const auto produced = in.date("produced");
  const auto expires = in.optional_date("expires");
  const bool active = in.boolean("active", true);
  const std::string note = text_member(*object, "checkpoint");  // of several lines
  in.pass_over_others();
  if (auto bad = in.finish()) return std::move(*bad);
  if (*gtin != order.gtin || *lot != order.lot || count != order.count || *produced != order.produced ||
      expires != order.expires || active != order.active)
    return Error{ErrorCode::bad_field, "is another lot than was ordered"};
  auto checkpoint = checkpoint_of(note);
  if (!checkpoint) return checkpoint.error();
  if (index >= checkpoint->head.size)
    return Error{ErrorCode::bad_field, "checkpoint: does not hold what was appended"};
  return ServiceIssued{{index, 1, std::move(*checkpoint)},
                       {*gtin, *lot, static_cast<KeyNumber>(key), first, count, *produced, expires,
                        active}};
}

}  // namespace tem
