// tem lot: what was issued.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "answer.hpp"
#include "command.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

namespace json = boost::json;

json::object json_of(const RunRecord& run) {
  const LotIssued& issued = run.issued;
  json::object out{{"entry", run.entry},
                   {"key", issued.key},
                   {"first", issued.first},
                   {"count", issued.count},
                   {"produced", issued.produced.str()}};
  if (issued.expires) out["expires"] = issued.expires->str();
  out["active"] = issued.active;
  return out;
}

Result<int> list(const Context& context) {
  auto registry = context.open(Access::read);
  if (!registry) return registry.error();
  auto moment = registry->ledger().snapshot();
  if (!moment) return moment.error();
  const State& state = registry->ledger().state();
  auto lots = state.lots();
  if (!lots) return lots.error();
  json::array array;
  std::vector<std::vector<std::string>> rows;
  for (const auto& lot : *lots) {
    auto runs = state.runs(lot.gtin, lot.lot);
    if (!runs) return runs.error();
    auto recall = state.recall(lot.gtin, lot.lot);
    if (!recall) return recall.error();
    json::object object{{"gtin", lot.gtin.str()}, {"lot", lot.lot.str()}, {"count", lot.count}};
    object["recalled"] = recall->has_value();
    json::array& listed = object["runs"].emplace_array();
    for (const auto& run : *runs) {
      listed.push_back(json_of(run));
      rows.push_back({lot.gtin.str(), lot.lot.str(),
                      std::to_string(run.issued.first) + "-" +
                          std::to_string(run.issued.first + run.issued.count - 1),
                      run.issued.produced.str(),
                      run.issued.expires ? run.issued.expires->str() : "",
                      std::to_string(run.issued.key), std::to_string(run.entry),
                      *recall ? "recalled" : (run.issued.active ? "active" : "inactive")});
    }
    array.push_back(std::move(object));
  }
  if (context.json) {
    print_json(array);
  } else {
    print_table({"gtin", "lot", "stamps", "produced", "expires", "key", "entry", "issued"}, rows);
  }
  return kExitYes;
}

}  // namespace

void add_lot(CLI::App& app, Context& context) {
  auto* group = app.add_subcommand("lot", "Lots: list");
  group->require_subcommand(1);
  group->footer("Example:\n  tem lot list");
  auto* show = group->add_subcommand("list", "List the lots and their runs of stamps");
  show->footer("Example:\n  tem lot list --json");
  show->callback([&context] { context.run = [&context] { return list(context); }; });
}

}  // namespace tem::cli
