#include "twice_seen.hpp"

#include <algorithm>
#include <span>

namespace tem::cli {
namespace {

constexpr std::size_t kMaxCompared = 1000;  // a stamp that is everywhere must not cost its square

}  // namespace

Bilingual seen_twice_title() {
  return {"Cùng một tem ở nhiều nơi", "The same stamp in more than one place"};
}

Bilingual seen_twice_advice() {
  return {
      "Mỗi tem chỉ được phát hành một lần. Hãy so các ảnh: nếu là hai bao bì khác nhau thì ít "
      "nhất một tem là bản sao; nếu là một bao bì chụp hai lần thì không sao.",
      "Each stamp is issued once. Compare the pictures: if these are two packages, at least one "
      "stamp is a copy; if it is one package taken twice, nothing is wrong."};
}

void TwiceSeen::add(std::uint64_t row, const Verdict& verdict, const Source& source) {
  if (!verdict.stamp || source.corners.empty()) return;
  const VerifiedStamp& stamp = *verdict.stamp;
  // A line feed stands in none of the three.
  auto& sights =
      sights_[stamp.gtin().str() + '\n' + stamp.lot().str() + '\n' + stamp.serial().str()];
  const auto recent = std::span(sights).last(std::min(sights.size(), kMaxCompared));
  const auto known = std::ranges::find_if(recent, [&](const Sight& sight) {
    return sight.source.file == source.file && sight.source.page == source.page &&
           sight.source.corners == source.corners;
  });
  if (known != recent.end()) {
    known->again.push_back(row);
  } else {
    sights.push_back({row, source});
  }
}

std::vector<std::vector<Sight>> TwiceSeen::groups() const {
  std::vector<std::vector<Sight>> out;
  for (const auto& [stamp, sights] : sights_) {
    if (sights.size() > 1) out.push_back(sights);
  }
  std::ranges::sort(out, {}, [](const auto& sights) { return sights.front().row; });
  return out;
}

std::map<std::uint64_t, std::vector<Sight>> TwiceSeen::others() const {
  std::map<std::uint64_t, std::vector<Sight>> out;
  for (const auto& sights : groups()) {
    for (const Sight& one : sights) {
      auto& others = out[one.row];
      for (const Sight& other : sights) {
        if (other.row != one.row) others.push_back(other);
        if (others.size() == kMaxOthers) break;
      }
      for (const std::uint64_t again : one.again) out[again] = others;
    }
  }
  return out;
}

}  // namespace tem::cli
