#pragma once
// A registry's service, asked over HTTP for what a registry's folder would be asked for here.
//
//   auto service = ServiceClient::make({.url = "https://tem.example", .token = token});
//   auto done = service->append(facts, new_idempotency_key());    // POST /api/v1/facts
//   auto issued = service->issue(order, key);                     // POST /api/v1/lots
//
// Whatever comes back is another party's text: bounded, and parsed before it is used. A 429 or 503 is
// waited out as long as it asks, within kPatience in all; an answer that was lost is asked for again,
// with the same idempotency key, so that nothing is done twice. Errors of the service are told as if
// they were found here, with the same code and line; not_reachable when it does not answer.

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tem/fact.hpp"
#include "tem/ledger.hpp"
#include "tem/lot_order.hpp"
#include "tem/result.hpp"
#include "tem/verdict.hpp"

namespace tem {

struct ServiceAddress {
  std::string url;               ///< "https://tem.example", or with a path before /api
  std::string token{};           ///< a secret; empty: none is sent
  std::string ca_file{};         ///< certificates to trust in place of the system's
  bool allow_plain_http = false; ///< a token may go unencrypted to another machine
};

/// What a service said of an append, without the facts.
struct ServiceIssued {
  Appended appended;
  LotIssued issued;
};

class ServiceClient {
 public:
  static constexpr std::chrono::seconds kPatience{120};  ///< of waiting, for all of a request
  static constexpr int kMaxAttempts = 5;

  /// Asks nothing yet. Errors: bad_scheme, bad_value (no host, or more than a path after it), bad_usage
  /// (a token over plain http to another machine), unauthorized (no token's text).
  static Result<ServiceClient> make(ServiceAddress address);

  [[nodiscard]] Result<Appended> append(const std::vector<FactBody>& facts,
                                        const std::string& idempotency_key) const;
  [[nodiscard]] Result<ServiceIssued> issue(const LotOrder& order,
                                            const std::string& idempotency_key) const;
  /// One for each text, in their order; at most 1,000 texts.
  [[nodiscard]] Result<std::vector<Verdict>> verify(const std::vector<std::string_view>& texts) const;
  /// The body of `path` ("/api/v1/lots/…"), piece by piece. After an error the pieces are worth
  /// nothing. Not tried again once a piece was taken. How many stamps it holds, where that is said.
  using Sink = std::function<Result<void>(std::string_view)>;
  [[nodiscard]] Result<std::optional<std::uint64_t>> download(const std::string& path, const Sink& sink) const;

 private:
  explicit ServiceClient(ServiceAddress address) : address_(std::move(address)) {}
  [[nodiscard]] Result<std::string> post(const std::string& path, const std::string& body,
                                         const std::string& idempotency_key,
                                         std::size_t most) const;
  [[nodiscard]] Error at(const Error& error, const std::string& path) const;
  ServiceAddress address_;
};

/// 128 random bits, in hexadecimal.
std::string new_idempotency_key();

// What the answers are read by. Each is bounded by the caller. -------------------------------------

/// The error of an answer of another status than 200. One that is no problem+json is told by status.
Error parse_problem(int status, std::string_view body);
/// Seconds or an HTTP date, from now; 1 s where it is neither, an hour at most.
std::chrono::seconds parse_retry_after(std::string_view text);
/// {"first", "count", "checkpoint"}. Errors: bad_json, bad_field, bad_note.
Result<Appended> parse_appended(std::string_view json);
/// The answer of POST /api/v1/lots. Errors: as above; bad_field when it is not what was ordered.
Result<ServiceIssued> parse_issued(std::string_view json, const LotOrder& order);

}  // namespace tem
