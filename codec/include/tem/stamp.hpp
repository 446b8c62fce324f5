#pragma once
// A stamp: a GS1 Digital Link with an Ed25519 seal in it (docs/stamp-format.md).
//
//   auto claim = UnverifiedStamp::parse(uri);           // a claim: shows no product
//   auto stamp = claim->verify(key, origin);            // a VerifiedStamp, or bad_signature
//   stamp->gtin(), stamp->lot(), stamp->serial()
//
//   auto signer = StampSigner::make(...);               // the other way round
//   signer->sign(0)->uri

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tem/digital_link.hpp"
#include "tem/gtin.hpp"
#include "tem/keys.hpp"
#include "tem/lot.hpp"
#include "tem/seal.hpp"
#include "tem/serial.hpp"

namespace tem {

/// A stamp whose seal was verified. Only UnverifiedStamp::verify makes one.
class VerifiedStamp {
 public:
  [[nodiscard]] const Gtin& gtin() const noexcept { return gtin_; }
  [[nodiscard]] const Lot& lot() const noexcept { return lot_; }
  [[nodiscard]] const Serial& serial() const noexcept { return serial_; }
  /// GS1 attributes, as they stand in the query.
  [[nodiscard]] const std::vector<Element>& attributes() const noexcept { return attributes_; }
  [[nodiscard]] KeyNumber key_number() const noexcept { return key_number_; }
  /// Never empty.
  [[nodiscard]] const std::string& canonical() const noexcept { return canonical_; }

 private:
  friend class UnverifiedStamp;
  VerifiedStamp(const Gtin& gtin, Lot lot, const Serial& serial, std::vector<Element> attributes,
                KeyNumber key_number, std::string canonical)
      : gtin_(gtin),
        lot_(std::move(lot)),
        serial_(serial),
        attributes_(std::move(attributes)),
        key_number_(key_number),
        canonical_(std::move(canonical)) {}
  Gtin gtin_;
  Lot lot_;
  Serial serial_;
  std::vector<Element> attributes_;
  KeyNumber key_number_;
  std::string canonical_;
};

/// A text with the form of a stamp, which proves nothing yet.
class UnverifiedStamp {
 public:
  /// Errors: those of DigitalLink::parse; not_a_stamp when it is a Digital Link of another shape;
  /// bad_serial, bad_seal, duplicate_ai (two `s`). Key `s` and its digits are literal, never
  /// percent-encoded.
  static Result<UnverifiedStamp> parse(std::string_view uri);

  [[nodiscard]] KeyNumber key_number() const noexcept { return seal_.key_number; }
  [[nodiscard]] const BaseUri& base() const noexcept { return link_.base(); }
  /// Error: bad_signature.
  [[nodiscard]] Result<VerifiedStamp> verify(const VerifyingKey& key,
                                             std::string_view origin) const;
  /// For who asked the registry's own service, which answered that the seal verifies; never on the
  /// word of anybody else.
  [[nodiscard]] VerifiedStamp verified_by_service() const;

 private:
  UnverifiedStamp(DigitalLink link, Gtin gtin, Lot lot, Serial serial, const Seal& seal)
      : link_(std::move(link)), gtin_(gtin), lot_(std::move(lot)), serial_(serial), seal_(seal) {}
  DigitalLink link_;
  Gtin gtin_;
  Lot lot_;
  Serial serial_;
  Seal seal_;
};

/// The bytes that a seal signs: "tem/stamp/v1\n<origin>\n<canonical form>\n". Precondition: origin
/// holds no line feed, as of every registry.
std::string stamp_message(std::string_view origin, std::string_view canonical);

struct SignedStamp {
  std::uint32_t index;
  Serial serial;
  std::string uri;
};

/// Seals stamps of one lot whose serials are known. The seal is deterministic, so printing a stamp
/// again gives the same bytes. Holds a reference: the key must outlive it.
class StampSealer {
 public:
  /// `attributes` must be AIs allowed as attributes of 01, each once. Errors: those of
  /// DigitalLink::parse, too_long; bad_value for an origin that is not one line of text, a lot
  /// `.` or `..`, which phones drop from a path, key number 0, or a base under which a stamp would
  /// not be read back.
  static Result<StampSealer> make(std::string origin, const BaseUri& base, const Gtin& gtin,
                                  const Lot& lot, std::vector<Element> attributes,
                                  const SigningKey& key, KeyNumber number);

  /// The stamp's text, seal and all.
  [[nodiscard]] std::string uri(const Serial& serial) const;
  /// What is sealed: the origin is not in it.
  [[nodiscard]] std::string canonical(const Serial& serial) const;

 private:
  StampSealer(const SigningKey& key, KeyNumber number) : key_(&key), number_(number) {}
  const SigningKey* key_;
  KeyNumber number_;
  std::string origin_, canonical_head_, canonical_tail_, uri_head_, uri_tail_;
};

/// The same where serials are made of indices. The cipher must outlive it too.
class StampSigner {
 public:
  /// Errors: those of StampSealer::make.
  static Result<StampSigner> make(std::string origin, const BaseUri& base, const Gtin& gtin,
                                  const Lot& lot, std::vector<Element> attributes,
                                  const SigningKey& key, KeyNumber number,
                                  const SerialCipher& cipher);

  /// Error: crypto_failed.
  [[nodiscard]] Result<SignedStamp> sign(std::uint32_t index) const;

 private:
  StampSigner(StampSealer sealer, const SerialCipher& cipher)
      : sealer_(std::move(sealer)), cipher_(&cipher) {}
  StampSealer sealer_;
  const SerialCipher* cipher_;
};

}  // namespace tem
