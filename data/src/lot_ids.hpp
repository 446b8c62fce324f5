#pragma once
// The numbers that scans.db gives to lots, so that a stamp's key is one integer.

#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "scan_commit.hpp"

namespace tem {

class LotIds {
 public:
  /// Before the threads: as the file has it.
  void known(std::uint32_t id, NamedLot name) {
    by_name_[text(name.gtin, name.lot)] = id;
    names_.emplace(id, std::move(name));
    next_ = std::max(next_, id + 1);
  }
  [[nodiscard]] std::optional<std::uint32_t> find(const Gtin& gtin, const Lot& lot) const {
    const std::shared_lock lock(mutex_);
    const auto found = by_name_.find(text(gtin, lot));
    if (found == by_name_.end()) return std::nullopt;
    return found->second;
  }
  std::uint32_t find_or_make(const Gtin& gtin, const Lot& lot) {
    if (const auto known = find(gtin, lot)) return *known;
    const std::unique_lock lock(mutex_);
    const auto [entry, is_new] = by_name_.try_emplace(text(gtin, lot), next_);
    if (is_new) names_.emplace(next_++, NamedLot{gtin, lot});
    return entry->second;
  }
  [[nodiscard]] NamedLot name(std::uint32_t id) const {
    const std::shared_lock lock(mutex_);
    return names_.at(id);
  }

 private:
  static std::string text(const Gtin& gtin, const Lot& lot) { return gtin.str() + lot.str(); }
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, std::uint32_t> by_name_;
  std::unordered_map<std::uint32_t, NamedLot> names_;
  std::uint32_t next_ = 1;
};

}  // namespace tem
