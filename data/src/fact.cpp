#include "tem/fact.hpp"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "fields.hpp"
#include "json_text.hpp"
#include "tem/code_lists.hpp"
#include "tem/note.hpp"
#include "tem/quote.hpp"

namespace tem {

namespace json = boost::json;

namespace {

constexpr std::uint64_t kMaxKeyNumber = 4'294'967'295;
constexpr std::size_t kMaxNameBytes = 400;
constexpr std::size_t kMaxIdBytes = 40;

// In the order of FactBody.
constexpr std::array<std::string_view, std::variant_size_v<FactBody>> kTypes = {
    "registry.created",   "producer.registered", "producer.updated",    "key.registered",
    "key.retired",        "key.compromised",     "product.registered",  "product.updated",
    "certificate.granted", "certificate.revoked", "lot.issued",          "stamps.activated",
    "stamps.voided",      "lot.recalled",        "recall.lifted",       "event.captured"};

bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= kMaxIdBytes && id.front() != '-' && id.back() != '-' &&
         std::ranges::all_of(id, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

bool is_url(std::string_view url) {
  return url.starts_with("https://") || url.starts_with("http://");
}

std::string producer_id(Fields& in) {
  std::string id = in.text("producer");
  if (!is_id(id)) in.refuse("producer", "must be a short id: 1 to 40 of a-z, 0-9 and -");
  return id;
}

KeyNumber key_number(Fields& in) {
  return static_cast<KeyNumber>(in.integer("key", 1, kMaxKeyNumber));
}

// --- one reader for each kind of fact -----------------------------------------------------------

Result<FactBody> read_registry(Fields& in) {
  RegistryCreated body;
  body.origin = in.text("origin", 255);
  body.name = in.text("name", kMaxNameBytes);
  body.format = in.integer("format", 1, kLedgerFormat);
  if (!is_note_name(body.origin)) {
    in.refuse("origin", "must have no space and no plus sign: it names the log's key");
  }
  if (auto bad = in.finish()) return *bad;
  return body;
}

template <class Body>
Result<FactBody> read_producer(Fields& in) {
  Producer p;
  p.id = producer_id(in);
  p.name = in.text("name", kMaxNameBytes);
  p.address = in.text("address", kMaxTextBytes);
  p.country = in.text("country", 2);
  p.gln = in.optional_text("gln", 13);
  p.tax_code = in.optional_text("tax_code", 20);
  p.phone = in.optional_text("phone", 40);
  p.url = in.optional_text("url", 1'000);
  if (!is_country2(p.country)) in.refuse("country", "must be an ISO 3166 code such as VN");
  if (p.gln) {
    const auto digits = std::string_view(*p.gln);
    if (digits.size() != 13 || digits.find_first_not_of("0123456789") != digits.npos ||
        gs1_check_digit(digits.substr(0, 12)) != digits.back()) {
      in.refuse("gln", "must be 13 digits with a right check digit");
    }
  }
  if (p.url && !is_url(*p.url)) in.refuse("url", "must begin with https:// or http://");
  if (auto bad = in.finish()) return *bad;
  return Body{std::move(p)};
}

Result<FactBody> read_key(Fields& in) {
  std::string producer = producer_id(in);
  const auto key = in.public_key("public_key");
  const auto not_before = in.date("not_before");
  const auto not_after = in.optional_date("not_after");
  if (auto bad = in.finish()) return *bad;
  return KeyRegistered{std::move(producer), *key, *not_before, not_after};
}

Result<FactBody> read_key_retired(Fields& in) {
  const KeyRetired body{key_number(in)};
  if (auto bad = in.finish()) return *bad;
  return body;
}

Result<FactBody> read_key_compromised(Fields& in) {
  KeyCompromised body{key_number(in), in.integer("from", 0, kMaxJsonInteger), in.text("reason")};
  if (auto bad = in.finish()) return *bad;
  return body;
}

template <class Body>
Result<FactBody> read_product(Fields& in) {
  const auto gtin = in.gtin("gtin");
  std::string producer = producer_id(in);
  std::string name = in.text("name", kMaxNameBytes);
  auto more = in.others();
  if (auto bad = in.finish()) return *bad;
  return Body{Product{*gtin, std::move(producer), std::move(name), std::move(more)}};
}

Result<FactBody> read_certificate(Fields& in) {
  const auto gtin = in.gtin("gtin");
  std::string scheme = in.text("scheme", kMaxNameBytes);
  const auto stars = in.optional_integer("stars", 1, 5);
  std::string decision = in.text("decision", kMaxNameBytes);
  std::string authority = in.text("authority", kMaxNameBytes);
  const auto granted = in.date("granted");
  const auto expires = in.date("expires");
  if (auto bad = in.finish()) return *bad;
  return CertificateGranted{*gtin,
                            std::move(scheme),
                            stars ? std::optional(static_cast<int>(*stars)) : std::nullopt,
                            std::move(decision),
                            std::move(authority),
                            *granted,
                            *expires};
}

Result<FactBody> read_certificate_revoked(Fields& in) {
  const auto gtin = in.gtin("gtin");
  std::string scheme = in.text("scheme", kMaxNameBytes);
  std::string decision = in.text("decision", kMaxNameBytes);
  auto reason = in.optional_text("reason");
  if (auto bad = in.finish()) return *bad;
  return CertificateRevoked{*gtin, std::move(scheme), std::move(decision), std::move(reason)};
}

Result<FactBody> read_lot(Fields& in) {
  const auto gtin = in.gtin("gtin");
  const auto lot = in.lot("lot");
  const auto key = key_number(in);
  const auto first = in.integer("first", 0, kMaxStampsInLot - 1);
  const auto count = in.integer("count", 1, kMaxStampsInLot);
  const auto produced = in.date("produced");
  const auto expires = in.optional_date("expires");
  const bool active = in.boolean("active", true);
  if (auto bad = in.finish()) return *bad;
  return LotIssued{*gtin, *lot, key, first, count, *produced, expires, active};
}

template <class Body>
Result<FactBody> read_ranges(Fields& in) {
  const auto gtin = in.gtin("gtin");
  const auto lot = in.lot("lot");
  auto ranges = in.ranges("ranges");
  auto reason = in.optional_text("reason");
  if (auto bad = in.finish()) return *bad;
  return Body{*gtin, *lot, std::move(ranges), std::move(reason)};
}

Result<FactBody> read_recall(Fields& in) {
  const auto gtin = in.gtin("gtin");
  const auto lot = in.lot("lot");
  std::string reason = in.text("reason");
  auto advice = in.optional_text("advice");
  if (auto bad = in.finish()) return *bad;
  return LotRecalled{*gtin, *lot, std::move(reason), std::move(advice)};
}

Result<FactBody> read_lift(Fields& in) {
  const auto gtin = in.gtin("gtin");
  const auto lot = in.lot("lot");
  auto reason = in.optional_text("reason");
  if (auto bad = in.finish()) return *bad;
  return RecallLifted{*gtin, *lot, std::move(reason)};
}

Result<FactBody> read_event(Fields& in) {
  const auto gtin = in.gtin("gtin");
  const auto lot = in.lot("lot");
  const auto hash = in.hash("event_hash");
  if (auto bad = in.finish()) return *bad;
  return EventCaptured{*gtin, *lot, *hash};
}

using Reader = Result<FactBody> (*)(Fields&);

// In the order of FactBody.
constexpr std::array<Reader, std::variant_size_v<FactBody>> kReaders = {
    read_registry,
    read_producer<ProducerRegistered>,
    read_producer<ProducerUpdated>,
    read_key,
    read_key_retired,
    read_key_compromised,
    read_product<ProductRegistered>,
    read_product<ProductUpdated>,
    read_certificate,
    read_certificate_revoked,
    read_lot,
    read_ranges<StampsActivated>,
    read_ranges<StampsVoided>,
    read_recall,
    read_lift,
    read_event};

Result<FactBody> read_body(std::string_view type, const json::object& object) {
  const auto* const at = std::ranges::find(kTypes, type);
  if (at == kTypes.end()) {
    return Error{ErrorCode::bad_field, "\"type\" " + tem::quoted(type) + " is not a kind of fact"};
  }
  Fields fields(object);
  return kReaders[static_cast<std::size_t>(at - kTypes.begin())](fields);
}

Result<json::object> parse_object(std::string_view text) {
  if (text.size() > kMaxEntryBytes) {
    return Error{ErrorCode::too_long, "fact longer than 65535 bytes; shorten its texts"};
  }
  auto value = parse_json(text);
  if (!value) return value.error();
  if (!value->is_object()) return Error{ErrorCode::bad_json, "not a JSON object"};
  return std::move(value->get_object());
}

}  // namespace

std::string_view type_name(const FactBody& body) noexcept { return kTypes[body.index()]; }

Result<FactBody> parse_fact_body(std::string_view type, std::string_view text) {
  auto object = parse_object(text);
  if (!object) return object.error();
  if (const auto* given = object->if_contains("type")) {
    if (!given->is_string() || given->get_string() != type) {
      return Error{ErrorCode::bad_field, "\"type\" must be " + tem::quoted(type) + " or left out"};
    }
    object->erase("type");
  }
  if (object->contains("at")) {
    return Error{ErrorCode::bad_field, "\"at\" is set by the ledger; leave it out"};
  }
  return read_body(type, *object);
}

Result<Fact> Fact::parse(std::string_view entry) {
  auto object = parse_object(entry);
  if (!object) return object.error();
  const auto* type = object->if_contains("type");
  const auto* at = object->if_contains("at");
  if (!type || !type->is_string() || !at || !at->is_string()) {
    return Error{ErrorCode::bad_field, "\"type\" and \"at\" must be there, as texts"};
  }
  const auto when = Instant::parse(at->get_string());
  if (!when) return when.error().at("\"at\"");
  const std::string kind(type->get_string());
  object->erase("type");
  object->erase("at");
  auto body = read_body(kind, *object);
  if (!body) return body.error();
  Fact fact{*when, std::move(*body)};
  const auto text = fact.canonical();
  if (!text) return text.error();
  if (*text != entry) return Error{ErrorCode::bad_json, "not in canonical form (RFC 8785)"};
  return fact;
}

std::string_view Product::find(std::string_view key) const {
  const auto found = std::ranges::find(more, key, [](const auto& field) { return field.first; });
  return found == more.end() ? std::string_view{} : std::string_view(found->second);
}

std::string Product::text(std::string_view key) const {
  const auto found = find(key);
  if (found.empty() || found.front() != '"') return {};
  return std::string(json::parse(found).get_string());
}

std::vector<std::string> Product::texts(std::string_view key) const {
  const auto found = find(key);
  if (found.empty() || found.front() != '[') {
    const std::string one = text(key);
    return one.empty() ? std::vector<std::string>{} : std::vector<std::string>{one};
  }
  std::vector<std::string> all;
  const auto parsed = json::parse(found);  // one copy: a range over a temporary would dangle
  for (const auto& item : parsed.get_array()) all.emplace_back(item.get_string());
  return all;
}

}  // namespace tem
