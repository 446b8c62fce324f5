#pragma once
// The stamps of an issued lot, ready to print: only what the ledger holds is ever signed.
//
//   auto stamps = LotStamps::open(registry, gtin, lot);
//   for (std::uint32_t i : …) stamps->sign(i)->uri;

#include <cstdint>
#include <memory>
#include <vector>

#include "tem/registry.hpp"
#include "tem/stamp.hpp"

namespace tem {

/// What somebody else's key is to seal: stamp_message(origin, canonical).
struct StampToSign {
  std::uint32_t index;
  Serial serial;
  std::string canonical;
};

/// What a stamp of the run carries under its seal beside lot and serial: the expiry, so that a till
/// and an inspector without network know it.
std::vector<Element> stamp_attributes(const LotIssued& run);

class LotStamps {
 public:
  /// The registry must outlive it. For one thread. Errors: unknown_product, unknown_lot, and those
  /// of Registry::serial_secret.
  static Result<LotStamps> open(const Registry& registry, const Gtin& gtin, const Lot& lot);
  /// The first stamp of a run that is not issued yet, to learn before an append whether it could be
  /// made. It must not be released. Errors: those of sign and StampSigner::make.
  static Result<SignedStamp> trial(const Registry& registry, const LotIssued& planned);
  /// The same where the key is held elsewhere. Errors: those of stamp_to_sign.
  static Result<StampToSign> trial_to_sign(const Registry& registry, const LotIssued& planned);
  LotStamps(LotStamps&&) noexcept;
  LotStamps& operator=(LotStamps&&) noexcept;
  ~LotStamps();

  [[nodiscard]] const Product& product() const noexcept;
  /// Ascending by first index; never empty.
  [[nodiscard]] const std::vector<RunRecord>& runs() const noexcept;
  /// The run that holds an index, or null.
  [[nodiscard]] const RunRecord* run_of(std::uint32_t index) const noexcept;
  /// Errors: range_not_issued; key_not_in_force (compromised); not_found (the private key is not held
  /// here).
  [[nodiscard]] Result<SignedStamp> sign(std::uint32_t index) const;
  /// Needs no private key. Errors: range_not_issued, those of DigitalLink::parse.
  [[nodiscard]] Result<StampToSign> stamp_to_sign(std::uint32_t index) const;
  /// The index of a serial of this lot. Errors: bad_serial, range_not_issued.
  [[nodiscard]] Result<std::uint32_t> index_of(std::string_view text) const;

 private:
  struct Held;
  explicit LotStamps(std::unique_ptr<Held> held);
  std::unique_ptr<Held> held_;
};

}  // namespace tem
