// A log as static files and its checked copy: whatever is wrong with what is served is named, and what
// the log signed once it cannot take back.

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <functional>
#include <iterator>

#include "file_bytes.hpp"
#include "fixture.hpp"
#include "tem/log_export.hpp"
#include "tem/log_follow.hpp"

using namespace tem;
using namespace tem::test;

namespace fs = std::filesystem;

namespace {


/// Appends so many producers in one commit.
void grow(Registry& registry, std::uint64_t count) {
  const auto size = registry.ledger().checkpoint()->head.size;
  std::vector<FactBody> facts;
  for (std::uint64_t i = 0; i < count; ++i) {
    facts.emplace_back(ProducerRegistered{producer("p" + std::to_string(size + i))});
  }
  REQUIRE(registry.append(std::move(facts), kNow).has_value());
}

struct Served {
  SampleRegistry registry;
  TempDir temp;
  fs::path pub = temp.path() / "pub", copy = temp.path() / "copy";

  explicit Served(std::uint64_t size) {
    if (size > 1) grow(*registry, size - 1);
    publish();
  }
  Exported publish() {
    auto done = export_log(registry->ledger(), registry->log_vkey(), pub);
    REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().str()));
    return *done;
  }
  Result<Followed> follow(bool all = false) {
    return follow_log({.from = pub.string(),
                       .key = registry->log_vkey(),
                       .dir = copy,
                       .base = {},
                       .all = all,
                       .now = kNow});
  }
  Followed followed(bool all = false) {
    auto done = follow(all);
    REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().str()));
    return *done;
  }
  [[nodiscard]] int evidence() const {
    int count = 0;
    for (const auto& each : fs::directory_iterator(copy)) {
      count += each.path().filename().string().starts_with("evidence-");
    }
    return count;
  }
};

}  // namespace

TEST_CASE("a copy is the log: files byte for byte, and a ledger that passes its check") {
  for (const std::uint64_t size : {1, 2, 255, 256, 257, 700}) {
    CAPTURE(size);
    Served log(size);
    const auto done = log.followed();
    CHECK(done.head.size == size);
    CHECK(done.fetched == tiles_between(0, size).size());
    for (const Tile& tile : tiles_between(0, size)) {
      CHECK(bytes_of(log.copy / tile.path()) == bytes_of(log.pub / tile.path()));
      CHECK(bytes_of(log.pub / tile.path()) == log.registry->ledger().tile(tile).value());
    }
    CHECK(bytes_of(log.copy / "checkpoint") == log.registry->ledger().checkpoint()->note);
    auto copy = Registry::open(log.copy, Access::read).value();
    CHECK(copy.is_copy());
    CHECK(copy.settings().name == "OCOP mẫu");
    const auto report = copy.ledger().fsck().value();
    CHECK(report.entries == size);
    CHECK_FALSE(report.first_problem.has_value());
    CHECK(Registry::open(log.copy, Access::append).error().code == ErrorCode::cannot_write);
  }
}

TEST_CASE("growing in any steps gives the same copy, and only what is new is fetched") {
  rc::check("a copy that grew equals the log", [] {
    const auto steps = *rc::gen::container<std::vector<std::uint64_t>>(
        2, rc::gen::inRange<std::uint64_t>(1, 300));
    Served log(1);
    log.followed();
    for (const auto step : steps) {
      const auto before = log.registry->ledger().checkpoint()->head.size;
      grow(*log.registry, step);
      RC_ASSERT(log.publish().tiles == tiles_between(before, before + step).size());
      const auto done = log.followed();
      RC_ASSERT(done.old_size == before);
      RC_ASSERT(done.fetched == tiles_between(before, before + step).size());
      RC_ASSERT(log.followed().fetched == 0U);
    }
    auto copy = Registry::open(log.copy, Access::read).value();
    RC_ASSERT(!copy.ledger().fsck()->first_problem.has_value());
    RC_ASSERT(copy.ledger().checkpoint()->note == log.registry->ledger().checkpoint()->note);
  });
}

TEST_CASE("what is wrong with a served log is refused and named") {
  struct Case {
    const char* why;
    const char* file;  ///< that the error names
    std::function<void(const fs::path& pub)> change;
    ErrorCode code = ErrorCode::bad_proof;
  };
  const auto flip = [](const char* file, std::size_t at) {
    return [=](const fs::path& pub) {
      auto bytes = bytes_of(pub / file);
      bytes.at(at) ^= 1;
      put_bytes(pub / file, bytes);
    };
  };
  const auto cut = [](const char* file, std::size_t less) {
    return [=](const fs::path& pub) {
      auto bytes = bytes_of(pub / file);
      bytes.resize(bytes.size() - less);
      put_bytes(pub / file, bytes);
    };
  };
  const auto swap = [](const char* a, const char* b) {
    return [=](const fs::path& pub) {
      const auto bytes = bytes_of(pub / a);
      put_bytes(pub / a, bytes_of(pub / b));
      put_bytes(pub / b, bytes);
    };
  };
  const auto append = [](const char* file, std::string more) {
    return [=](const fs::path& pub) { put_bytes(pub / file, bytes_of(pub / file) + more); };
  };
  const auto remove = [](const char* file) {
    return [=](const fs::path& pub) { fs::remove(pub / file); };
  };
  const Case cases[] = {
      {"a byte of a full tile", "tile/0/001", flip("tile/0/001", 4000)},
      {"a byte of the last tile", "tile/0/002.p/188", flip("tile/0/002.p/188", 7)},
      {"a byte of the upper tile", "tile/1/000.p/2", flip("tile/1/000.p/2", 40)},
      {"a byte of a bundle", "tile/entries/000", flip("tile/entries/000", 1000)},
      {"a byte of the last bundle", "tile/entries/002.p/188", flip("tile/entries/002.p/188", 1000)},
      {"a length in a bundle", "tile/entries/001", flip("tile/entries/001", 1)},
      {"two tiles swapped", "tile/0/000", swap("tile/0/000", "tile/0/001")},
      {"two bundles swapped", "tile/entries/000", swap("tile/entries/000", "tile/entries/001")},
      {"a tile cut short", "tile/0/001", cut("tile/0/001", 32)},
      {"the last tile cut short", "tile/0/002.p/188", cut("tile/0/002.p/188", 1)},
      {"a bundle cut short", "tile/entries/001", cut("tile/entries/001", 1)},
      {"an entry dropped", "tile/entries/001",
       [](const fs::path& pub) {
         auto entries = split_bundle(bytes_of(pub / "tile/entries/001"), 256).value();
         entries.erase(entries.begin() + 9);
         std::string bytes;
         for (const auto& entry : entries) add_to_bundle(bytes, entry);
         put_bytes(pub / "tile/entries/001", bytes);
       }},
      {"an entry too many", "tile/entries/002.p/188", append("tile/entries/002.p/188", {'\0', '\1', 'x'})},
      {"more than a tile", "tile/1/000.p/2", append("tile/1/000.p/2", "x"), ErrorCode::too_long},
      {"no tile", "tile/0/001", remove("tile/0/001"), ErrorCode::not_found},
      {"no bundle", "tile/entries/002.p/188", remove("tile/entries/002.p/188"), ErrorCode::not_found},
      {"no checkpoint", "checkpoint", remove("checkpoint"), ErrorCode::not_found},
      {"a byte of the checkpoint", "checkpoint", flip("checkpoint", 24), ErrorCode::bad_signature},
      {"no note", "checkpoint", [](const fs::path& pub) { put_bytes(pub / "checkpoint", "hello\n"); },
       ErrorCode::bad_note},
  };
  for (const auto& each : cases) {
    CAPTURE(each.why);
    Served log(700);
    each.change(log.pub);
    const auto done = log.follow();
    REQUIRE_FALSE(done.has_value());
    CAPTURE(done.error().str());
    CHECK(done.error().code == each.code);
    CHECK(done.error().str().find((log.pub / each.file).string() + ":") != std::string::npos);
    CHECK_FALSE(fs::exists(log.copy / "checkpoint"));
    CHECK_FALSE(fs::exists(log.copy / "ledger.db"));
    // Mended, it goes on with what was checked before.
    fs::remove_all(log.pub);
    log.publish();
    CHECK(log.followed().head.size == 700);
  }
}

TEST_CASE("a log that goes back or forks is refused, with both checkpoints kept") {
  for (const std::uint64_t base : {1, 300}) {
    CAPTURE(base);
    Served log(base);
    const fs::path twin = log.temp.path() / "twin";
    fs::copy(log.registry.dir(), twin, fs::copy_options::recursive);
    const fs::path older = log.temp.path() / "older";
    fs::copy(log.pub, older, fs::copy_options::recursive);
    grow(*log.registry, 5);
    log.publish();
    log.followed();

    const auto refused = [&](const char* what) {
      const int before = log.evidence();
      const std::string held = bytes_of(log.copy / "checkpoint");
      const auto done = log.follow();
      REQUIRE_FALSE(done.has_value());
      CHECK(done.error().code == ErrorCode::log_forked);
      CHECK(done.error().str().find(what) != std::string::npos);
      CHECK(log.evidence() == before + 1);
      CHECK(bytes_of(log.copy / "checkpoint") == held);
    };
    const fs::path honest = log.temp.path() / "honest";
    fs::rename(log.pub, honest);
    fs::rename(older, log.pub);
    refused("went back");

    auto other = Registry::open(twin, Access::append).value();
    const auto fork = [&](std::uint64_t count) {
      std::vector<FactBody> facts;
      for (std::uint64_t i = 0; i < count; ++i) {
        facts.emplace_back(ProducerRegistered{producer("khac" + std::to_string(i + 10 * count))});
      }
      REQUIRE(other.append(std::move(facts), kNow).has_value());
      REQUIRE(export_log(other.ledger(), other.log_vkey(), log.pub).has_value());
    };
    fork(5);
    refused("signed two roots");
    fork(4);
    refused("does not continue");
    refused("does not continue");  // its evidence is a file of its own

    // The honest log is followed on, and its exports take no fork either.
    CHECK(export_log(other.ledger(), other.log_vkey(), honest).error().code == ErrorCode::log_forked);
    fs::remove_all(log.pub);
    fs::rename(honest, log.pub);
    grow(*log.registry, 1);
    log.publish();
    CHECK(log.followed().head.size == base + 6);
  }
}

TEST_CASE("what is spoilt in the copy is mended by --all, or refused") {
  Served log(700);
  log.followed();
  auto bytes = bytes_of(log.copy / "tile/entries/001");
  bytes[500] ^= 1;
  put_bytes(log.copy / "tile/entries/001", bytes);
  CHECK(log.followed(true).fetched == 1);
  CHECK(bytes_of(log.copy / "tile/entries/001") == bytes_of(log.pub / "tile/entries/001"));
  fs::remove(log.copy / "ledger.db");  // made again from the tiles
  CHECK(log.followed().fetched == 0);
  CHECK_FALSE(
      Registry::open(log.copy, Access::read)->ledger().fsck()->first_problem.has_value());
  // ledger.db alone remembers what was signed.
  fs::remove(log.copy / "checkpoint");
  CHECK(log.followed().old_size == 700);
}

TEST_CASE("a folder of something else is refused") {
  Served log(3);
  const auto into = [&](const fs::path& dir) {
    return follow_log({.from = log.pub.string(), .key = log.registry->log_vkey(), .dir = dir,
                       .base = {}, .all = false, .now = kNow});
  };
  CHECK(into(log.registry.dir()).error().code == ErrorCode::exists);
  Served other(3);
  other.followed();
  CHECK(into(other.copy).error().code == ErrorCode::exists);
  CHECK(into(other.pub).error().code == ErrorCode::exists);
  CHECK(export_log(log.registry->ledger(), log.registry->log_vkey(), other.pub).error().code ==
        ErrorCode::exists);
  CHECK(follow_log({.from = log.pub.string(), .key = other.registry->log_vkey(), .dir = log.copy,
                    .base = {}, .all = false, .now = kNow})
            .error()
            .code == ErrorCode::bad_signature);
  CHECK_FALSE(fs::exists(log.copy));
}

TEST_CASE("a log that serves whole tiles only is followed too") {
  Served log(200);
  log.followed();
  fs::remove_all(log.copy);
  const std::string old_checkpoint = bytes_of(log.pub / "checkpoint");
  grow(*log.registry, 100);
  log.publish();
  put_bytes(log.pub / "checkpoint", old_checkpoint);
  fs::remove_all(log.pub / "tile/0/000.p");
  fs::remove_all(log.pub / "tile/entries/000.p");
  CHECK(log.followed().head.size == 200);
}

TEST_CASE("a stamp on a copy: all but the serial is judged, and never unissued for want of the secret") {
  Story story;
  story.issue("A", 0, 5);
  story.issue("B", 0, 5, "2027-11-01", false);
  story.registry.append(StampsVoided{kTea, lot("A"), {{1, 1}}, {}});
  TempDir temp;
  const auto pub = temp.path() / "pub";
  const auto copied = [&] {
    REQUIRE(export_log(story.registry->ledger(), story.registry->log_vkey(), pub).has_value());
    REQUIRE(follow_log({.from = pub.string(), .key = story.registry->log_vkey(),
                        .dir = temp.path() / "copy", .base = {}, .all = false, .now = kNow})
                .has_value());
    return Registry::open(temp.path() / "copy", Access::read).value();
  };
  const auto check = [&](const Registry& copy, const std::string& uri) {
    return Verifier::make(copy)->check(uri, {kNow}).value();
  };
  {
    const auto copy = copied();
    const auto verdict = check(copy, story.uri("A", 0));
    CHECK(verdict.is_genuine());
    CHECK(verdict.mode == CheckMode::copy);
    CHECK(verdict.message.vi.find("bản sao") != std::string::npos);
    CHECK(verdict.message.en.find("copy of the ledger") != std::string::npos);
    CHECK(to_json(verdict, "", {}).find(
              R"("mode":"copy","unknown":["serial","void","activation","history"])") !=
          std::string::npos);
    CHECK(check(copy, story.uri("A", 1)).is_genuine());  // voided: cannot be known
    CHECK(check(copy, story.uri("B", 1)).is_genuine());  // not activated: cannot be known
    std::string forged = story.uri("A", 0);
    forged.back() = forged.back() == '1' ? '2' : '1';
    CHECK(check(copy, forged).headline() == Finding::forged_);
  }
  const std::string stamp = story.uri("A", 0);
  story.registry.append(LotRecalled{kTea, lot("A"), "nấm mốc", {}});
  CHECK(check(copied(), stamp).headline() == Finding::recalled_);
  story.registry.append(KeyCompromised{story.tea_key, 0, "mất khóa"});
  CHECK(check(copied(), stamp).headline() == Finding::revoked_key_);
}
