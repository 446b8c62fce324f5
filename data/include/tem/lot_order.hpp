#pragma once
// What is asked for when stamps are ordered, before the ledger says which key signs and where the
// run begins.
//
//   LotOrder order{.gtin = …, .lot = …, .count = 1000, .produced = …};
//   auto issued = draft_lot(order, held, state, now);   // under the writer's lock

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "tem/state.hpp"

namespace tem {

struct LotOrder {
  Gtin gtin;
  Lot lot;
  std::uint64_t count;
  Date produced;
  std::optional<Date> expires{};
  bool active = true;
  std::optional<KeyNumber> key{};  ///< none: the producer's newest that fits

  /// To tell a request that is sent again from another one of the same idempotency key.
  [[nodiscard]] std::string text() const;
};

/// An order as a program writes it:
///
///   {"gtin": "08936000000011", "lot": "L2611A", "count": 1000, "produced": "2026-11-01",
///    "expires": "2027-11-01", "active": true, "key": 4, "sign": "registry"}
///   {…, "sign": "client", "public_key": "<base64>"}
struct LotRequest {
  LotOrder order;
  bool signs_elsewhere = false;  ///< `"sign": "client"`: whoever asks holds the key
  std::optional<VerifyingKey> public_key{};  ///< of that key, where its number is not given

  /// To tell a request that is sent again from another one of the same idempotency key.
  [[nodiscard]] std::string text() const;
};

/// Strict, as parse_fact_body. `expires`, `active`, `key`, `sign` and `public_key` may be absent.
/// Errors: bad_json, bad_field, and those of Gtin, Lot and Date after the field's name.
Result<LotRequest> parse_lot_request(std::string_view text);

/// May this key sign the run? Whoever holds its private half knows.
using KeyChoice = std::function<bool(const KeyRecord&)>;

/// The fact: the run follows the lot's earlier runs; without a key in the order, the newest one in
/// force that `fits`. Errors: unknown_product, key_not_in_force (which says how to get a key).
Result<LotIssued> draft_lot(const LotOrder& order, const KeyChoice& fits, const State& state,
                            Instant at);

}  // namespace tem
