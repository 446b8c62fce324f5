#pragma once
// A registry's scan store for tests, and scans for it.

#include <doctest/doctest.h>
#include <SQLiteCpp/SQLiteCpp.h>

#include <atomic>
#include <optional>
#include <string>
#include <thread>

#include "fixture.hpp"
#include "tem/scan_store.hpp"

namespace tem::test {

inline const Lot kLot = lot("L1");

inline Instant later(int seconds) { return Instant(kNow.time() + std::chrono::seconds(seconds)); }
inline StampId stamp(std::uint32_t index, const Lot& of = kLot) { return {kTea, of, index}; }
inline Scan scan(std::uint32_t index, int at, ClientHash client = 0, std::string place = "VN-13",
                 Channel channel = Channel::page) {
  return {stamp(index), {later(at), channel, std::move(place), client}, Finding::genuine_};
}

/// What erasing does first: of all stamps, or of one that was scanned.
inline std::string erasure(Instant before, std::optional<std::uint32_t> index = {}) {
  const std::string time = std::to_string(before.time().time_since_epoch().count());
  if (!index) return "INSERT INTO erasure (before) VALUES (" + time + ")";
  return "INSERT INTO erasure (before, stamp) SELECT " + time +
         ", key FROM stamp WHERE key % 4294967296 = " + std::to_string(*index);
}

/// A registry whose store can be closed and opened again.
struct Shop {
  SampleRegistry registry;
  std::atomic<std::int64_t> clock = kNow.time().time_since_epoch().count();
  ScanOptions options;
  std::unique_ptr<ScanStore> store;

  explicit Shop(ScanOptions given = {}) : options(given) { open(); }
  void open() {
    store.reset();
    auto opened = ScanStore::open(registry.dir(), options, [this] {
      return Instant(std::chrono::sys_seconds(std::chrono::seconds(clock.load())));
    });
    REQUIRE_MESSAGE(opened.has_value(), (opened ? "" : opened.error().str()));
    store = std::move(*opened);
  }
  /// Closes the store, and does this to its file.
  void change(const std::string& sql) {
    store.reset();
    SQLite::Database(file().string(), SQLite::OPEN_READWRITE, 5'000).exec(sql);
  }
  /// Another process writes: meanwhile `act`, and then it does this to the file.
  template <class Act>
  void while_locked(Act act, const std::string& sql) const {
    SQLite::Database other(file().string(), SQLite::OPEN_READWRITE, 5'000);
    SQLite::Transaction lock(other, SQLite::TransactionBehavior::IMMEDIATE);
    act();
    other.exec(sql);
    lock.commit();
  }
  void record(const Scan& one) { REQUIRE(store->wait(store->record(one))); }
  [[nodiscard]] std::filesystem::path file() const { return registry.dir() / "scans.db"; }
  std::int64_t number(const std::string& sql) const {
    SQLite::Database db(file().string(), SQLite::OPEN_READONLY, 5'000);
    return db.execAndGet(sql).getInt64();
  }
};

inline bool same(const StampStory& a, const StampStory& b) {
  return a.scans == b.scans && a.first == b.first && a.last == b.last && a.recent == b.recent &&
         a.claim == b.claim && a.wrong_codes == b.wrong_codes;
}

template <class Condition>
bool comes_true(Condition condition) {
  for (int i = 0; i < 600; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

}  // namespace tem::test
