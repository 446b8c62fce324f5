#pragma once
// A registry's service, asked over HTTP for what a registry's folder would be asked for here.
//
//   auto service = ServiceClient::make({.url = "https://tem.example", .token = token});
//   auto done = service->append(facts, new_idempotency_key());    // POST /api/v1/facts
//   auto issued = service->issue(order, key);                     // POST /api/v1/lots
//
// Whatever comes back is another party's text: bounded, and parsed before it is used. A 429 or 503
// is waited out as long as it asks, within kPatience in all; an answer that was lost is asked for
// again, with the same idempotency key, so that nothing is done twice. Errors of the service are
// told as if they were found here, with the same code and line; not_reachable when it does not
// answer or is not understood, not_trusted when its certificate is another's. Redirects are not
// followed.

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
#include "tem/service_answer.hpp"
#include "tem/verdict.hpp"

namespace tem {

struct HttpRequest;

struct ServiceAddress {
  std::string url;        ///< "https://tem.example", or with a path before /api
  std::string token{};    ///< a secret; empty: none is sent
  std::string ca_file{};  ///< certificates to trust in place of the system's
  bool allow_plain_http =
      false;  ///< to another machine, where anyone on the way may read and answer
};

/// A print file as it is asked for, and what the service says of it.
struct PrintFileOrder {
  std::string path;                       ///< "/api/v1/lots/…/stamps?format=pdf"
  std::optional<std::uint64_t> stamps{};  ///< how many were asked for, where that is known
  std::uint64_t stamp_bytes = 0;          ///< at most, of the file, for each stamp
  std::string idempotency_key{};          ///< with it the same file can be had again
};
struct PrintFileTold {
  std::uint64_t stamps = 0;
  std::uint64_t voided = 0;           ///< of them, not to be put on packages
  std::optional<double> module_mm{};  ///< the smallest of its symbols
};

class ServiceClient {
 public:
  static constexpr std::chrono::seconds kPatience{120};  ///< of waiting, for all of a request
  static constexpr int kMaxAttempts = 5;

  /// Asks nothing yet. Errors: bad_scheme, bad_value (no host, or more than a path after it),
  /// bad_usage (plain http to another machine), unauthorized (no token's text).
  static Result<ServiceClient> make(ServiceAddress address);

  [[nodiscard]] Result<Appended> append(const std::vector<FactBody>& facts,
                                        const std::string& idempotency_key) const;
  [[nodiscard]] Result<ServiceIssued> issue(const LotOrder& order,
                                            const std::string& idempotency_key) const;
  /// The same order, with a key that is not held there: the run's serials, to be sealed here.
  [[nodiscard]] Result<RunToSeal> issue_to_seal(const LotOrder& order, const VerifyingKey& key,
                                                const std::string& idempotency_key) const;
  /// One for each text, in their order; at most 1,000 texts.
  [[nodiscard]] Result<std::vector<Verdict>> verify(
      const std::vector<std::string_view>& texts) const;
  /// The file, piece by piece. After an error the pieces are worth nothing, and the same order gets
  /// them again. Not tried again here once a piece was taken.
  using Sink = std::function<Result<void>(std::string_view)>;
  [[nodiscard]] Result<PrintFileTold> download(const PrintFileOrder& order, const Sink& sink) const;

 private:
  explicit ServiceClient(ServiceAddress address) : address_(std::move(address)) {}
  struct Post;
  /// Error: bad_value, for a key that could not stand in a header.
  [[nodiscard]] Result<HttpRequest> request_for(const std::string& path,
                                                const std::string& idempotency_key) const;
  [[nodiscard]] Result<std::string> post(const Post& what) const;
  [[nodiscard]] Error refused(int status, std::string_view body, std::chrono::seconds wait,
                              const std::string& path) const;
  /// With what to do about an answer that was lost, when the request has an idempotency key.
  static Error lost(Error error, const std::string& idempotency_key);
  [[nodiscard]] Error not_understood(const Error& error, const std::string& path) const;
  ServiceAddress address_;
};

/// 128 random bits, in hexadecimal.
std::string new_idempotency_key();

}  // namespace tem
