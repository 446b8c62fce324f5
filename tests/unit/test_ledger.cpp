#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <set>

#include "fixture.hpp"

using namespace tem;
using namespace tem::test;

namespace {

/// Runs SQL on a ledger as someone with the file would: triggers dropped first.
void tamper(const std::filesystem::path& file, const std::string& sql) {
  SQLite::Database db(file.string(), SQLite::OPEN_READWRITE);
  std::vector<std::pair<std::string, std::string>> triggers;
  {
    SQLite::Statement rows(db, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'");
    while (rows.executeStep()) triggers.emplace_back(rows.getColumn(0).getString(), rows.getColumn(1).getString());
  }
  for (const auto& [name, sql_text] : triggers) db.exec("DROP TRIGGER " + name);
  db.exec(sql);
  for (const auto& [name, sql_text] : triggers) db.exec(sql_text);
}

void fill(Story& s) {
  s.registry.append(CertificateGranted{kTea, "OCOP", 4, "1/QĐ-MẪU", "UBND (mẫu)", date("2025-05-01"),
                                       date("2028-05-01")});
  s.issue("L1", 0, 100);
  s.issue("L2", 0, 10, "2027-01-01", false);
  s.registry.append(StampsVoided{kTea, lot("L1"), {{3, 5}}, "hỏng"});
  s.registry.append(StampsActivated{kTea, lot("L2"), {{0, 4}}, {}});
  s.registry.append(LotRecalled{kTea, lot("L2"), "Lỗi nhãn", {}});
  Hash hash{};
  s.registry.append(EventCaptured{kTea, lot("L1"), hash});
  s.registry.append(KeyRetired{s.squid_key});
}

}  // namespace

TEST_CASE("an append is numbered, durable and signed") {
  SampleRegistry registry;
  CHECK(registry->ledger().checkpoint()->head.size == 1);
  const auto done = registry.try_append(ProducerRegistered{producer("tra")});
  REQUIRE(done.has_value());
  CHECK(done->first == 1);
  CHECK(done->count == 1);
  CHECK(open_checkpoint(done->checkpoint.note, registry->log_vkey()).value() ==
        registry->ledger().checkpoint()->head);
  // Another process sees it.
  auto other = Registry::open(registry.dir(), Access::read).value();
  CHECK(other.ledger().checkpoint()->head.size == 2);
  CHECK(other.ledger().entry(1).value().find("\"producer.registered\"") != std::string::npos);
  CHECK(other.ledger().entry(2).error().code == ErrorCode::not_found);
  CHECK(other.append(std::vector<FactBody>{ProducerRegistered{producer("muc")}}, kNow).error().code ==
        ErrorCode::cannot_write);
}

TEST_CASE("facts together land all or none") {
  SampleRegistry registry;
  const auto before = registry->ledger().checkpoint()->note;
  const auto refused = registry->append(
      std::vector<FactBody>{ProducerRegistered{producer("tra")},
                            ProductRegistered{{kTea, "nobody", "Trà", {}}}},
      kNow);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == ErrorCode::unknown_producer);
  CHECK(refused.error().str().starts_with("fact 2: "));
  CHECK(registry->ledger().checkpoint()->note == before);
  CHECK_FALSE(registry->ledger().state().producer("tra").value().has_value());
  // A fact may stand on the one before it.
  const auto done = registry->append(
      std::vector<FactBody>{ProducerRegistered{producer("tra")},
                            ProductRegistered{{kTea, "tra", "Trà", {}}}},
      kNow);
  REQUIRE(done.has_value());
  CHECK(done->count == 2);
  CHECK(registry->append(std::vector<FactBody>{}, kNow).error().code == ErrorCode::bad_value);
}

TEST_CASE("time never runs backwards in the log") {
  SampleRegistry registry;
  registry.append(ProducerRegistered{producer("a")}, instant("2026-11-24T04:00:00Z"));
  // A small step back repeats the last time; a large one is refused.
  registry.append(ProducerRegistered{producer("b")}, instant("2026-11-24T03:58:00Z"));
  CHECK(registry->ledger().entry(2)->find("2026-11-24T04:00:00Z") != std::string::npos);
  CHECK(registry.try_append(ProducerRegistered{producer("c")}, instant("2026-11-24T01:00:00Z"))
            .error().code == ErrorCode::clock_behind);
}

TEST_CASE("a clock that jumps back: five minutes are borne, more stop appends until it is right") {
  SampleRegistry registry;
  const auto at = [](int seconds) { return Instant(kNow.time() + std::chrono::seconds(seconds)); };
  registry.append(ProducerRegistered{producer("a")}, at(3'600));
  struct Case {
    std::string why;
    int back;
    bool good;
  };
  const Case cases[] = {
      {"a second", 1, true},
      {"five minutes", 300, true},
      {"a second more", 301, false},
      {"a year", 365 * 86'400, false},
  };
  int number = 0;
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto before = registry->ledger().checkpoint()->note;
    const auto id = "p" + std::to_string(++number);
    const auto done = registry.try_append(ProducerRegistered{producer(id)}, at(3'600 - c.back));
    REQUIRE(done.has_value() == c.good);
    if (c.good) {
      CHECK(registry->ledger().state().entry_head(done->first)->at == at(3'600));
    } else {
      CHECK(done.error().code == ErrorCode::clock_behind);
      CHECK(done.error().detail.find(at(3'600).str()) != std::string::npos);
      CHECK(registry->ledger().checkpoint()->note == before);
    }
  }
  // A jump forward is believed; the clock that is then put right has to catch up.
  registry.append(ProducerRegistered{producer("ahead")}, at(10 * 86'400));
  CHECK(registry.try_append(ProducerRegistered{producer("late")}, at(3'700)).error().code ==
        ErrorCode::clock_behind);
  CHECK(registry.try_append(ProducerRegistered{producer("late")}, at(10 * 86'400 + 1)).has_value());
  CHECK(registry->ledger().fsck()->first_problem == std::nullopt);
}

TEST_CASE("another key does not sign") {
  SampleRegistry registry;
  const auto done = registry->ledger().append({ProducerRegistered{producer("tra")}}, generate_key(), kNow);
  CHECK(done.error().code == ErrorCode::bad_key);
}

TEST_CASE("the log's tables only grow") {
  Story s;
  SQLite::Database db((s.registry.dir() / "ledger.db").string(), SQLite::OPEN_READWRITE);
  for (const char* sql :
       {"UPDATE entry SET body = x'7b7d'", "DELETE FROM entry", "UPDATE node SET hash = zeroblob(32)",
        "DELETE FROM node", "UPDATE checkpoint SET note = 'x'", "DELETE FROM checkpoint",
        "INSERT OR REPLACE INTO entry (idx, body) VALUES (1, x'7b7d')",
        "INSERT INTO entry (idx, body) VALUES (99, x'7b7d')",
        "INSERT OR REPLACE INTO node (position, hash) VALUES (0, zeroblob(32))",
        "INSERT OR REPLACE INTO checkpoint (size, note) VALUES (1, 'x')"}) {
    CAPTURE(sql);
    CHECK_THROWS_AS(db.exec(sql), SQLite::Exception);
  }
}

TEST_CASE("fsck passes what was appended and names what was changed") {
  struct Case {
    std::string_view why, sql, says;
  };
  const Case cases[] = {
      {"a byte of an entry", "UPDATE entry SET body = CAST(replace(CAST(body AS TEXT), 'Thôn', 'Thon') AS BLOB) WHERE idx = 1",
       "entry 1 was changed"},
      {"an entry that no longer reads", "UPDATE entry SET body = x'7b7d' WHERE idx = 3", "entry 3"},
      {"an entry dropped", "DELETE FROM entry WHERE idx = 4", "entry 4 is missing"},
      {"the last entry dropped", "DELETE FROM entry WHERE idx = (SELECT max(idx) FROM entry)",
       "covers entries that are missing"},
      {"two entries swapped",
       "UPDATE entry SET idx = 1000 WHERE idx = 1; UPDATE entry SET idx = 1 WHERE idx = 2;"
       "UPDATE entry SET idx = 2 WHERE idx = 1000",
       "entry 1 was changed"},
      {"a leaf's hash", "UPDATE node SET hash = zeroblob(32) WHERE position = 1",
       "hash of level 0, index 1 was changed"},
      {"an inner hash", "UPDATE node SET hash = zeroblob(32) WHERE position = 2",
       "hash of level 1, index 0 was changed"},
      {"a hash dropped", "DELETE FROM node WHERE position = 5", "hash of level"},
      {"a hash too many", "INSERT INTO node (position, hash) SELECT max(position) + 1, zeroblob(32) FROM node",
       "does not belong"},
      {"a checkpoint's root", "UPDATE checkpoint SET note = (SELECT note FROM checkpoint WHERE size = 3) WHERE size = 4",
       "checkpoint 4"},
      {"a checkpoint's text", "UPDATE checkpoint SET note = replace(note, 'quangninh', 'quangnimh') WHERE size = 5",
       "checkpoint 5 was changed"},
      {"a producer's name", "UPDATE producer SET body = replace(body, 'tra', 'trq') WHERE id = 'tra'", "table producer"},
      {"a key's owner", "UPDATE signing_key SET producer = 'tra' WHERE producer = 'muc'", "table signing_key"},
      {"a key brought back", "UPDATE signing_key SET retired_at = NULL", "table signing_key"},
      {"a product's name", "UPDATE product SET body = replace(body, 'Trà', 'Trả')", "table product"},
      {"a certificate's date", "UPDATE certificate SET body = replace(body, '2028', '2038')", "table certificate"},
      {"a lot's count", "UPDATE run SET count = 101 WHERE lot = 'L1'", "column count"},
      {"a lot's activity", "UPDATE run SET active = 1", "column active"},
      {"a void taken back", "DELETE FROM stamp_range WHERE kind = 'voided'", "table stamp_range"},
      {"a void widened", "UPDATE stamp_range SET last = last + 1 WHERE kind = 'voided'", "column last"},
      {"a recall taken back", "DELETE FROM recall", "table recall"},
      {"a recall invented", "INSERT INTO recall (gtin, lot, entry, reason) VALUES ('08936000000011', 'L1', 3, 'x')", "table recall"},
      {"an event dropped", "DELETE FROM captured_event", "table captured_event"},
      {"a table too many", "CREATE TABLE extra (x INTEGER) STRICT", "extra does not belong"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.why);
    Story s;
    fill(s);
    const auto clean = s.registry->ledger().fsck();
    REQUIRE(clean.has_value());
    REQUIRE_MESSAGE(!clean->first_problem, *clean->first_problem);
    const auto entries = clean->entries;
    CHECK(entries == s.registry->ledger().checkpoint()->head.size);

    tamper(s.registry.dir() / "ledger.db", std::string(c.sql));
    // A ledger that fails the check takes nothing, whether or not someone ran the check.
    CHECK(s.registry.try_append(ProducerRegistered{producer("late")}).error().code ==
          ErrorCode::ledger_damaged);
    const auto report = s.registry->ledger().fsck();
    REQUIRE(report.has_value());
    REQUIRE(report->first_problem.has_value());
    CAPTURE(*report->first_problem);
    CHECK(report->first_problem->find(c.says) != std::string::npos);
    CHECK(s.registry.try_append(ProducerRegistered{producer("late")}).error().code ==
          ErrorCode::ledger_damaged);
  }
}

TEST_CASE("a dropped trigger is named, and putting it back mends the mark") {
  Story s;
  const auto file = (s.registry.dir() / "ledger.db").string();
  std::string sql;
  {
    SQLite::Database db(file, SQLite::OPEN_READWRITE);
    sql = db.execAndGet("SELECT sql FROM sqlite_schema WHERE name = 'entry_no_update'").getString();
    db.exec("DROP TRIGGER entry_no_update");
  }
  CHECK(s.registry->ledger().fsck()->first_problem->find("entry_no_update is missing") !=
        std::string::npos);
  CHECK(s.registry.try_append(ProducerRegistered{producer("x")}).error().code == ErrorCode::ledger_damaged);
  SQLite::Database(file, SQLite::OPEN_READWRITE).exec(sql);
  CHECK_FALSE(s.registry->ledger().fsck()->first_problem.has_value());
  CHECK(s.registry.try_append(ProducerRegistered{producer("x")}).has_value());
}

TEST_CASE("a snapshot sees one state") {
  Story s;
  auto reader = Registry::open(s.registry.dir(), Access::read).value();
  {
    const auto moment = reader.ledger().snapshot().value();
    const auto size = reader.ledger().checkpoint()->head.size;
    s.registry.append(ProducerRegistered{producer("late")});
    CHECK(reader.ledger().checkpoint()->head.size == size);
    CHECK_FALSE(reader.ledger().state().producer("late").value().has_value());
  }
  CHECK(reader.ledger().state().producer("late").value().has_value());
}

TEST_CASE("after any sequence of facts the projections are those of the log") {
  CHECK(rc::check([] {
    Story s;
    const Gtin gtins[] = {kTea, kSquid, gtin("08936000000035")};
    const std::string producers[] = {"tra", "muc", "ga"};
    const auto pick_lot = [] { return lot(*rc::gen::element<std::string>("A", "B/1", "C")); };
    const auto pick_gtin = [&] { return gtins[*rc::gen::inRange(0, 3)]; };
    const auto pick_key = [&] { return *rc::gen::element(s.tea_key, s.squid_key, KeyNumber{9}); };
    const auto pick_ranges = [] {
      const auto first = *rc::gen::inRange<std::uint32_t>(0, 30);
      return std::vector<IndexRange>{{first, first + *rc::gen::inRange<std::uint32_t>(0, 8)}};
    };
    int accepted = 0;
    for (int i = 0; i < 25; ++i) {
      const auto body = [&]() -> FactBody {
        switch (*rc::gen::inRange(0, 14)) {
          case 0: return ProducerRegistered{producer(producers[*rc::gen::inRange(0, 3)])};
          case 1: return ProducerUpdated{producer(producers[*rc::gen::inRange(0, 3)])};
          case 2:
            return KeyRegistered{producers[*rc::gen::inRange(0, 3)], generate_key().verifying_key(),
                                 date("2026-01-01"), {}};
          case 3: return KeyRetired{pick_key()};
          case 4: return KeyCompromised{pick_key(), *rc::gen::inRange<std::uint64_t>(0, 20), "lộ"};
          case 5:
            return ProductRegistered{{pick_gtin(), producers[*rc::gen::inRange(0, 3)], "Tên", {}}};
          case 6:
            return ProductUpdated{{pick_gtin(), producers[*rc::gen::inRange(0, 3)], "Tên mới",
                                   {{"brand", "\"B\""}}}};
          case 7:
            return CertificateGranted{pick_gtin(), "OCOP", 3,
                                      std::to_string(*rc::gen::inRange(0, 2)), "U",
                                      date("2025-01-01"), date("2027-01-01")};
          case 8:
            return CertificateRevoked{pick_gtin(), "OCOP",
                                      std::to_string(*rc::gen::inRange(0, 2)), {}};
          case 9:
          case 10:
            return LotIssued{pick_gtin(), pick_lot(), pick_key(),
                             *rc::gen::inRange<std::uint64_t>(0, 20),
                             *rc::gen::inRange<std::uint64_t>(1, 12), date("2026-01-01"), {},
                             *rc::gen::arbitrary<bool>()};
          case 11: return StampsVoided{pick_gtin(), pick_lot(), pick_ranges(), {}};
          case 12: return StampsActivated{pick_gtin(), pick_lot(), pick_ranges(), {}};
          default:
            if (*rc::gen::arbitrary<bool>()) return LotRecalled{pick_gtin(), pick_lot(), "x", {}};
            return RecallLifted{pick_gtin(), pick_lot(), {}};
        }
      }();
      const auto size = s.registry->ledger().checkpoint()->head.size;
      const auto done = s.registry.try_append(body);
      accepted += done.has_value();
      // A refused fact leaves nothing behind.
      RC_ASSERT(s.registry->ledger().checkpoint()->head.size == size + done.has_value());
    }
    const auto report = s.registry->ledger().fsck();
    RC_ASSERT(report.has_value());
    RC_ASSERT(!report->first_problem);
    RC_CLASSIFY(accepted > 8, "many accepted");
  }));
}

TEST_CASE("a million stamps are one entry") {
  Story s;
  const auto before = s.registry->ledger().checkpoint()->head.size;
  s.issue("BIG", 0, 1'000'000);
  CHECK(s.registry->ledger().checkpoint()->head.size == before + 1);
  CHECK(s.check(s.uri("BIG", 999'999)).is_genuine());
}

TEST_CASE("a request sent again is answered with what the first one appended") {
  Story s;
  Registry& registry = *s.registry;
  const auto once = [](std::string key, std::string text) { return Idempotency{key, text}; };
  const auto add = [&](std::string id, std::optional<Idempotency> key) {
    return registry.append({ProducerRegistered{producer(id)}}, kNow, std::move(key));
  };
  const auto first = add("mot", once("k1", "mot"));
  REQUIRE(first);
  CHECK_FALSE(first->repeated);
  const auto other = add("hai", std::nullopt);
  const auto again = add("mot", once("k1", "mot"));
  REQUIRE(again);
  CHECK(again->repeated);
  CHECK(again->first == first->first);
  CHECK(again->count == 1);
  CHECK(again->checkpoint.note == other->checkpoint.note);
  CHECK(add("ba", once("k1", "ba")).error().code == ErrorCode::idempotency_mismatch);
  CHECK(add("mot", once("k2", "mot")).error().code == ErrorCode::already_registered);
  CHECK(add("mot", once("k2", "mot")).error().code == ErrorCode::already_registered);  // not kept
  for (const std::string& bad : {std::string(), std::string("a b"), std::string("\n"),
                                 std::string(kMaxIdempotencyKeyBytes + 1, 'k')}) {
    CHECK(add("bon", once(bad, "bon")).error().code == ErrorCode::bad_value);
  }
  CHECK_FALSE(registry.ledger().fsck()->first_problem);
}

TEST_CASE("requests that share a commit are each all or none") {
  Story s;
  Registry& registry = *s.registry;
  const auto size = registry.ledger().checkpoint()->head.size;
  const auto request = [](std::vector<FactBody> facts) {
    return AppendRequest{[facts](const State&) -> Result<std::vector<FactBody>> { return facts; },
                         std::nullopt};
  };
  const std::vector<AppendRequest> requests = {
      request({ProducerRegistered{producer("a")}, ProducerRegistered{producer("b")}}),
      request({ProducerRegistered{producer("c")}, ProducerRegistered{producer("a")}}),  // "a" is taken
      request({ProducerRegistered{producer("c")}}),
      request({}),
  };
  const auto done = registry.append_all(requests, kNow);
  REQUIRE(done.size() == 4);
  CHECK(done[0]->first == size);
  CHECK(done[0]->count == 2);
  CHECK(done[1].error().code == ErrorCode::already_registered);
  CHECK(done[2]->first == size + 2);
  CHECK(done[3].error().code == ErrorCode::bad_value);
  CHECK(done[0]->checkpoint.note == done[2]->checkpoint.note);
  CHECK(done[0]->checkpoint.head.size == size + 3);
  CHECK_FALSE(registry.ledger().fsck()->first_problem);
}

TEST_CASE("a ledger put back to an older state signs nothing") {
  Story s;
  const auto dir = s.registry.dir();
  namespace fs = std::filesystem;
  const auto copy = dir / "old";
  const auto checkpoint_wal = [&] {
    SQLite::Database db((dir / "ledger.db").string(), SQLite::OPEN_READWRITE);
    db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  };
  checkpoint_wal();
  fs::copy_file(dir / "ledger.db", copy);
  REQUIRE(s.registry->append({ProducerRegistered{producer("moi")}}, kNow));
  checkpoint_wal();
  fs::copy_file(copy, dir / "ledger.db", fs::copy_options::overwrite_existing);
  auto reopened = Registry::open(dir, Access::append).value();
  const auto refused = reopened.append({ProducerRegistered{producer("khac")}}, kNow);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::ledger_damaged);
  CHECK(refused.error().detail.find("older state") != std::string::npos);
  CHECK(reopened.ledger().fsck()->first_problem.has_value());
}
