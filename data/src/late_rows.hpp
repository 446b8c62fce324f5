#pragma once
// Rows of stamps that are scanned more often than they are written. With each scan of a hot stamp a
// row of a kilobyte, on a page of its own, would go to the disk; its scans are in the file all the
// same, in order, and scan_settle.hpp adds them to the row where this is lost.
//
//   late.keep({key, row, scan, ticket, now});    // the file's row lacks scans after this one
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
    StampRow row;  ///< as it is to be written
    /// Up to these the file's row lacks nothing.
    std::uint64_t scan;
    ScanTicket ticket;
    Time since;
  };

  /// Of a stamp that is late already, the row is replaced.
  void keep(Late late) {
    if (const auto known = by_key_.find(late.key); known != by_key_.end()) {
      known->second->row = std::move(late.row);
      return;
    }
    rows_.push_back(std::move(late));
    by_key_[rows_.back().key] = std::prev(rows_.end());
  }
  void written(StampKey key) {
    const auto known = by_key_.find(key);
    if (known == by_key_.end()) return;
    rows_.erase(known->second);
    by_key_.erase(known);
  }
  /// Those that wait for longest first.
  [[nodiscard]] std::list<Late>& rows() { return rows_; }
  [[nodiscard]] const std::list<Late>& rows() const { return rows_; }

 private:
  std::list<Late> rows_;
  std::unordered_map<StampKey, std::list<Late>::iterator> by_key_;
};

}  // namespace tem
