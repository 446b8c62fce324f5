#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "fact_json.hpp"
#include "tem/code_point.hpp"
#include "tem/verdict.hpp"

namespace tem {

namespace json = boost::json;

namespace {

/// Foreign bytes as UTF-8, as JSON asks (RFC 8259 §8.1): U+FFFD for each byte that is none.
std::string well_formed(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::string_view before = text;
    if (take_code_point(text)) {
      out += before.substr(0, before.size() - text.size());
    } else {
      out += "\uFFFD";
      text.remove_prefix(1);
    }
  }
  return out;
}

json::object of(const Bilingual& text) { return {{"vi", text.vi}, {"en", text.en}}; }

json::object of(const Source& source) {
  json::object out;
  if (source.file) out["file"] = well_formed(*source.file);
  if (source.page) out["page"] = *source.page;
  if (source.line) out["line"] = *source.line;
  if (!source.corners.empty()) {
    json::array corners;
    for (const auto& [x, y] : source.corners) corners.push_back(json::array{x, y});
    out["corners"] = std::move(corners);
  }
  return out;
}

json::object of(const VerifiedStamp& stamp) {
  json::object attributes;
  for (const auto& element : stamp.attributes()) attributes[element.ai] = element.value;
  return {{"gtin", stamp.gtin().view()},
          {"lot", stamp.lot().str()},
          {"serial", stamp.serial().view()},
          {"attributes", std::move(attributes)},
          {"key", stamp.key_number()}};
}

json::object of(const LotIssued& lot) {
  json::object out{{"produced", lot.produced.str()}};
  if (lot.expires) out["expires"] = lot.expires->str();
  return out;
}

json::array of(const std::vector<Step>& journey) {
  json::array out;
  for (const Step& step : journey) {
    json::object object{{"step", name(step.kind)}, {"on", step.on.str()}};
    if (step.at) object["at"] = step.at->str();
    if (step.entry) object["entry"] = *step.entry;
    out.push_back(std::move(object));
  }
  return out;
}

json::object of(const CertificateView& view) {
  const auto& granted = view.record.granted;
  json::object out{{"scheme", granted.scheme}};
  if (granted.stars) out["stars"] = *granted.stars;
  out["state"] = name(view.state);
  out["granted"] = granted.granted.str();
  out["expires"] = granted.expires.str();
  out["decision"] = granted.decision;
  out["authority"] = granted.authority;
  if (view.record.revoke_reason) out["revoke_reason"] = *view.record.revoke_reason;
  return out;
}

json::object of(const History& history) {
  json::object out{{"scans", history.scans}};
  if (history.first) out["first"] = history.first->str();
  if (history.last) out["last"] = history.last->str();
  if (!history.places.empty()) out["places"] = json::array(history.places.begin(), history.places.end());
  json::array warnings;
  for (const auto& warning : history.warnings) {
    warnings.push_back(
        json::object{{"rule", warning.rule}, {"vi", warning.seen.vi}, {"en", warning.seen.en}});
  }
  if (!warnings.empty()) out["warnings"] = std::move(warnings);
  if (history.claimed) out["claimed"] = history.claimed->str();
  if (history.wrong_codes > 0) out["wrong_codes"] = history.wrong_codes;
  return out;
}

json::object of(const Verdict& verdict) {
  json::object out;
  out["at"] = verdict.at.str();
  out["mode"] = name(verdict.mode);
  if (const auto unknown_parts = unknown(verdict.mode); !unknown_parts.empty()) {
    out["unknown"] = json::array(unknown_parts.begin(), unknown_parts.end());
  }
  if (verdict.checkpoint) {
    out["checkpoint"] = json::object{{"origin", verdict.checkpoint->origin},
                                     {"size", verdict.checkpoint->size},
                                     {"root", to_base64(verdict.checkpoint->root)}};
  }
  return out;
}

}  // namespace

std::string to_json(const Verdict& verdict, std::string_view input, const Source& source) {
  json::object out{{"input", well_formed(input)}};
  if (auto from = of(source); !from.empty()) out["source"] = std::move(from);
  out["verdict"] = name(verdict.headline());
  json::array findings;
  for (const auto finding : verdict.findings) findings.push_back(json::value(name(finding)));
  out["findings"] = std::move(findings);
  out["message"] = of(verdict.message);
  if (verdict.malformed) {
    out["error"] = name(verdict.malformed->code);
    out["detail"] = verdict.malformed->str();
  }
  if (verdict.stamp) out["stamp"] = of(*verdict.stamp);
  if (verdict.product) out["product"] = to_object(*verdict.product);
  if (verdict.producer) out["producer"] = to_object(*verdict.producer);
  if (verdict.lot) out["lot"] = of(*verdict.lot);
  if (!verdict.journey.empty()) out["journey"] = of(verdict.journey);
  if (!verdict.certificates.empty()) {
    json::array certificates;
    for (const auto& view : verdict.certificates) certificates.push_back(of(view));
    out["certificates"] = std::move(certificates);
  }
  if (verdict.recall) {
    json::object recall{{"reason", verdict.recall->reason}};
    if (verdict.recall->advice) recall["advice"] = *verdict.recall->advice;
    out["recall"] = std::move(recall);
  }
  if (verdict.void_reason) out["void"] = json::object{{"reason", *verdict.void_reason}};
  if (verdict.history) out["history"] = of(*verdict.history);
  out["checked"] = of(verdict);
  return json::serialize(out);
}

}  // namespace tem
