#include "tem/verifier.hpp"

#include <functional>
#include <utility>

#include "examined.hpp"
#include "likely_run.hpp"

namespace tem {
namespace {

/// A stamp and the key that its seal verified with; neither where it did not.
struct Sealed {
  std::shared_ptr<const VerifiedStamp> stamp;
  const KeyRecord* key = nullptr;
};

/// From memory: the same text, and the key still is what it verified with.
Result<Sealed> recall_seal(std::string_view text, SealCache& seals, FactCache& facts) {
  const SealCache::Known* known = seals.find(text);
  if (known == nullptr) return Sealed{};
  const auto key = facts.key(known->stamp->key_number());
  if (!key) return key.error();
  if (*key == nullptr || (*key)->public_key != known->key) return Sealed{};
  return Sealed{known->stamp, *key};
}

Result<StampFacts> look_up(const VerifiedStamp& stamp, const KeyRecord& key, CheckMode mode,
                           FactCache& cache, const std::function<Date(Instant)>& day,
                           std::optional<std::uint32_t>& index) {
  const auto lot = cache.lot(stamp.gtin(), stamp.lot());
  if (!lot) return lot.error();
  LotFacts& of_lot = **lot;
  StampFacts facts{key, of_lot.product, of_lot.producer, of_lot.certificates, {}, of_lot.recall,
                   {},  mode};
  if (!of_lot.product) return facts;
  if (mode == CheckMode::copy) {
    const auto runs = cache.runs(of_lot);
    if (!runs) return runs.error();
    facts.run = likely_run(*runs, stamp);
  } else {
    const auto found = of_lot.cipher->index(stamp.serial());
    if (!found) return found.error();
    index = *found;
  }
  if (index) {
    auto one = cache.stamp(of_lot, *index);
    if (!one) return one.error();
    facts.run = std::move(one->run);
    facts.marks = std::move(one->marks);
  }
  auto journey = cache.journey(of_lot, facts, day);
  if (!journey) return journey.error();
  facts.journey = std::move(*journey);
  return facts;
}

}  // namespace

Result<Verifier> Verifier::make(const Registry& registry, const MemoryLimits& limits) {
  std::optional<SerialSecret> secret;
  if (!registry.is_copy()) {
    auto read = registry.serial_secret();
    if (!read) return read.error();
    secret = *read;
  }
  return Verifier(registry, registry.is_copy(), std::make_unique<Memory>(limits, secret));
}

Verifier::Verifier(const Registry& registry, bool is_copy, std::unique_ptr<Memory> memory)
    : registry_(&registry),
      mode_(is_copy ? CheckMode::copy : CheckMode::online),
      memory_(std::move(memory)) {}
Verifier::Verifier(Verifier&&) noexcept = default;
Verifier& Verifier::operator=(Verifier&&) noexcept = default;
Verifier::~Verifier() = default;

Result<Verdict> Verifier::check(std::string_view text, const Sighting& seen) const {
  auto found = examine(text, seen.at);
  if (!found) return found.error();
  if (found->decided) return std::move(*found->decided);
  return judge_of(*found, nullptr, seen.at);
}

Verdict Verifier::judge_of(Examined& found, const History* history, Instant at) const {
  Verdict verdict = judge(*found.stamp, std::move(*found.facts), history,
                          {at, registry_->local_date(at)});
  verdict.checkpoint = std::move(found.head);
  return verdict;
}

Result<Verifier::Examined> Verifier::examine(std::string_view text, Instant at) const {
  const auto& settings = registry_->settings();
  const auto& ledger = registry_->ledger();
  const auto moment = ledger.snapshot();  // one state of the ledger for all that follows
  if (!moment) return moment.error();
  FactCache& facts = memory_->facts;
  if (auto ok = facts.begin(ledger, *moment); !ok) return ok.error();
  const TreeHead& head = facts.checkpoint().head;
  const auto decided = [&](Verdict verdict) {
    verdict.checkpoint = head;
    return Examined{.decided = std::move(verdict)};
  };

  auto sealed = recall_seal(text, memory_->seals, facts);
  if (!sealed) return sealed.error();
  if (!sealed->stamp) {
    const auto claim = UnverifiedStamp::parse(text);
    if (!claim) {
      Verdict verdict = without_stamp(Finding::not_a_stamp_, mode_, at);
      verdict.malformed = claim.error();
      return decided(std::move(verdict));
    }
    const auto key = facts.key(claim->key_number());
    if (!key) return key.error();
    if (*key == nullptr) {
      const bool ours = claim->base().same_place(settings.base);
      Verdict verdict =
          without_stamp(ours ? Finding::forged_ : Finding::unknown_issuer_, mode_, at);
      if (const Bilingual limits = not_known(mode_); ours && !limits.vi.empty()) {
        verdict.message.vi += " " + limits.vi;  // the key may be newer than the copy
        verdict.message.en += " " + limits.en;
      }
      return decided(std::move(verdict));
    }
    auto stamp = claim->verify((*key)->public_key, settings.origin);
    if (!stamp && stamp.error().code != ErrorCode::bad_signature) return stamp.error();
    if (!stamp) return decided(without_stamp(Finding::forged_, mode_, at));
    *sealed = {std::make_shared<const VerifiedStamp>(std::move(*stamp)), *key};
    memory_->seals.remember(text, (*key)->public_key, sealed->stamp);
  }
  Examined found{.decided = {}, .stamp = sealed->stamp, .head = head};
  auto of_stamp = look_up(*found.stamp, *sealed->key, mode_, facts,
                          [&](Instant of) { return registry_->local_date(of); }, found.index);
  if (!of_stamp) return of_stamp.error();
  found.facts = std::move(*of_stamp);
  return found;
}

}  // namespace tem
