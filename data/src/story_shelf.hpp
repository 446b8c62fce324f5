#pragma once
// The stories that are in memory, shared out over shards with a lock each. Those that were used
// longest ago go back to the file; a stamp that was never scanned costs no look into it.

#include <array>
#include <atomic>
#include <filesystem>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "scan_rows.hpp"
#include "tem/scan_store.hpp"

namespace tem {

class StoryShelf {
 public:
  /// Keeps stories with some `sights` sights in all. A story whose last change is not among the
  /// `settled` ones, which its row tells, stays in memory, whatever the bound.
  StoryShelf(std::filesystem::path file, std::size_t sights, const std::atomic<ScanTicket>& durable,
             const std::atomic<ScanTicket>& settled);

  /// Before the threads: the file has a row of this stamp.
  void known(StampKey key);
  struct Found {
    StampRow row{};
    ScanTicket last = 0;  ///< of its last change; 0: it is in the file
  };
  /// A copy; empty where there is no story. Error: cannot_read.
  Result<Found> find(StampKey key);
  /// A copy, when no later change than this one is in it; else the stamp's next change brings it.
  std::optional<StampRow> row_at(StampKey key, ScanTicket ticket);
  /// `change(row, bring)` under the stamp's lock; gives the ticket of what it handed to the writer,
  /// or 0. `bring`: the writer wants the row with it. The result is the ticket of the last change
  /// that was handed over. Error: cannot_read.
  template <class Change>
  Result<ScanTicket> change(StampKey key, Change change) {
    Shard& shard = shard_of(key);
    const std::lock_guard lock(shard.mutex);
    auto held = take(shard, key, true);
    if (!held) return held.error();
    Held& story = **held;
    const std::size_t before = weight(story.row);
    if (const ScanTicket ticket = change(story.row, story.is_wanted); ticket != 0) {
      story.last = ticket;
      story.is_wanted = false;
    }
    const ScanTicket last = story.last;
    shard.weight += weight(story.row) - before;
    mark(shard, key);
    shrink(shard);
    return last;
  }
  /// Everything in memory, and whatever is read from now on, loses what retention took away.
  void forget(Instant before, std::optional<StampKey> stamp);

 private:
  struct Held {
    StampKey key;
    StampRow row;
    ScanTicket last = 0;
    bool is_wanted = false;  ///< by the writer, with the next change
  };
  struct Shard {
    std::mutex mutex;
    std::list<Held> held;  ///< last used first
    std::unordered_map<StampKey, std::list<Held>::iterator> by_key;
    std::unordered_map<StampKey, std::uint64_t> in_file;  ///< a bit a stamp, by key / 64
    std::size_t weight = 0;
    Instant before{};  ///< sights earlier than this are pruned
    std::unordered_map<StampKey, Instant> before_of;
    std::unique_ptr<Connection> reader;
  };
  static constexpr std::size_t kShards = 16;

  static std::size_t weight(const StampRow& row) { return 4 + row.story.recent.size(); }
  Shard& shard_of(StampKey key) { return shards_[key / 64 * 0x9E3779B97F4A7C15 >> 60]; }
  static void mark(Shard& shard, StampKey key) {
    shard.in_file[key / 64] |= std::uint64_t{1} << key % 64;
  }
  /// Null: no story, and none was to be made.
  Result<Held*> take(Shard& shard, StampKey key, bool make);
  Result<std::optional<StampRow>> read(Shard& shard, StampKey key);
  void shrink(Shard& shard);

  std::filesystem::path file_;
  std::size_t most_;  ///< weight a shard
  const std::atomic<ScanTicket>& durable_;
  const std::atomic<ScanTicket>& settled_;
  std::array<Shard, kShards> shards_;
};

}  // namespace tem
