#include "tem/rate_limiter.hpp"

#include <arpa/inet.h>
#include <sodium.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstring>
#include <mutex>
#include <string>
#include <vector>

namespace tem {
namespace {

constexpr std::size_t kWays = 8;     // buckets that a payer may have, in one line of two caches
constexpr std::size_t kLocks = 256;  // 30,000 requests a second seldom meet at one
constexpr std::int64_t kMinute = 60'000'000'000;
constexpr std::size_t kTokenBuckets = 4'096;
constexpr std::array<std::string_view, kRateClasses> kNames = {"looks",   "reads",  "claims",
                                                               "reports", "writes", "places"};

/// Full again at `full_at`: a bucket is one number (the generic cell rate algorithm, ITU-T I.371).
struct Bucket {
  std::uint64_t key = 0;
  std::int64_t full_at = 0;  ///< nanoseconds; one in the past is full, and so free
};

class Table {
 public:
  Table(const Rate& rate, std::size_t buckets)
      : unit_(rate.per_minute == 0 ? 0 : std::max<std::int64_t>(1, kMinute / rate.per_minute)),
        depth_(unit_ * std::max<std::uint32_t>(1, rate.burst)) {
    if (unit_ > 0) buckets_.resize(std::bit_ceil(std::max(buckets, kWays)));
  }

  /// Nanoseconds to wait; 0: paid.
  std::int64_t take(std::uint64_t key, std::uint32_t cost, std::int64_t now) {
    if (unit_ == 0 || cost == 0) return 0;
    const std::size_t set = key % (buckets_.size() / kWays);
    const std::lock_guard lock(locks_[set % kLocks]);
    Bucket* const first = &buckets_[set * kWays];
    Bucket* bucket =
        std::find_if(first, first + kWays, [&](const Bucket& b) { return b.key == key; });
    const bool found = bucket != first + kWays;
    if (!found) {
      bucket = std::min_element(first, first + kWays, [](const Bucket& a, const Bucket& b) {
        return a.full_at < b.full_at;
      });
    }
    const std::int64_t owed = std::max<std::int64_t>(0, bucket->full_at - now);
    const std::int64_t price = unit_ * std::min(cost, kMostBurst);
    if (const std::int64_t over = owed + std::min(price, depth_) - depth_; over > 0) return over;
    *bucket = {key, now + owed + price};
    return 0;
  }

 private:
  std::int64_t unit_;   ///< nanoseconds until one stamp is allowed again; 0: no limit
  std::int64_t depth_;  ///< nanoseconds until an empty bucket is full
  std::vector<Bucket> buckets_;
  std::array<std::mutex, kLocks> locks_;
};

}  // namespace

std::string_view name(RateClass kind) noexcept { return kNames[static_cast<std::size_t>(kind)]; }

RatePayer RatePayer::client(std::string_view address) noexcept {
  constexpr std::size_t kMostBytes = INET6_ADDRSTRLEN;
  constexpr std::array<unsigned char, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  std::array<char, kMostBytes + 1> text{};
  if (address.size() > kMostBytes) return {false, 0};
  std::copy(address.begin(), address.end(), text.begin());
  std::array<unsigned char, 16> bytes{};
  std::uint32_t v4 = 0;
  if (inet_pton(AF_INET, text.data(), &v4) != 1) {
    if (inet_pton(AF_INET6, text.data(), bytes.data()) != 1) return {false, 0};
    if (!std::equal(kMapped.begin(), kMapped.end(), bytes.begin())) {
      std::uint64_t network = 0;
      std::memcpy(&network, bytes.data(), sizeof network);
      return {false, network};
    }
    std::memcpy(&v4, bytes.data() + kMapped.size(), sizeof v4);
  }
  // No IPv6 network begins so: what is no /64 of anybody's holds IPv4.
  return {false, std::bit_cast<std::uint64_t>(std::array<std::uint32_t, 2>{0xFFFFFFFF, v4})};
}

struct RateLimiter::State {
  State(const RateLimits& limits, const Seed& given, std::size_t buckets) : seed(given) {
    for (std::size_t i = 0; i < kRateClasses; ++i) {
      client.push_back(std::make_unique<Table>(limits.client[i], buckets));
      token.push_back(std::make_unique<Table>(limits.token[i], kTokenBuckets));
    }
  }
  Seed seed;
  std::vector<std::unique_ptr<Table>> client, token;
  std::atomic<std::uint64_t> refused{0};
};

RateLimiter::RateLimiter(const RateLimits& limits, const Seed& seed, std::size_t buckets)
    : state_(std::make_unique<State>(limits, seed, buckets)) {
  static_assert(crypto_shorthash_KEYBYTES == std::tuple_size_v<Seed>);
}
RateLimiter::~RateLimiter() = default;

std::optional<std::chrono::seconds> RateLimiter::take(RateClass kind, RatePayer payer,
                                                      std::uint32_t cost, Time now) {
  const std::uint64_t id = payer.id();
  std::uint64_t key = 0;
  crypto_shorthash(reinterpret_cast<unsigned char*>(&key),
                   reinterpret_cast<const unsigned char*>(&id), sizeof id, state_->seed.data());
  const auto& tables = payer.is_token() ? state_->token : state_->client;
  const auto at = std::chrono::duration_cast<std::chrono::nanoseconds>(now.time_since_epoch());
  const std::int64_t wait = tables[static_cast<std::size_t>(kind)]->take(key, cost, at.count());
  if (wait == 0) return std::nullopt;
  state_->refused.fetch_add(1, std::memory_order_relaxed);
  return std::chrono::ceil<std::chrono::seconds>(std::chrono::nanoseconds(wait));
}

std::uint64_t RateLimiter::refused() const noexcept {
  return state_->refused.load(std::memory_order_relaxed);
}

}  // namespace tem
