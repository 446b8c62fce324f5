#include "tem/verifier.hpp"

#include "journey.hpp"
#include "likely_run.hpp"

namespace tem {
namespace {

/// `product_entry` becomes the log index of the product's latest registration.
Result<StampFacts> look_up(const State& state, const VerifiedStamp& stamp, const KeyRecord& key,
                           const std::optional<SerialSecret>& secret,
                           std::optional<std::uint64_t>& product_entry) {
  StampFacts facts{key, {}, {}, {}, {}, {}, {}, secret ? CheckMode::online : CheckMode::copy};
  auto product = state.product(stamp.gtin());
  if (!product) return product.error();
  if (!*product) return facts;
  product_entry = (*product)->entry;
  facts.product = std::move((*product)->product);
  auto producer = state.producer(facts.product->producer);
  if (!producer) return producer.error();
  facts.producer = std::move(*producer);
  auto certificates = state.certificates(stamp.gtin());
  if (!certificates) return certificates.error();
  facts.certificates = std::move(*certificates);
  auto recall = state.recall(stamp.gtin(), stamp.lot());
  if (!recall) return recall.error();
  facts.recall = std::move(*recall);

  if (!secret) {
    const auto runs = state.runs(stamp.gtin(), stamp.lot());
    if (!runs) return runs.error();
    facts.run = likely_run(*runs, stamp);
    return facts;
  }
  const auto cipher = SerialCipher::make(*secret, stamp.gtin(), stamp.lot());
  if (!cipher) return cipher.error();
  const auto index = cipher->index(stamp.serial());
  if (!index) return index.error();
  if (!*index) return facts;
  auto run = state.run_with(stamp.gtin(), stamp.lot(), **index);
  if (!run) return run.error();
  facts.run = std::move(*run);
  auto marks = state.marks(stamp.gtin(), stamp.lot(), **index);
  if (!marks) return marks.error();
  facts.marks = std::move(*marks);
  return facts;
}

}  // namespace

Result<Verifier> Verifier::make(const Registry& registry) {
  if (registry.is_copy()) return Verifier(registry, std::nullopt);
  auto secret = registry.serial_secret();
  if (!secret) return secret.error();
  return Verifier(registry, *secret);
}

Result<Verdict> Verifier::check(std::string_view text, const Sighting& seen) const {
  const auto& settings = registry_->settings();
  const auto& ledger = registry_->ledger();
  const auto moment = ledger.snapshot();  // one state of the ledger for all that follows
  if (!moment) return moment.error();
  const auto checkpoint = ledger.checkpoint();
  if (!checkpoint) return checkpoint.error();
  const CheckMode mode = secret_ ? CheckMode::online : CheckMode::copy;
  const auto answer = [&](Verdict verdict) {
    verdict.checkpoint = checkpoint->head;
    return verdict;
  };

  const auto claim = UnverifiedStamp::parse(text);
  if (!claim) {
    Verdict verdict = without_stamp(Finding::not_a_stamp_, mode, seen.at);
    verdict.malformed = claim.error();
    return answer(std::move(verdict));
  }
  const auto key = ledger.state().key(claim->key_number());
  if (!key) return key.error();
  if (!*key) {
    const bool ours = claim->base().same_place(settings.base);
    Verdict verdict =
        without_stamp(ours ? Finding::forged_ : Finding::unknown_issuer_, mode, seen.at);
    if (const Bilingual limits = not_known(mode); ours && !limits.vi.empty()) {
      verdict.message.vi += " " + limits.vi;  // the key may be newer than the copy
      verdict.message.en += " " + limits.en;
    }
    return answer(std::move(verdict));
  }
  const auto stamp = claim->verify((*key)->public_key, settings.origin);
  if (!stamp && stamp.error().code != ErrorCode::bad_signature) return stamp.error();
  if (!stamp) return answer(without_stamp(Finding::forged_, mode, seen.at));
  std::optional<std::uint64_t> product_entry;
  auto facts = look_up(ledger.state(), *stamp, **key, secret_, product_entry);
  if (!facts) return facts.error();
  if (product_entry) {
    auto journey = journey_of(ledger.state(), *facts, *product_entry,
                              [&](Instant at) { return registry_->local_date(at); });
    if (!journey) return journey.error();
    facts->journey = std::move(*journey);
  }
  return answer(judge(*stamp, *facts, nullptr, {seen.at, registry_->local_date(seen.at)}));
}

}  // namespace tem
