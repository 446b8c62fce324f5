// A proof that is read is written back as it stood, and convinces nobody whose log did not sign it.
// Its entries, put into a log that does, verify; what it then proves of stamps is refused in one
// line, or makes none genuine but those that the registered key sealed.

#include <algorithm>
#include <cstdlib>
#include <string>

#include "check_refusal.hpp"
#include "reference_tree.hpp"
#include "tem/stamp_proof.hpp"

using namespace tem;

namespace {

constexpr std::uint64_t kMostLeaves = 64;

/// The log's, and the producer's whose key stands in the corpus.
const SigningKey& log_key() {
  static const SigningKey made = SigningKey::from_seed(Bytes<32>{});
  return made;
}
const SigningKey& stamp_key() {
  static const SigningKey made = [] {
    Bytes<32> seed{};
    seed.fill(std::byte{0x55});
    return SigningKey::from_seed(seed);
  }();
  return made;
}
const NoteKey& log_vkey() {
  static const NoteKey made{"tem.example/fuzz", log_key().verifying_key()};
  return made;
}

/// The same entries at the same places in a log of nothing else; false when two want one place.
bool put_into_log(StampProof& proof) {
  std::vector<ProvedEntry*> entries = {&proof.lot};
  for (ProvedEntry& each : proof.also) entries.push_back(&each);
  std::vector<bool> taken(kMostLeaves);
  std::uint64_t size = 0;
  for (const ProvedEntry* each : entries) {
    if (each->index >= kMostLeaves || taken[each->index]) return false;
    taken[each->index] = true;
    size = std::max(size, each->index + 1);
  }
  std::vector<Hash> leaves(size, leaf_hash({}));
  for (const ProvedEntry* each : entries) leaves[each->index] = leaf_hash(as_bytes(each->entry));
  const NodeReader node = [&](NodeId id) -> Result<Hash> {
    return test::reference_root(
        std::span<const Hash>(leaves).subspan(id.index << id.level, std::size_t{1} << id.level));
  };
  for (ProvedEntry* each : entries) each->path = inclusion_proof(each->index, size, node).value();
  const TreeHead head{log_vkey().name, size, test::reference_root(leaves)};
  proof.checkpoint = sign_checkpoint(head, log_key());
  return true;
}

/// Is a stamp of the proof's lot, sealed by `key`, genuine by the proof?
bool is_genuine(const ProofVerifier& verifier, const LotIssued& run, const SigningKey& key) {
  static const BaseUri base = BaseUri::parse("https://tem.example").value();
  std::vector<Element> expiry;
  if (run.expires) expiry.push_back({"17", run.expires->gs1()});
  const auto sealer =
      StampSealer::make(log_vkey().name, base, run.gtin, run.lot, std::move(expiry), key, run.key);
  if (!sealer) return false;
  const Moment now{Instant::parse("2026-11-24T03:00:00Z").value(),
                   Date::parse("2026-11-24").value()};
  const auto verdict = verifier.check(sealer->uri(Serial::parse("KVYVF9TDX7").value()), now);
  if (!verdict) {
    test::check_refusal(verdict.error());
    return false;
  }
  if (verdict->findings.empty() || verdict->mode != CheckMode::proof) std::abort();
  return verdict->is_genuine();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto proof = StampProof::parse(text);
  if (!proof) {
    test::check_refusal(proof.error());
    return 0;
  }
  if (proof->str() != text || proof->also.size() > kMaxProofEntries) std::abort();
  const auto as_it_stands = proof->verify(log_vkey());
  if (as_it_stands) std::abort();
  test::check_refusal(as_it_stands.error());

  std::ranges::sort(proof->also, {}, &ProvedEntry::index);
  if (!put_into_log(*proof)) return 0;
  if (!proof->verify(log_vkey()) || StampProof::parse(proof->str()).value() != *proof) std::abort();
  const auto verifier = ProofVerifier::make(*proof, log_vkey());
  if (!verifier) {
    test::check_refusal(verifier.error());
    return 0;
  }
  const LotIssued run = std::get<LotIssued>(Fact::parse(proof->lot.entry).value().body);
  std::string registered;
  for (const ProvedEntry& each : proof->also) {
    const auto fact = Fact::parse(each.entry).value();
    if (const auto* key = std::get_if<KeyRegistered>(&fact.body))
      registered = key->public_key.pem();
  }
  if (is_genuine(*verifier, run, log_key()) && registered != log_key().verifying_key().pem())
    std::abort();
  if (is_genuine(*verifier, run, stamp_key()) && registered != stamp_key().verifying_key().pem())
    std::abort();
  return 0;
}
