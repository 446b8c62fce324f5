#include "json_object.hpp"
#include "tem/code_point.hpp"
#include "tem/verdict.hpp"

namespace tem {
namespace {

void write(std::string& out, const Bilingual& text) {
  JsonObject object(out);
  object.text("vi", text.vi);
  object.text("en", text.en);
}

void write(std::string& out, const Source& source) {
  JsonObject object(out);
  if (source.file) object.text("file", well_formed(*source.file));
  if (source.page) object.member("page") += std::to_string(*source.page);
  if (source.line) object.member("line") += std::to_string(*source.line);
  if (source.corners.empty()) return;
  append_json_array(object.member("corners"), source.corners, [&](const auto& corner) {
    out += '[' + std::to_string(corner.first) + ',' + std::to_string(corner.second) + ']';
  });
}

void write(std::string& out, const VerifiedStamp& stamp) {
  JsonObject object(out);
  object.text("gtin", stamp.gtin().view());
  object.text("lot", stamp.lot().str());
  object.text("serial", stamp.serial().view());
  {
    JsonObject attributes(object.member("attributes"));
    for (const auto& element : stamp.attributes()) attributes.text(element.ai, element.value);
  }
  object.number("key", stamp.key_number());
}

void write(std::string& out, const Product& product) {
  JsonObject object(out);
  object.text("gtin", product.gtin.view());
  object.text("producer", product.producer);
  object.text("name", product.name);
  for (const auto& [key, value] : product.more) object.member(key) += value;  // canonical JSON
}

void write(std::string& out, const Producer& producer) {
  JsonObject object(out);
  object.text("producer", producer.id);
  object.text("name", producer.name);
  object.text("address", producer.address);
  object.text("country", producer.country);
  object.text_if("gln", producer.gln);
  object.text_if("tax_code", producer.tax_code);
  object.text_if("phone", producer.phone);
  object.text_if("url", producer.url);
}

void write(std::string& out, const LotIssued& lot) {
  JsonObject object(out);
  object.text("produced", lot.produced.str());
  if (lot.expires) object.text("expires", lot.expires->str());
}

void write(std::string& out, const Step& step) {
  JsonObject object(out);
  object.text("step", name(step.kind));
  object.text("on", step.on.str());
  if (step.at) object.text("at", step.at->str());
  if (step.entry) object.number("entry", *step.entry);
}

void write(std::string& out, const CertificateView& view) {
  const auto& granted = view.record.granted;
  JsonObject object(out);
  object.text("scheme", granted.scheme);
  if (granted.stars) object.member("stars") += std::to_string(*granted.stars);
  object.text("state", name(view.state));
  object.text("granted", granted.granted.str());
  object.text("expires", granted.expires.str());
  object.text("decision", granted.decision);
  object.text("authority", granted.authority);
  object.text_if("revoke_reason", view.record.revoke_reason);
}

void write(std::string& out, const Warning& warning) {
  JsonObject object(out);
  object.text("rule", warning.rule);
  object.text("vi", warning.seen.vi);
  object.text("en", warning.seen.en);
}

void write(std::string& out, const History& history) {
  JsonObject object(out);
  object.number("scans", history.scans);
  if (history.first) object.text("first", history.first->str());
  if (history.last) object.text("last", history.last->str());
  if (!history.places.empty()) append_json_strings(object.member("places"), history.places);
  if (!history.warnings.empty()) {
    append_json_array(object.member("warnings"), history.warnings,
                      [&](const Warning& warning) { write(out, warning); });
  }
  if (history.claimed) object.text("claimed", history.claimed->str());
  if (history.wrong_codes > 0) object.number("wrong_codes", history.wrong_codes);
}

void write_checked(std::string& out, const Verdict& verdict) {
  JsonObject object(out);
  object.text("at", verdict.at.str());
  object.text("mode", name(verdict.mode));
  if (const auto unknown_parts = unknown(verdict.mode); !unknown_parts.empty()) {
    append_json_strings(object.member("unknown"), unknown_parts);
  }
  if (!verdict.checkpoint) return;
  JsonObject checkpoint(object.member("checkpoint"));
  checkpoint.text("origin", verdict.checkpoint->origin);
  checkpoint.number("size", verdict.checkpoint->size);
  checkpoint.text("root", to_base64(verdict.checkpoint->root));
}

bool is_empty(const Source& source) {
  return !source.file && !source.page && !source.line && source.corners.empty();
}

}  // namespace

std::string to_json(const Verdict& verdict, std::string_view input, const Source& source) {
  constexpr std::size_t kUsualBytes = 4'096;
  std::string out;
  out.reserve(kUsualBytes);
  {
    JsonObject object(out);
    object.text("input", well_formed(input));
    if (!is_empty(source)) write(object.member("source"), source);
    object.text("verdict", name(verdict.headline()));
    append_json_array(object.member("findings"), verdict.findings,
                      [&](Finding finding) { append_json_string(out, name(finding)); });
    write(object.member("message"), verdict.message);
    if (verdict.malformed) {
      object.text("error", name(verdict.malformed->code));
      object.text("detail", verdict.malformed->str());
    }
    if (verdict.stamp) write(object.member("stamp"), *verdict.stamp);
    if (verdict.product) write(object.member("product"), *verdict.product);
    if (verdict.producer) write(object.member("producer"), *verdict.producer);
    if (verdict.lot) write(object.member("lot"), *verdict.lot);
    if (!verdict.journey.empty()) {
      append_json_array(object.member("journey"), verdict.journey,
                        [&](const Step& step) { write(out, step); });
    }
    if (!verdict.certificates.empty()) {
      append_json_array(object.member("certificates"), verdict.certificates,
                        [&](const CertificateView& view) { write(out, view); });
    }
    if (verdict.recall) {
      JsonObject recall(object.member("recall"));
      recall.text("reason", verdict.recall->reason);
      recall.text_if("advice", verdict.recall->advice);
    }
    if (verdict.void_reason) {
      JsonObject reason(object.member("void"));
      reason.text("reason", *verdict.void_reason);
    }
    if (verdict.history) write(object.member("history"), *verdict.history);
    write_checked(object.member("checked"), verdict);
  }
  return out;
}

}  // namespace tem
