#pragma once
// A registry's log compared with what was published of it: whatever was signed and shown once must
// be in it before it grows, or the log forks.
//
//   auto found = compare_with("https://mirror.example/log", registry);     // or a checkpoint's
//   file if (found && found->agrees()) release_ledger(registry, "compared with …", now);
//
// A ledger that comes from a backup is held (not_compared) until then.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tem/registry.hpp"

namespace tem {

/// How a log stands to a signed checkpoint of it.
enum class Standing {
  same,    ///< it ends there
  ahead,   ///< it holds that tree, and more
  behind,  ///< the tree is larger: facts are missing here
  forked,  ///< another tree: the log would show two histories
};

struct Comparison {
  std::string place;  ///< of what was published: a URL, a file, "witness hue"
  Standing standing;
  TreeHead published;
  TreeHead ours;
  [[nodiscard]] bool agrees() const noexcept {
    return standing == Standing::same || standing == Standing::ahead;
  }
};

/// Of two heads of one log: does the ledger hold the published tree? Whether a larger one continues
/// ours only its tiles can tell: `behind`. Errors: those of reading the ledger.
Result<Standing> standing_of(const Ledger& ledger, const TreeHead& published);

/// `place` is a file with a checkpoint, the folder of an export or copy, the URL of a log or of its
/// temd. Errors: not_found, not_reachable, too_long, cannot_read, bad_note, bad_signature (of
/// another log), those of reading the ledger.
Result<Comparison> compare_with(const std::string& place, const Registry& registry);

/// The line that says what is lost, and what to do. Precondition: !agrees(). Error log_forked.
Error disagreement(const Comparison& found);

/// What each witness of witnesses.policy says now, asked to cosign our checkpoint.
struct WitnessWord {
  std::string name;
  std::string refusal;       ///< empty: it has cosigned
  bool contradicts = false;  ///< it has cosigned a tree that is not in this log
};
struct WitnessComparison {
  TreeHead ours;
  std::string quorum;
  bool met = false;  ///< the quorum has cosigned, and none contradicts
  std::vector<WitnessWord> witnesses;
};

/// A witness cosigns only what continues all that it saw. Errors: not_found (no policy, or one
/// whose quorum is none), bad_policy, those of reading the ledger.
Result<WitnessComparison> compare_with_witnesses(const Registry& registry);

/// Appends what is missing here from a place that holds the log's tiles, down to its checkpoint:
/// every entry was signed by this log's own key, and is checked as `tem log follow` checks it.
/// Errors: log_forked (it does not continue this log), those of follow_log and compare_with.
Result<Comparison> fetch_missing(
    const std::string& place, const Registry& registry, Instant now,
    const std::function<void(std::uint64_t tiles)>& progress = nullptr);

/// The hold goes, and `right` is recorded in restored.txt: by what it was compared, or who took it
/// on himself. Without a hold nothing is done. Errors: bad_value (`right` is not one line),
/// cannot_write.
Result<void> release_ledger(const Registry& registry, std::string_view right, Instant now);

}  // namespace tem
