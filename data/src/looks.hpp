#pragma once
// The looks of a story that count as evidence, and how to count them: by clients, in provinces.
//
//   const Looks looks(story, rules, now);
//   const Crowd all = looks.crowd([](const Look& look) { return look.spot != kNowhere; });
//   all.weight, all.provinces.size()

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "place_area.hpp"
#include "tem/copy_rules.hpp"

namespace tem {

inline constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

struct Look {
  Instant at;
  Channel channel;
  ClientHash client;
  std::size_t spot;  ///< in Looks::spots, or kNowhere
  int weight;
  bool inactive;
};

/// A place that a story names, and the province (of the 34) it lies in; abroad, the place itself.
struct Spot {
  std::string_view id, province;  ///< of the story, and static or of the story
  PlaceArea area;
};

/// Clients, each counted once in each province.
struct Crowd {
  int clients = 0, weight = 0;
  std::vector<std::pair<std::string_view, int>> provinces;  ///< with their weight, the heaviest first
  [[nodiscard]] int outside_first() const;             ///< weight in all provinces but the first
};

/// Of a story that outlives it.
class Looks {
 public:
  /// Of the API's clients only the last `api_clients`. A client that is itself in two places
  /// between which nobody travels has no place: its address says nothing of where it is.
  Looks(const StampStory& story, const CopyRules& rules, Instant now);

  [[nodiscard]] const std::vector<Look>& all() const noexcept { return looks_; }
  [[nodiscard]] const Spot& spot(const Look& look) const { return spots_[look.spot]; }
  [[nodiscard]] bool empty() const noexcept { return looks_.empty(); }
  /// A full story forgets looks of the commonest place first, so that the rare ones seem common: since
  /// when nothing is missing, and so shares can be told.
  [[nodiscard]] bool is_whole(const Look& look) const { return look.at >= whole_since_; }
  /// Both have a place, over far_km apart, and nobody travels from one to the other in the time.
  [[nodiscard]] bool is_impossible(const Look& a, const Look& b) const;
  [[nodiscard]] double km(const Look& a, const Look& b) const;

  template <class Chosen>
  [[nodiscard]] Crowd crowd(Chosen chosen) const {
    std::vector<const Look*> counted;
    for (const auto& look : looks_) {
      if (chosen(look)) counted.push_back(&look);
    }
    return count(std::move(counted));
  }

 private:
  [[nodiscard]] Crowd count(std::vector<const Look*> counted) const;
  void drop_restless();

  const CopyRules& rules_;
  std::vector<Look> looks_;
  std::vector<Spot> spots_;
  Instant whole_since_;
};

}  // namespace tem
