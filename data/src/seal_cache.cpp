#include "seal_cache.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstring>

namespace tem {

static_assert(crypto_shorthash_BYTES == sizeof(std::uint64_t));

SealCache::SealCache(std::size_t slots) : slots_((slots + kWays - 1) / kWays * kWays) {
  static_assert(crypto_shorthash_KEYBYTES == sizeof seed_);
  crypto_shorthash_keygen(seed_.data());
}

std::uint64_t SealCache::hash_of(std::string_view text) const noexcept {
  std::array<unsigned char, crypto_shorthash_BYTES> out;
  crypto_shorthash(out.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                   seed_.data());
  std::uint64_t hash = 0;
  std::memcpy(&hash, out.data(), sizeof hash);
  return hash;
}

std::span<SealCache::Slot> SealCache::set_of(std::uint64_t hash) noexcept {
  const std::size_t set = hash % (slots_.size() / kWays);
  return std::span(slots_).subspan(set * kWays, kWays);
}

const SealCache::Known* SealCache::find(std::string_view text) noexcept {
  if (slots_.empty() || text.size() > kMaxTextBytes) return nullptr;
  const std::uint64_t hash = hash_of(text);
  for (Slot& slot : set_of(hash)) {
    if (slot.hash != hash || !slot.known || slot.known->text != text) continue;
    slot.used = ++clock_;
    return slot.known.get();
  }
  return nullptr;
}

void SealCache::remember(std::string_view text, const VerifyingKey& key,
                         std::shared_ptr<const VerifiedStamp> stamp) {
  if (slots_.empty() || text.size() > kMaxTextBytes) return;
  const std::uint64_t hash = hash_of(text);
  const auto set = set_of(hash);
  const auto same = std::ranges::find_if(set, [&](const Slot& slot) {
    return slot.known && slot.hash == hash && slot.known->text == text;
  });
  Slot& slot = same != set.end() ? *same : *std::ranges::min_element(set, {}, &Slot::used);
  slot = {hash, ++clock_, std::make_unique<Known>(Known{std::string(text), key, std::move(stamp)})};
}

}  // namespace tem
