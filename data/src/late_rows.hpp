#pragma once
// Stamps that are scanned more often than their rows are written. With each scan of a hot stamp a row
// of a kilobyte, on a page of its own, would go to the disk; its scans are in the file all the same, in
// order, and scan_settle.hpp adds them to the row where the story is lost.
//
//   late.keep({key, scan, ticket, now});    // the file's row lacks scans after this one
//   late.written(key);

#include <chrono>
#include <cstdint>
#include <list>
#include <unordered_map>

#include "scan_rows.hpp"
#include "tem/scan_store.hpp"

namespace tem {

class LateRows {
 public:
  using Time = std::chrono::steady_clock::time_point;
  struct Late {
    StampKey key;
    /// Up to these the file's row lacks nothing.
    std::uint64_t scan;
    ScanTicket ticket;
    Time since;
  };

  /// A stamp that is late already stays so since then.
  void keep(const Late& late) {
    if (by_key_.contains(late.key)) return;
    stamps_.push_back(late);
    by_key_[late.key] = std::prev(stamps_.end());
  }
  void written(StampKey key) {
    const auto known = by_key_.find(key);
    if (known == by_key_.end()) return;
    stamps_.erase(known->second);
    by_key_.erase(known);
  }
  /// Those that wait for longest first.
  [[nodiscard]] const std::list<Late>& stamps() const { return stamps_; }

 private:
  std::list<Late> stamps_;
  std::unordered_map<StampKey, std::list<Late>::iterator> by_key_;
};

}  // namespace tem
