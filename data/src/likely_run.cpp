#include "likely_run.hpp"

#include <algorithm>
#include <utility>

namespace tem {

std::optional<RunRecord> likely_run(const std::vector<RunRecord>& runs, const VerifiedStamp& stamp) {
  const auto carries_expiry = [&](const RunRecord& run) {
    return std::ranges::any_of(stamp.attributes(), [&](const Element& element) {
      return element.ai == "17" && run.issued.expires && run.issued.expires->gs1() == element.value;
    });
  };
  const RunRecord* best = nullptr;
  for (const auto& run : runs) {
    if (run.issued.key != stamp.key_number()) continue;
    const auto rank = [&](const RunRecord& each) {
      return std::pair(carries_expiry(each), each.entry);
    };
    if (best == nullptr || rank(run) > rank(*best)) best = &run;
  }
  return best == nullptr ? std::nullopt : std::optional(*best);
}

}  // namespace tem
