// What the rules of copies find and condemn in made-up markets: the tables of docs/clone-detection.md.
//
//   simulate_copies              the tables, on the seeds held out            (some minutes)
//   simulate_copies --choose     the same on the seeds the defaults were chosen by
//   simulate_copies --check      fewer lives; exit status 1 when a documented bound is not met

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>
#include <string_view>

#include "market.hpp"

namespace {

using namespace tem;
using namespace tem::simulator;

constexpr std::uint64_t kChosenBy = 1'000, kHeldOut = 31'000'001;
constexpr double kMostCondemned = 0.001;  // of the honest stamps of a check

/// How many of some lives broke each rule, and any.
struct Count {
  int lives = 0, any = 0;
  std::vector<int> rules = std::vector<int>(rule_names().size());
  std::vector<int> delays;  // looks at copies until it was told

  void add(const Outcome& outcome) {
    ++lives;
    if (outcome.any >= 0) {
      ++any;
      delays.push_back(outcome.copies_until);
    }
    for (std::size_t i = 0; i < rules.size(); ++i) rules[i] += outcome.first[i] >= 0 ? 1 : 0;
  }
  void add(const Count& other) {
    lives += other.lives;
    any += other.any;
    for (std::size_t i = 0; i < rules.size(); ++i) rules[i] += other.rules[i];
  }
  [[nodiscard]] double rate(int part) const { return static_cast<double>(part) / lives; }
  [[nodiscard]] int median_delay() {
    if (delays.empty()) return 0;
    std::ranges::sort(delays);
    return delays[delays.size() / 2];
  }
};

/// The least rate at which so few would be seen with a probability of 5 % (Clopper and Pearson).
double upper_bound(int seen, int of) {
  const auto at_most = [&](double p) {
    double sum = 0;
    for (int k = 0; k <= seen; ++k) {
      sum += std::exp(std::lgamma(of + 1.0) - std::lgamma(k + 1.0) - std::lgamma(of - k + 1.0) +
                      k * std::log(p) + (of - k) * std::log1p(-p));
    }
    return sum;
  };
  double low = 0, high = 1 - 1e-12;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (at_most(middle) > 0.05 ? low : high) = middle;
  }
  return high;
}

std::vector<Count> honest(std::uint64_t seed, int stamps) {
  std::vector<Count> kinds(kHonestKinds);
  for (int kind = 0; kind < kHonestKinds; ++kind) {
    Market market(seed + static_cast<std::uint64_t>(kind));
    const auto which = static_cast<Honest>(kind);
    for (int n = stamps / 1000 * share(which); n > 0; --n) {
      kinds[static_cast<std::size_t>(kind)].add(judge_life(market.honest(which), CopyRules{}));
    }
  }
  return kinds;
}

Count copied(std::uint64_t seed, const Fraud& fraud, int lives) {
  Market market(seed);
  Count count;
  for (int i = 0; i < lives; ++i) count.add(judge_life(market.copied(fraud), CopyRules{}));
  return count;
}

Count slandered(std::uint64_t seed, const Slander& slander, int lives) {
  Market market(seed);
  Count count;
  for (int i = 0; i < lives; ++i) count.add(judge_life(market.slandered(slander), CopyRules{}));
  return count;
}

struct FraudCase {
  const char* what;
  Fraud fraud;
  double least;  ///< of the lives that must be found; below what was measured, 0 where none need be
};
constexpr FraudCase kFrauds[] = {
    {"1 copy", {.copies = 1, .provinces = 1, .scanned = 1}, 0},
    {"10 copies, 5 % scanned", {.copies = 10, .provinces = 5}, 0},
    {"100 copies, 5 %", {.copies = 100}, 0},
    {"100 copies, 30 %", {.copies = 100, .scanned = 0.3}, 0},
    {"1,000 copies, 5 %", {.copies = 1'000}, 0},
    {"1,000 copies, 30 %", {.copies = 1'000, .scanned = 0.3}, 0.85},
    {"10,000 copies, 5 %", {.copies = 10'000}, 0.85},
    {"1,000 copies, 5 %, all in one other province", {.copies = 1'000, .provinces = 1}, 0},
    {"100 copies, 5 %, sold in one province by right", {.copies = 100, .one_region = true}, 0},
    {"1,000 copies, 5 %, sold in one province by right", {.copies = 1'000, .one_region = true}, 0.45},
    {"1,000 copies, 5 %, all in one other province, sold in one by right",
     {.copies = 1'000, .provinces = 1, .one_region = true},
     0.3},
    {"100 copies, 5 %, 5 % at tills", {.copies = 100, .tills = 0.05}, 0.15},
    {"100 copies, 5 %, of a lot not activated", {.copies = 100, .before = true}, 0.35},
    {"100 copies, 5 %, the genuine one was claimed", {.copies = 100, .claimed = true}, 0.15},
    {"1,000 copies, 5 %, and 100 API looks a day to hide", {.copies = 1'000, .hiding = 100}, 0},
};

struct SlanderCase {
  const char* what;
  Slander slander;
  double most;  ///< of the lives; 1 where nothing stands against it, as documented
};
constexpr SlanderCase kSlanders[] = {
    {"10,000 looks through the API, naming 34 provinces", {}, 0.01},
    {"1,000 looks of one phone, naming 34 provinces",
     {.channel = Channel::page, .looks = 1'000, .addresses = 1}, 1},
    {"100 looks of 100 addresses, naming provinces",
     {.channel = Channel::page, .looks = 100, .addresses = 100}, 1},
    {"100 looks of 100 addresses, naming one province",
     {.channel = Channel::page, .looks = 100, .addresses = 100, .says_where = false}, 1},
};

void print_head(const char* first, const char* second) {
  std::printf("| %s | %s | any rule |", first, second);
  for (const auto rule : rule_names()) std::printf(" %s |", std::string(rule).c_str());
}

void print_line(const char* what, Count& count) {
  std::printf("| %s | %d | %.4g %% |", what, count.lives, 100 * count.rate(count.any));
  for (const int broken : count.rules) std::printf(" %.4g |", 100 * count.rate(broken));
}

int run(std::uint64_t seed, int stamps, int lives, bool check) {
  bool met = true;
  print_head("honest stamps", "lives");
  std::puts("\n| --- | --- | --- | --- | --- | --- | --- | --- |");
  Count all;
  auto kinds = honest(seed, stamps);
  for (int kind = 0; kind < kHonestKinds; ++kind) {
    auto& count = kinds[static_cast<std::size_t>(kind)];
    print_line(std::string(name(static_cast<Honest>(kind))).c_str(), count);
    std::puts("");
    all.add(count);
  }
  print_line("**all**", all);
  const double bound = upper_bound(all.any, all.lives);
  std::printf("\n\n%d of %d honest stamps were ever taken for copied: at most %.2f in 1,000 with 95 %% certainty.\n\n",
              all.any, all.lives, 1000 * bound);
  if (all.rate(all.any) > kMostCondemned) {
    met = false;
    std::fputs("simulate_copies: more honest stamps than 1 in 1,000 were taken for copied\n", stderr);
  }

  print_head("copies", "lives");
  std::puts(" looks at copies until told, median |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
  std::uint64_t next = seed + 100;
  for (const auto& [what, fraud, least] : kFrauds) {
    const int n = fraud.copies > 1'000 || fraud.hiding > 0 ? std::max(10, lives / 10) : lives;
    auto count = copied(next++, fraud, n);
    print_line(what, count);
    std::printf(" %s |\n", count.any == 0 ? "–" : std::to_string(count.median_delay()).c_str());
    if (count.rate(count.any) < least) {
      met = false;
      std::fprintf(stderr, "simulate_copies: %s: fewer found than %g\n", what, least);
    }
  }
  std::puts("");
  print_head("slander of a genuine stamp", "lives");
  std::puts("\n| --- | --- | --- | --- | --- | --- | --- | --- |");
  for (const auto& [what, slander, most] : kSlanders) {
    auto count = slandered(next++, slander, std::max(10, lives / 10));
    print_line(what, count);
    std::puts("");
    if (count.rate(count.any) > most) {
      met = false;
      std::fprintf(stderr, "simulate_copies: %s: more condemned than %g\n", what, most);
    }
  }
  if (!check) return 0;
  if (!met) std::fputs("simulate_copies: a bound of docs/clone-detection.md is not met\n", stderr);
  return met ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);  // a line as soon as it is known
  const std::string_view how = argc > 1 ? argv[1] : "";
  if (how.empty()) return run(kHeldOut, 20'000, 60, false);
  if (how == "--choose") return run(kChosenBy, 20'000, 60, false);
  if (how == "--check") return run(kHeldOut, 5'000, 20, true);
  std::fputs("usage: simulate_copies [--choose | --check]\n", stderr);
  return 2;
}
