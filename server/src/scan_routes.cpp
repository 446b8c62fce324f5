#include <boost/json.hpp>
#include <string>
#include <unordered_map>
#include <vector>

#include "routes.hpp"

namespace tem {
namespace {

namespace json = boost::json;

json::array counts(const std::vector<std::pair<std::string, std::uint64_t>>& pairs,
                   std::string_view key) {
  json::array list;
  for (const auto& [name, scans] : pairs)
    list.push_back(json::object{{key, name}, {"scans", scans}});
  return list;
}

/// Sums over several lots.
struct Totals {
  std::uint64_t lots = 0, stamps = 0, scans = 0, suspect = 0, claims = 0, reports = 0;

  void add(const Totals& other) {
    lots += other.lots;
    stamps += other.stamps;
    scans += other.scans;
    suspect += other.suspect;
    claims += other.claims;
    reports += other.reports;
  }
  Result<void> add(const LotSummary& lot, const ScanStore* store) {
    ++lots;
    stamps += lot.count;
    if (store == nullptr) return {};
    const auto seen = store->lot_scans(lot.gtin, lot.lot);
    if (!seen) return seen.error();
    scans += seen->scans;
    suspect += seen->suspect;
    claims += seen->claims;
    reports += seen->reports;
    return {};
  }
  [[nodiscard]] json::object json(bool with_scans) const {
    json::object out{{"lots", lots}, {"stamps", stamps}};
    if (!with_scans) return out;
    out["scans"] = scans;
    out["suspect"] = suspect;
    out["claims"] = claims;
    out["reports"] = reports;
    return out;
  }
};

struct Goods {
  std::vector<ProductRecord> products;
  std::unordered_map<std::string, std::vector<LotSummary>> lots;  ///< by GTIN
};

/// Of one state of the ledger, which is not held while their scans are counted.
Result<Goods> read_goods(const Ledger& ledger) {
  const auto moment = ledger.snapshot();
  if (!moment) return moment.error();
  auto products = ledger.state().products();
  if (!products) return products.error();
  auto lots = ledger.state().lots();
  if (!lots) return lots.error();
  Goods goods{std::move(*products), {}};
  for (LotSummary& lot : *lots) goods.lots[lot.gtin.str()].push_back(std::move(lot));
  return goods;
}

}  // namespace

Response lot_scans(const Call& call, App& app) {
  const auto which = lot_of(call);
  if (!which) return problem(which.error());
  const State& state = app.registry().ledger().state();
  if (auto may = may_see(call.caller, which->gtin, state); !may) return not_there(may.error());
  const auto runs = state.runs(which->gtin, which->lot);
  if (!runs) return problem(runs.error());
  if (runs->empty())
    return not_there({ErrorCode::unknown_lot,
                      "no lot " + which->lot.str() + " of " + which->gtin.str() + " was issued"});
  if (app.scans() == nullptr) return problem({ErrorCode::not_found, "this service keeps no scans"});
  const auto seen = app.scans()->lot_scans(which->gtin, which->lot);
  if (!seen) return problem(seen.error());
  const json::object said{{"gtin", which->gtin.str()},
                          {"lot", which->lot.str()},
                          {"scans", seen->scans},
                          {"stamps", seen->stamps},
                          {"suspect", seen->suspect},
                          {"claims", seen->claims},
                          {"reports", seen->reports},
                          {"by_place", counts(seen->by_place, "place")},
                          {"by_channel", counts(seen->by_channel, "channel")},
                          {"by_verdict", counts(seen->by_verdict, "verdict")},
                          {"by_day", counts(seen->by_day, "day")}};
  return answer(200, kJson, json::serialize(said) + "\n");
}

Response stats(const Call& call, App& app) {
  const auto goods = read_goods(app.registry().ledger());
  if (!goods) return problem(goods.error());
  const bool with_scans = app.scans() != nullptr;
  Totals all;
  json::array list;
  for (const ProductRecord& record : goods->products) {
    if (!call.caller.sees(record.product.producer)) continue;
    Totals own;
    if (const auto lots = goods->lots.find(record.product.gtin.str()); lots != goods->lots.end()) {
      for (const LotSummary& lot : lots->second) {
        if (auto added = own.add(lot, app.scans()); !added) return problem(added.error());
      }
    }
    all.add(own);
    json::object one{{"gtin", record.product.gtin.str()},
                     {"name", record.product.name},
                     {"producer", record.product.producer}};
    for (auto& [key, value] : own.json(with_scans)) one[key] = value;
    list.push_back(std::move(one));
  }
  json::object said = all.json(with_scans);
  said["products"] = std::move(list);
  return answer(200, kJson, json::serialize(said) + "\n");
}

}  // namespace tem
