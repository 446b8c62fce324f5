#include "tem/stamp.hpp"

#include <algorithm>

#include "tem/ai_table.hpp"

namespace tem {
namespace {

constexpr std::string_view kSealKey = "s";
constexpr std::string_view kCanonicalBase = "https://id.gs1.org";

Error not_a_stamp(std::string why) { return {ErrorCode::not_a_stamp, std::move(why)}; }

/// GTIN, lot and serial, and nothing else.
Result<void> check_path(const DigitalLink& link) {
  const auto& path = link.path();
  if (path.empty() || path.front().ai != "01") {
    return not_a_stamp("a GS1 Digital Link for another key than a GTIN (01): no stamp");
  }
  if (link.find("10").empty() || link.find("21").empty()) {
    return not_a_stamp("no stamp: its path must hold a lot (10) and a serial (21)");
  }
  if (path.size() != 3) {
    return not_a_stamp("no stamp: its path may hold only GTIN (01), lot (10) and serial (21)");
  }
  return {};
}

/// The digits of the one query field `s`, read from the text as it stands. The key and the digits
/// are literal: an escaped one (`%73=`, `%31…`) would be a second text for the same stamp.
Result<std::string_view> find_seal(std::string_view uri) {
  uri = uri.substr(0, uri.find('#'));
  const std::size_t question = uri.find('?');
  std::string_view query;
  if (question != std::string_view::npos) query = uri.substr(question + 1);
  std::string_view seal;
  bool found = false;
  for (bool more = !query.empty(); more;) {
    const std::size_t end = query.find('&');
    const std::string_view field = query.substr(0, end);
    more = end != std::string_view::npos;
    if (more) query.remove_prefix(end + 1);
    const std::size_t equals = field.find('=');
    if (field.substr(0, equals) != kSealKey) continue;
    if (found) {
      return Error{ErrorCode::duplicate_ai, "the seal `s` is given twice: a stamp carries one"};
    }
    found = true;
    if (equals != std::string_view::npos) seal = field.substr(equals + 1);
  }
  if (!found) {
    return not_a_stamp("a GS1 Digital Link without a seal (`s=` in the query): no stamp of ours");
  }
  return seal;
}

/// `&`-joined `AI=value`, or nothing.
std::string query_of(const std::vector<Element>& attributes) {
  std::string text;
  for (const auto& [ai, value] : attributes) {
    if (!text.empty()) text += '&';
    text.append(ai).append("=").append(percent_encode(value));
  }
  return text;
}

Result<void> check_origin(std::string_view origin) {
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (origin.empty() || std::any_of(origin.begin(), origin.end(), control)) {
    return Error{ErrorCode::bad_value,
                 "origin: the registry's name must be one line of text, not empty"};
  }
  return {};
}

}  // namespace

std::string stamp_message(std::string_view origin, std::string_view canonical) {
  std::string message;
  message.reserve(origin.size() + canonical.size() + 16);
  return message.append("tem/stamp/v1\n")
      .append(origin)
      .append("\n")
      .append(canonical)
      .append("\n");
}

Result<UnverifiedStamp> UnverifiedStamp::parse(std::string_view uri) {
  auto link = DigitalLink::parse(uri);
  if (!link) return std::move(link).error();
  if (auto ok = check_path(*link); !ok) return std::move(ok).error();
  auto gtin = Gtin::parse(link->find("01"));
  if (!gtin) return std::move(gtin).error();
  auto lot = Lot::parse(link->find("10"));
  if (!lot) return std::move(lot).error();
  auto serial = Serial::parse(link->find("21"));
  if (!serial) return std::move(serial).error();
  auto digits = find_seal(uri);
  if (!digits) return std::move(digits).error();
  auto seal = Seal::parse(*digits);
  if (!seal) return std::move(seal).error();
  return UnverifiedStamp(std::move(*link), *gtin, std::move(*lot), *serial, *seal);
}

Result<VerifiedStamp> UnverifiedStamp::verify(const VerifyingKey& key,
                                              std::string_view origin) const {
  std::string canonical = link_.canonical();
  if (!key.verify(as_bytes(stamp_message(origin, canonical)), seal_.signature)) {
    return Error{ErrorCode::bad_signature, "the seal does not verify with key " +
                                               std::to_string(seal_.key_number) +
                                               ": it was not made for this text by that key"};
  }
  return VerifiedStamp(gtin_, lot_, serial_, link_.attributes(), seal_.key_number,
                       std::move(canonical));
}

VerifiedStamp UnverifiedStamp::verified_by_service() const {
  return VerifiedStamp(gtin_, lot_, serial_, link_.attributes(), seal_.key_number,
                       link_.canonical());
}

Result<StampSealer> StampSealer::make(std::string origin, const BaseUri& base, const Gtin& gtin,
                                      const Lot& lot, std::vector<Element> attributes,
                                      const SigningKey& key, KeyNumber number) {
  if (auto ok = check_origin(origin); !ok) return std::move(ok).error();
  if (number == 0) return Error{ErrorCode::bad_value, "key number 0: they begin with 1"};
  for (const auto& attribute : attributes) {
    if (find_ai(attribute.ai) == nullptr) {
      return Error{ErrorCode::unknown_ai,
                   "attribute \"" + attribute.ai + "\" is no GS1 Application Identifier"};
    }
  }
  std::sort(attributes.begin(), attributes.end(),
            [](const Element& a, const Element& b) { return a.ai < b.ai; });
  const std::string query = query_of(attributes);
  const std::string path = "/01/" + gtin.str() + "/10/" + percent_encode(lot.str()) + "/21/";

  StampSealer sealer(key, number);
  sealer.canonical_head_ = std::string(kCanonicalBase) + path;
  sealer.canonical_tail_ = query.empty() ? "" : '?' + query;
  sealer.uri_head_ = base.str() + path;
  sealer.uri_tail_ = '?' + query + (query.empty() ? "s=" : "&s=");
  sealer.origin_ = std::move(origin);

  // Every stamp of the lot has the length and the form of this one, so what is read back here holds
  // for all: no attribute is refused, and none was taken for something else.
  const Serial sample = Serial::from_numerals({});
  const auto link = DigitalLink::parse(sealer.uri_head_ + sample.str() + sealer.uri_tail_ +
                                       Seal{number, {}}.str());
  if (!link) return link.error();
  if (sealer.canonical(sample) != link->canonical()) {
    return Error{ErrorCode::bad_value,
                 "base " + base.str() + " does not give back the stamps that are put under it"};
  }
  return sealer;
}

std::string StampSealer::canonical(const Serial& serial) const {
  std::string text;
  text.reserve(canonical_head_.size() + serial.view().size() + canonical_tail_.size());
  return text.append(canonical_head_).append(serial.view()).append(canonical_tail_);
}

std::string StampSealer::uri(const Serial& serial) const {
  const std::string message = stamp_message(origin_, canonical(serial));
  const std::string digits = Seal{number_, key_->sign(as_bytes(message))}.str();
  std::string uri;
  uri.reserve(uri_head_.size() + serial.view().size() + uri_tail_.size() + digits.size());
  return uri.append(uri_head_).append(serial.view()).append(uri_tail_).append(digits);
}

Result<StampSigner> StampSigner::make(std::string origin, const BaseUri& base, const Gtin& gtin,
                                      const Lot& lot, std::vector<Element> attributes,
                                      const SigningKey& key, KeyNumber number,
                                      const SerialCipher& cipher) {
  auto sealer =
      StampSealer::make(std::move(origin), base, gtin, lot, std::move(attributes), key, number);
  if (!sealer) return std::move(sealer).error();
  return StampSigner(std::move(*sealer), cipher);
}

Result<SignedStamp> StampSigner::sign(std::uint32_t index) const {
  auto serial = cipher_->serial(index);
  if (!serial) return std::move(serial).error();
  return SignedStamp{index, *serial, sealer_.uri(*serial)};
}

}  // namespace tem
