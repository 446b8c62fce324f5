#include <rapidcheck.h>

#include <array>
#include <string>
#include <vector>

#include "shop.hpp"
#include "tem/scan_history.hpp"

using namespace tem;
using namespace tem::test;
using namespace std::chrono_literals;

namespace {

constexpr std::array<std::uint32_t, 3> kStamps = {1, 2, 70};

/// The registry's files as a service that is killed now leaves them.
struct Killed {
  TempDir dir;
  explicit Killed(const Shop& shop) {
    for (const auto name : {"registry.toml", "scans.db", "scans.db-wal"}) {
      std::filesystem::copy_file(shop.registry.dir() / name, dir.path() / name);
    }
  }
  [[nodiscard]] std::unique_ptr<ScanStore> open() const {
    auto opened = ScanStore::open(dir.path(), {}, [] { return kNow; });
    REQUIRE_MESSAGE(opened.has_value(), (opened ? "" : opened.error().str()));
    return std::move(*opened);
  }
};

StampStory in_file(const std::filesystem::path& registry, std::uint32_t index) {
  return ScanHistory::open(registry).value()->story(stamp(index)).value();
}

std::int64_t scans_of_row(const Shop& shop) {
  return shop.number("SELECT scans FROM stamp WHERE key % 4294967296 = 1");
}

}  // namespace

TEST_CASE("a hot stamp's row is written later, and no reader misses a scan") {
  Shop shop({.late_rows = 1h});
  for (int i = 0; i < 100; ++i) {
    Scan one = scan(1, i, ClientHash(i % 7), i % 3 == 0 ? "VN-13" : "VN-HN");
    one.sight.guessed = i % 2 == 0;
    one.sight.inactive = i % 5 == 0;
    if (i == 50) one.verdict = Finding::suspect_;
    shop.record(one);
  }
  shop.record(scan(2, 100, 1));
  CHECK(scans_of_row(shop) == 51);  // with the mark
  const auto story = shop.store->find(stamp(1)).value();
  CHECK(story.scans == 100);
  CHECK(same(in_file(shop.registry.dir(), 1), story));

  const Killed killed(shop);
  CHECK(same(in_file(killed.dir.path(), 1), story));
  auto store = killed.open();
  CHECK(same(store->find(stamp(1)).value(), story));
  CHECK(store->find(stamp(2)).value().scans == 1);
  CHECK(store->lot_scans(kTea, kLot)->scans == 101);
  REQUIRE(store->wait(store->record(scan(1, 200, 1))));
  CHECK(store->lot_scans(kTea, kLot)->suspect == 1);
  Scan suspect = scan(1, 201, 2);
  suspect.verdict = Finding::suspect_;
  REQUIRE(store->wait(store->record(suspect)));
  CHECK(store->lot_scans(kTea, kLot)->suspect == 1);
  store.reset();
  CHECK(in_file(killed.dir.path(), 1).scans == 102);

  shop.store.reset();
  CHECK(scans_of_row(shop) == 100);
  CHECK(shop.number("SELECT scan FROM settled") == 101);
}

TEST_CASE("a stamp that nobody scans any more has its row soon") {
  Shop shop({.late_rows = 20ms});
  for (int i = 0; i < 10; ++i) shop.record(scan(1, i, ClientHash(i)));
  CHECK(comes_true([&] { return scans_of_row(shop) == 10; }));
}

TEST_CASE("a stamp of which a scan is always under way has its row too, and no reader misses a scan") {
  Shop shop({.late_rows = 20ms});
  shop.record(scan(1, 0));
  const std::jthread shoppers([&](const std::stop_token& stop) {
    for (std::uint32_t i = 1; !stop.stop_requested(); ++i) {
      shop.store->record(scan(1, 1, i));
      std::this_thread::sleep_for(20us);  // a commit takes ten times as long
    }
  });
  int rows = 0;
  std::int64_t of_row = 1;
  CHECK(comes_true([&] {
    const auto before = static_cast<std::uint64_t>(shop.number("SELECT max(id) FROM scan"));
    CHECK(in_file(shop.registry.dir(), 1).scans >= before);
    if (const auto now = scans_of_row(shop); now != of_row) of_row = now, ++rows;
    return rows == 5;
  }));
}

TEST_CASE("where little is scanned after much, the rows are written as soon") {
  Shop shop({.late_rows = 200ms});
  for (int round = 0; round < 2; ++round) {
    ScanTicket last = 0;
    for (std::uint32_t i = 0; i < 2'000; ++i) last = shop.store->record(scan(i, round));
    REQUIRE(shop.store->wait(last));
  }
  std::this_thread::sleep_for(250ms);
  for (int i = 0; i < 10; ++i) shop.record(scan(5'000, i));
  CHECK(shop.number("SELECT count(*) FROM stamp WHERE scans = 1") <= 1);  // at most 5,000 itself
}

TEST_CASE("a scan that comes with a stamp's first one is told by its row") {
  Shop shop({.late_rows = 1h});
  for (int i = 0; i < 3; ++i) shop.store->record(scan(1, i, ClientHash(i)));
  shop.store.reset();
  CHECK(scans_of_row(shop) == 3);
}

TEST_CASE("more stamps than may be late: the rows that were late for longest are written") {
  Shop shop({.late_rows = 1h});
  ScanTicket last = 0;
  for (const std::uint32_t count : {600U, 6'000U}) {
    for (int round = 0; round < 2; ++round) {
      for (std::uint32_t i = 0; i < count; ++i) last = shop.store->record(scan(i, round));
      REQUIRE(shop.store->wait(last));
    }
    shop.record(scan(0, 3));
    CHECK(shop.number("SELECT count(*) FROM stamp WHERE scans = 1") <= 4'096);
    const Killed killed(shop);
    const auto store = killed.open();
    for (std::uint32_t i = 1; i < count; ++i) {
      REQUIRE(same(store->find(stamp(i)).value(), shop.store->find(stamp(i)).value()));
    }
  }
}

TEST_CASE("what a killed service left is settled before it is pruned") {
  Shop shop({.late_rows = 1h});
  for (int day = 0; day < 10; ++day) shop.record(scan(1, day * 86'400, ClientHash(day + 1)));
  const Killed killed(shop);
  const auto pruned = prune_scans(killed.dir.path(), later(5 * 86'400));
  REQUIRE(pruned);
  CHECK(pruned->scans == 5);
  CHECK(pruned->stamps == 1);
  REQUIRE(erase_scans(killed.dir.path(), stamp(1), later(20 * 86'400)));
  auto store = killed.open();
  CHECK(store->find(stamp(1)).value().scans == 10);
  CHECK(store->find(stamp(1)).value().recent.empty());
  // Numbers of scans that are gone are not given again: these would pass for told already.
  for (int i = 0; i < 3; ++i) REQUIRE(store->wait(store->record(scan(1, i, 50))));
  CHECK(in_file(killed.dir.path(), 1).scans == 13);
}

TEST_CASE("a scan that was erased while it waited is counted all the same") {
  std::string next;
  SUBCASE("before a scan of the stamp") { next = "scan"; }
  SUBCASE("before a scan of another one") { next = "other"; }
  SUBCASE("before the stamp's whole row") { next = "claim"; }
  CAPTURE(next);
  Shop shop({.late_rows = 1h, .lock_time = 50ms});
  shop.record(scan(1, 0, 1));
  shop.while_locked([&] { CHECK_FALSE(shop.store->wait(shop.store->record(scan(1, 1, 2)))); },
                    erasure(later(5)));
  if (next == "scan") shop.record(scan(1, 6, 3));
  if (next == "other") shop.record(scan(2, 6, 3));
  if (next == "claim") {
    REQUIRE(shop.store->claim(stamp(1), true, {later(6), Channel::page, "VN-13", 3}));
  }
  CHECK(shop.number("SELECT count(*) FROM scan") == (next == "claim" ? 1 : 2));
  const auto story = shop.store->find(stamp(1)).value();
  CHECK(story.scans == (next == "scan" ? 3 : 2));
  const auto told = in_file(Killed(shop).dir.path(), 1);
  CHECK(told.scans == story.scans);
  CHECK(told.last == story.last);
}

TEST_CASE("a stamp whose first suspect scan was erased while it waited is counted as suspect once") {
  Shop shop({.late_rows = 1h, .lock_time = 50ms});
  Scan suspect = scan(1, 1, 2);
  suspect.verdict = Finding::suspect_;
  shop.record(scan(1, 0, 1));
  shop.while_locked([&] { CHECK_FALSE(shop.store->wait(shop.store->record(suspect))); },
                    erasure(later(5)));
  shop.record(scan(2, 6));
  const Killed killed(shop);
  const auto store = killed.open();
  suspect.sight.at = later(7);
  REQUIRE(store->wait(store->record(suspect)));
  CHECK(store->lot_scans(kTea, kLot)->suspect == 1);
}

TEST_CASE("killed at any moment, whatever was done: the stories are those that were told") {
  CHECK(rc::check([] {
    Shop shop({.late_rows = *rc::gen::element(1ms, 3'600'000ms)});
    const auto moves = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 40));
    int at = 0;
    for (const int move : moves) {
      const std::uint32_t index = kStamps[static_cast<std::size_t>(move) % kStamps.size()];
      const auto client = ClientHash(move % 5 + 1);
      const std::array<ClientHash, 1> own = {client};
      at += 100;
      const Sight told{later(at), Channel::page, "VN-70", client};
      if (move < 30) {
        const ScanTicket last =
            shop.store->record(scan(index, at, client, move % 4 == 0 ? "" : "VN-HN"));
        if (move % 3 == 0) RC_ASSERT(shop.store->wait(last).has_value());  // else with later moves
      } else if (move < 33) {
        RC_ASSERT(shop.store->tell_place(stamp(index), told, own).has_value());
      } else if (move < 36) {
        RC_ASSERT(shop.store->claim(stamp(index), move == 33, told).has_value());
      } else if (move < 38) {
        RC_ASSERT(prune_scans(shop.registry.dir(), later(at - 300)).has_value());
      } else if (move == 38) {
        RC_ASSERT(erase_scans(shop.registry.dir(), stamp(index), later(at)).has_value());
      } else {
        shop.open();
      }
    }
    // After this one, the service has heard of what was erased.
    shop.record(scan(3, at + 100));
    const Killed killed(shop);
    for (const std::uint32_t index : kStamps) {
      const auto story = shop.store->find(stamp(index)).value();
      RC_ASSERT(same(in_file(killed.dir.path(), index), story));
    }
    const auto store = killed.open();
    for (const std::uint32_t index : kStamps) {
      RC_ASSERT(same(store->find(stamp(index)).value(), shop.store->find(stamp(index)).value()));
    }
    RC_ASSERT(store->lot_scans(kTea, kLot)->scans == shop.store->lot_scans(kTea, kLot)->scans);
    // Nor does what is written at the end tell what was erased.
    shop.store.reset();
    for (const std::uint32_t index : kStamps) {
      RC_ASSERT(same(in_file(shop.registry.dir(), index), in_file(killed.dir.path(), index)));
    }
  }));
}
