#include "fact_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "json_text.hpp"

namespace tem {

namespace json = boost::json;

namespace {

template <class T>
void put(json::object& out, std::string_view key, const std::optional<T>& value) {
  if (value) out[key] = *value;
}

void put(json::object& out, std::string_view key, const std::optional<Date>& value) {
  if (value) out[key] = value->str();
}

json::object of_lot(const Gtin& gtin, const Lot& lot) {
  return {{"gtin", gtin.view()}, {"lot", lot.str()}};
}

struct Writer {
  json::object operator()(const RegistryCreated& f) const {
    return {{"origin", f.origin}, {"name", f.name}, {"format", f.format}};
  }
  json::object operator()(const ProducerRegistered& f) const { return to_object(f.producer); }
  json::object operator()(const ProducerUpdated& f) const { return to_object(f.producer); }
  json::object operator()(const KeyRegistered& f) const {
    json::object out{{"producer", f.producer},
                     {"public_key", to_base64(f.public_key.bytes())},
                     {"not_before", f.not_before.str()}};
    put(out, "not_after", f.not_after);
    return out;
  }
  json::object operator()(const KeyRetired& f) const { return {{"key", f.key}}; }
  json::object operator()(const KeyCompromised& f) const {
    return {{"key", f.key}, {"from", f.from}, {"reason", f.reason}};
  }
  json::object operator()(const ProductRegistered& f) const { return to_object(f.product); }
  json::object operator()(const ProductUpdated& f) const { return to_object(f.product); }
  json::object operator()(const CertificateGranted& f) const {
    json::object out{{"gtin", f.gtin.view()},          {"scheme", f.scheme},
                     {"decision", f.decision},         {"authority", f.authority},
                     {"granted", f.granted.str()}, {"expires", f.expires.str()}};
    put(out, "stars", f.stars);
    return out;
  }
  json::object operator()(const CertificateRevoked& f) const {
    json::object out{{"gtin", f.gtin.view()}, {"scheme", f.scheme}, {"decision", f.decision}};
    put(out, "reason", f.reason);
    return out;
  }
  json::object operator()(const LotIssued& f) const {
    json::object out = of_lot(f.gtin, f.lot);
    out["key"] = f.key;
    out["first"] = f.first;
    out["count"] = f.count;
    out["produced"] = f.produced.str();
    out["active"] = f.active;
    put(out, "expires", f.expires);
    return out;
  }
  json::object operator()(const StampsActivated& f) const { return of_ranges(f); }
  json::object operator()(const StampsVoided& f) const { return of_ranges(f); }
  json::object operator()(const LotRecalled& f) const {
    json::object out = of_lot(f.gtin, f.lot);
    out["reason"] = f.reason;
    put(out, "advice", f.advice);
    return out;
  }
  json::object operator()(const RecallLifted& f) const {
    json::object out = of_lot(f.gtin, f.lot);
    put(out, "reason", f.reason);
    return out;
  }
  json::object operator()(const EventCaptured& f) const {
    json::object out = of_lot(f.gtin, f.lot);
    out["event_hash"] = to_hex(f.event_hash);
    return out;
  }

 private:
  template <class Body>
  static json::object of_ranges(const Body& f) {
    json::object out = of_lot(f.gtin, f.lot);
    json::array ranges;
    for (const auto& range : f.ranges) ranges.push_back(json::array{range.first, range.last});
    out["ranges"] = std::move(ranges);
    put(out, "reason", f.reason);
    return out;
  }
};

}  // namespace

json::object to_object(const Producer& p) {
  json::object out{
      {"producer", p.id}, {"name", p.name}, {"address", p.address}, {"country", p.country}};
  put(out, "gln", p.gln);
  put(out, "tax_code", p.tax_code);
  put(out, "phone", p.phone);
  put(out, "url", p.url);
  return out;
}

json::object to_object(const Product& p) {
  json::object out{{"gtin", p.gtin.view()}, {"producer", p.producer}, {"name", p.name}};
  for (const auto& [key, value] : p.more) out[key] = json::parse(value);
  return out;
}

json::object to_object(const FactBody& body) { return std::visit(Writer{}, body); }

std::string fields_of(const FactBody& body) { return canonical_json(to_object(body)); }

Result<std::string> Fact::canonical() const {
  json::object out = to_object(body);
  out["type"] = type_name(body);
  out["at"] = at.str();
  std::string text = canonical_json(out);
  if (text.size() > kMaxEntryBytes) {
    return Error{ErrorCode::too_long, "fact longer than 65535 bytes; shorten its texts"};
  }
  return text;
}

}  // namespace tem
