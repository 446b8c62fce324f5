#include <doctest/doctest.h>
#include <SQLiteCpp/SQLiteCpp.h>

#include <atomic>
#include <future>
#include <mutex>

#include "shop.hpp"
#include "tem/retention.hpp"
#include "tem/scan_history.hpp"

using namespace tem;
using namespace tem::test;

TEST_CASE("erasing a stamp takes its reports, and what still waits to be written") {
  Shop shop({.lock_time = std::chrono::milliseconds(50)});
  const auto report = [&](std::uint32_t index) {
    return shop.store->report({.at = later(0), .stamp = stamp(index), .uri = "u", .text = "t"});
  };
  for (const std::uint32_t index : {1U, 2U}) {
    shop.record(scan(index, 0, 7));
    REQUIRE(report(index));
  }
  // In one piece with the lock, so that all four wait until after it.
  shop.while_locked(
      [&] {
        for (const std::uint32_t index : {1U, 2U}) {
          CHECK_FALSE(shop.store->wait(shop.store->record(scan(index, 1, 8))));
          CHECK_FALSE(report(index));
        }
      },
      erasure(later(5), 1));
  const auto pruned = erase_scans(shop.registry.dir(), stamp(1), later(4));
  REQUIRE(pruned);
  CHECK(pruned->reports == 1);
  shop.record(scan(3, 6));
  CHECK(shop.number("SELECT count(*) FROM scan WHERE stamp % 4294967296 = 1") == 0);
  CHECK(shop.number("SELECT count(*) FROM scan WHERE stamp % 4294967296 = 2") == 2);
  CHECK(shop.number("SELECT count(*) FROM report WHERE number = 1") == 0);
  CHECK(shop.number("SELECT count(*) FROM report WHERE number = 2") == 2);
  CHECK(shop.number("SELECT scans * 100 + reports FROM lot") == 504);
  CHECK(shop.store->find(stamp(1)).value().scans == 2);
  CHECK(shop.store->find(stamp(1)).value().recent.empty());
}

TEST_CASE("a store that is opened while another process erases does not bring back what goes") {
  Shop shop;
  shop.record(scan(1, 0, 7));
  shop.record(scan(2, 0, 7));
  shop.change(erasure(later(5), 1));  // the rest of it comes when the store is open
  shop.open();
  shop.record(scan(1, 10, 8));
  shop.record(scan(2, 10, 8));
  CHECK(shop.store->find(stamp(1)).value().recent.size() == 1);
  CHECK(shop.store->find(stamp(2)).value().recent.size() == 2);
  REQUIRE(erase_scans(shop.registry.dir(), stamp(1), later(4)));
  shop.store.reset();
  const auto story = (*ScanHistory::open(shop.registry.dir()))->story(stamp(1)).value();
  CHECK(story.scans == 2);
  REQUIRE(story.recent.size() == 1);
  CHECK(story.recent[0].client == 8);
}

TEST_CASE("erasing a stamp waits for the commit under way, which may be its lot's first") {
  Shop shop;
  shop.record(scan(1, 0, 7));
  shop.store.reset();
  SQLite::Database other(shop.file().string(), SQLite::OPEN_READWRITE, 5'000);
  SQLite::Transaction commit(other, SQLite::TransactionBehavior::IMMEDIATE);
  other.exec("INSERT INTO lot (id, gtin, lot) VALUES (9, '" + kTea.str() + "', 'L2')");
  auto erased = std::async(std::launch::async, [&] {
    return erase_scans(shop.registry.dir(), stamp(1, lot("L2")), later(4));
  });
  CHECK(erased.wait_for(std::chrono::milliseconds(100)) == std::future_status::timeout);
  commit.commit();
  REQUIRE(erased.get());
  CHECK(shop.number("SELECT count(*) FROM erasure") == 1);
}

TEST_CASE("pruning takes scans and sights, keeps the numbers, also while the store is open") {
  Shop shop;
  for (int day = 0; day < 10; ++day) shop.record(scan(1, day * 86'400, ClientHash(day + 1)));
  shop.record(scan(2, 0, 1));
  REQUIRE(shop.store->claim(stamp(1), true, {later(0), Channel::page, "VN-13", 1}));
  REQUIRE(shop.store->report({.at = later(0), .stamp = {}, .uri = "x", .text = "a"}));
  const auto pruned = prune_scans(shop.registry.dir(), later(5 * 86'400));
  REQUIRE(pruned);
  CHECK(pruned->scans == 6);
  CHECK(pruned->stamps == 2);
  CHECK(pruned->reports == 1);
  const auto is_pruned = [&] {
    const auto story = shop.store->find(stamp(1)).value();
    return story.scans == 10 && story.recent.size() == 5 && story.first == later(0) &&
           story.claim == Claim{later(0), 0, ""};
  };
  CHECK(comes_true(is_pruned));
  shop.record(scan(1, 11 * 86'400, 99));  // writes the story again, without what was pruned
  shop.open();
  CHECK(shop.store->find(stamp(1)).value().recent.size() == 6);
  CHECK(shop.number("SELECT count(*) FROM scan") == 6);
  CHECK(shop.store->lot_scans(kTea, kLot)->scans == 12);

  REQUIRE(erase_scans(shop.registry.dir(), stamp(1), later(12 * 86'400)));
  CHECK(shop.number("SELECT count(*) FROM scan") == 0);
  CHECK(comes_true([&] { return shop.store->find(stamp(1)).value().recent.empty(); }));
  CHECK(shop.store->find(stamp(1)).value().scans == 11);
}

TEST_CASE("retention erases what grows old, and ends when it is told to") {
  Shop shop;
  constexpr int kDay = 86'400;
  for (int day = 0; day < 10; ++day) shop.record(scan(1, day * kDay, ClientHash(day + 1)));
  REQUIRE(shop.store->report({.at = later(0), .stamp = {}, .uri = "x", .text = "a"}));
  std::atomic<int> today = 9 * kDay;
  std::mutex mutex;
  std::vector<std::string> told;
  const auto lines = [&] {
    const std::lock_guard lock(mutex);
    return told;
  };
  const auto keep = [&](const std::filesystem::path& registry, std::chrono::milliseconds every) {
    return std::make_unique<Retention>(
        registry, std::chrono::days(5), [&] { return later(today); },
        [&](std::string_view line) {
          const std::lock_guard lock(mutex);
          told.emplace_back(line);
        },
        every);
  };
  const auto scans = [&] { return shop.number("SELECT count(*) FROM scan"); };
  auto retention = keep(shop.registry.dir(), std::chrono::milliseconds(20));
  CHECK(comes_true([&] { return lines().size() == 1; }));
  CHECK(scans() == 6);  // of day 4, which is five days old to the second, and later
  CHECK(shop.number("SELECT count(*) FROM report") == 0);
  CHECK(lines()[0] == "retention: before 2026-11-28T03:00:00Z: erased 4 scans, 1 report, and what "
                      "1 stamp kept of them");
  // While it works, looks are recorded.
  shop.record(scan(1, 9 * kDay, 99));
  CHECK(scans() == 7);
  today = 13 * kDay;
  CHECK(comes_true([&] { return scans() == 3; }));
  CHECK(comes_true([&] { return shop.store->find(stamp(1)).value().recent.size() == 3; }));
  CHECK(shop.store->find(stamp(1)).value().scans == 11);
  retention.reset();
  CHECK(lines().size() == 2);
  // One that waits for a day ends at once; one that fails says so.
  const auto before = std::chrono::steady_clock::now();
  keep(shop.registry.dir(), std::chrono::hours(24)).reset();
  CHECK(std::chrono::steady_clock::now() - before < std::chrono::minutes(5));
  const TempDir empty;
  retention = keep(empty.path(), std::chrono::hours(24));
  CHECK(comes_true([&] { return lines().size() == 3; }));
  CHECK(lines()[2].ends_with("nothing was scanned yet; tried again later"));
}
