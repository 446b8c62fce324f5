// What witnesses add to a registry: the policy that names them, and their cosignatures.

#include "files.hpp"
#include "tem/quote.hpp"
#include "tem/registry.hpp"

namespace tem {
namespace {

constexpr std::string_view kPolicyFile = "witnesses.policy";

/// May it be asked, and shown to anyone? No user and password, nothing but http and https.
bool is_plain_url(std::string_view url) {
  return (url.starts_with("https://") || url.starts_with("http://")) &&
         url.find('@') == std::string_view::npos;
}

}  // namespace

Result<std::optional<Policy>> Registry::witness_policy() const {
  const auto file = dir_ / kPolicyFile;
  const auto text = read_file(file, kMaxPolicyBytes);
  if (!text && text.error().code == ErrorCode::not_found) return std::optional<Policy>();
  if (!text) return text.error();
  auto policy = Policy::parse(*text);
  if (!policy) return policy.error().at(kPolicyFile);
  for (const auto& log : policy->logs()) {
    if (log.key.str() == vkey_.str()) continue;
    return Error{ErrorCode::bad_policy, std::string(kPolicyFile) + ": log " +
                                            tem::quoted(log.key.name) +
                                            " is not this registry's; see `tem key vkey`"};
  }
  for (const auto& witness : policy->witnesses()) {
    if (is_plain_url(witness.url)) continue;
    return Error{ErrorCode::bad_policy,
                 std::string(kPolicyFile) + ": witness " + tem::quoted(witness.name) +
                     ": needs an http or https URL without user and password, to be asked at"};
  }
  return std::optional(std::move(*policy));
}

Result<Checkpoint> Registry::published_checkpoint() const {
  auto checkpoint = ledger_.checkpoint();
  if (!checkpoint) return checkpoint;
  if (!cosignatures_) {
    auto opened = CosignatureStore::open(cosignatures_file(), Access::read);
    if (!opened) return checkpoint;
    cosignatures_ = std::move(*opened);
  }
  auto note = SignedNote::parse(checkpoint->note);
  if (!note) return note.error();
  if (!cosignatures_->add_to(*note, checkpoint->head.size)) {
    cosignatures_.reset();  // perhaps it was replaced: opened anew next time
    return checkpoint;
  }
  checkpoint->note = note->str();
  return checkpoint;
}

}  // namespace tem
