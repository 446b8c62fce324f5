#pragma once
// The stamps of ranges in their order, each with its place.
//
//   StampOrder order({{0, 9}, {20, 29}});
//   order.index(10) == 20;  order.between(8, 12) == {{8, 9}, {20, 21}}

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "tem/fact.hpp"

namespace tem {

/// Places are counted from 0. The ranges do not overlap.
class StampOrder {
 public:
  explicit StampOrder(std::vector<IndexRange> ranges) : ranges_(std::move(ranges)) {
    for (const auto& range : ranges_) {
      starts_.push_back(total_);
      total_ += std::uint64_t{range.last} - range.first + 1;
    }
  }
  [[nodiscard]] std::uint64_t total() const { return total_; }
  [[nodiscard]] std::uint32_t index(std::uint64_t place) const {
    const auto at = static_cast<std::size_t>(std::ranges::upper_bound(starts_, place) -
                                             starts_.begin() - 1);
    return static_cast<std::uint32_t>(ranges_[at].first + (place - starts_[at]));
  }
  /// The ranges of places from `from` to before `to`.
  [[nodiscard]] std::vector<IndexRange> between(std::uint64_t from, std::uint64_t to) const {
    std::vector<IndexRange> part;
    for (std::size_t i = 0; i < ranges_.size(); ++i) {
      const std::uint64_t length = std::uint64_t{ranges_[i].last} - ranges_[i].first + 1;
      const std::uint64_t a = std::max(from, starts_[i]), b = std::min(to, starts_[i] + length);
      if (a < b) part.push_back({index(a), index(b - 1)});
    }
    return part;
  }
  [[nodiscard]] const std::vector<IndexRange>& ranges() const { return ranges_; }

 private:
  std::vector<IndexRange> ranges_;
  std::vector<std::uint64_t> starts_;
  std::uint64_t total_ = 0;
};

}  // namespace tem
