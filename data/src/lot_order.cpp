#include "tem/lot_order.hpp"

#include <algorithm>
#include <limits>

#include "fields.hpp"
#include "json_text.hpp"
#include "tem/key_state.hpp"

namespace tem {
namespace {

Result<KeyNumber> newest_key(const KeyChoice& fits, const State& state, const std::string& producer,
                             Date today) {
  auto keys = state.keys();
  if (!keys) return keys.error();
  std::optional<KeyNumber> newest;
  for (const auto& key : *keys) {
    const bool may_sign = key.producer == producer && key_state(key, today) == "in_force";
    if (!may_sign || (newest && key.number < *newest)) continue;
    if (fits(key)) newest = key.number;
  }
  if (newest) return *newest;
  return Error{ErrorCode::key_not_in_force,
               "producer \"" + producer +
                   "\" has no key in force whose private half is held here; make one with `tem key "
                   "new --producer " +
                   producer + "`"};
}

}  // namespace

std::string LotOrder::text() const {
  return "issue " + gtin.str() + " " + lot.str() + " " + std::to_string(count) + " " +
         produced.str() + " " + (expires ? expires->str() : "-") +
         (active ? " active " : " inactive ") + (key ? std::to_string(*key) : "newest");
}

std::string LotRequest::text() const {
  return order.text() + (signs_elsewhere ? " client" : "") +
         (public_key ? ' ' + to_base64(public_key->bytes()) : "");
}

Result<LotRequest> parse_lot_request(std::string_view text) {
  const auto value = parse_json(text);
  if (!value) return value.error();
  const auto* object = value->if_object();
  if (object == nullptr)
    return Error{ErrorCode::bad_field, "body: must be an object with gtin, lot, count, produced"};
  Fields in(*object);
  const auto gtin = in.gtin("gtin");
  auto lot = in.lot("lot");
  const std::uint64_t count = in.integer("count", 1, kMaxStampsInLot);
  const auto produced = in.date("produced");
  const auto expires = in.optional_date("expires");
  const bool active = in.boolean("active", true);
  const auto key = in.optional_integer("key", 1, std::numeric_limits<KeyNumber>::max());
  const auto sign = in.optional_text("sign").value_or("registry");
  if (sign != "registry" && sign != "client")
    in.refuse("sign", "must be \"registry\", whose keys are held there, or \"client\"");
  std::optional<VerifyingKey> public_key;
  if (object->contains("public_key")) {
    public_key = in.public_key("public_key");
    if (sign != "client" || key)
      in.refuse("public_key", "is for \"sign\": \"client\", in place of \"key\"");
  }
  if (auto bad = in.finish()) return std::move(*bad);
  LotOrder order{*gtin, std::move(*lot), count, *produced, expires, active, {}};
  if (key) order.key = static_cast<KeyNumber>(*key);
  return LotRequest{std::move(order), sign == "client", public_key};
}

Result<LotIssued> draft_lot(const LotOrder& order, const KeyChoice& fits, const State& state,
                            Instant at) {
  auto product = state.product(order.gtin);
  if (!product) return product.error();
  if (!*product) {
    return Error{ErrorCode::unknown_product,
                 "no product with GTIN " + order.gtin.str() + "; add it with `tem product add`"};
  }
  const std::string& producer = (*product)->product.producer;
  auto number =
      order.key ? Result<KeyNumber>(*order.key) : newest_key(fits, state, producer, utc_day(at));
  if (!number) return number.error();
  auto runs = state.runs(order.gtin, order.lot);
  if (!runs) return runs.error();
  std::uint64_t first = 0;
  for (const auto& run : *runs) first = std::max(first, run.issued.first + run.issued.count);
  return LotIssued{order.gtin,  order.lot,      *number,       first,
                   order.count, order.produced, order.expires, order.active};
}

}  // namespace tem
