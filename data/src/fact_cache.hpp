#pragma once
// What was read of the ledger, kept until the ledger moves on.
//
//   facts.begin(ledger, snapshot)           // forgets all when the ledger has another version
//   auto key = facts.key(4);                // Result<const KeyRecord*>; null: no such key
//   auto lot = facts.lot(gtin, lot, "L1");  // product, producer, certificates, recall
//   auto of_stamp = facts.stamp(**lot, 17)  // its run and marks
//
// Between `begin` and the end of its snapshot all answers are of one state of the ledger. Bounded:
// when something is full, it is emptied. For one thread.

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "tem/locked_memory.hpp"
#include "tem/verifier.hpp"

namespace tem {

/// Log indices of a run, an activation and a voiding.
using JourneyKey = std::array<std::optional<std::uint64_t>, 3>;

/// What the ledger says of every stamp of a lot.
struct LotFacts {
  Gtin gtin;
  Lot lot;
  Shared<Product> product;   ///< none: not registered; then nothing else is read
  std::uint64_t product_entry = 0;  ///< log index of its latest registration or update
  Shared<Producer> producer;
  std::vector<CertificateRecord> certificates;
  std::optional<RecallRecord> recall;
  std::shared_ptr<const SerialCipher> cipher;  ///< none: a copy
  /// Runs that were asked for; ascending by first index.
  std::vector<RunRecord> runs;
  std::optional<std::vector<MarkedRange>> marks;  ///< none: too many, or too long, to keep
  /// By the entries that they tell of: all stamps of a run that nobody marked share one.
  std::map<JourneyKey, std::vector<Step>> journeys{};
};

struct OneStamp {
  std::optional<RunRecord> run;
  StampMarks marks;
};

class FactCache {
 public:
  FactCache(const MemoryLimits& limits, const std::optional<SerialSecret>& secret);

  Result<void> begin(const Ledger& ledger, const Ledger::Snapshot& moment);
  [[nodiscard]] const Checkpoint& checkpoint() const { return *checkpoint_; }

  /// Valid until the next call of `key` or `begin`. Unknown numbers are not kept: anyone can make
  /// them up.
  Result<const KeyRecord*> key(KeyNumber number);
  /// Valid until the next call of `lot` or `begin`.
  Result<LotFacts*> lot(const Gtin& gtin, const Lot& lot);
  Result<OneStamp> stamp(LotFacts& lot, std::uint32_t index);
  /// Of a stamp of the lot with these facts.
  Result<std::vector<Step>> journey(LotFacts& lot, const StampFacts& facts,
                                    const std::function<Date(Instant)>& day);
  /// All runs of a lot, read anew.
  [[nodiscard]] Result<std::vector<RunRecord>> runs(const LotFacts& lot) const;

 private:
  Result<LotFacts> read_lot(const Gtin& gtin, const Lot& lot);
  Result<std::shared_ptr<const SerialCipher>> cipher(const Gtin& gtin, const Lot& lot);
  Result<std::optional<RunRecord>> run(LotFacts& lot, std::uint32_t index);
  [[nodiscard]] Result<StampMarks> marks(const LotFacts& lot, std::uint32_t index) const;

  MemoryLimits limits_;
  std::optional<LockedMemory<SerialSecret>> secret_;
  const Ledger* ledger_ = nullptr;
  std::optional<LedgerVersion> version_;
  std::optional<Checkpoint> checkpoint_;
  std::unordered_map<KeyNumber, KeyRecord> keys_;
  std::unordered_map<std::string, LotFacts> lots_;
  std::size_t ranges_ = 0;
  /// The secret and the lot alone make a cipher: it outlasts every state of the ledger.
  std::unordered_map<std::string, std::shared_ptr<const SerialCipher>> ciphers_;
};

}  // namespace tem
