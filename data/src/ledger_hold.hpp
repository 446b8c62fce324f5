#pragma once
// ledger.hold: while it lies beside a ledger, nothing is appended. A restored ledger would
// otherwise sign a second tree of a size that was signed, and perhaps published, after the backup
// was made. Internal.
//
//   registry/ledger.hold    one line: of which backup this is; every backup has one
//   registry/restored.txt   one line for each hold that was taken away: by what right

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "tem/calendar.hpp"
#include "tem/result.hpp"

namespace tem {

inline constexpr std::string_view kHoldFile = "ledger.hold", kHoldsRecord = "restored.txt";

/// What a backup's hold says: "backup of 2026-11-27T10:00:00Z, size 39".
std::string hold_text(Instant made, std::uint64_t size);

/// Error: not_compared, which says what to do; also when it cannot be told whether there is a hold.
Result<void> check_no_hold(const std::filesystem::path& registry);

/// Records `right`, one line, on the disk; then the hold goes. Without a hold nothing is done.
/// Error: cannot_write.
Result<void> release_hold(const std::filesystem::path& registry, std::string_view right,
                          Instant now);

}  // namespace tem
