#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <deque>
#include <map>
#include <set>
#include <thread>

#include "file_bytes.hpp"
#include "fixture.hpp"
#include "shop.hpp"
#include "tem/scan_history.hpp"
#include "tem/scan_store.hpp"

using namespace tem;
using namespace tem::test;

TEST_CASE("what was recorded is there at once, in the file, and after a restart") {
  Shop shop;
  CHECK(shop.store->find(stamp(7)).value().scans == 0);
  shop.record(scan(7, 0, 11));
  shop.record(scan(7, 60, 12, "VN-HN"));
  shop.record(scan(8, 61, 12, "no place"));
  const auto before = shop.store->find(stamp(7)).value();
  CHECK(before.scans == 2);
  CHECK(before.first == later(0));
  CHECK(before.last == later(60));
  REQUIRE(before.recent.size() == 2);
  CHECK(before.recent[1].place == "VN-HN");
  CHECK(shop.store->find(stamp(8)).value().recent[0].place.empty());
  CHECK(shop.number("SELECT count(*) FROM scan") == 3);
  shop.open();
  CHECK(same(shop.store->find(stamp(7)).value(), before));
  CHECK(shop.store->find(stamp(9)).value().scans == 0);
  CHECK(shop.store->find(stamp(7, lot("L2"))).value().scans == 0);
  const auto seen = ScanHistory::open(shop.registry.dir());
  REQUIRE(seen);
  REQUIRE(*seen);
  CHECK(same((*seen)->story(stamp(7)).value(), before));
}

TEST_CASE("only the owner reads the file and those beside it, older ones too") {
  Shop shop;
  const std::array<std::string, 3> suffixes = {"", "-wal", "-shm"};
  const auto modes = [&] {
    std::vector<unsigned> found;
    for (const std::string& suffix : suffixes) {
      found.push_back(static_cast<unsigned>(
          std::filesystem::status(shop.file().string() + suffix).permissions()));
    }
    return found;
  };
  shop.record(scan(1, 0));
  CHECK(modes() == std::vector<unsigned>(3, 0600));
  const SQLite::Database reader(shop.file().string(), SQLite::OPEN_READONLY, 5'000);
  CHECK(reader.tableExists("scan"));  // an open reader keeps the files beside it there
  for (const std::string& suffix : suffixes) {
    std::filesystem::permissions(shop.file().string() + suffix, std::filesystem::perms(0644));
  }
  shop.open();
  CHECK(modes() == std::vector<unsigned>(3, 0600));
}

TEST_CASE("one writer at a time; a folder without registry is refused") {
  Shop shop;
  const auto second = ScanStore::open(shop.registry.dir(), {}, [] { return kNow; });
  REQUIRE_FALSE(second);
  CHECK(second.error().code == ErrorCode::ledger_busy);
  const TempDir empty;
  CHECK(ScanStore::open(empty.path(), {}, [] { return kNow; }).error().code ==
        ErrorCode::not_found);
  CHECK_FALSE(ScanHistory::open(empty.path())->has_value());
}

TEST_CASE("the counters of a lot") {
  Shop shop;
  for (int i = 0; i < 5; ++i) {
    shop.record(scan(static_cast<std::uint32_t>(i % 2), i * 86'400, 1, i == 0 ? "VN-HN" : "VN-13",
                     i == 4 ? Channel::till : Channel::page));
  }
  Scan odd = scan(1, 5 * 86'400);
  odd.verdict = Finding::suspect_;
  shop.record(odd);
  shop.record(odd);
  shop.record({stamp(1, lot("other")), {kNow}, Finding::genuine_});
  REQUIRE(shop.store->claim(stamp(0), true, {later(1)}));
  REQUIRE(shop.store->report({.at = later(2), .stamp = stamp(0), .uri = "u", .text = "lạ"}));
  const auto counts = shop.store->lot_scans(kTea, kLot);
  REQUIRE(counts);
  using Counts = std::vector<std::pair<std::string, std::uint64_t>>;
  CHECK(counts->scans == 7);
  CHECK(counts->stamps == 2);
  CHECK(counts->suspect == 1);
  CHECK(counts->claims == 1);
  CHECK(counts->reports == 1);
  CHECK(counts->by_place == Counts{{"VN-13", 6}, {"VN-HN", 1}});
  CHECK(counts->by_channel == Counts{{"page", 6}, {"till", 1}});
  CHECK(counts->by_verdict == Counts{{"genuine", 5}, {"suspect", 2}});
  CHECK(counts->by_day == Counts{{"2026-11-24", 1}, {"2026-11-25", 1}, {"2026-11-26", 1},
                                 {"2026-11-27", 1}, {"2026-11-28", 1}, {"2026-11-29", 2}});
  CHECK(shop.store->lot_scans(kTea, lot("none"))->scans == 0);
}

TEST_CASE("a reload is of the same client, channel and stamp, and soon") {
  Shop shop;
  shop.record(scan(1, 0, 5));
  struct Case {
    std::string_view why;
    Scan again;
    bool want;
  };
  const Case cases[] = {
      {"at once", scan(1, 0, 5), true},
      {"at the window's end", scan(1, 600, 5), true},
      {"after it", scan(1, 601, 5), false},
      {"from elsewhere, still the same client", scan(1, 10, 5, "VN-HN"), true},
      {"another client", scan(1, 10, 6), false},
      {"nobody knows who", scan(1, 10, 0), false},
      {"another stamp", scan(2, 10, 5), false},
      {"another channel", scan(1, 10, 5, "VN-13", Channel::till), false},
  };
  for (const Case& each : cases) {
    CAPTURE(each.why);
    CHECK(repeats(shop.store->find(each.again.stamp).value(), each.again.sight,
                  shop.store->reload_window()) == each.want);
  }
}

TEST_CASE("many threads: every scan is answered once, counted, and in the file") {
  Shop shop;
  constexpr int kThreads = 16, kEach = 200;
  std::atomic<int> answered = 0, good = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < kEach; ++i) {
          const auto ticket =
              shop.store->record(scan(static_cast<std::uint32_t>(i % 50), i, 1 + t * kEach + i));
          if (i % 3 == 0) {
            good += shop.store->wait(ticket).has_value();
            ++answered;
          } else {
            shop.store->when_durable(ticket, [&](const Result<void>& done) {
              good += done.has_value();
              ++answered;
            });
          }
        }
      });
    }
  }
  shop.store.reset();  // commits what waits, and tells
  CHECK(answered == kThreads * kEach);
  CHECK(good == kThreads * kEach);
  CHECK(shop.number("SELECT count(*) FROM scan") == kThreads * kEach);
  CHECK(shop.number("SELECT sum(scans) FROM stamp") == kThreads * kEach);
  CHECK(shop.number("SELECT sum(scans) FROM lot") == kThreads * kEach);
  CHECK(shop.number("SELECT sum(count) FROM tally WHERE kind = 'day'") == kThreads * kEach);
}

TEST_CASE("nothing is told to be durable that could not be written") {
  Shop shop;
  shop.record(scan(1, 0));
  // A writer of another process that lets nobody in, until SQLite gives up or the table is gone.
  {
    SQLite::Database other(shop.file().string(), SQLite::OPEN_READWRITE, 5'000);
    other.exec("DROP TABLE scan");
  }
  std::atomic<int> called = 0;
  const auto ticket = shop.store->record(scan(2, 1));
  shop.store->when_durable(ticket, [&](const Result<void>& done) { called += done ? 100 : 1; });
  const auto first = shop.store->wait(ticket);
  REQUIRE_FALSE(first);
  CHECK(first.error().code == ErrorCode::cannot_write);
  CHECK(comes_true([&] { return called != 0; }));
  CHECK(called == 1);
  CHECK_FALSE(shop.store->wait(shop.store->record(scan(3, 2))));
  CHECK_FALSE(shop.store->claim(stamp(1), true, {later(3)}));
  CHECK_FALSE(shop.store->claim(stamp(3), false, {later(3)}));
  CHECK_FALSE(shop.store->report({.at = later(3), .stamp = {}, .uri = "u", .text = "t"}));
  REQUIRE(shop.store->failure());
  CHECK(shop.store->wait(1).has_value());  // what was durable stays so
}

TEST_CASE("a lock of another process passes: what was recorded meanwhile is written then") {
  std::atomic<int> failures = 0;
  Shop shop({.lock_time = std::chrono::milliseconds(50),
             .on_failure = [&](const Error&) { ++failures; }});
  {
    SQLite::Database other(shop.file().string(), SQLite::OPEN_READWRITE, 5'000);
    SQLite::Transaction lock(other, SQLite::TransactionBehavior::IMMEDIATE);
    const auto told = shop.store->wait(shop.store->record(scan(1, 0, 7)));
    REQUIRE_FALSE(told);
    CHECK(told.error().code == ErrorCode::ledger_busy);
    CHECK_FALSE(shop.store->claim(stamp(2), true, {later(1)}));
    CHECK_FALSE(shop.store->claim(stamp(2), true, {later(1)}));  // claimed, but not in the file
    CHECK(shop.store->find_known(stamp(1))->ticket == 1);
    CHECK_FALSE(shop.store->report({.at = later(1), .stamp = stamp(1), .uri = "u", .text = "t"}));
    shop.store->count(Finding::forged_, later(1));
    CHECK_FALSE(shop.store->failure());
  }
  shop.record(scan(1, 2, 8));
  CHECK(shop.store->find(stamp(1)).value().scans == 2);
  CHECK(shop.store->find_known(stamp(1))->ticket == 0);
  CHECK(shop.store->claim(stamp(2), true, {later(3)})->outcome == ClaimOutcome::claimed_before);
  CHECK(shop.number("SELECT count(*) FROM scan") == 2);
  CHECK(shop.number("SELECT count(*) FROM lot") == 1);
  CHECK(shop.number("SELECT scans * 100 + claims * 10 + reports FROM lot") == 211);
  CHECK(comes_true([&] { return shop.number("SELECT coalesce(sum(count), 0) FROM refused") == 1; }));
  CHECK(failures == 0);
  const auto before = shop.store->find(stamp(1)).value();
  shop.open();
  CHECK(same(shop.store->find(stamp(1)).value(), before));
}

TEST_CASE("of a failure that lasts the service is told once") {
  std::atomic<int> failures = 0;
  Shop shop({.on_failure = [&](const Error&) { ++failures; }});
  SQLite::Database(shop.file().string(), SQLite::OPEN_READWRITE, 5'000).exec("DROP TABLE scan");
  CHECK_FALSE(shop.store->wait(shop.store->record(scan(1, 0))));
  CHECK_FALSE(shop.store->wait(shop.store->record(scan(1, 1))));
  CHECK(comes_true([&] { return failures == 1; }));
}

TEST_CASE("a code is claimed once; five wrong ones lock the stamp for an hour") {
  Shop shop;
  const auto try_code = [&](bool right, int at, ClientHash client = 1) {
    auto answer = shop.store->claim(stamp(1), right, {later(at), Channel::page, "VN-13", client});
    REQUIRE(answer);
    return *answer;
  };
  for (int left = 4; left >= 1; --left) {
    const auto answer = try_code(false, 0);
    CHECK(answer.outcome == ClaimOutcome::wrong_code);
    CHECK(answer.tries_left == left);
  }
  CHECK(try_code(false, 10).outcome == ClaimOutcome::locked);
  CHECK(try_code(true, 11).outcome == ClaimOutcome::locked);
  shop.open();  // a restart forgets no lock
  const auto locked = try_code(true, 3'609);
  CHECK(locked.outcome == ClaimOutcome::locked);
  CHECK(locked.at == later(3'610));
  CHECK(shop.store->find(stamp(1)).value().wrong_codes == 5);
  CHECK(try_code(false, 3'610).tries_left == 4);
  const auto claimed = try_code(true, 3'611, 9);
  CHECK(claimed.outcome == ClaimOutcome::claimed);
  CHECK(shop.store->find(stamp(1)).value().claim == Claim{later(3'611), 9, "VN-13"});
  CHECK(try_code(true, 3'612, 9).by_same_client);
  CHECK_FALSE(try_code(true, 3'613, 8).by_same_client);
  shop.open();
  const auto second = try_code(true, 9'000);
  CHECK(second.outcome == ClaimOutcome::claimed_before);
  CHECK(second.at == later(3'611));
  CHECK(shop.number("SELECT claims FROM lot") == 1);
}

TEST_CASE("of many who claim at once, one does") {
  Shop shop;
  std::atomic<int> claimed = 0, before = 0;
  {
    std::vector<std::jthread> threads;
    for (ClientHash client = 1; client <= 8; ++client) {
      threads.emplace_back([&, client] {
        const auto answer = shop.store->claim(stamp(4), true, {kNow, Channel::page, "", client});
        if (!answer) return;
        claimed += answer->outcome == ClaimOutcome::claimed;
        before += answer->outcome == ClaimOutcome::claimed_before;
      });
    }
  }
  CHECK(claimed == 1);
  CHECK(before == 7);
}

TEST_CASE("reports are bounded, clean and kept") {
  Shop shop({.reports_a_day = 2, .other_reports_a_day = 2});
  struct Case {
    std::string_view why;
    Report report;
    std::optional<ErrorCode> want;
  };
  const Case cases[] = {
      {"as people write", {.at = kNow, .stamp = stamp(1), .uri = "https://x.example/01/1",
                           .text = "Tem bị bong\r\nmàu lạ", .contact = "0912", .verdict = "genuine"}, {}},
      {"of no stamp", {.at = kNow, .stamp = {}, .uri = "x", .text = std::string(2'000, 'a')}, {}},
      {"too long", {.at = kNow, .stamp = {}, .uri = "x", .text = std::string(2'001, 'a')}, ErrorCode::too_long},
      {"a contact too long", {.at = kNow, .stamp = {}, .uri = "x", .text = "a", .contact = std::string(201, '1')}, ErrorCode::too_long},
      {"nothing said", {.at = kNow, .stamp = {}, .uri = "x", .text = " \n "}, ErrorCode::bad_value},
      {"no UTF-8", {.at = kNow, .stamp = {}, .uri = "x", .text = "a\xC3"}, ErrorCode::bad_value},
      {"the last of the day", {.at = kNow, .stamp = {}, .uri = "x", .text = "c"}, {}},
      {"one too many", {.at = kNow, .stamp = {}, .uri = "x", .text = "d"}, ErrorCode::rate_limited},
      {"the last of the day of a stamp", {.at = kNow, .stamp = stamp(2), .uri = "x", .text = "s"}, {}},
      {"of a stamp one too many", {.at = kNow, .stamp = stamp(3), .uri = "x", .text = "s"}, ErrorCode::rate_limited},
      {"the next day", {.at = later(86'400), .stamp = {}, .uri = "x", .text = "e"}, {}},
  };
  std::vector<std::uint64_t> ids;
  for (const Case& each : cases) {
    CAPTURE(each.why);
    const auto id = shop.store->report(each.report);
    CHECK(id.has_value() == !each.want);
    if (id) ids.push_back(*id);
    else CHECK(id.error().code == *each.want);
  }
  CHECK(ids == std::vector<std::uint64_t>{1, 2, 3, 4, 5});
  shop.open();
  const auto kept = shop.store->reports(10);
  REQUIRE(kept);
  REQUIRE(kept->size() == 5);
  CHECK(kept->front().text == "e");
  CHECK(kept->back().text == "Tem bị bong\nmàu lạ");
  CHECK(kept->back().stamp == stamp(1));
  CHECK(shop.store->reports(1)->size() == 1);
  // The bound of a day holds over a restart.
  CHECK(shop.store->report({.at = kNow, .stamp = {}, .uri = "x", .text = "f"}).error().code ==
        ErrorCode::rate_limited);
}

TEST_CASE("a shopper tells where a look was: once, soon, and its address one place") {
  const std::array<ClientHash, 4> address = {11, 12, 13, 14};
  const auto look = [](ClientHash client, std::string place = "", Channel channel = Channel::page) {
    Sight sight{later(0), channel, std::move(place), client};
    return sight;
  };
  const auto guess = [&](ClientHash client, std::string place) {
    Sight sight = look(client, std::move(place));
    sight.guessed = true;
    return sight;
  };
  struct Case {
    std::string_view why;
    std::vector<Sight> looks;
    Sight told;
    std::optional<std::size_t> want;  ///< which look has the place now
  };
  const auto told = [](ClientHash client, int at = 60, Channel channel = Channel::page) {
    return Sight{later(at), channel, "VN-13", client};
  };
  const Case cases[] = {
      {"no place is known", {look(11)}, told(11), 0},
      {"the address's place", {guess(11, "VN-HN")}, told(11), 0},
      {"the address had it right", {guess(11, "VN-13")}, told(11), 0},
      {"its own look among others", {look(21), look(11), look(22)}, told(11), 1},
      {"through the API", {look(11, "", Channel::api)}, told(11, 60, Channel::api), 0},
      {"at the same moment", {look(11)}, told(11, 0), 0},
      {"an hour later", {look(11)}, told(11, 3'600), 0},
      {"more than an hour later", {look(11)}, told(11, 3'601), {}},
      {"before the look", {look(11)}, told(11, -1), {}},
      {"another client", {look(11)}, told(12), {}},
      {"a client that nobody can tell apart", {look(0)}, told(0), {}},
      {"another channel", {look(11, "", Channel::api)}, told(11), {}},
      {"a till's look", {look(11, "", Channel::till)}, told(11, 60, Channel::till), {}},
      {"it was told, or a token said", {look(11, "VN-HN")}, told(11), {}},
      {"told the same already", {look(11, "VN-13")}, told(11), {}},
      {"the last one was told, the one before not", {look(11), look(11, "VN-13")}, told(11), {}},
      {"the address told another place as another browser", {look(14, "VN-HN"), look(11)}, told(11),
       {}},
      {"the address told the same place as another browser", {look(14, "VN-13"), look(11)},
       told(11), 1},
      {"the address is thought to be elsewhere", {guess(14, "VN-HN"), look(11)}, told(11), 1},
      {"another address told another place", {look(15, "VN-HN"), look(11)}, told(11), 1},
      {"a till at that address knows where it is", {look(14, "VN-HN", Channel::till), look(11)},
       told(11), 1},
      {"nobody looked", {}, told(11), {}},
  };
  for (const Case& each : cases) {
    CAPTURE(each.why);
    StampStory story;
    for (const Sight& sight : each.looks) remember(story, sight);
    const auto was = story.recent;
    Sight before;
    CHECK(tell_place(story, each.told, address, before) == each.want.has_value());
    CHECK(story.scans == each.looks.size());
    for (std::size_t i = 0; i < was.size(); ++i) {
      Sight want = was[i];
      if (each.want == i) {
        CHECK(before == want);
        want.place = "VN-13";
        want.guessed = false;
      }
      CHECK(story.recent[i] == want);
    }
  }
}

TEST_CASE("whatever is told, an address told one place") {
  CHECK(rc::check([] {
    StampStory story;
    std::uint64_t looks = 0;
    for (int i = 0; i < 60; ++i) {
      const auto client = *rc::gen::inRange<ClientHash>(1, 9);  // of two addresses, four each
      const ClientHash first = client <= 4 ? 1 : 5;
      const std::array<ClientHash, 4> address = {first, first + 1, first + 2, first + 3};
      const auto place = *rc::gen::element<std::string>("VN-13", "VN-HN", "VN-SG");
      Sight sight{later(i * 60), Channel::page, place, client};
      if (*rc::gen::inRange(0, 2) == 0) {
        sight.guessed = *rc::gen::inRange(0, 2) == 0;
        if (!sight.guessed) sight.place.clear();
        remember(story, sight);
        ++looks;
      } else {
        Sight before;
        tell_place(story, sight, address, before);
      }
    }
    RC_ASSERT(story.scans == looks);
    std::array<std::set<std::string>, 2> told;
    for (const Sight& sight : story.recent) {
      if (!sight.guessed && !sight.place.empty()) told[sight.client > 4].insert(sight.place);
    }
    RC_ASSERT(told[0].size() <= 1U);
    RC_ASSERT(told[1].size() <= 1U);
  }));
}

TEST_CASE("a told place is in the story, the file and the counters, and is no scan") {
  Shop shop;
  const std::array<ClientHash, 1> own = {11};
  const auto tell = [&](std::uint32_t index, int at, ClientHash client, std::string place) {
    return shop.store->tell_place(
        stamp(index), {later(at), Channel::page, std::move(place), client}, own);
  };
  const auto places = [&] { return shop.store->lot_scans(kTea, kLot)->by_place; };
  const auto rows = [&] { return shop.number("SELECT count(*) FROM stamp"); };
  using Counts = std::vector<std::pair<std::string, std::uint64_t>>;
  CHECK_FALSE(tell(1, 0, 11, "VN-13").value());  // nobody scanned anything of this lot
  Scan guessed = scan(1, 0, 11, "VN-HN");
  guessed.sight.guessed = true;
  shop.record(guessed);
  shop.record(scan(2, 5, 11, ""));
  CHECK(places() == Counts{{"VN-HN", 1}});
  CHECK_FALSE(tell(3, 10, 11, "VN-13").value());  // nor this stamp
  CHECK_FALSE(tell(1, 10, 11, "nowhere").value());
  CHECK(rows() == 2);
  CHECK(tell(1, 10, 11, "VN-13").value());
  CHECK_FALSE(tell(1, 11, 11, "VN-13").value());
  CHECK(tell(2, 12, 11, "VN-70").value());  // counted where it belongs now
  CHECK(places() == Counts{{"VN-13", 1}, {"VN-68", 1}});
  const auto check = [&] {
    const auto story = shop.store->find(stamp(1)).value();
    CHECK(story.scans == 1);
    REQUIRE(story.recent.size() == 1);
    CHECK(story.recent[0] == Sight{later(0), Channel::page, "VN-13", 11});
    const auto kept = ScanHistory::open(shop.registry.dir()).value()->scans({}, 10).value();
    REQUIRE(kept.size() == 2);
    CHECK(kept[0].sight.place == "VN-70");
    CHECK(kept[1].sight.place == "VN-13");
  };
  check();
  CHECK(shop.number("SELECT count(*) FROM scan") == 2);
  shop.open();
  check();
  CHECK_FALSE(tell(1, 20, 11, "VN-22").value());
  // A place that is only guessed comes back so, and can be told after a restart.
  Scan again = scan(1, 900, 12, "VN-HN");
  again.sight.guessed = again.sight.inactive = true;
  shop.record(again);
  shop.open();
  CHECK(shop.store->find(stamp(1)).value().recent.back() == again.sight);
  CHECK(tell(1, 905, 12, "VN-13").value());
  CHECK(shop.store->find(stamp(1)).value().recent.back().inactive);
  // Retention and erasure take it with its scan.
  REQUIRE(prune_scans(shop.registry.dir(), later(5)));
  CHECK(shop.number("SELECT count(*) FROM told") == 2);
  REQUIRE(erase_scans(shop.registry.dir(), stamp(1), later(1'000)));
  CHECK(shop.number("SELECT count(*) FROM told") == 1);
  CHECK(places() == Counts{{"VN-13", 2}, {"VN-68", 1}});
}

TEST_CASE("a flood pushes nobody else out") {
  struct Case {
    std::string_view why;
    std::function<Sight(int)> flood;
  };
  const Case cases[] = {
      {"one client", [](int i) { return Sight{later(10'000 + i * 700), Channel::page, "VN-HN", 77}; }},
      {"one client that claims many places",
       [](int i) {
         const std::array<std::string, 4> places = {"VN-HN", "VN-SG", "VN-DN", "w7er8"};
         return Sight{later(10'000 + i * 700), Channel::page, places[i % 4], 77};
       }},
      {"any number through the API",
       [](int i) { return Sight{later(10'000 + i), Channel::api, "VN-SG", ClientHash(1'000 + i)}; }},
      {"nobody knows who", [](int i) { return Sight{later(10'000 + i), Channel::page, "", 0}; }},
  };
  for (const Case& each : cases) {
    CAPTURE(each.why);
    StampStory story;
    std::vector<Sight> honest;
    for (int i = 0; i < 40; ++i) {
      honest.push_back({later(i), Channel::page, i % 2 == 0 ? "VN-13" : "VN-HP", ClientHash(100 + i)});
      honest.back().inactive = i == 0;
      remember(story, honest.back());
    }
    for (int i = 0; i < 5'000; ++i) remember(story, each.flood(i));
    CHECK(story.scans == 5'040);
    CHECK(story.recent.size() == kMaxSights);
    for (const Sight& sight : honest) {
      CHECK(std::ranges::find(story.recent, sight) != story.recent.end());
    }
    CHECK(std::ranges::is_sorted(story.recent, {}, &Sight::at));
  }
}

TEST_CASE("of very many clients the one of another place stays") {
  StampStory story;
  remember(story, {later(0), Channel::page, "VN-SG", 1});
  for (int i = 1; i < 3'000; ++i) remember(story, {later(i), Channel::page, "VN-13", ClientHash(1 + i)});
  CHECK(story.recent.front().place == "VN-SG");
  CHECK(story.recent.back().at == later(2'999));
}

TEST_CASE("a client's hash is of its day, also after a restart, and the key goes with the day") {
  Shop shop;
  const auto today = shop.store->client_hash("192.0.2.1\nphone", kNow);
  CHECK(today != 0);
  CHECK(today == shop.store->client_hash("192.0.2.1\nphone", later(3'600)));
  CHECK(today != shop.store->client_hash("192.0.2.2\nphone", kNow));
  CHECK(shop.store->client_hash("", kNow) == 0);
  shop.record(scan(1, 0, today));
  shop.open();
  CHECK(today == shop.store->client_hash("192.0.2.1\nphone", kNow));

  std::string key;
  {
    SQLite::Database db(shop.file().string(), SQLite::OPEN_READONLY, 5'000);
    key = db.execAndGet("SELECT key FROM salt").getString();
  }
  REQUIRE(key.size() == 32);
  const auto stands = [&](const char* suffix) {
    return bytes_of(shop.file().string() + suffix).find(key) != std::string::npos;
  };
  CHECK((stands("") || stands("-wal")));
  shop.clock += 14 * 3'600;  // 10:00 to midnight in Vietnam, and nobody scans
  CHECK(comes_true([&] { return !stands("") && !stands("-wal"); }));
  CHECK(shop.number("SELECT count(*) FROM salt") == 1);
  CHECK(today != shop.store->client_hash("192.0.2.1\nphone", later(14 * 3'600)));
}

TEST_CASE("a restart on another day takes up no old key") {
  Shop shop;
  const auto today = shop.store->client_hash("a", kNow);
  shop.record(scan(1, 0, today));
  shop.clock += 86'400;
  shop.open();
  CHECK(today != shop.store->client_hash("a", later(86'400)));
}

TEST_CASE("with no room in memory the stories come from the file, the same") {
  Shop shop({.sights_in_memory = 0});
  CHECK(rc::check([&] {
    static std::uint32_t base = 0;  // other stamps each time
    base += 100;
    std::map<std::uint32_t, StampStory> want;
    const auto moves = *rc::gen::container<std::vector<std::pair<int, int>>>(
        rc::gen::pair(rc::gen::inRange(0, 6), rc::gen::inRange(0, 5)));
    int at = 0;
    ScanTicket last = 0;
    for (const auto& [index, client] : moves) {
      ++at;
      const auto one = scan(base + static_cast<std::uint32_t>(index), at, ClientHash(client),
                            client % 2 == 0 ? "VN-13" : "VN-HN",
                            client == 4 ? Channel::api : Channel::page);
      remember(want[one.stamp.index], one.sight);
      last = shop.store->record(one);
      if (client == 3) RC_ASSERT(shop.store->wait(last).has_value());
    }
    RC_ASSERT(shop.store->wait(last).has_value());
    const auto history = ScanHistory::open(shop.registry.dir());
    for (const auto& [index, story] : want) {
      RC_ASSERT(same(shop.store->find(stamp(index)).value(), story));
      RC_ASSERT(same((*history)->story(stamp(index)).value(), story));
    }
  }));
}

namespace {

/// What `remember` does, written for reading: forgets until it fits.
void remember_slowly(std::deque<Sight>& kept, const Sight& sight) {
  kept.push_back(sight);
  if (kept.size() <= kMaxSights) return;
  const auto who = [](const Sight& s) {
    if (s.channel == Channel::api) return std::string("api");
    if (s.client == 0) return "unknown of " + std::string(name(s.channel));
    return std::to_string(s.client);
  };
  std::map<std::string, std::vector<std::size_t>> of;
  for (std::size_t i = 0; i < kept.size(); ++i) of[who(kept[i])].push_back(i);
  std::size_t largest = 0;
  for (const auto& [_, all] : of) largest = std::max(largest, all.size());
  std::map<std::size_t, std::vector<std::size_t>> rooms;  // by candidate: who it is compared with
  std::vector<std::size_t> singles;
  for (const auto& [_, all] : of) {
    if (all.size() == 1) singles.push_back(all.front());
  }
  for (const auto& [_, all] : of) {
    if (all.size() != largest) continue;
    for (const auto i : all) rooms[i] = largest == 1 ? singles : all;
  }
  std::size_t victim = 0, most = 0;
  for (const auto& [i, peers] : rooms) {
    const auto alike = static_cast<std::size_t>(std::ranges::count_if(peers, [&](std::size_t j) {
      return kept[j].place == kept[i].place && kept[j].inactive == kept[i].inactive;
    }));
    if (alike > most) victim = i, most = alike;
  }
  kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(victim));
}

}  // namespace

TEST_CASE("remember does as its slow account, and never forgets the look just made") {
  CHECK(rc::check([] {
    const auto clients = *rc::gen::inRange(1, 120);
    StampStory story;
    std::deque<Sight> slow;
    for (int i = 0; i < 200; ++i) {
      Sight sight{later(i), static_cast<Channel>(*rc::gen::inRange(0, 4)),
                  *rc::gen::element<std::string>("", "VN-13", "VN-HN", "w7er8"),
                  static_cast<ClientHash>(*rc::gen::inRange(0, clients)), *rc::gen::inRange(0, 9) == 0};
      remember(story, sight);
      remember_slowly(slow, sight);
      RC_ASSERT(story.recent.back() == sight);
    }
    RC_ASSERT(story.recent.size() == slow.size());
    RC_ASSERT(std::ranges::equal(story.recent, slow));
    RC_ASSERT(story.scans == 200U);
  }));
}

TEST_CASE("a file of another format is refused by whoever opens it") {
  Shop shop;
  shop.record(scan(1, 0));
  shop.change("PRAGMA user_version = 7");
  const auto refused = [](const auto& result) {
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().code == ErrorCode::cannot_read);
    CHECK(result.error().str().find("scans.db: format 7; this program knows format 1") != std::string::npos);
  };
  refused(ScanStore::open(shop.registry.dir(), {}, [] { return kNow; }));
  refused(ScanHistory::open(shop.registry.dir()));
  refused(prune_scans(shop.registry.dir(), later(5)));
}

TEST_CASE("what is damaged in the file is an error, never an empty history") {
  Shop shop;
  shop.record(scan(1, 0));
  shop.change("UPDATE stamp SET sights = x'0102'");
  shop.open();
  CHECK(shop.store->find(stamp(1)).error().code == ErrorCode::cannot_read);
  CHECK_FALSE(shop.store->wait(shop.store->record(scan(2, 1))));
}

TEST_CASE("a clock that jumps back: every look is kept, nobody is told apart twice, no lock is lifted") {
  Shop shop;
  const auto set = [&](int seconds) { shop.clock = later(seconds).time().time_since_epoch().count(); };
  const ClientHash today = shop.store->client_hash("192.0.2.1 phone", later(0));
  shop.record(scan(1, 0, today));
  for (int tries = 0; tries < kMaxWrongCodes; ++tries) {
    REQUIRE(shop.store->claim(stamp(2), false, scan(2, 0, 9).sight).has_value());
  }
  const auto until = shop.store->claim(stamp(2), true, scan(2, 0, 9).sight)->at;
  REQUIRE(until == later(3'600));

  set(-7'200);
  // Of the same client: whether it is a reload cannot be told from a time before, so it is kept.
  CHECK_FALSE(repeats(shop.store->find(stamp(1)).value(), scan(1, -7'200, today).sight,
                      shop.store->reload_window()));
  shop.record(scan(1, -7'200, today));
  shop.record(scan(1, -7'100, 8, "VN-HP"));
  CHECK(shop.store->find(stamp(1)).value().scans == 3);
  CHECK(shop.store->find(stamp(1)).value().last == later(0));
  const auto locked = shop.store->claim(stamp(2), true, scan(2, -7'200, 9).sight);
  CHECK(locked->outcome == ClaimOutcome::locked);
  CHECK(locked->at == until);
  // Past midnight too: the day's key stays, so that a client is the same one all along.
  set(-86'400);
  CHECK(shop.store->client_hash("192.0.2.1 phone", later(-86'400)) == today);
  shop.record(scan(1, -86'400, today));

  const auto before = shop.store->find(stamp(1)).value();
  set(0);
  shop.open();
  CHECK(same(shop.store->find(stamp(1)).value(), before));
  CHECK(shop.number("SELECT count(*) FROM scan") == 4);
  CHECK(shop.number("SELECT scans FROM lot") == 4);
  CHECK(shop.store->claim(stamp(2), true, scan(2, 3'600, 9).sight)->outcome == ClaimOutcome::claimed);
}
