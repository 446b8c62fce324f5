#include "totals.hpp"

#include <algorithm>

namespace tem::cli {
namespace {

void count(std::map<std::string, Total>& totals, const std::string& key, const std::string& name,
           bool is_genuine) {
  Total& total = totals[key];
  if (total.all == 0) total.name = name;
  ++total.all;
  if (is_genuine) ++total.genuine;
}

}  // namespace

void Totals::add(const Answer& answer) {
  for (const auto& [found, verdict, view, crop] : answer.checked) {
    ++codes_;
    ++verdicts_[verdict.headline()];
    if (!verdict.stamp) continue;
    const bool is_genuine = verdict.is_genuine();
    const std::string gtin = verdict.stamp->gtin().str();
    const std::string product = (verdict.product ? verdict.product->name + ", " : "") + gtin;
    count(products_, gtin, product, is_genuine);
    if (verdict.producer) {
      // NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): there is one
      count(producers_, verdict.product ? verdict.product->producer : verdict.producer->name,
            verdict.producer->name, is_genuine);
    }
    const std::string lot = verdict.stamp->lot().str();
    count(lots_, gtin + '\n' + lot, lot + " – " + product, is_genuine);
  }
  if (!answer.unread.empty()) outcomes_[Outcome::unread_code] += answer.unread.size();
  for (const auto& error : answer.errors) ++outcomes_[outcome_of(error)];
}

std::vector<Total> Totals::sorted(const ByKey& totals) {
  std::vector<Total> out;
  for (const auto& [key, total] : totals) out.push_back(total);
  std::ranges::stable_sort(out, [](const Total& a, const Total& b) {
    return a.all != b.all ? a.all > b.all : a.name < b.name;
  });
  return out;
}

}  // namespace tem::cli
