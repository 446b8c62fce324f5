#include "tem/witness_report.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "tem/cosignature.hpp"
#include "tem/quote.hpp"
#include "utf8.hpp"

namespace tem {
namespace {

/// JSON is UTF-8; a policy's names are any bytes, and a failure's words another machine's.
std::string as_json_text(const std::string& text) {
  return is_plain_text(text) ? text : tem::quoted(text);
}

}  // namespace

std::string_view WitnessReport::Line::word() const {
  if (cosigned) return "cosigned";
  if (!state.last_error.empty()) return "failing";
  return state.last_success ? "behind" : "never";
}

Result<WitnessReport> witness_report(const Registry& registry) {
  auto checkpoint = registry.published_checkpoint();
  if (!checkpoint) return checkpoint.error();
  const auto policy = registry.witness_policy();
  if (!policy) return policy.error();
  WitnessReport report;
  report.head = std::move(checkpoint->head);
  if (!*policy) return report;
  const auto note = SignedNote::parse(checkpoint->note);
  if (!note) return note.error();
  report.quorum = (*policy)->quorum();
  report.met = (*policy)->is_met(*note);
  const auto store = CosignatureStore::open(registry.cosignatures_file(), Access::read);
  if (!store && store.error().code != ErrorCode::not_found) return store.error();
  for (const auto& witness : (*policy)->witnesses()) {
    WitnessReport::Line line{witness, {}};
    if (store) {
      auto state = store->state(witness.key);
      if (!state) return state.error();
      line.state = std::move(*state);
    }
    line.cosigned = find_cosignature(*note, witness.key).has_value();
    report.witnesses.push_back(std::move(line));
  }
  return report;
}

std::string to_json(const WitnessReport& report) {
  namespace json = boost::json;
  json::array witnesses;
  for (const auto& [witness, state, cosigned] : report.witnesses) {
    json::object line{{"name", as_json_text(witness.name)},
                      {"vkey", witness.key.str()},
                      {"url", as_json_text(witness.url)}};
    line["state"] = WitnessReport::Line{witness, state, cosigned}.word();
    line["size"] = state.size;
    if (state.last_success) line["last_success"] = state.last_success->str();
    if (state.last_try) line["last_try"] = state.last_try->str();
    if (!state.last_error.empty()) line["last_error"] = as_json_text(state.last_error);
    witnesses.push_back(std::move(line));
  }
  return json::serialize(json::object{{"checkpoint",
                                       {{"origin", report.head.origin},
                                        {"size", report.head.size},
                                        {"root", to_base64(report.head.root)}}},
                                      {"quorum", report.quorum},
                                      {"met", report.met},
                                      {"witnesses", std::move(witnesses)}});
}

}  // namespace tem
