#include "client_salt.hpp"

#include <sodium.h>

#include <algorithm>

#include "random.hpp"

namespace tem {

ClientSalt::ClientSalt(std::function<Date(Instant)> day_of, const std::optional<OfDay>& stored,
                       Instant now)
    : day_of_(std::move(day_of)), current_(day_of_(now), Bytes<32>{}), checked_(now) {
  saved_ = stored && stored->day == current_->day;
  if (saved_) {
    current_->key = stored->key;
  } else {
    fill_randomly(current_->key);
  }
}

ClientSalt::OfDay::~OfDay() { sodium_memzero(key.data(), key.size()); }

void ClientSalt::turn_locked(Instant at) {
  if (at == checked_) return;
  checked_ = at;
  const Date day = day_of_(at);
  if (day <= current_->day) return;
  current_->day = day;
  fill_randomly(current_->key);
  saved_ = false;
}

void ClientSalt::turn(Instant now) {
  const std::lock_guard lock(mutex_);
  turn_locked(now);
}

ClientHash ClientSalt::hash(std::string_view who, Instant at) {
  if (who.empty()) return 0;
  Bytes<32> digest;
  {
    const std::lock_guard lock(mutex_);
    turn_locked(at);
    crypto_generichash(reinterpret_cast<unsigned char*>(digest.data()), digest.size(),
                       reinterpret_cast<const unsigned char*>(who.data()), who.size(),
                       reinterpret_cast<const unsigned char*>(current_->key.data()),
                       current_->key.size());
  }
  ClientHash hash = 0;
  for (std::size_t i = 0; i < sizeof hash; ++i) {
    hash = hash << 8 | std::to_integer<ClientHash>(digest[i]);
  }
  return std::max<ClientHash>(hash, 1);
}

std::optional<ClientSalt::OfDay> ClientSalt::unsaved() {
  const std::lock_guard lock(mutex_);
  if (saved_) return std::nullopt;
  return *current_;
}

void ClientSalt::saved(const OfDay& written) {
  const std::lock_guard lock(mutex_);
  if (written.day == current_->day && written.key == current_->key) saved_ = true;
}

}  // namespace tem
