#include "scan_rows.hpp"

#include <algorithm>

namespace tem {
namespace {

constexpr std::size_t kFixedBytes = 19, kMaxPlaceBytes = 16;
constexpr unsigned kInactive = 1, kGuessed = 2;

void put(std::string& out, std::uint64_t value) {
  for (int i = 0; i < 8; ++i) out += static_cast<char>(value >> (8 * i));
}

std::uint64_t get(std::span<const std::byte> bytes) {
  std::uint64_t value = 0;
  for (int i = 7; i >= 0; --i) value = value << 8 | std::to_integer<std::uint64_t>(bytes[i]);
  return value;
}

}  // namespace

std::string encode_sights(const std::vector<Sight>& sights) {
  std::string out;
  out.reserve(sights.size() * (kFixedBytes + 5));
  for (const Sight& sight : sights) {
    put(out, static_cast<std::uint64_t>(seconds(sight.at)));
    put(out, sight.client);
    out += static_cast<char>(sight.channel);
    out += static_cast<char>((sight.inactive ? kInactive : 0U) | (sight.guessed ? kGuessed : 0U));
    out += static_cast<char>(sight.place.size());
    out += sight.place;
  }
  return out;
}

std::optional<std::vector<Sight>> decode_sights(std::span<const std::byte> bytes) {
  std::vector<Sight> sights;
  while (!bytes.empty()) {
    if (bytes.size() < kFixedBytes || sights.size() == kMaxSights) return std::nullopt;
    const auto at = static_cast<std::int64_t>(get(bytes));
    const auto channel = std::to_integer<unsigned>(bytes[16]);
    const auto flags = std::to_integer<unsigned>(bytes[17]);
    const auto length = std::to_integer<std::size_t>(bytes[18]);
    if (at < 0 || at > kLatestSecond || channel > static_cast<unsigned>(Channel::inspector) ||
        flags > (kInactive | kGuessed) || length > kMaxPlaceBytes || bytes.size() < kFixedBytes + length) {
      return std::nullopt;
    }
    const auto place = bytes.subspan(kFixedBytes, length);
    sights.push_back({.at = instant_of(at),
                      .channel = static_cast<Channel>(channel),
                      .place = {reinterpret_cast<const char*>(place.data()), place.size()},
                      .client = get(bytes.subspan(8)),
                      .inactive = (flags & kInactive) != 0,
                      .guessed = (flags & kGuessed) != 0});
    bytes = bytes.subspan(kFixedBytes + length);
  }
  return sights;
}

void forget_before(StampRow& row, Instant before) {
  std::erase_if(row.story.recent, [&](const Sight& sight) { return sight.at < before; });
  if (auto& claim = row.story.claim; claim && claim->at < before) *claim = {claim->at, 0, {}};
}

Result<std::optional<StampRow>> read_stamp(Connection& db, StampKey key) {
  Query found(db,
              "SELECT scans, first, last, suspect, wrong_codes, tries, locked_until, claimed_at, "
              "claim_client, claim_place, through, sights FROM stamp WHERE key = ?",
              key);
  if (!found.step()) return std::optional<StampRow>();
  const auto time = [&](int column) -> std::optional<Instant> {
    const auto value = found.optional_integer(column);
    if (!value) return std::nullopt;
    return instant_of(std::clamp<std::int64_t>(static_cast<std::int64_t>(*value), 0, kLatestSecond));
  };
  StampRow row;
  row.story.scans = found.integer(0);
  row.story.first = time(1);
  row.story.last = time(2);
  row.suspect = found.integer(3) != 0;
  row.story.wrong_codes = static_cast<std::uint32_t>(found.integer(4));
  row.tries = static_cast<int>(found.integer(5));
  row.locked_until = time(6);
  if (const auto claimed_at = time(7)) {
    row.story.claim = Claim{*claimed_at, found.integer(8), found.text(9)};
  }
  row.through = found.integer(10);
  auto sights = decode_sights(found.blob(11));
  if (!sights) {
    return Error{ErrorCode::cannot_read,
                 std::string(kScansFile) + ": the sights of stamp " + std::to_string(key) +
                     " are damaged; restore the file from a backup"};
  }
  row.story.recent = std::move(*sights);
  return std::optional(std::move(row));
}

void write_stamp(Connection& db, StampKey key, const StampRow& row) {
  const auto time = [](const std::optional<Instant>& at) -> std::optional<std::int64_t> {
    if (!at) return std::nullopt;
    return seconds(*at);
  };
  const auto& claim = row.story.claim;
  const std::string sights = encode_sights(row.story.recent);
  Query(db, "INSERT OR REPLACE INTO stamp VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", key,
        row.story.scans, time(row.story.first), time(row.story.last), row.suspect,
        row.story.wrong_codes, row.tries, time(row.locked_until),
        claim ? std::optional(seconds(claim->at)) : std::nullopt,
        claim ? std::optional(claim->client) : std::nullopt,
        claim ? std::optional(claim->place) : std::nullopt, row.through,
        std::as_bytes(std::span(sights.data(), sights.size())))
      .run();
}

}  // namespace tem
