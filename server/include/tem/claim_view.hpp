#pragma once
// What is said of a try of the hidden code, to people and to programs.
//
//   view_of({ClaimOutcome::wrong_code, {}, 4}, verdict, local_time).outcome == "wrong_code"

#include <functional>
#include <string>
#include <string_view>

#include "tem/scan_store.hpp"

namespace tem {

/// May the hidden code be tried? Not where the stamp must not be on goods for sale at all: then its
/// verdict is the answer, and a try would only use up the claim of whoever is honest.
bool is_claimable(const Verdict& verdict) noexcept;

struct ClaimView {
  std::string_view outcome;  ///< claimed, claimed_before, wrong_code, locked, not_claimable
  Tone tone;
  Bilingual title, text;
  std::optional<Instant> at;     ///< of the claim
  std::optional<Instant> until;  ///< of the lock
  std::optional<int> tries_left;
  Finding verdict;  ///< of the stamp
};

/// `local_time`: "23/11/2026 17:00" in the registry's time zone.
ClaimView view_of(const ClaimAnswer& answer, const Verdict& verdict,
                  const std::function<std::string(Instant)>& local_time);
/// Of a stamp that is not claimable.
ClaimView not_claimable(const Verdict& verdict);

/// {"outcome": "wrong_code", "tries_left": 4, "verdict": "genuine", "message": {"vi": …, "en": …}}
std::string to_json(const ClaimView& view);

}  // namespace tem
