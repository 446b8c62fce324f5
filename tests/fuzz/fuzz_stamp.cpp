// A text that verifies has the signer's canonical form under the signer's seal; any other text is
// refused, and a claim that does not verify shows nothing.

#include <cstdlib>

#include "tem/stamp.hpp"

namespace {

constexpr std::string_view kOrigin = "tem.example/fuzz";

/// The key of tests/vectors/stamp.json number 1 is for tests only; so is this one.
const tem::SigningKey& key() {
  static const tem::SigningKey made = [] {
    tem::Bytes<32> seed{};
    seed.fill(std::byte{0x55});
    return tem::SigningKey::from_seed(seed);
  }();
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto claim = tem::UnverifiedStamp::parse(text);
  if (!claim) {
    if (claim.error().detail.empty()) std::abort();
    return 0;
  }
  // Nobody has signed for this origin, so nothing may verify as it stands.
  if (claim->verify(key().verifying_key(), kOrigin)) std::abort();

  // The same form sealed by the key reads back and verifies.
  const auto link = tem::DigitalLink::parse(text);
  if (!link) std::abort();
  const std::string canonical = link->canonical();
  const tem::Seal seal{1, key().sign(tem::as_bytes(tem::stamp_message(kOrigin, canonical)))};
  const std::string sealed = canonical + (link->attributes().empty() ? "?s=" : "&s=") + seal.str();
  if (sealed.size() > tem::kMaxUriBytes) return 0;
  const auto again = tem::UnverifiedStamp::parse(sealed);
  if (!again) std::abort();
  const auto stamp = again->verify(key().verifying_key(), kOrigin);
  if (!stamp || stamp->canonical() != canonical) std::abort();
  return 0;
}
