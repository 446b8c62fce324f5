#pragma once
// How much one client or one token may ask for: token buckets, counted in stamps.
//
//   RateLimiter limiter({}, seed);
//   limiter.take(RateClass::looks, *RatePayer::client("203.0.113.9"), 500, now)   none: allowed
//   limiter.take(RateClass::looks, RatePayer::token(7), 1, now)      // a bucket of its own
//
// A request that costs more than a bucket holds is allowed when the bucket is full, and owes the
// rest. Memory is fixed: a client that finds no free bucket takes over the fullest one of eight
// with what that one owes. So a bucket that is pushed out comes back owing no less, and nobody
// gains by asking from a million addresses; the price is that in such a flood new clients may have
// to wait.
//
// Clients and tokens, and each class, have tables of their own: a flood of looks never locks out a
// till's token or a claim.

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace tem {

/// What is asked for; each has buckets of its own.
enum class RateClass {
  looks,    ///< one a stamp: the page, lists, photographs
  reads,    ///< everything else that only reads
  claims,   ///< tries of a hidden code
  reports,  ///< of suspicious stamps
  writes,   ///< facts and lots
  places,   ///< told of a look
};
inline constexpr std::size_t kRateClasses = 6;

std::string_view name(RateClass kind) noexcept;  ///< "looks"

struct Rate {
  std::uint32_t per_minute = 0;  ///< 0: no limit
  std::uint32_t burst = 1;       ///< what a bucket holds
  friend bool operator==(const Rate&, const Rate&) = default;
};
inline constexpr std::uint32_t kMostPerMinute = 100'000'000, kMostBurst = 1'000'000;

/// By class. A client may be a whole mobile network behind one IPv4 address, so that looks are
/// many; claims and reports are what few people do once.
struct RateLimits {
  std::array<Rate, kRateClasses> client = {
      {{1'200, 1'200}, {3'000, 3'000}, {20, 20}, {10, 20}, {120, 60}, {60, 60}}};
  std::array<Rate, kRateClasses> token = {
      {{60'000, 20'000}, {6'000, 6'000}, {60, 60}, {60, 60}, {1'200, 600}, {60, 60}}};
  friend bool operator==(const RateLimits&, const RateLimits&) = default;
};

/// Whose bucket it is.
class RatePayer {
 public:
  /// An IPv4 address, or the /64 network of an IPv6 address, which is one household's. All that is
  /// no address is one client together.
  static RatePayer client(std::string_view address) noexcept;
  static RatePayer token(std::uint64_t id) noexcept { return {true, id}; }

  [[nodiscard]] bool is_token() const noexcept { return is_token_; }
  [[nodiscard]] std::uint64_t id() const noexcept { return id_; }
  friend bool operator==(const RatePayer&, const RatePayer&) = default;

 private:
  RatePayer(bool is_token, std::uint64_t id) : is_token_(is_token), id_(id) {}
  bool is_token_;
  std::uint64_t id_;
};

/// For any number of threads.
class RateLimiter {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Seed = std::array<unsigned char, 16>;

  /// `seed`: random, so that nobody can choose who shares a bucket. `buckets`: of each class's
  /// clients, rounded up to a power of two; 16 bytes each.
  RateLimiter(const RateLimits& limits, const Seed& seed, std::size_t buckets = 1 << 16);
  ~RateLimiter();

  /// None: it is allowed, and paid. Else how long to wait until it will be, 1 s or more; nothing is
  /// paid. A `cost` of 0 is never refused; one above
  /// kMostBurst is as that.
  std::optional<std::chrono::seconds> take(RateClass kind, RatePayer payer, std::uint32_t cost,
                                           Time now);

  [[nodiscard]] std::uint64_t refused() const noexcept;  ///< since the start

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tem
