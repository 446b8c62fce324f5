#pragma once
// Stamps whose seal was verified before, so that a hot stamp costs no curve arithmetic.
//
//   if (const auto* known = seals.find(text)) …        // known->stamp, known->key
//   auto stamp = claim->verify(key, origin);            // costs 80 µs
//   if (stamp) seals.remember(text, key, std::make_shared<const VerifiedStamp>(*stamp));
//
// A hit is the same text, byte for byte, that verified under `key` and the one origin of this
// cache; nothing is remembered of a seal that did not verify. What the ledger says of the key is
// none of its business: a key that was compromised since is judged as ever.
//
// Bounded: a fixed number of slots in sets of kWays. The set is chosen by a keyed hash, so nobody
// can aim at another's slot; whoever floods it with texts that verify costs others one
// verification. For one thread.

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tem/stamp.hpp"

namespace tem {

class SealCache {
 public:
  /// A stamp in a QR symbol has some 260 bytes; a longer text is not kept, which bounds the memory.
  static constexpr std::size_t kMaxTextBytes = 512;
  static constexpr std::size_t kWays = 4;

  struct Known {
    std::string text;
    VerifyingKey key;  ///< that the seal verified with
    std::shared_ptr<const VerifiedStamp> stamp;
  };

  /// `slots` are rounded up to whole sets; 0: remembers nothing. About 1 KB a slot once used.
  explicit SealCache(std::size_t slots);

  /// Valid until the next `remember`.
  [[nodiscard]] const Known* find(std::string_view text) noexcept;
  /// In place of what was longest unused in its set.
  void remember(std::string_view text, const VerifyingKey& key,
                std::shared_ptr<const VerifiedStamp> stamp);

 private:
  struct Slot {
    std::uint64_t hash = 0, used = 0;
    std::unique_ptr<Known> known;
  };
  [[nodiscard]] std::uint64_t hash_of(std::string_view text) const noexcept;
  [[nodiscard]] std::span<Slot> set_of(std::uint64_t hash) noexcept;

  std::array<unsigned char, 16> seed_;
  std::vector<Slot> slots_;
  std::uint64_t clock_ = 0;
};

}  // namespace tem
