#include "fact_cache.hpp"

#include <algorithm>

#include "journey.hpp"

namespace tem {
namespace {

constexpr std::size_t kMaxRunsOfLot = 256, kMaxMarksOfLot = 1'024, kMaxJourneysOfLot = 256;

/// A GTIN has always 14 digits, so two lots never share a name.
std::string name_of(const Gtin& gtin, const Lot& lot) {
  std::string name(gtin.view());
  return name += lot.str();
}

// A mark's reason may have kMaxTextBytes, which count as so many marks without one.
constexpr std::size_t kBytesOfMark = sizeof(MarkedRange);

std::size_t weight(const std::vector<MarkedRange>& marks) {
  std::size_t bytes = 0;
  for (const MarkedRange& mark : marks)
    bytes += kBytesOfMark + (mark.reason ? mark.reason->size() : 0);
  return bytes / kBytesOfMark;
}

bool holds(const RunRecord& run, std::uint32_t index) {
  return index >= run.issued.first && index - run.issued.first < run.issued.count;
}

bool holds(const IndexRange& range, std::uint32_t index) {
  return range.first <= index && index <= range.last;
}

}  // namespace

FactCache::FactCache(const MemoryLimits& limits, const std::optional<SerialSecret>& secret)
    : limits_(limits) {
  if (secret) secret_.emplace(*secret);
}

Result<void> FactCache::begin(const Ledger& ledger, const Ledger::Snapshot& moment) {
  ledger_ = &ledger;
  const auto version = ledger.version(moment);
  if (!version) return version.error();
  if (version_ == *version && limits_.lots > 0) return {};
  version_.reset();  // should the checkpoint fail, the next one begins anew
  keys_.clear();
  lots_.clear();
  ranges_ = 0;
  auto checkpoint = ledger.checkpoint();
  if (!checkpoint) return checkpoint.error();
  checkpoint_ = std::move(*checkpoint);
  version_ = *version;
  return {};
}

Result<const KeyRecord*> FactCache::key(KeyNumber number) {
  if (const auto known = keys_.find(number); known != keys_.end()) return &known->second;
  auto record = ledger_->state().key(number);
  if (!record) return record.error();
  if (!*record) return static_cast<const KeyRecord*>(nullptr);
  if (keys_.size() >= limits_.lots) keys_.clear();
  return &keys_.insert_or_assign(number, std::move(**record)).first->second;
}

Result<LotFacts*> FactCache::lot(const Gtin& gtin, const Lot& lot) {
  std::string name = name_of(gtin, lot);
  if (const auto known = lots_.find(name); known != lots_.end()) return &known->second;
  auto facts = read_lot(gtin, lot);
  if (!facts) return facts.error();
  if (lots_.size() >= limits_.lots || ranges_ > limits_.ranges) {
    lots_.clear();
    ranges_ = 0;
  }
  if (facts->marks) ranges_ += weight(*facts->marks);
  return &lots_.insert_or_assign(std::move(name), std::move(*facts)).first->second;
}

Result<LotFacts> FactCache::read_lot(const Gtin& gtin, const Lot& lot) {
  const State& state = ledger_->state();
  LotFacts facts{gtin, lot, {}, 0, {}, {}, {}, {}, {}, {}};
  auto product = state.product(gtin);
  if (!product) return product.error();
  if (!*product) return facts;
  facts.product_entry = (*product)->entry;
  facts.product = std::move((*product)->product);
  auto producer = state.producer(facts.product->producer);
  if (!producer) return producer.error();
  facts.producer = std::move(*producer);
  auto certificates = state.certificates(gtin);
  if (!certificates) return certificates.error();
  facts.certificates = std::move(*certificates);
  auto recall = state.recall(gtin, lot);
  if (!recall) return recall.error();
  facts.recall = std::move(*recall);
  if (!secret_) return facts;

  auto cipher = this->cipher(gtin, lot);
  if (!cipher) return cipher.error();
  facts.cipher = std::move(*cipher);
  if (limits_.ranges == 0) return facts;
  auto marks = state.marked_ranges(gtin, lot, kMaxMarksOfLot + 1);
  if (!marks) return marks.error();
  if (weight(*marks) <= kMaxMarksOfLot) facts.marks = std::move(*marks);
  return facts;
}

Result<std::shared_ptr<const SerialCipher>> FactCache::cipher(const Gtin& gtin, const Lot& lot) {
  std::string name = name_of(gtin, lot);
  if (const auto known = ciphers_.find(name); known != ciphers_.end()) return known->second;
  auto made = SerialCipher::make(**secret_, gtin, lot);
  if (!made) return made.error();
  auto cipher = std::make_shared<const SerialCipher>(std::move(*made));
  if (ciphers_.size() >= limits_.lots) ciphers_.clear();
  if (limits_.lots > 0) ciphers_.emplace(std::move(name), cipher);
  return cipher;
}

Result<OneStamp> FactCache::stamp(LotFacts& lot, std::uint32_t index) {
  auto run = this->run(lot, index);
  if (!run) return run.error();
  auto marks = this->marks(lot, index);
  if (!marks) return marks.error();
  return OneStamp{std::move(*run), std::move(*marks)};
}

Result<std::vector<Step>> FactCache::journey(LotFacts& lot, const StampFacts& facts,
                                             const std::function<Date(Instant)>& day) {
  const JourneyKey key = {facts.run ? std::optional(facts.run->entry) : std::nullopt,
                          facts.marks.activated_entry, facts.marks.voided_entry};
  if (const auto known = lot.journeys.find(key); known != lot.journeys.end()) return known->second;
  auto steps = journey_of(ledger_->state(), facts, lot.product_entry, day);
  if (!steps || limits_.ranges == 0 || lot.journeys.size() >= kMaxJourneysOfLot) return steps;
  lot.journeys.emplace(key, *steps);
  ++ranges_;
  return steps;
}

Result<std::vector<RunRecord>> FactCache::runs(const LotFacts& lot) const {
  return ledger_->state().runs(lot.gtin, lot.lot);
}

Result<std::optional<RunRecord>> FactCache::run(LotFacts& lot, std::uint32_t index) {
  // The last that begins at or before the index: runs do not overlap.
  auto after = std::ranges::upper_bound(lot.runs, std::uint64_t{index}, {},
                                        [](const RunRecord& run) { return run.issued.first; });
  if (after != lot.runs.begin() && holds(*std::prev(after), index)) {
    return std::optional(*std::prev(after));
  }
  auto found = ledger_->state().run_with(lot.gtin, lot.lot, index);
  if (!found) return found.error();
  if (!*found || limits_.ranges == 0 || lot.runs.size() >= kMaxRunsOfLot) return found;
  lot.runs.insert(after, **found);
  ++ranges_;
  return found;
}

Result<StampMarks> FactCache::marks(const LotFacts& lot, std::uint32_t index) const {
  if (!lot.marks) return ledger_->state().marks(lot.gtin, lot.lot, index);
  StampMarks marks;
  for (const MarkedRange& marked : *lot.marks) {
    if (!holds(marked.range, index)) continue;
    if (marked.kind == MarkKind::activated) {
      marks.activated = true;
      marks.activated_entry = marked.entry;
    } else {
      marks.voided = true;
      marks.voided_entry = marked.entry;
      marks.void_reason = marked.reason;
    }
  }
  return marks;
}

}  // namespace tem
