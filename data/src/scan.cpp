#include "tem/scan.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace tem {
namespace {

constexpr std::array<std::string_view, 4> kChannels = {"page", "api", "till", "inspector"};

/// Who takes the room: a client, or all of a channel who cannot be told apart.
struct Group {
  ClientHash client = 0;
  Channel channel = Channel::page;  ///< of those who cannot
  friend bool operator==(const Group&, const Group&) = default;
};

Group group(const Sight& sight) {
  if (sight.channel == Channel::api || sight.client == 0) return {0, sight.channel};
  return {sight.client};
}

bool same_place(const Sight& a, const Sight& b) {
  return a.inactive == b.inactive && a.place == b.place;
}

/// Which of the sights to forget, oldest first as they are.
std::size_t most_dispensable(std::span<const Sight> sights) {
  std::vector<Group> groups(sights.size());
  std::ranges::transform(sights, groups.begin(), group);
  std::vector<std::size_t> size(sights.size());
  std::size_t largest = 0;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    size[i] = static_cast<std::size_t>(std::ranges::count(groups, groups[i]));
    largest = std::max(largest, size[i]);
  }
  std::size_t victim = 0, most = 0;
  for (std::size_t i = 0; i < sights.size(); ++i) {
    if (size[i] != largest) continue;
    // In a group of one, a place is as common as among all such; else as among the group's own.
    std::size_t here = 0;
    for (std::size_t j = 0; j < sights.size(); ++j) {
      const bool peer = largest == 1 ? size[j] == 1 : groups[j] == groups[i];
      if (peer && same_place(sights[i], sights[j])) ++here;
    }
    if (here > most) victim = i, most = here;
  }
  return victim;
}

}  // namespace

std::string_view name(Channel channel) noexcept {
  return kChannels[static_cast<std::size_t>(channel)];
}

std::optional<Channel> parse_channel(std::string_view text) noexcept {
  const auto found = std::ranges::find(kChannels, text);
  if (found == kChannels.end()) return std::nullopt;
  return static_cast<Channel>(found - kChannels.begin());
}

void remember(StampStory& story, const Sight& sight) {
  ++story.scans;
  if (!story.first) story.first = sight.at;
  story.last = story.last ? std::max(*story.last, sight.at) : sight.at;
  story.recent.push_back(sight);
  if (story.recent.size() <= kMaxSights) return;
  const auto victim = most_dispensable(story.recent);
  story.recent.erase(story.recent.begin() + static_cast<std::ptrdiff_t>(victim));
}

const Sight* look_without_place(const StampStory& story, ClientHash client, Channel channel,
                                Instant now) {
  if (client == 0 || (channel != Channel::page && channel != Channel::api)) return nullptr;
  const auto last = std::ranges::find_if(story.recent.rbegin(), story.recent.rend(),
                                         [&](const Sight& sight) {
                                           return sight.client == client &&
                                                  sight.channel == channel && sight.at <= now;
                                         });
  if (last == story.recent.rend() || now.time() - last->at.time() > kTellTime) return nullptr;
  return last->place.empty() || last->guessed ? &*last : nullptr;
}

bool tell_place(StampStory& story, const Sight& told, std::span<const ClientHash> of_address,
                Sight& before) {
  const Sight* look = look_without_place(story, told.client, told.channel, told.at);
  if (look == nullptr) return false;
  // A client's hash is of one day, so that nothing here is of another.
  const bool elsewhere = std::ranges::any_of(story.recent, [&](const Sight& sight) {
    const bool may_be_told = sight.channel == Channel::page || sight.channel == Channel::api;
    return may_be_told && !sight.place.empty() && !sight.guessed && sight.place != told.place &&
           std::ranges::find(of_address, sight.client) != of_address.end();
  });
  if (elsewhere) return false;
  before = *look;
  Sight& sight = story.recent[static_cast<std::size_t>(look - story.recent.data())];
  sight.place = told.place;
  sight.guessed = false;
  return true;
}

bool repeats(const StampStory& story, const Sight& sight, std::chrono::seconds window) {
  if (sight.client == 0) return false;
  return std::ranges::any_of(story.recent, [&](const Sight& earlier) {
    return earlier.client == sight.client && earlier.channel == sight.channel &&
           earlier.at <= sight.at && sight.at.time() - earlier.at.time() <= window;
  });
}

}  // namespace tem
