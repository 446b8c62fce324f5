#include "looks.hpp"

#include <cmath>

namespace tem {
namespace {

bool is_trusted(Channel channel) {
  return channel == Channel::till || channel == Channel::inspector;
}

Instant oldest_of_commonest_place(const StampStory& story) {
  struct Place {
    std::string_view id;
    int looks;
    Instant oldest;
  };
  std::vector<Place> places;
  for (const auto& sight : story.recent) {
    if (sight.channel == Channel::api) continue;
    const auto known = std::ranges::find(places, std::string_view(sight.place), &Place::id);
    if (known == places.end()) {
      places.push_back({sight.place, 1, sight.at});
    } else {
      ++known->looks;
    }
  }
  const auto most = std::ranges::max_element(places, {}, &Place::looks);
  return most == places.end() ? Instant() : most->oldest;
}

}  // namespace

int Crowd::outside_first() const {
  int outside = 0;
  for (std::size_t i = 1; i < provinces.size(); ++i) outside += provinces[i].second;
  return outside;
}

Looks::Looks(const StampStory& story, const CopyRules& rules, Instant now) : rules_(rules) {
  if (story.recent.size() >= kMaxSights) whole_since_ = oldest_of_commonest_place(story);
  std::vector<ClientHash> of_api;  // those that count
  for (auto look = story.recent.rbegin(); look != story.recent.rend(); ++look) {
    if (look->at > now) continue;
    if (look->channel == Channel::api && std::ranges::find(of_api, look->client) == of_api.end()) {
      if (of_api.size() >= static_cast<std::size_t>(rules.api_clients)) continue;
      of_api.push_back(look->client);
    }
    std::size_t spot = kNowhere;
    if (!look->place.empty()) {
      const auto known = std::ranges::find(spots_, look->place, &Spot::id);
      spot = static_cast<std::size_t>(known - spots_.begin());
      if (known == spots_.end()) {
        if (const auto area = find_area(look->place)) {
          const std::string_view id = look->place;
          spots_.push_back({id, area->province.empty() ? id : area->province, *area});
        } else {
          spot = kNowhere;
        }
      }
    }
    looks_.push_back({look->at, look->channel, look->client, spot,
                      is_trusted(look->channel) ? rules.trusted_weight : 1, look->inactive});
  }
  std::ranges::reverse(looks_);
  if (spots_.size() > 1) drop_restless();
}

double Looks::km(const Look& a, const Look& b) const {
  if (a.spot == kNowhere || b.spot == kNowhere || a.spot == b.spot) return 0;
  return gap_km(spot(a).area, spot(b).area);
}

bool Looks::is_impossible(const Look& a, const Look& b) const {
  constexpr double kMostKm = 20'100;  // half around the globe
  const double hours =
      std::abs(std::chrono::duration<double, std::ratio<3600>>(a.at.time() - b.at.time()).count());
  if (hours * rules_.far_kmh >= kMostKm) return false;
  const double apart = km(a, b);
  if (apart <= rules_.far_km) return false;
  return apart > hours * rules_.far_kmh;
}

void Looks::drop_restless() {
  std::vector<ClientHash> restless;
  for (std::size_t i = 0; i < looks_.size(); ++i) {
    const auto& one = looks_[i];
    if (one.client == 0 || is_trusted(one.channel)) continue;
    for (std::size_t j = 0; j < i; ++j) {
      if (looks_[j].client == one.client && is_impossible(one, looks_[j])) {
        restless.push_back(one.client);
        break;
      }
    }
  }
  for (auto& look : looks_) {
    if (std::ranges::find(restless, look.client) != restless.end()) look.spot = kNowhere;
  }
}

Crowd Looks::count(std::vector<const Look*> counted) const {
  const auto client_then_place = [](const Look* a, const Look* b) {
    return std::pair(a->client, a->spot) < std::pair(b->client, b->spot);
  };
  std::ranges::sort(counted, client_then_place);
  Crowd crowd;
  std::vector<std::pair<ClientHash, std::string_view>> met;  // of the client at hand
  for (const Look* look : counted) {
    std::string_view province;
    if (look->spot != kNowhere) province = spot(*look).province;
    // Unknown clients are one in each province.
    const bool is_same = !met.empty() && met.back().first == look->client;
    if (!is_same) met.clear();
    if (std::ranges::find(met, std::pair(look->client, province)) != met.end()) continue;
    const bool is_new = look->client == 0 || !is_same;
    met.emplace_back(look->client, province);
    if (is_new) {
      ++crowd.clients;
      crowd.weight += look->weight;
    }
    if (province.empty()) continue;
    const auto known =
        std::ranges::find(crowd.provinces, province, &std::pair<std::string_view, int>::first);
    if (known == crowd.provinces.end()) {
      crowd.provinces.emplace_back(province, look->weight);
    } else {
      known->second += look->weight;
    }
  }
  std::ranges::stable_sort(crowd.provinces, std::greater(), &std::pair<std::string_view, int>::second);
  return crowd;
}

}  // namespace tem
