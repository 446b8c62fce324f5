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

class LotStamps {
 public:
  /// Errors: unknown_product, unknown_lot, key_not_in_force (compromised), not_found (the private
  /// key is not held here).
  static Result<LotStamps> open(const Registry& registry, const Gtin& gtin, const Lot& lot);
  LotStamps(LotStamps&&) noexcept;
  LotStamps& operator=(LotStamps&&) noexcept;
  ~LotStamps();

  [[nodiscard]] const Product& product() const noexcept;
  /// Ascending by first index; never empty.
  [[nodiscard]] const std::vector<RunRecord>& runs() const noexcept;
  /// The run that holds an index, or null.
  [[nodiscard]] const RunRecord* run_of(std::uint32_t index) const noexcept;
  /// Error: range_not_issued.
  [[nodiscard]] Result<SignedStamp> sign(std::uint32_t index) const;
  /// The index of a serial of this lot. Errors: bad_serial, range_not_issued.
  [[nodiscard]] Result<std::uint32_t> index_of(std::string_view serial) const;

 private:
  struct Held;
  explicit LotStamps(std::unique_ptr<Held> held);
  std::unique_ptr<Held> held_;
};

}  // namespace tem
