#include "tem/cosignature.hpp"

#include <algorithm>

namespace tem {
namespace {

constexpr std::size_t kTimeBytes = 8;

std::string message(std::string_view text, std::uint64_t seconds) {
  return "cosignature/v1\ntime " + std::to_string(seconds) + "\n" + std::string(text);
}

}  // namespace

NoteSignature cosign(std::string_view text, const std::string& name, const SigningKey& key,
                     Instant at) {
  const auto seconds = static_cast<std::uint64_t>(at.time().time_since_epoch().count());
  const NoteKey witness{name, key.verifying_key(), NoteAlgorithm::cosignature_v1};
  NoteSignature signature{name, witness.id(), {}};
  for (int shift = 56; shift >= 0; shift -= 8) {
    signature.bytes.push_back(static_cast<std::byte>(seconds >> shift & 0xFF));
  }
  const auto signed_bytes = key.sign(as_bytes(message(text, seconds)));
  signature.bytes.insert(signature.bytes.end(), signed_bytes.begin(), signed_bytes.end());
  return signature;
}

std::optional<Instant> check_cosignature(std::string_view text, const NoteSignature& signature,
                                         const NoteKey& witness) {
  if (!signature.is_of(witness) || witness.algorithm != NoteAlgorithm::cosignature_v1 ||
      signature.bytes.size() != kTimeBytes + sizeof(Signature)) {
    return std::nullopt;
  }
  std::uint64_t seconds = 0;
  for (std::size_t i = 0; i < kTimeBytes; ++i) {
    seconds = seconds << 8 | std::to_integer<std::uint64_t>(signature.bytes[i]);
  }
  // RFC 3339 writes no year after 9999; c2sp.org/tlog-cosignature asks for less than 2^63.
  constexpr std::uint64_t kYear10000 = 253'402'300'800;
  const auto bytes = std::span(signature.bytes).subspan<kTimeBytes, sizeof(Signature)>();
  if (seconds >= kYear10000 || !witness.key.verify(as_bytes(message(text, seconds)), bytes)) {
    return std::nullopt;
  }
  return Instant(std::chrono::sys_seconds(std::chrono::seconds(seconds)));
}

std::optional<Instant> find_cosignature(const SignedNote& note, const NoteKey& witness) {
  for (const auto& signature : note.signatures) {
    if (auto at = check_cosignature(note.text, signature, witness)) return at;
  }
  return std::nullopt;
}

}  // namespace tem
