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

constexpr std::size_t kFull = kMaxSights + 1;

/// How many of the first `count` have each one's kind: `numbers` are below kFull, equal for equal.
using Numbers = std::array<std::uint8_t, kFull>;

Numbers sizes(const Numbers& numbers, std::size_t count) {
  Numbers of_number{}, of_each{};
  for (std::size_t i = 0; i < count; ++i) ++of_number[numbers[i]];
  for (std::size_t i = 0; i < count; ++i) of_each[i] = of_number[numbers[i]];
  return of_each;
}

/// Numbers in the order in which kinds come up. A popular stamp pays for this with each look, so
/// that kinds are found by a hash.
template <class Hash, class Same>
Numbers number(std::size_t count, Hash hash, Same same) {
  constexpr std::size_t kSlots = 256;
  std::array<std::uint8_t, kSlots> first{};  // of the kind there, plus one
  Numbers numbers{};
  std::uint8_t next = 0;
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t slot = hash(i) % kSlots;
    while (first[slot] != 0 && !same(first[slot] - 1U, i)) slot = (slot + 1) % kSlots;
    if (first[slot] == 0) {
      first[slot] = static_cast<std::uint8_t>(i + 1);
      numbers[i] = next++;
    } else {
      numbers[i] = numbers[first[slot] - 1U];
    }
  }
  return numbers;
}

/// Which of the sights, kFull at most, to forget; oldest first as they are.
std::size_t most_dispensable(std::span<const Sight> sights) {
  const std::size_t count = sights.size();
  const Numbers groups = number(
      count,
      [&](std::size_t i) {
        const Group of = group(sights[i]);
        return of.client + static_cast<std::size_t>(of.channel);
      },
      [&](std::size_t i, std::size_t j) { return group(sights[i]) == group(sights[j]); });
  const Numbers size = sizes(groups, count);
  const std::size_t largest = *std::ranges::max_element(size);
  // In a group of one, a place is as common as among all such; else as among the group's own.
  const auto crowd = [&](std::size_t i) -> std::size_t {
    return largest > 1 ? groups[i] : 0;
  };
  const Numbers places = number(
      count,
      [&](std::size_t i) {
        const std::string& place = sights[i].place;
        std::size_t hash = crowd(i) * 31 + (sights[i].inactive ? 1 : 0);
        for (const char c : place) hash = hash * 31 + static_cast<unsigned char>(c);
        return hash;
      },
      [&](std::size_t i, std::size_t j) {
        return crowd(i) == crowd(j) && same_place(sights[i], sights[j]);
      });
  const Numbers here = sizes(places, count);
  std::size_t victim = 0, most = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (size[i] == largest && here[i] > most) victim = i, most = here[i];
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
