#pragma once
// A stamp's story as a row of scans.db.
//
//   auto row = read_stamp(connection, key);     // nothing: never scanned
//   write_stamp(connection, key, *row);

#include <optional>
#include <string>

#include "db.hpp"
#include "tem/scan.hpp"

namespace tem {

inline constexpr std::string_view kScansFile = "scans.db";

/// lot id * 2^32 + index.
using StampKey = std::uint64_t;

/// A story, and what only the store needs beside it.
struct StampRow {
  StampStory story{};
  bool suspect = false;  ///< was ever answered so
  int tries = 0;         ///< wrong codes since the last lock
  std::optional<Instant> locked_until{};
  std::uint64_t through = 0;  ///< number of the scan up to which the story tells the stamp's
};

/// Sights as bytes, little-endian: time (8), client (8), channel (1), inactive 1 | guessed 2 (1),
/// length of the place (1), the place.
std::string encode_sights(const std::vector<Sight>& sights);
/// Nothing when the bytes are none that encode_sights makes.
std::optional<std::vector<Sight>> decode_sights(std::span<const std::byte> bytes);

/// What retention takes away: the sights before a time, who claimed and where.
void forget_before(StampRow& row, Instant before);

// Later than any time that is kept, earlier than what a calendar cannot show.
inline constexpr std::int64_t kLatestSecond = 253'402'300'799;  // 9999-12-31T23:59:59Z

inline std::int64_t seconds(Instant at) { return at.time().time_since_epoch().count(); }
inline Instant instant_of(std::int64_t seconds) {
  return Instant(std::chrono::sys_seconds(std::chrono::seconds(seconds)));
}

/// May throw SQLite::Exception. Error: cannot_read (bytes that are no sights).
Result<std::optional<StampRow>> read_stamp(Connection& db, StampKey key);
void write_stamp(Connection& db, StampKey key, const StampRow& row);

}  // namespace tem
