#include "market.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "tem/places.hpp"

namespace tem::simulator {
namespace {

const Instant kStart = Instant::parse("2026-01-01T00:00:00Z").value();
constexpr double kDay = 24;  // everything below is in hours

constexpr std::array<std::string_view, kHonestKinds> kNames = {
    "shelf", "displayed", "reseller", "family", "gift", "till", "forgotten", "inspected"};
constexpr std::array<int, kHonestKinds> kShares = {600, 30, 80, 100, 50, 120, 10, 10};
constexpr std::array<std::string_view, 5> kRules = {
    "many_scans", "far_apart", "before_activation", "after_claim", "out_of_region"};

// How a page learns where a phone is. Mobile networks of Vietnam leave through three cities.
constexpr double kTellsPlace = 0.25;    // the shopper lets the page ask: the true geohash
constexpr double kFixedLine = 0.45;     // by address, right but for kFixedWrong
constexpr double kFixedWrong = 0.08;
constexpr double kMobileUnknown = 0.5;  // of the rest: the file says it does not know
constexpr double kMobileGateway = 0.3;  // of the rest: a city where the network leaves
constexpr double kNewAddress = 0.3;     // of a mobile phone's looks: another address since the last

}  // namespace

std::uint64_t Chance::bits() noexcept {
  std::uint64_t z = state_ += 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}
double Chance::unit() noexcept { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }
double Chance::wait(double mean) noexcept { return -mean * std::log1p(-unit()); }
int Chance::many(double mean) noexcept {
  int n = 0;
  for (double t = wait(1); t < mean; t += wait(1)) ++n;
  return n;
}

std::string_view name(Honest kind) noexcept { return kNames[static_cast<std::size_t>(kind)]; }
int share(Honest kind) noexcept { return kShares[static_cast<std::size_t>(kind)]; }
std::span<const std::string_view> rule_names() noexcept { return kRules; }

/// Of the list of places.hpp: 35 % of what is sold is sold at home, a third in the large cities.
int Market::town() {
  const auto at = [](std::string_view id) {
    return static_cast<int>(std::ranges::find(provinces(), id, &PlaceInfo::id) - provinces().begin());
  };
  const double u = chance_.unit();
  if (u < 0.35) return at("VN-13");
  if (u < 0.55) return at("VN-HN");
  if (u < 0.63) return at("VN-HP");
  if (u < 0.75) return at("VN-SG");
  return chance_.below(static_cast<int>(provinces().size()));
}

int Market::other_town(int than) {
  for (;;) {
    const int other = town();
    if (other != than) return other;
  }
}

/// One life as it is written: looks in any order, then sorted.
class Market::Writing {
 public:
  explicit Writing(Market& market) : market_(market), chance_(market.chance_) {}

  std::uint64_t phone() { return market_.next_phone_++; }

  void look(std::uint64_t phone, int town, double hour, bool inactive = false, bool copy = false) {
    const double u = chance_.unit();
    std::string place;
    bool mobile = false;
    if (u < kTellsPlace) {
      place = spot(town);
      mobile = chance_.happens(0.5);
    } else if (u < kTellsPlace + kFixedLine) {
      place = id(chance_.happens(kFixedWrong) ? market_.town() : town);
    } else {
      mobile = true;
      const double v = chance_.unit();
      if (v >= kMobileUnknown + kMobileGateway) place = id(town);
      else if (v >= kMobileUnknown) place = gateway();
    }
    std::uint64_t address = 0;
    if (mobile && chance_.happens(kNewAddress)) address = chance_.bits();
    add(Channel::page, std::move(place), hash(phone, address, hour), hour, inactive, copy);
  }
  void trusted(Channel channel, std::uint64_t token, int town, double hour, bool inactive = false,
               bool copy = false) {
    add(channel, id(town), hash(token, 0, hour), hour, inactive, copy);
  }
  void enemy(Channel channel, std::uint64_t address, std::string place, double hour) {
    add(channel, std::move(place), hash(address, 1, hour), hour, false, false);
  }

  /// A shelf: a few shoppers, a buyer who may look again at home.
  void shelf(int town, double from, double shoppers, bool inactive = false, bool copy = false) {
    const double sold = from + chance_.unit() * 30 * kDay;
    for (int n = chance_.many(shoppers); n > 0; --n) {
      look(phone(), town, from + chance_.unit() * (sold - from), inactive, copy);
    }
    buyer(town, sold, 0.5, inactive, copy);
  }
  void buyer(int town, double sold, double looks, bool inactive = false, bool copy = false) {
    const auto own = phone();
    const int home = chance_.happens(0.9) ? town : market_.other_town(town);
    for (int n = chance_.many(looks); n > 0; --n) {
      const double later = chance_.wait(2 * kDay);
      const bool in_shop = later < 6;  // it takes a while to carry it home
      look(own, in_shop ? town : home, sold + later, inactive, copy);
    }
  }

  void claim(double hour, int town) { life_.claim = Claim{instant(hour), 1, id(town)}; }
  void sold_in(std::vector<int> towns) {
    for (const int town : towns) life_.context.sold_in.push_back(id(town));
  }

  Life done() {
    std::ranges::stable_sort(order_, {}, [](const auto& entry) { return entry.first.at; });
    for (auto& [sight, copy] : order_) {
      life_.looks.push_back(std::move(sight));
      life_.of_copy.push_back(copy);
    }
    return std::move(life_);
  }

  static std::string id(int town) { return provinces()[static_cast<std::size_t>(town)].id; }
  /// A geohash near the province's middle; one in five is in the cell beside it.
  std::string spot(int town) {
    const auto& place = provinces()[static_cast<std::size_t>(town)];
    return geohash5(place.latitude, place.longitude + (chance_.happens(0.2) ? 0.05 : 0));
  }

 private:
  std::string gateway() {
    const double u = chance_.unit();
    return u < 0.45 ? "VN-HN" : u < 0.9 ? "VN-SG" : "VN-DN";
  }
  static Instant instant(double hour) {
    return Instant(kStart.time() + std::chrono::seconds(std::llround(hour * 3600)));
  }
  /// As the service: a day's secret over the address.
  static ClientHash hash(std::uint64_t phone, std::uint64_t address, double hour) {
    Chance mix(phone * 0x9E3779B97F4A7C15ULL ^ address ^
               (static_cast<std::uint64_t>(hour / kDay) << 40));
    return mix.bits() | 1;
  }
  void add(Channel channel, std::string place, ClientHash client, double hour, bool inactive,
           bool copy) {
    order_.emplace_back(Sight{instant(hour), channel, std::move(place), client, inactive}, copy);
  }

  Market& market_;
  Chance& chance_;
  Life life_;
  std::vector<std::pair<Sight, bool>> order_;
};

Life Market::honest(Honest kind) {
  Writing life(*this);
  const int here = town();
  if (kind != Honest::gift && chance_.happens(0.3)) life.sold_in({here, 26});  // 26: Quảng Ninh
  const int first = here;
  switch (kind) {
    case Honest::shelf: life.shelf(here, 0, 0.3); break;
    case Honest::displayed: {
      const double days = 14 + chance_.unit() * 60;
      const double a_day = std::min(40.0, chance_.wait(8));
      for (double t = chance_.wait(kDay / a_day); t < days * kDay; t += chance_.wait(kDay / a_day)) {
        life.look(life.phone(), here, t);
      }
      life.buyer(here, days * kDay, 1);
      break;
    }
    case Honest::reseller: {
      const int market = other_town(first), shop = other_town(market);
      double t = 0;
      for (int n = 1 + chance_.below(3); n > 0; --n) life.look(life.phone(), 26, t += chance_.wait(10));
      t += (1 + chance_.wait(4)) * kDay;
      for (int n = 1 + chance_.below(4); n > 0; --n) life.look(life.phone(), market, t += chance_.wait(10));
      t += (1 + chance_.wait(4)) * kDay;
      life.shelf(shop, t, 1.5);
      break;
    }
    case Honest::family: {
      const int days = 3 + chance_.below(10), members = 2 + chance_.below(4);
      std::vector<std::uint64_t> phones;
      for (int i = 0; i < members; ++i) phones.push_back(life.phone());
      if (chance_.happens(0.2)) life.claim(1, here);
      for (int day = 0; day < days; ++day) {
        for (const auto phone : phones) {
          if (chance_.happens(0.25)) life.look(phone, here, day * kDay + 6 + chance_.unit() * 16);
        }
      }
      // A photograph of the stamp is sent to relatives, who open it where they are.
      if (chance_.happens(0.15)) {
        const double t = chance_.unit() * kDay;
        for (int n = 1 + chance_.below(3); n > 0; --n) {
          life.look(life.phone(), other_town(here), t + chance_.wait(3));
        }
      }
      break;
    }
    case Honest::gift: {
      if (chance_.happens(0.5)) life.sold_in({26});
      for (int n = 1 + chance_.below(3); n > 0; --n) life.look(life.phone(), 26, chance_.wait(3));
      const double landed = 12 + chance_.wait(kDay);
      const int there = other_town(26);
      for (int n = 1 + chance_.below(4); n > 0; --n) {
        life.look(life.phone(), there, landed + chance_.wait(2 * kDay));
      }
      break;
    }
    case Honest::shop_till: {
      const auto till = life.phone();
      double t = chance_.unit() * 30 * kDay;
      life.trusted(Channel::till, till, here, t);
      life.buyer(here, t, 0.5);
      while (chance_.happens(0.03)) {  // brought back, and sold again
        life.trusted(Channel::till, till, here, t += (1 + chance_.wait(3)) * kDay);
        life.trusted(Channel::till, till, here, t += chance_.wait(10 * kDay));
        life.buyer(here, t, 0.5);
      }
      break;
    }
    case Honest::forgotten:
      life.shelf(here, 0, 0.3, true);
      life.shelf(here, 31 * kDay, 0.2);
      break;
    case Honest::inspected: {
      const auto inspector = life.phone();
      for (int n = chance_.below(3); n > 0; --n) {
        life.trusted(Channel::inspector, inspector, 26, chance_.unit() * kDay, true);
      }
      for (int n = 1 + chance_.below(3); n > 0; --n) {
        life.trusted(Channel::inspector, inspector, here, (5 + chance_.unit()) * kDay);
      }
      life.shelf(here, 3 * kDay, 0.3);
      break;
    }
  }
  return life.done();
}

Life Market::copied(const Fraud& fraud) {
  Writing life(*this);
  const int here = town();
  if (fraud.one_region) life.sold_in({here});
  life.shelf(here, 0, 0.3, fraud.before);
  if (fraud.claimed) life.claim(1, here);
  std::vector<int> towns;
  for (int i = 0; i < fraud.provinces; ++i) towns.push_back(other_town(here));
  for (int i = 0; i < fraud.copies; ++i) {
    const int sold_at = towns[static_cast<std::size_t>(chance_.below(fraud.provinces))];
    const double t = 2 * kDay + chance_.unit() * 60 * kDay;
    if (chance_.happens(fraud.scanned)) {
      life.look(life.phone(), sold_at, t, fraud.before, true);
    }
    if (chance_.happens(fraud.tills)) {
      life.trusted(Channel::till, life.phone(), sold_at, t, fraud.before, true);
    }
  }
  for (int i = 0; i < fraud.hiding * 62; ++i) {
    life.enemy(Channel::api, chance_.bits(), Writing::id(here), chance_.unit() * 62 * kDay);
  }
  return life.done();
}

Life Market::slandered(const Slander& slander) {
  Writing life(*this);
  life.shelf(town(), 0, 1.5);
  for (int i = 0; i < slander.looks; ++i) {
    const bool page = slander.channel == Channel::page;
    const std::uint64_t address =
        page ? static_cast<std::uint64_t>(1 + chance_.below(slander.addresses)) : chance_.bits();
    const std::string place = slander.says_where ? Writing::id(town()) : "VN-HN";
    life.enemy(slander.channel, address, place, 10 * kDay + chance_.unit() * 10 * kDay);
  }
  return life.done();
}

Outcome judge_life(const Life& life, const CopyRules& rules) {
  Outcome outcome;
  outcome.first.assign(kRules.size(), -1);
  StampStory story;
  int copies = 0;
  for (std::size_t i = 0; i < life.looks.size(); ++i) {
    const Sight& sight = life.looks[i];
    if (repeats(story, sight, std::chrono::minutes(10))) continue;
    remember(story, sight);
    if (life.of_copy[i]) ++copies;
    if (life.claim && life.claim->at <= sight.at) story.claim = life.claim;
    if (sight.channel == Channel::api && i % 16 != 0) continue;  // a flood is asked after now and then
    for (const auto& warning : copy_warnings(story, life.context, rules, sight.at)) {
      const auto rule = std::ranges::find(kRules, warning.rule) - kRules.begin();
      auto& first = outcome.first[static_cast<std::size_t>(rule)];
      if (first < 0) first = static_cast<int>(i);
      if (outcome.any >= 0) continue;
      outcome.any = static_cast<int>(i);
      outcome.copies_until = copies;
    }
  }
  return outcome;
}

}  // namespace tem::simulator
