#pragma once
// A made-up market: how the looks at one stamp come about, honest or copied. Every figure here is an
// assumption, written where it is used; docs/clone-detection.md lists them. The same seed makes the
// same market, on any machine.
//
//   Market market(42);
//   Life life = market.honest(Honest::displayed);      // all the looks at one stamp
//   Life copied = market.copied({.copies = 100});      // and at its copies

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "tem/copy_rules.hpp"

namespace tem::simulator {

/// splitmix64: the library's distributions differ from one standard library to another.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}
  std::uint64_t bits() noexcept;
  double unit() noexcept;                                ///< [0, 1)
  int below(int n) noexcept { return static_cast<int>(unit() * n); }
  bool happens(double probability) noexcept { return unit() < probability; }
  double wait(double mean) noexcept;                     ///< exponential
  int many(double mean) noexcept;                        ///< Poisson

 private:
  std::uint64_t state_;
};

enum class Honest {
  shelf,       ///< on a shelf, bought, looked at once or twice, or never
  displayed,   ///< in the window of a busy shop, scanned by shoppers for weeks
  reseller,    ///< looked at in a warehouse, a market of another province, and by the buyer
  family,      ///< looked at by a family, day after day; some claim it
  gift,        ///< bought by a traveller, looked at, flown home and looked at there
  shop_till,   ///< rung up at a till that asks; some are brought back and sold again
  forgotten,   ///< a lot that was sold before anyone activated it
  inspected,   ///< looked at by inspectors, before and after it is in force
};
inline constexpr int kHonestKinds = 8;
std::string_view name(Honest kind) noexcept;
/// Of 1,000 stamps, how many live so.
int share(Honest kind) noexcept;

/// A counterfeiter takes one genuine stamp and prints it again.
struct Fraud {
  int copies = 100;
  int provinces = 12;           ///< that the copies are sold in
  double scanned = 0.05;        ///< of the copies, by shoppers
  double tills = 0;             ///< of the copies, rung up at tills that ask
  bool before = false;          ///< taken from a lot that is not activated yet
  bool claimed = false;         ///< the genuine one was claimed by its buyer
  bool one_region = false;      ///< the product is sold in its own province alone
  int hiding = 0;               ///< looks through the API, a day, to drown the others
};

/// One who would have a genuine stamp condemned.
struct Slander {
  Channel channel = Channel::api;
  int looks = 10'000;
  int addresses = 1;            ///< he owns; through the API any number
  bool says_where = true;       ///< names another place with every look
};

struct Life {
  std::vector<Sight> looks;     ///< by time
  std::vector<bool> of_copy;    ///< beside them
  std::optional<Claim> claim;
  StampContext context;
};

class Market {
 public:
  explicit Market(std::uint64_t seed) : chance_(seed) {}
  Life honest(Honest kind);
  Life copied(const Fraud& fraud);
  Life slandered(const Slander& slander);

 private:
  class Writing;
  int town();
  int other_town(int than);
  Chance chance_;
  std::uint64_t next_phone_ = 1;
};

/// What the rules said of a life, look by look, as the service asks them.
struct Outcome {
  std::vector<int> first;       ///< for each rule, which look it was first broken at, or −1
  int any = -1;
  int copies_until = 0;         ///< looks at copies until then, that one included
};
Outcome judge_life(const Life& life, const CopyRules& rules);

std::span<const std::string_view> rule_names() noexcept;

}  // namespace tem::simulator
