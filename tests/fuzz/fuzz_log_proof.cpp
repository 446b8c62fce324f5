// A proof that is read is written back as it stood. Nothing verifies under a key that never signed;
// with the checkpoint that its path leads to, the leaf does, and no other.

#include <cstdlib>
#include <string>

#include "check_refusal.hpp"
#include "reference_tree.hpp"
#include "tem/log_proof.hpp"

using namespace tem;

namespace {

const SigningKey& log_key() {
  static const SigningKey made = SigningKey::from_seed(Bytes<32>{});
  return made;
}

void check_signed(LogProof proof, const NoteKey& log, const Hash& leaf, std::uint64_t size) {
  const auto root = test::reference_root(leaf, proof.index, size, proof.path);
  if (!root) return;
  const TreeHead head{log.name, size, *root};
  proof.checkpoint = sign_checkpoint(head, log_key());
  const auto held = proof.verify(leaf, log);
  if (!held || *held != head || proof.verify(node_hash(leaf, leaf), log)) std::abort();
  if (LogProof::parse(proof.str()).value() != proof) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto proof = LogProof::parse(text);
  if (!proof) {
    test::check_refusal(proof.error());
    return 0;
  }
  if (proof->str() != text || proof->path.size() > kMaxProofHashes) std::abort();
  static const NoteKey log{"tem.example/fuzz", log_key().verifying_key()};
  const Hash leaf = leaf_hash(as_bytes(proof->extra));
  const auto as_it_stands = proof->verify(leaf, log);
  if (as_it_stands) std::abort();
  test::check_refusal(as_it_stands.error());
  // The smallest tree and a larger one, in which the same path may lead elsewhere.
  if (proof->index == ~std::uint64_t{0}) return 0;
  for (const std::uint64_t more : {1, 2, 200}) {
    if (proof->index <= ~std::uint64_t{0} - more)
      check_signed(*proof, log, leaf, proof->index + more);
  }
  return 0;
}
