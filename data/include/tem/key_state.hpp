#pragma once
// Whether a key may sign on a day.

#include <cstdint>
#include <string_view>

#include "tem/state.hpp"

namespace tem {

inline constexpr std::uint64_t kMaxExactInteger = (std::uint64_t{1} << 53) - 1;  // RFC 8785

/// The ledger's rules count days in UTC.
inline Date utc_day(Instant at) {
  return Date::from_days(std::chrono::floor<std::chrono::days>(at.time()));
}

/// in_force, compromised, retired, expired or not_yet.
inline std::string_view key_state(const KeyRecord& key, Date today) {
  if (key.compromised_from) return "compromised";
  if (key.retired_at) return "retired";
  if (today < key.not_before) return "not_yet";
  if (key.not_after && today > *key.not_after) return "expired";
  return "in_force";
}

}  // namespace tem
