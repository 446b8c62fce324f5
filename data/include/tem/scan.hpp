#pragma once
// A scan: one look at one issued stamp, as it is kept. Scans are many, private and not signed; they
// are no facts of the ledger.
//
//   Scan{{gtin, lot, 17}, {now, Channel::page, "VN-13", client}, Finding::genuine_}

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tem/calendar.hpp"
#include "tem/gtin.hpp"
#include "tem/lot.hpp"
#include "tem/verdict.hpp"

namespace tem {

/// Who asked, and so how far the sight can be trusted.
enum class Channel {
  page,       ///< a shopper's phone
  api,        ///< a program without a token
  till,       ///< a token of role `till`
  inspector,  ///< a token of role `inspector`
};

std::string_view name(Channel channel) noexcept;  ///< "page"
std::optional<Channel> parse_channel(std::string_view text) noexcept;

/// An issued stamp: its index in its lot, not its serial.
struct StampId {
  Gtin gtin;
  Lot lot;
  std::uint32_t index;
  friend auto operator<=>(const StampId&, const StampId&) = default;
};

/// Who looked, told apart for a day and no longer: the first 8 bytes of a keyed hash whose key is
/// thrown away when the day of the registry's time zone ends. 0: not known.
using ClientHash = std::uint64_t;

/// The circumstances of one look.
struct Sight {
  Instant at;
  Channel channel = Channel::page;
  std::string place{};  ///< of places.hpp: a province `VN-13` or a geohash of 5; empty: not known
  ClientHash client = 0;
  bool inactive = false;  ///< the stamp was not activated then
  bool guessed = false;   ///< the place is that of its address, which may lie
  friend bool operator==(const Sight&, const Sight&) = default;
};

struct Scan {
  StampId stamp;
  Sight sight;
  Finding verdict;
};

/// What happened with the hidden code.
struct Claim {
  Instant at;
  ClientHash client = 0;
  std::string place{};
  friend bool operator==(const Claim&, const Claim&) = default;
};

/// What is kept in memory of one stamp's scans. The rules of copy_rules.hpp see no more than this.
struct StampStory {
  std::uint64_t scans = 0;            ///< all that were recorded, pruned ones too
  std::optional<Instant> first, last;
  std::vector<Sight> recent;          ///< oldest first, bounded; a flood from one client or through
                                      ///< the API must not push the others out
  std::optional<Claim> claim;
  std::uint32_t wrong_codes = 0;      ///< tries of its hidden code that were wrong, in all
};

/// Sights kept of one stamp.
inline constexpr std::size_t kMaxSights = 64;

/// The story with one more recorded look. Where it is full, one sight goes: of the client with most
/// (all who ask through the API without a token count as one, and so do unknown clients of a
/// channel), of the place with most among those, before and after activation apart, the oldest. So
/// one client, or any number of requests through the API, pushes nobody else out, and of many
/// clients the last place where only one was seen stays longest.
void remember(StampStory& story, const Sight& sight);
/// How long after a look a shopper can tell where it was. Later, the shopper may be elsewhere.
inline constexpr std::chrono::hours kTellTime{1};
/// The look whose place the client can tell now: its last one through that channel, page or API, not
/// longer ago than kTellTime, unless its place was told already. Null: there is none.
const Sight* look_without_place(const StampStory& story, ClientHash client, Channel channel,
                                Instant now);
/// Tells it, in a story that has one: `told.place`, by `told.client` at `told.at`. An address, which
/// may pass for several clients, is in one place: false, and nothing changed, when one of
/// `of_address` told another place of its look at this stamp that day. `before` is then the sight as
/// it was.
bool tell_place(StampStory& story, const Sight& told, std::span<const ClientHash> of_address,
                Sight& before);

/// Did the same client look through the same channel within `window` before? Nobody knows of an
/// unknown client.
bool repeats(const StampStory& story, const Sight& sight, std::chrono::seconds window);

}  // namespace tem
