#pragma once
// A fact: one entry of the ledger's append-only log.
//
//   {"at":"2026-11-24T03:00:00Z","count":1000,…,"type":"lot.issued"}
//
// An entry is a JSON object in RFC 8785 canonical form, UTF-8, at most 65,535 bytes. Numbers are
// integers from 0 to 2^53 − 1. docs/ledger-format.md lists the types and their fields.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "tem/calendar.hpp"
#include "tem/gtin.hpp"
#include "tem/keys.hpp"
#include "tem/lot.hpp"
#include "tem/seal.hpp"
#include "tem/serial.hpp"

namespace tem {

inline constexpr std::size_t kMaxEntryBytes = 65'535;  // c2sp.org/tlog-tiles: a 16-bit length
inline constexpr std::size_t kMaxTextBytes = 4'000;    // of one field
inline constexpr std::size_t kMaxRanges = 1'000;       // in one fact
inline constexpr std::uint64_t kLedgerFormat = 1;

/// First and last index in a lot, both included.
struct IndexRange {
  std::uint32_t first, last;
  friend bool operator==(const IndexRange&, const IndexRange&) = default;
};

struct Producer {
  std::string id;  ///< `producer` in JSON: 1 to 40 of a-z 0-9 -
  std::string name, address;
  std::string country;  ///< ISO 3166-1 alpha-2, upper case
  std::optional<std::string> gln, tax_code, phone, url;
  friend bool operator==(const Producer&, const Producer&) = default;
};

struct Product {
  Gtin gtin;
  std::string producer;
  std::string name;
  /// Every other field by its key in ascending order, the value as canonical JSON: a string, an
  /// array of strings, an integer or a boolean. `brand`, `image`, `standards`, `name_en`, ….
  std::vector<std::pair<std::string, std::string>> more;
  friend bool operator==(const Product&, const Product&) = default;

  /// The JSON text of one of `more`, or empty.
  [[nodiscard]] std::string_view find(std::string_view key) const;
  /// The text of one of `more` that is a string, or empty.
  [[nodiscard]] std::string text(std::string_view key) const;
  /// The texts of one of `more` that is a list of them, the one text of a string, or empty.
  [[nodiscard]] std::vector<std::string> texts(std::string_view key) const;
};

struct RegistryCreated {
  std::string origin, name;
  std::uint64_t format = kLedgerFormat;
};
struct ProducerRegistered {
  Producer producer;
};
struct ProducerUpdated {
  Producer producer;  ///< replaces the whole record
};
struct KeyRegistered {
  std::string producer;
  VerifyingKey public_key;
  Date not_before;
  std::optional<Date> not_after;  ///< the last day
};
struct KeyRetired {
  KeyNumber key;
};
struct KeyCompromised {
  KeyNumber key;
  std::uint64_t from;  ///< lots issued at this log index or later are not to be trusted
  std::string reason;
};
struct ProductRegistered {
  Product product;
};
struct ProductUpdated {
  Product product;  ///< replaces the whole record; the producer stays
};
struct CertificateGranted {
  Gtin gtin;
  std::string scheme;        ///< "OCOP", "VietGAP", …
  std::optional<int> stars;  ///< 1 to 5; required for OCOP
  std::string decision;      ///< the decision's number; one certificate by (gtin, scheme, decision)
  std::string authority;
  Date granted, expires;  ///< OCOP: at most 36 months
};
struct CertificateRevoked {
  Gtin gtin;
  std::string scheme, decision;
  std::optional<std::string> reason;
};
struct LotIssued {
  Gtin gtin;
  Lot lot;
  KeyNumber key;
  std::uint64_t first, count;
  Date produced;
  std::optional<Date> expires;
  bool active = true;
};
struct StampsActivated {
  Gtin gtin;
  Lot lot;
  std::vector<IndexRange> ranges;
  std::optional<std::string> reason;
};
struct StampsVoided {
  Gtin gtin;
  Lot lot;
  std::vector<IndexRange> ranges;
  std::optional<std::string> reason;
};
struct LotRecalled {
  Gtin gtin;
  Lot lot;
  std::string reason;
  std::optional<std::string> advice;
};
struct RecallLifted {
  Gtin gtin;
  Lot lot;
  std::optional<std::string> reason;
};
struct EventCaptured {
  Gtin gtin;
  Lot lot;
  Hash event_hash;  ///< hexadecimal in JSON
};

/// What a fact says, without when.
using FactBody =
    std::variant<RegistryCreated, ProducerRegistered, ProducerUpdated, KeyRegistered, KeyRetired,
                 KeyCompromised, ProductRegistered, ProductUpdated, CertificateGranted,
                 CertificateRevoked, LotIssued, StampsActivated, StampsVoided, LotRecalled,
                 RecallLifted, EventCaptured>;

/// "lot.issued"
std::string_view type_name(const FactBody& body) noexcept;

/// A body from the JSON object a person or a program wrote: any white space and order, the fields of
/// docs/ledger-format.md and no others, no key twice; `type`, if there, must be `type`, and `at` must
/// not be there. Errors: too_long, bad_json, bad_field (which names it), and those of Gtin, Lot, Date
/// and VerifyingKey after the field's name.
Result<FactBody> parse_fact_body(std::string_view type, std::string_view text);

struct Fact {
  Instant at;
  FactBody body;

  /// Strict: `entry` must be its own canonical form. Errors as parse_fact_body.
  static Result<Fact> parse(std::string_view entry);
  /// parse(x.canonical()) == x. Error: too_long (kMaxEntryBytes).
  [[nodiscard]] Result<std::string> canonical() const;
};

}  // namespace tem
