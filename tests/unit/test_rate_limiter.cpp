#include "tem/rate_limiter.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <map>
#include <string>
#include <thread>
#include <vector>

using namespace tem;
using namespace std::chrono_literals;

namespace {

constexpr RateLimiter::Seed kSeed = {1, 2, 3, 4};
const RateLimiter::Time kStart{1'000'000s};

/// Looks only: `per_minute` and `burst` for clients, the same for tokens.
RateLimits looks(std::uint32_t per_minute, std::uint32_t burst) {
  RateLimits limits;
  limits.client[0] = limits.token[0] = {per_minute, burst};
  return limits;
}

std::string v4(int i) {
  return "10." + std::to_string(i >> 16) + "." + std::to_string(i >> 8 & 255) + "." +
         std::to_string(i & 255);
}

/// One bucket for ever, in thousandths of a stamp: slow and obvious.
struct Reference {
  double held, burst, per_second;
  double at = 0;
  bool take(double cost, double now) {
    held = std::min(burst, held + (now - at) * per_second);
    at = now;
    if (held + 1e-6 < std::min(cost, burst)) return false;
    held -= cost;
    return true;
  }
};

}  // namespace

TEST_CASE("whose bucket it is") {
  struct Case {
    std::string_view why, a, b;
    bool same;
  };
  const Case cases[] = {
      {"an IPv4 address", "203.0.113.9", "203.0.113.9", true},
      {"its neighbour", "203.0.113.9", "203.0.113.10", false},
      {"IPv4 written as IPv6", "203.0.113.9", "::ffff:203.0.113.9", true},
      {"two hosts of one /64", "2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true},
      {"two /64 of one /48", "2001:db8:1:2::1", "2001:db8:1:3::1", false},
      {"an IPv4-compatible address is no IPv4", "203.0.113.9", "::203.0.113.9", false},
      {"what is no address, together", "unix:", "", true},
      {"a very long text", std::string_view(),
       "1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb:cccc", true},
      {"no address and an address", "", "203.0.113.9", false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.why);
    CHECK((RatePayer::client(c.a) == RatePayer::client(c.b)) == c.same);
  }
  CHECK_FALSE(RatePayer::token(0) == RatePayer::client(""));
}

TEST_CASE("a burst, then a steady rate, and how long to wait") {
  RateLimiter limiter(looks(60, 10), kSeed);
  const RatePayer one = RatePayer::client("203.0.113.9");
  for (int i = 0; i < 10; ++i) CHECK_FALSE(limiter.take(RateClass::looks, one, 1, kStart));
  CHECK(limiter.take(RateClass::looks, one, 1, kStart) == 1s);
  CHECK(limiter.take(RateClass::looks, one, 5, kStart) == 5s);
  CHECK(limiter.refused() == 2);
  CHECK_FALSE(limiter.take(RateClass::looks, RatePayer::client("203.0.113.10"), 1, kStart));
  CHECK(limiter.take(RateClass::looks, one, 1, kStart + 999ms));
  CHECK_FALSE(limiter.take(RateClass::looks, one, 1, kStart + 1s));
  CHECK(limiter.take(RateClass::looks, one, 1, kStart + 1s));
  CHECK_FALSE(limiter.take(RateClass::looks, one, 10, kStart + 11s));  // waiting as told is enough
}

TEST_CASE("a list is counted by its stamps; one larger than the bucket is owed") {
  RateLimiter limiter(looks(60, 100), kSeed);
  const RatePayer one = RatePayer::client("203.0.113.9");
  CHECK_FALSE(limiter.take(RateClass::looks, one, 60, kStart));
  CHECK(limiter.take(RateClass::looks, one, 60, kStart) == 20s);
  CHECK_FALSE(limiter.take(RateClass::looks, one, 40, kStart));
  CHECK_FALSE(limiter.take(RateClass::looks, one, 500, kStart + 100s));
  CHECK(limiter.take(RateClass::looks, one, 1, kStart + 100s) == 401s);
  CHECK_FALSE(limiter.take(RateClass::looks, one, 0, kStart + 100s));
}

TEST_CASE("classes, clients and tokens pay from buckets of their own; 0 a minute is no limit") {
  RateLimits limits;
  limits.client = {{{60, 1}, {60, 1}, {60, 1}, {60, 1}, {0, 1}}};
  limits.token = limits.client;
  RateLimiter limiter(limits, kSeed);
  for (const auto kind :
       {RateClass::looks, RateClass::reads, RateClass::claims, RateClass::reports}) {
    CAPTURE(name(kind));
    for (const RatePayer payer :
         {RatePayer::client("203.0.113.9"), RatePayer::token(1), RatePayer::token(2)}) {
      CHECK_FALSE(limiter.take(kind, payer, 1, kStart));
      CHECK(limiter.take(kind, payer, 1, kStart));
    }
  }
  for (int i = 0; i < 100; ++i)
    CHECK_FALSE(limiter.take(RateClass::writes, RatePayer::token(1), 1'000'000, kStart));
}

TEST_CASE("the bounds of what can be set do not overflow") {
  for (const Rate rate :
       {Rate{1, kMostBurst}, Rate{kMostPerMinute, kMostBurst}, Rate{kMostPerMinute, 1}}) {
    RateLimits limits;
    limits.client[0] = rate;
    RateLimiter limiter(limits, kSeed);
    const RatePayer one = RatePayer::client("203.0.113.9");
    CHECK_FALSE(limiter.take(RateClass::looks, one, rate.burst, kStart));
    CHECK(limiter.take(RateClass::looks, one, rate.burst, kStart));
    CHECK(limiter.take(RateClass::looks, one, 0xFFFFFFFF, kStart));
  }
}

TEST_CASE(
    "nobody gains by being pushed out: whatever many clients do, none gets more than its own "
    "bucket would give") {
  rc::check([] {
    constexpr std::uint32_t kPerMinute = 60, kBurst = 5;
    RateLimiter limiter(looks(kPerMinute, kBurst), kSeed, 8);  // eight buckets for all
    std::map<int, Reference> own;
    double seconds = 0;
    const auto steps = *rc::gen::container<std::vector<std::tuple<int, int, int>>>(
        rc::gen::tuple(rc::gen::inRange(0, 20), rc::gen::inRange(1, 8), rc::gen::inRange(0, 1500)));
    for (const auto& [who, cost, pause] : steps) {
      seconds += pause / 1000.0;
      auto& mine =
          own.try_emplace(who, Reference{kBurst, kBurst, kPerMinute / 60.0, seconds}).first->second;
      Reference before = mine;
      const auto at =
          kStart + std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000 + 0.5));
      const bool allowed = !limiter.take(RateClass::looks, RatePayer::client(v4(who)),
                                         static_cast<std::uint32_t>(cost), at);
      if (allowed)
        RC_ASSERT(mine.take(cost, seconds));
      else
        mine = before;
    }
  });
}

TEST_CASE("with room for all, it is the slow reference") {
  rc::check([] {
    RateLimiter limiter(looks(60, 5), kSeed);
    std::map<int, Reference> own;
    std::int64_t ms = 0;
    const auto steps = *rc::gen::container<std::vector<std::tuple<int, int, int>>>(
        rc::gen::tuple(rc::gen::inRange(0, 6), rc::gen::inRange(1, 8), rc::gen::inRange(0, 1500)));
    for (const auto& [who, cost, pause] : steps) {
      ms += pause;
      const double seconds = static_cast<double>(ms) / 1000;
      auto& mine = own.try_emplace(who, Reference{5, 5, 1, seconds}).first->second;
      const bool allowed =
          !limiter.take(RateClass::looks, RatePayer::client(v4(who)),
                        static_cast<std::uint32_t>(cost), kStart + std::chrono::milliseconds(ms));
      RC_ASSERT(allowed == mine.take(cost, seconds));
    }
  });
}

TEST_CASE("a hundred thousand addresses get together no more than the buckets hold") {
  constexpr std::size_t kBuckets = 64;
  RateLimiter limiter(looks(60, 10), kSeed, kBuckets);
  std::size_t allowed = 0;
  for (int i = 0; i < 100'000; ++i)
    if (!limiter.take(RateClass::looks, RatePayer::client(v4(i)), 1, kStart)) ++allowed;
  CHECK(allowed == kBuckets * 10);
  // A token is not touched by them.
  CHECK_FALSE(limiter.take(RateClass::looks, RatePayer::token(1), 1, kStart));
}

TEST_CASE("threads that pay from one bucket get together what it holds") {
  RateLimiter limiter(looks(1, 5'000), kSeed);
  std::atomic<int> allowed = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 2'000; ++i)
          if (!limiter.take(RateClass::looks, RatePayer::client("203.0.113.9"), 1, kStart))
            ++allowed;
      });
    }
  }
  CHECK(allowed == 5'000);
  CHECK(limiter.refused() == 3'000);
}
