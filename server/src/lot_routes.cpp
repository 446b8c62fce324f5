#include <boost/json.hpp>

#include "routes.hpp"
#include "tem/http_text.hpp"
#include "tem/lot_order.hpp"
#include "tem/lot_stamps.hpp"
#include "tem/print_texts.hpp"

namespace tem {
namespace {

namespace json = boost::json;

/// What one answer may list; a larger lot is issued in several runs.
constexpr std::uint64_t kMaxStampsToSign = 10'000;

/// The fact, and that its stamps can be made: the entry would stand for ever.
Result<std::vector<FactBody>> draft(const LotRequest& wanted, const TokenRecord& token,
                                    const Registry& registry, const State& state, Instant at) {
  if (auto may = may_see({token}, wanted.order.gtin, state); !may) return may.error();
  const bool elsewhere = wanted.signs_elsewhere;
  auto order = wanted.order;
  if (wanted.public_key) {
    const auto key = state.find_key(*wanted.public_key);
    if (!key) return key.error();
    if (!*key)
      return Error{ErrorCode::unknown_key,
                   "public_key: this key is not registered; have it registered with `tem key new "
                   "--producer ID --public FILE.pub`"};
    order.key = (*key)->number;
  }
  auto issued = draft_lot(
      order,
      [&](const KeyRecord& key) {
        return registry.holds_producer_key(key.public_key) != elsewhere;
      },
      state, at);
  if (!issued && issued.error().code == ErrorCode::key_not_in_force && elsewhere) {
    return Error{ErrorCode::key_not_in_force,
                 "sign: no key in force is held outside the registry; have its public half "
                 "registered, or leave \"sign\" out"};
  }
  if (!issued) return issued.error();
  if (elsewhere) {
    const auto stamp = LotStamps::trial_to_sign(registry, *issued);
    if (!stamp) return stamp.error();
  } else {
    const auto stamp = LotStamps::trial(registry, *issued);
    // An unknown key is told better by may_append.
    if (!stamp && stamp.error().code != ErrorCode::unknown_key) return stamp.error();
  }
  return std::vector<FactBody>{std::move(*issued)};
}

/// What the append put there: of an earlier request when it was repeated.
Result<LotIssued> issued_at(const Registry& registry, std::uint64_t index) {
  const auto entry = registry.ledger().entry(index);
  if (!entry) return entry.error();
  auto fact = Fact::parse(*entry);
  if (!fact) return fact.error();
  if (auto* issued = std::get_if<LotIssued>(&fact->body)) return std::move(*issued);
  return Error{ErrorCode::internal, "log entry " + std::to_string(index) + " is no lot"};
}

Result<json::array> stamps_to_sign(const Registry& registry, const LotIssued& issued) {
  const auto stamps = LotStamps::open(registry, issued.gtin, issued.lot);
  if (!stamps) return stamps.error();
  json::array list;
  for (std::uint64_t i = issued.first; i < issued.first + issued.count; ++i) {
    const auto stamp = stamps->stamp_to_sign(static_cast<std::uint32_t>(i));
    if (!stamp) return stamp.error();
    list.push_back(json::object{
        {"index", i}, {"serial", stamp->serial.view()}, {"canonical", stamp->canonical}});
  }
  return list;
}

/// For who prints the stamps elsewhere.
Result<json::object> label_of(const Registry& registry, const Gtin& gtin, Instant at) {
  const auto product = registry.ledger().state().product(gtin);
  if (!product) return product.error();
  if (!*product) return Error{ErrorCode::internal, "a lot without a product"};
  const auto texts = product_texts(registry, {}, (*product)->product, registry.local_date(at));
  if (!texts) return texts.error();
  json::object said{{"product", texts->product}};
  if (!texts->brand.empty()) said["brand"] = texts->brand;
  said["producer"] = texts->producer;
  const auto stars = ocop_stars(registry, (*product)->product, registry.local_date(at));
  if (!stars && stars.error().code != ErrorCode::unknown_certificate) return stars.error();
  if (stars) said["stars"] = *stars;
  if (texts->sample) said["sample"] = true;
  return said;
}

}  // namespace

Response issue_lot(const Call& call, App& app) {
  if (auto other = refuse_other_type(
          call.request, kJson, R"({"gtin": "…", "lot": "…", "count": 1000, "produced": "…"})"))
    return std::move(*other);
  if (app.appender() == nullptr) return problem(nothing_is_appended());
  const auto wanted = parse_lot_request(call.request.body);
  if (!wanted) return problem(wanted.error());
  if (wanted->signs_elsewhere && wanted->order.count > kMaxStampsToSign)
    return problem({ErrorCode::too_many, "\"count\": at most " + std::to_string(kMaxStampsToSign) +
                                             " with \"sign\": \"client\"; issue more runs of the "
                                             "lot"});
  auto once = once_of(call, wanted->text());
  if (!once) return problem(once.error());
  const Instant at = app.now();
  const Draft make = [&](const State& state) {
    return draft(*wanted, *call.caller.token, app.registry(), state, at);
  };
  const auto done = app.appender()->append({make, std::move(*once)});
  if (!done) return problem(done.error());
  const auto issued = issued_at(app.registry(), done->first);
  if (!issued) return problem(issued.error());

  json::object said{{"index", done->first},
                    {"gtin", issued->gtin.str()},
                    {"lot", issued->lot.str()},
                    {"key", issued->key},
                    {"first", issued->first},
                    {"count", issued->count},
                    {"produced", issued->produced.str()}};
  if (issued->expires) said["expires"] = issued->expires->str();
  said["active"] = issued->active;
  said["checkpoint"] = done->checkpoint.note;
  if (wanted->signs_elsewhere) {
    auto list = stamps_to_sign(app.registry(), *issued);
    if (!list) return problem(list.error());
    said["origin"] = app.registry().settings().origin;
    said["base"] = app.registry().settings().base.str();
    said["to_sign"] = std::move(*list);
    auto label = label_of(app.registry(), issued->gtin, at);
    if (!label) return problem(label.error());
    said["label"] = std::move(*label);
  }
  return answer(200, kJson, json::serialize(said) + "\n");
}

}  // namespace tem
