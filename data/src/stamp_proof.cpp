#include "tem/stamp_proof.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "json_text.hpp"
#include "likely_run.hpp"

namespace tem {

namespace json = boost::json;

namespace {

constexpr std::string_view kFormat = "tem/proof/v1";

Error bad(const std::string& why) { return {ErrorCode::bad_proof, "proof: " + why}; }

json::object to_object(const ProvedEntry& proved) {
  json::array path;
  for (const Hash& hash : proved.path) path.push_back(json::value(to_base64(hash)));
  return {{"index", proved.index}, {"entry", proved.entry}, {"path", std::move(path)}};
}

std::string extra_of(const StampProof& proof) {
  json::array also;
  for (const auto& each : proof.also) also.push_back(to_object(each));
  return canonical_json(
      json::object{{"format", kFormat}, {"entry", proof.lot.entry}, {"also", std::move(also)}});
}

const json::string* text_in(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value == nullptr ? nullptr : value->if_string();
}

std::optional<Hash> parse_hash(const json::value& value) {
  const auto* text = value.if_string();
  if (text == nullptr) return std::nullopt;
  const auto bytes = from_base64(*text);
  if (!bytes || bytes->size() != sizeof(Hash)) return std::nullopt;
  Hash hash;
  std::ranges::copy(*bytes, hash.begin());
  return hash;
}

std::optional<ProvedEntry> parse_proved(const json::value& value) {
  const auto* object = value.if_object();
  if (object == nullptr) return std::nullopt;
  const auto* entry = text_in(*object, "entry");
  const auto* index = object->if_contains("index");
  const auto* path = object->if_contains("path");
  if (entry == nullptr || index == nullptr || path == nullptr || !path->is_array()) {
    return std::nullopt;
  }
  const auto* number = index->if_int64();
  if (number == nullptr || *number < 0 || path->get_array().size() > kMaxProofHashes) {
    return std::nullopt;
  }
  ProvedEntry proved{static_cast<std::uint64_t>(*number), std::string(*entry), {}};
  for (const auto& each : path->get_array()) {
    const auto hash = parse_hash(each);
    if (!hash) return std::nullopt;
    proved.path.push_back(*hash);
  }
  return proved;
}

/// The one record of a kind that is needed.
template <class T>
Result<void> take(std::optional<T>& into, T value, const ProvedEntry& from) {
  if (into) return bad("entry " + std::to_string(from.index) + " is one of its kind too many");
  into = std::move(value);
  return {};
}

/// The facts of a proof's other entries, put together for one lot.
struct Reader {
  const LotIssued& run;
  std::optional<KeyRecord> key;
  std::optional<Product> product;
  std::optional<Producer> producer;
  std::vector<CertificateRecord> certificates;

  Result<void> read(const ProvedEntry& from) {
    const auto fact = Fact::parse(from.entry);
    if (!fact) return bad("entry " + std::to_string(from.index) + ": " + fact.error().str());
    return std::visit([&](const auto& body) { return add(from, body); }, fact->body);
  }

 private:
  static Result<void> stray(const ProvedEntry& from) {
    return bad("entry " + std::to_string(from.index) + " does not belong to this lot");
  }
  template <class Other>
  Result<void> add(const ProvedEntry& from, const Other&) {
    return stray(from);
  }
  Result<void> add(const ProvedEntry& from, const KeyRegistered& f) {
    if (from.index != run.key) return stray(from);
    return take(key, KeyRecord{run.key, f.producer, f.public_key, f.not_before, f.not_after, {}, {}, {}},
                from);
  }
  Result<void> add(const ProvedEntry& from, const ProductRegistered& f) {
    return f.product.gtin == run.gtin ? take(product, f.product, from) : stray(from);
  }
  Result<void> add(const ProvedEntry& from, const ProductUpdated& f) {
    return f.product.gtin == run.gtin ? take(product, f.product, from) : stray(from);
  }
  Result<void> add(const ProvedEntry& from, const ProducerRegistered& f) {
    return take(producer, f.producer, from);
  }
  Result<void> add(const ProvedEntry& from, const ProducerUpdated& f) {
    return take(producer, f.producer, from);
  }
  Result<void> add(const ProvedEntry& from, const CertificateGranted& f) {
    if (f.gtin != run.gtin) return stray(from);
    certificates.push_back({from.index, f, {}, {}});
    return {};
  }
  Result<void> add(const ProvedEntry& from, const CertificateRevoked& f) {
    for (auto& each : certificates) {
      const auto& granted = each.granted;
      if (f.gtin != granted.gtin || f.scheme != granted.scheme || f.decision != granted.decision) {
        continue;
      }
      each.revoked_at = from.index;
      each.revoke_reason = f.reason;
      return {};
    }
    return stray(from);
  }
};

/// The entries that a lot's meaning hangs on. Errors: those of the ledger.
Result<std::vector<std::uint64_t>> meaning_of(const State& state, const LotIssued& run) {
  std::vector<std::uint64_t> indices{run.key};
  const auto product = state.product(run.gtin);
  if (!product) return product.error();
  if (*product) {
    indices.push_back((*product)->entry);
    const auto producer = state.producer_entry((*product)->product.producer);
    if (!producer) return producer.error();
    if (*producer) indices.push_back(**producer);
  }
  const auto certificates = state.certificates(run.gtin);
  if (!certificates) return certificates.error();
  for (const auto& each : *certificates) {
    indices.push_back(each.entry);
    if (each.revoked_at) indices.push_back(*each.revoked_at);
  }
  std::ranges::sort(indices);
  return indices;
}

Result<ProvedEntry> prove(const Ledger& ledger, std::uint64_t index, std::uint64_t size) {
  auto entry = ledger.entry(index);
  if (!entry) return entry.error();
  auto path = inclusion_proof(index, size, [&](NodeId id) { return ledger.node(id); });
  if (!path) return path.error();
  return ProvedEntry{index, std::move(*entry), std::move(*path)};
}

std::string which(const Lot& lot, const Gtin& gtin) {
  return "lot " + lot.str() + " of " + gtin.str();
}

/// The run that holds the stamp. Errors: not_found, those of the ledger.
Result<std::uint64_t> entry_of(const Registry& registry, const VerifiedStamp& stamp) {
  const State& state = registry.ledger().state();
  std::optional<RunRecord> run;
  if (registry.is_copy()) {
    const auto runs = state.runs(stamp.gtin(), stamp.lot());
    if (!runs) return runs.error();
    run = likely_run(*runs, stamp);
  } else {
    const auto secret = registry.serial_secret();
    if (!secret) return secret.error();
    const auto cipher = SerialCipher::make(*secret, stamp.gtin(), stamp.lot());
    if (!cipher) return cipher.error();
    const auto index = cipher->index(stamp.serial());
    if (!index) return index.error();
    if (*index) {
      auto found = state.run_with(stamp.gtin(), stamp.lot(), **index);
      if (!found) return found.error();
      run = std::move(*found);
    }
  }
  if (run && run->issued.key == stamp.key_number()) return run->entry;
  return Error{ErrorCode::not_found,
               "no such stamp of " + which(stamp.lot(), stamp.gtin()) + " was issued"};
}

}  // namespace

Result<StampProof> StampProof::parse(std::string_view text) {
  auto log = LogProof::parse(text);
  if (!log) return log.error();
  if (log->extra.empty()) {
    return bad("carries no entry (no \"extra\" line); give the entry with --entry");
  }
  const auto value = parse_json(log->extra);
  const auto* object = value ? value->if_object() : nullptr;
  const auto* entry = object != nullptr ? text_in(*object, "entry") : nullptr;
  const auto* also = object != nullptr ? object->if_contains("also") : nullptr;
  if (entry == nullptr || also == nullptr || !also->is_array()) {
    return bad("the extra line is no " + std::string(kFormat));
  }
  if (also->get_array().size() > kMaxProofEntries) return bad("has more than 1,000 other entries");
  StampProof proof{{log->index, std::string(*entry), std::move(log->path)}, {}, log->checkpoint};
  for (const auto& each : also->get_array()) {
    auto proved = parse_proved(each);
    if (!proved) return bad("one of its other entries has no index, entry and path");
    proof.also.push_back(std::move(*proved));
  }
  // Whatever was not looked at, in what order it stood and how it was written.
  if (extra_of(proof) != log->extra) {
    return bad("the extra line is not the canonical form of " + std::string(kFormat));
  }
  return proof;
}

std::string StampProof::str() const {
  return LogProof{extra_of(*this), lot.index, lot.path, checkpoint}.str();
}

Result<TreeHead> StampProof::verify(const NoteKey& log) const {
  auto head = LogProof{{}, lot.index, lot.path, checkpoint}.verify(leaf_hash(as_bytes(lot.entry)), log);
  if (!head) return bad("entry " + std::to_string(lot.index) + ": " + head.error().str());
  std::optional<std::uint64_t> before;
  for (const auto& each : also) {
    if (each.index == lot.index || (before && each.index <= *before)) {
      return bad("entry " + std::to_string(each.index) + " is out of order or there twice");
    }
    before = each.index;
    const auto ok = check_inclusion(leaf_hash(as_bytes(each.entry)), each.index, head->size,
                                    head->root, each.path);
    if (!ok) return bad("entry " + std::to_string(each.index) + ": " + ok.error().str());
  }
  return head;
}

Result<StampProof> prove_entry(const Ledger& ledger, std::uint64_t index) {
  const auto moment = ledger.snapshot();
  if (!moment) return moment.error();
  const auto checkpoint = ledger.checkpoint();
  if (!checkpoint) return checkpoint.error();
  auto entry = ledger.entry(index);
  if (!entry) return entry.error();
  const auto fact = Fact::parse(*entry);
  if (!fact) return fact.error().at("entry " + std::to_string(index));
  std::vector<std::uint64_t> others;
  if (const auto* run = std::get_if<LotIssued>(&fact->body); run != nullptr) {
    auto found = meaning_of(ledger.state(), *run);
    if (!found) return found.error();
    others = std::move(*found);
  }
  auto lot = prove(ledger, index, checkpoint->head.size);
  if (!lot) return lot.error();
  StampProof proof{std::move(*lot), {}, checkpoint->note};
  for (const std::uint64_t each : others) {
    auto proved = prove(ledger, each, checkpoint->head.size);
    if (!proved) return proved.error();
    proof.also.push_back(std::move(*proved));
  }
  if (proof.also.size() > kMaxProofEntries || proof.str().size() > kMaxProofBytes) {
    return Error{ErrorCode::too_many, "entry " + std::to_string(index) +
                                          ": too many certificates for one proof of 1 MiB"};
  }
  return proof;
}

Result<StampProof> prove_stamp(const Registry& registry, std::string_view uri) {
  const auto claim = UnverifiedStamp::parse(uri);
  if (!claim) return claim.error();
  const auto moment = registry.ledger().snapshot();
  if (!moment) return moment.error();
  const auto key = registry.ledger().state().key(claim->key_number());
  if (!key) return key.error();
  if (!*key) {
    return Error{ErrorCode::not_found, "key " + std::to_string(claim->key_number()) +
                                           " is not of this registry: nothing of this stamp is proved"};
  }
  const auto stamp = claim->verify((*key)->public_key, registry.settings().origin);
  if (!stamp) return stamp.error();
  const auto entry = entry_of(registry, *stamp);
  if (!entry) return entry.error();
  return prove_entry(registry.ledger(), *entry);
}

Result<ProofVerifier> ProofVerifier::make(const StampProof& proof, const NoteKey& log) {
  auto head = proof.verify(log);
  if (!head) return head.error();
  const auto fact = Fact::parse(proof.lot.entry);
  if (!fact) return bad("entry " + std::to_string(proof.lot.index) + ": " + fact.error().str());
  const auto* run = std::get_if<LotIssued>(&fact->body);
  if (run == nullptr) {
    return bad("entry " + std::to_string(proof.lot.index) + " is a " +
               std::string(type_name(fact->body)) + ": no stamp is proved by it");
  }
  Reader reader{*run, {}, {}, {}, {}};
  for (const auto& each : proof.also) {
    if (auto ok = reader.read(each); !ok) return ok.error();
  }
  if (!reader.key) return bad("the registration of key " + std::to_string(run->key) + " is missing");
  if (!reader.product) return bad("the record of product " + run->gtin.str() + " is missing");
  if (!reader.producer || reader.producer->id != reader.product->producer) {
    return bad("the record of producer " + reader.product->producer + " is missing");
  }
  std::ranges::reverse(reader.certificates);  // newest first, as in State
  return ProofVerifier(std::move(*head),
                       {std::move(*reader.key), std::move(reader.product), std::move(reader.producer),
                        std::move(reader.certificates), RunRecord{proof.lot.index, *run}, {}, {},
                        CheckMode::proof});
}

Result<Verdict> ProofVerifier::check(std::string_view text, const Moment& now) const {
  const auto answer = [&](Verdict verdict) {
    verdict.checkpoint = head_;
    return verdict;
  };
  const auto claim = UnverifiedStamp::parse(text);
  if (!claim) {
    Verdict verdict = without_stamp(Finding::not_a_stamp_, CheckMode::proof, now.at);
    verdict.malformed = claim.error();
    return answer(std::move(verdict));
  }
  const LotIssued& run = facts_.run->issued;
  if (claim->key_number() != run.key) {
    return bad("is of key " + std::to_string(run.key) + ", the stamp of key " +
               std::to_string(claim->key_number()) + "; give the proof of this stamp");
  }
  const auto stamp = claim->verify(facts_.key.public_key, head_.origin);
  if (!stamp && stamp.error().code != ErrorCode::bad_signature) return stamp.error();
  if (!stamp) return answer(without_stamp(Finding::forged_, CheckMode::proof, now.at));
  if (stamp->gtin() != run.gtin || stamp->lot() != run.lot) {
    return bad("is of " + which(run.lot, run.gtin) + ", the stamp of " +
               which(stamp->lot(), stamp->gtin()) + "; give the proof of this stamp");
  }
  return answer(judge(*stamp, facts_, nullptr, now));
}

}  // namespace tem
