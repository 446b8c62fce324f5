// A policy that is read stays within its bounds, gives an answer for any note, and means the same
// with blanks and comments around its lines; a refusal is one line.

#include <cstdlib>
#include <string>

#include "check_refusal.hpp"
#include "tem/policy.hpp"

namespace {

const tem::SignedNote& some_note() {
  static const tem::SignedNote made =
      tem::SignedNote::parse(tem::sign_checkpoint({"tem.example/fuzz", 1, {}},
                                                  tem::SigningKey::from_seed(tem::Bytes<32>{})))
          .value();
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto policy = tem::Policy::parse(text);
  if (!policy) {
    tem::test::check_refusal(policy.error());
    return 0;
  }
  if (policy->witnesses().size() > tem::kMaxPolicyWitnesses || policy->quorum().empty())
    std::abort();
  const bool met = policy->is_met(some_note());
  // No witness has cosigned it: only "none" lets it pass.
  if (met && policy->quorum() != "none") std::abort();
  std::string spaced = "# first\n";
  for (const char c : text) {
    if (c == '\n') spaced += " \t";
    spaced += c;
  }
  if (spaced.size() > tem::kMaxPolicyBytes) return 0;
  const auto again = tem::Policy::parse(spaced);
  if (!again || again->is_met(some_note()) != met || again->quorum() != policy->quorum())
    std::abort();
  return 0;
}
