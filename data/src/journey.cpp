#include "journey.hpp"

#include <algorithm>
#include <tuple>

namespace tem {

Result<std::vector<Step>> journey_of(const State& state, const StampFacts& facts,
                                     std::uint64_t product_entry,
                                     const std::function<Date(Instant)>& day) {
  std::vector<Step> steps;
  const auto add = [&](StepKind kind, std::optional<std::uint64_t> entry) -> Result<void> {
    if (!entry) return {};
    const auto head = state.entry_head(*entry);
    if (!head) return head.error();
    if (kind == StepKind::registered && head->type == "product.updated") kind = StepKind::updated;
    steps.push_back({kind, day(head->at), head->at, entry});
    return {};
  };
  if (auto ok = add(StepKind::registered, product_entry); !ok) return ok.error();
  if (facts.run) {
    steps.push_back({StepKind::produced, facts.run->issued.produced, {}, {}});
    if (auto ok = add(StepKind::issued, facts.run->entry); !ok) return ok.error();
  }
  if (auto ok = add(StepKind::activated, facts.marks.activated_entry); !ok) return ok.error();
  if (auto ok = add(StepKind::voided, facts.marks.voided_entry); !ok) return ok.error();
  if (facts.recall) {
    if (auto ok = add(StepKind::recalled, facts.recall->entry); !ok) return ok.error();
  }
  std::ranges::sort(steps, {}, [](const Step& step) { return std::tuple(step.on, step.entry); });
  return steps;
}

}  // namespace tem
