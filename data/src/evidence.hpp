#pragma once
// What a follower keeps when a log shows two histories: both signed notes and how they disagree, in
// one text that convinces anyone who has the log's key. Internal.

#include <filesystem>
#include <string>
#include <vector>

#include "tem/ledger.hpp"

namespace tem {

struct Evidence {
  Checkpoint held, offered;
  std::string source;       ///< where the offered one came from
  std::string finding;      ///< one line: how they disagree
  std::optional<Hash> root; ///< of the offered tree at the held size, where that is known
  std::vector<Hash> proof;  ///< from the held size to the offered one; it gives `root`
};

/// Writes `dir/evidence-<size>-<time>.txt`, or one with a number when that is there. The path.
/// Error: cannot_write.
Result<std::filesystem::path> keep_evidence(const std::filesystem::path& dir,
                                            const Evidence& evidence, Instant now);

}  // namespace tem
