#pragma once
// The run that sealed a stamp whose serial cannot be read. Internal.

#include <optional>
#include <vector>

#include "tem/stamp.hpp"
#include "tem/state.hpp"

namespace tem {

/// Of the runs of its lot under its key those with the expiry that it carries come first, and of
/// these the latest: it is the one that a compromise reaches soonest. None: no such run was issued.
std::optional<RunRecord> likely_run(const std::vector<RunRecord>& runs, const VerifiedStamp& stamp);

}  // namespace tem
