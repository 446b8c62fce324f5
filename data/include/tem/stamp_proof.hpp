#pragma once
// A stamp's origin in one text that is checked with no network: the entry of its lot, and every entry
// that gives it meaning, each with its path to one signed checkpoint.
//
//   auto proof = prove_stamp(registry, "https://tem.example/01/…");   // c2sp.org/tlog-proof@v1
//   auto verifier = ProofVerifier::make(*StampProof::parse(proof->str()), log_vkey);
//   verifier->check(uri, {now, today})                                // a Verdict, CheckMode::proof
//
// Its `extra` is canonical JSON, and not to be believed before `verify`:
//   {"also":[{"entry":"{…}","index":2,"path":["<base64>",…]},…],"entry":"{…}","format":"tem/proof/v1"}
// `also` holds, by ascending index, the key's registration, the product's and the producer's latest
// record, and the product's certificates with their revocations.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tem/judge.hpp"
#include "tem/log_proof.hpp"
#include "tem/registry.hpp"

namespace tem {

inline constexpr std::size_t kMaxProofEntries = 1000;

/// An entry and its path in the tree of the proof's checkpoint.
struct ProvedEntry {
  std::uint64_t index = 0;
  std::string entry;
  std::vector<Hash> path;
  friend bool operator==(const ProvedEntry&, const ProvedEntry&) = default;
};

struct StampProof {
  ProvedEntry lot;                ///< of any type, in a proof of an entry
  std::vector<ProvedEntry> also;  ///< ascending
  std::string checkpoint;         ///< a signed note

  /// Strict: one form for one proof. Errors: too_long, bad_proof.
  static Result<StampProof> parse(std::string_view text);
  /// parse(x.str()) == x
  [[nodiscard]] std::string str() const;
  /// The head of the tree that holds every entry. Error: bad_proof.
  [[nodiscard]] Result<TreeHead> verify(const NoteKey& log) const;

  friend bool operator==(const StampProof&, const StampProof&) = default;
};

/// Against the latest checkpoint. `also` is filled for a lot.issued. Errors: not_found, those of the
/// ledger.
Result<StampProof> prove_entry(const Ledger& ledger, std::uint64_t index);
/// Of the run that holds the stamp; on a copy, of a run of its lot under its key. Errors: those of
/// UnverifiedStamp::parse; not_found (no such key, or never issued), bad_signature.
Result<StampProof> prove_stamp(const Registry& registry, std::string_view uri);

/// Judges stamps of one lot by its proof alone.
class ProofVerifier {
 public:
  /// Error: bad_proof, also where an entry that is needed is not there or one does not belong.
  static Result<ProofVerifier> make(const StampProof& proof, const NoteKey& log);

  /// Error: bad_proof when the stamp is of another lot or key than the proof: that is no verdict.
  [[nodiscard]] Result<Verdict> check(std::string_view text, const Moment& now) const;

 private:
  ProofVerifier(TreeHead head, StampFacts facts) : head_(std::move(head)), facts_(std::move(facts)) {}
  TreeHead head_;
  StampFacts facts_;
};

}  // namespace tem
