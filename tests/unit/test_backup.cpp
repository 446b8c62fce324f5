// A backup is whole or not there, tells whatever was changed in it, and makes a registry that takes
// no facts before it was compared with what was published.

#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <sys/stat.h>

#include <iterator>
#include <map>

#include "file_bytes.hpp"
#include "fixture.hpp"
#include "tem/backup.hpp"
#include "tem/log_compare.hpp"
#include "tem/log_export.hpp"
#include "tem/print_log.hpp"
#include "tem/scan_store.hpp"
#include "tem/token.hpp"

using namespace tem;
using namespace tem::test;

namespace fs = std::filesystem;

namespace {

unsigned mode(const fs::path& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777;
}
int entries(const fs::path& dir) {
  int count = 0;
  for ([[maybe_unused]] const auto& each : fs::directory_iterator(dir)) ++count;
  return count;
}

const std::string kHash(64, 'a');
const std::string kHead =
    "tem-backup/1\nmade 2026-11-27T10:00:00Z\norigin tem.example/quangninh\nsize 39\n"
    "root PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n";
std::string file_line(const std::string& name, const std::string& length = "7") {
  return kHash + " " + length + " " + name + "\n";
}
const std::string kThree =
    file_line("ledger.db") + file_line("ledger.hold") + file_line("registry.toml");
const std::string kGood = kHead + "files 3\n" + kThree;

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), with);
}

/// A registry with a lot, scans of it, a token, a print and a policy; and where its backup goes.
struct Kept {
  Story story;
  TempDir temp;
  fs::path registry = story.registry.dir(), backup = temp.path() / "backup",
           back = temp.path() / "back";

  Kept() {
    story.issue("A", 0, 10);
    auto scans = ScanStore::open(registry, {}, [] { return kNow; });
    REQUIRE(scans.has_value());
    for (std::uint32_t i = 0; i < 10; ++i) {
      const auto ticket = (*scans)->record({{kTea, lot("A"), i},
                                            {.at = kNow, .channel = Channel::page, .client = 7 + i},
                                            Finding::genuine_});
      REQUIRE((*scans)->wait(ticket).has_value());
    }
    REQUIRE(PrintLog::open(registry).has_value());
    put_bytes(registry / "witnesses.policy", "quorum none\n");
  }
  Result<BackupManifest> make(bool with_keys = false) {
    return back_up({.registry = registry, .dir = backup, .with_keys = with_keys, .now = kNow});
  }
  BackupManifest made(bool with_keys = false) {
    auto done = make(with_keys);
    REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().str()));
    return *done;
  }
  Registry restored(Access access = Access::append) {
    const auto done = restore_backup(backup, back);
    REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().str()));
    auto opened = Registry::open(back, access);
    REQUIRE_MESSAGE(opened.has_value(), (opened ? "" : opened.error().str()));
    return std::move(*opened);
  }
  void export_to(const fs::path& dir) {
    REQUIRE(export_log(story.registry->ledger(), story.registry->log_vkey(), dir).has_value());
  }
};

Result<Appended> add_producer(Registry& registry, const std::string& id) {
  return registry.append(std::vector<FactBody>{ProducerRegistered{producer(id)}}, kNow);
}

}  // namespace

TEST_CASE("manifest: what is read and what is not") {
  REQUIRE(BackupManifest::parse(kGood).has_value());
  CHECK(BackupManifest::parse(kGood)->str() == kGood);
  CHECK_FALSE(BackupManifest::parse(kGood)->has_keys());

  struct Case {
    std::string why, text;
    bool good;
  };
  const std::string key = "secrets/producer-0123456789abcdef0123456789abcdef.pem";
  const Case cases[] = {
      {"with keys",
       kHead + "files 6\n" + kThree + file_line("secrets/log.pem") + file_line(key) +
           file_line("secrets/serial.secret"),
       true},
      {"every database",
       kHead + "files 7\n" + file_line("cosignatures.db") + file_line("ledger.db") +
           file_line("ledger.hold") + file_line("prints.db") + file_line("registry.toml") +
           file_line("scans.db") + file_line("tokens.db"),
       true},
      {"an empty file", replaced(kGood, "7 ledger.hold", "0 ledger.hold"), true},
      {"nothing", "", false},
      {"another version", replaced(kGood, "/1", "/2"), false},
      {"no line feed at its end", kGood.substr(0, kGood.size() - 1), false},
      {"a line feed too many", kGood + "\n", false},
      {"carriage returns", replaced(kGood, "tem-backup/1\n", "tem-backup/1\r\n"), false},
      {"a time with a zone", replaced(kGood, "00Z", "00+07:00"), false},
      {"no time", replaced(kGood, "made 2026-11-27T10:00:00Z\n", ""), false},
      {"an origin with a space", replaced(kGood, "tem.example/", "tem example/"), false},
      {"a size with a zero before it", replaced(kGood, "size 39", "size 039"), false},
      {"a size below 0", replaced(kGood, "size 39", "size -39"), false},
      {"a size beyond 64 bits", replaced(kGood, "39\n", "18446744073709551616\n"), false},
      {"a root of 31 bytes",
       replaced(kGood, "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=",
                "UlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkQ=="),
       false},
      {"fewer files than it says", replaced(kGood, "files 3", "files 4"), false},
      {"more files than it says", replaced(kGood, "files 3", "files 2"), false},
      {"a hash in capitals", replaced(kGood, "aaaa", "AAAA"), false},
      {"a hash that is short", replaced(kGood, kHash, kHash.substr(1)), false},
      {"a hash that is long", replaced(kGood, kHash, kHash + "a"), false},
      {"a line that ends after its hash", replaced(kGood, kHash + " 7 ledger.db", kHash), false},
      {"no length", replaced(kGood, " 7 ledger.db", " ledger.db"), false},
      {"a length with a plus", replaced(kGood, " 7 ledger.db", " +7 ledger.db"), false},
      {"lengths whose sum has no meaning",
       kHead + "files 3\n" + file_line("ledger.db", "18446744073709551615") +
           file_line("ledger.hold") + file_line("registry.toml"),
       false},
      {"a name twice", kHead + "files 4\n" + file_line("ledger.db") + kThree, false},
      {"names out of order",
       kHead + "files 3\n" + file_line("ledger.hold") + file_line("ledger.db") +
           file_line("registry.toml"),
       false},
      {"no ledger", kHead + "files 2\n" + file_line("ledger.hold") + file_line("registry.toml"),
       false},
      {"no hold: it would take facts at once",
       kHead + "files 2\n" + file_line("ledger.db") + file_line("registry.toml"), false},
      {"no settings", kHead + "files 2\n" + file_line("ledger.db") + file_line("ledger.hold"),
       false},
      {"a file beyond the folder", kHead + "files 4\n" + file_line("../x") + kThree, false},
      {"a file from the root", kHead + "files 4\n" + file_line("/etc/passwd") + kThree, false},
      {"a file of no registry", kHead + "files 4\n" + kThree + file_line("zzz"), false},
      {"a key's file of another form",
       kHead + "files 4\n" + kThree +
           file_line("secrets/producer-0123456789ABCDEF0123456789abcdef.pem"),
       false},
      {"a name within a name",
       kHead + "files 4\n" + kThree +
           file_line("secrets/producer-../../../../../../../../etc/x.pem"),
       false},
      {"a space after a name", replaced(kGood, "ledger.db\n", "ledger.db \n"), false},
      {"too long", kGood + std::string(kMaxManifestBytes, 'a'), false},
  };
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto read = BackupManifest::parse(c.text);
    CHECK(read.has_value() == c.good);
    if (read) CHECK(read->str() == c.text);
    if (!read) CHECK(read.error().detail.find('\n') == std::string::npos);
  }
  rc::check("what is written reads back the same", [] {
    BackupManifest manifest{
        .made =
            Instant(std::chrono::sys_seconds(std::chrono::seconds(*rc::gen::inRange(0, 1 << 30)))),
        .head = {"tem.example/" + std::to_string(*rc::gen::inRange(0, 99)),
                 *rc::gen::arbitrary<std::uint64_t>(),
                 {}},
        .files = {}};
    const auto names = *rc::gen::unique<std::vector<std::string>>(rc::gen::element<std::string>(
        "cosignatures.db", "prints.db", "restored.txt", "scans.db", "secrets/log.pem", "temd.toml",
        "secrets/serial.secret", "tokens.db", "witnesses.policy"));
    std::map<std::string, std::uint64_t> files = {
        {"ledger.db", 1}, {"ledger.hold", 0}, {"registry.toml", 9}};
    for (const auto& name : names) files[name] = *rc::gen::inRange<std::uint64_t>(0, 1ULL << 40);
    for (const auto& [name, bytes] : files)
      manifest.files.push_back({name, bytes, sha256(as_bytes(name))});
    const auto again = BackupManifest::parse(manifest.str());
    RC_ASSERT(again.has_value());
    RC_ASSERT(*again == manifest);
  });
}

TEST_CASE(
    "a backup holds everything, for its owner alone, without keys unless they are asked for") {
  Kept kept;
  const auto manifest = kept.made();
  CHECK(mode(kept.backup) == 0700);
  std::vector<std::string> names;
  for (const auto& file : manifest.files) {
    names.push_back(file.name);
    CHECK(mode(kept.backup / file.name) == 0600);
  }
  CHECK(names == std::vector<std::string>{"ledger.db", "ledger.hold", "prints.db", "registry.toml",
                                          "scans.db", "witnesses.policy"});
  CHECK(mode(kept.backup / "manifest") == 0600);
  CHECK(entries(kept.backup) == 7);  // no -wal, no journal
  CHECK(entries(kept.temp.path()) == 1);
  CHECK(manifest.head == kept.story.registry->ledger().checkpoint()->head);
  CHECK(check_backup(kept.backup).value() == manifest);
  CHECK(entries(kept.backup) == 7);  // a check leaves nothing
  // The key of the day's client hashes does not outlive its day.
  const auto salt = [](const fs::path& dir) {
    auto again = ScanStore::open(dir, {}, [] { return kNow; });
    REQUIRE(again.has_value());
    return (*again)->client_hash("192.0.2.1 phone", kNow);
  };
  const auto restored = kept.restored(Access::read);
  CHECK(salt(kept.back) != salt(kept.registry));

  const auto twice = kept.make();
  CHECK(twice.error().code == ErrorCode::exists);
  fs::remove_all(kept.backup);
  const auto with_keys = kept.made(true);
  CHECK(with_keys.has_keys());
  CHECK(with_keys.files.size() == manifest.files.size() + 4);  // log, serials, two producers
  CHECK(mode(kept.backup / "secrets") == 0700);
  CHECK(mode(kept.backup / "secrets/log.pem") == 0600);
  CHECK(check_backup(kept.backup).has_value());
}

TEST_CASE("what is restored is the registry: facts, scans, keys") {
  Kept kept;
  const auto stamp = kept.story.uri("A", 3);
  kept.made(true);
  auto registry = kept.restored();
  CHECK(mode(kept.back / "secrets") == 0700);
  CHECK(mode(kept.back / "secrets/serial.secret") == 0600);
  CHECK(mode(kept.back / "scans.db") == 0600);
  CHECK(registry.ledger().fsck()->first_problem == std::nullopt);
  auto verdict = Verifier::make(registry).value().check(stamp, {kNow});
  CHECK(verdict->headline() == Finding::genuine_);
  CHECK(LotStamps::open(registry, kTea, lot("A")).value().sign(3).value().uri == stamp);
  auto scans = ScanStore::open(kept.back, {}, [] { return kNow; });
  REQUIRE(scans.has_value());
  CHECK((*scans)->lot_scans(kTea, lot("A"))->scans == 10);
  CHECK((*scans)->find({kTea, lot("A"), 3})->scans == 1);
  const auto again = restore_backup(kept.backup, kept.back);
  CHECK(again.error().code == ErrorCode::exists);
}

TEST_CASE("whatever is changed in a backup is found, and nothing is restored of it") {
  Kept kept;
  const auto manifest = kept.made(true);
  const auto refused = [&](const std::string& why) {
    CAPTURE(why);
    const auto checked = check_backup(kept.backup);
    REQUIRE_FALSE(checked.has_value());
    CHECK_FALSE(restore_backup(kept.backup, kept.back).has_value());
    CHECK_FALSE(fs::exists(kept.back));
    CHECK(entries(kept.temp.path()) == 1);
    return checked.error().detail;
  };
  std::vector<std::string> names = {"manifest"};
  for (const auto& file : manifest.files) names.push_back(file.name);
  for (const auto& name : names) {
    const fs::path file = kept.backup / name;
    const std::string good = bytes_of(file);
    std::string bad = good;
    bad[bad.size() / 2] = static_cast<char>(bad[bad.size() / 2] ^ 1);
    put_bytes(file, bad);
    CHECK(refused("a bit of " + name).find(name == "manifest" ? "" : name) != std::string::npos);
    put_bytes(file, good.substr(0, good.size() - 1));
    refused("the end of " + name);
    fs::remove(file);
    CHECK(refused(name + " is missing").find("missing") != std::string::npos);
    fs::create_directory(file);
    refused(name + " is a folder");
    fs::remove(file);
    put_bytes(kept.temp.path() / "elsewhere", good);
    if (name != "manifest") {
      fs::rename(kept.temp.path() / "elsewhere",
                 kept.backup.parent_path() / "backup" / (name + ".2"));
      fs::create_symlink(kept.backup / (name + ".2"), file);
      refused(name + " is a link");
      fs::remove(file);
      fs::remove(kept.backup / (name + ".2"));
    }
    fs::remove(kept.temp.path() / "elsewhere");
    put_bytes(file, good);
    REQUIRE(check_backup(kept.backup).has_value());
  }
  put_bytes(kept.backup / "ledger.db-journal", "x");  // SQLite would play it back
  CHECK(refused("a journal").find("ledger.db-journal") != std::string::npos);
  fs::remove(kept.backup / "ledger.db-journal");
  fs::remove(kept.backup / "manifest");
  CHECK(check_backup(kept.backup).error().code == ErrorCode::not_found);
}

TEST_CASE("a backup whose hashes agree is still no good when its contents do not") {
  Kept kept;
  TempDir elsewhere;
  const auto manifest = kept.made();
  // The ledger of an earlier time, with the scans of now: a lot was scanned that it never issued.
  Story other;
  REQUIRE(back_up({.registry = other.registry.dir(), .dir = elsewhere.path() / "b", .now = kNow})
              .has_value());
  auto mixed = manifest;
  for (const char* name : {"ledger.db", "registry.toml", "ledger.hold"}) {
    put_bytes(kept.backup / name, bytes_of(elsewhere.path() / "b" / name));
  }
  for (auto& file : mixed.files) {
    file.bytes = bytes_of(kept.backup / file.name).size();
    file.sha256 = sha256(as_bytes(bytes_of(kept.backup / file.name)));
  }
  mixed.head = other.registry->ledger().checkpoint()->head;
  put_bytes(kept.backup / "manifest", mixed.str());
  CHECK(check_backup(kept.backup).error().detail.find("never issued") != std::string::npos);
  // The same, where the manifest names another ledger than is there.
  mixed.head = manifest.head;
  for (auto& file : mixed.files) {
    if (file.name == "scans.db") file = mixed.files.back();
  }
  mixed.files.pop_back();
  fs::remove(kept.backup / "scans.db");
  put_bytes(kept.backup / "manifest", mixed.str());
  CHECK(check_backup(kept.backup).error().detail.find("manifest names") != std::string::npos);
}

TEST_CASE("lots, looks and keys that come while it is made: what it speaks of is in it") {
  Kept kept;
  auto scans = ScanStore::open(kept.registry, {}, [] { return kNow; });
  REQUIRE(scans.has_value());
  int steps = 0;
  const auto go_on = [&]() -> Result<void> {
    const std::string name = "L" + std::to_string(steps++);
    kept.story.issue(name, 0, 3);
    kept.story.registry.add_key("tra");
    const auto ticket = (*scans)->record({{kTea, lot(name), 2}, {.at = kNow}, Finding::genuine_});
    return (*scans)->wait(ticket);
  };
  const auto manifest = back_up({.registry = kept.registry,
                                 .dir = kept.backup,
                                 .with_keys = true,
                                 .now = kNow,
                                 .go_on = go_on});
  REQUIRE_MESSAGE(manifest.has_value(), (manifest ? "" : manifest.error().str()));
  CHECK(steps >= 4);
  auto back = kept.restored(Access::read);
  CHECK(back.ledger().state().run_with(kTea, lot("L0"), 2)->has_value());
  auto kept_scans = ScanStore::open(kept.back, {}, [] { return kNow; });
  REQUIRE(kept_scans.has_value());
  CHECK((*kept_scans)->lot_scans(kTea, lot("L0"))->scans ==
        1);  // it came before scans.db was copied
  for (const auto& key : back.ledger().state().keys().value()) {
    CHECK(back.holds_producer_key(key.public_key));
  }
}

TEST_CASE("a backup that cannot be finished leaves nothing") {
  Kept kept;
  for (int steps = 0;; ++steps) {
    int asked = 0;
    const auto done = back_up({.registry = kept.registry,
                               .dir = kept.backup,
                               .now = kNow,
                               .go_on = [&]() -> Result<void> {
                                 if (asked++ < steps) return {};
                                 return Error{ErrorCode::cannot_write, "stopped"};
                               }});
    if (done) break;
    CHECK(done.error().detail.ends_with("stopped"));
    CHECK(entries(kept.temp.path()) == 0);
    REQUIRE(steps < 100);
  }
  CHECK(check_backup(kept.backup).has_value());
  fs::remove_all(kept.backup);

  fs::remove(kept.registry / "secrets/serial.secret");
  CHECK(kept.make(true).error().code == ErrorCode::not_found);
  CHECK(entries(kept.temp.path()) == 0);
  const auto nowhere = back_up({.registry = kept.temp.path(), .dir = kept.backup, .now = kNow});
  CHECK(nowhere.error().code == ErrorCode::not_found);
}

TEST_CASE("a restored registry takes facts once everything that was published is in it") {
  Kept kept;
  const fs::path at_backup = kept.temp.path() / "at_backup", later = kept.temp.path() / "later";
  kept.export_to(at_backup);
  kept.made(true);
  kept.story.issue("B", 0, 5);
  REQUIRE(add_producer(*kept.story.registry, "later").has_value());
  kept.export_to(later);
  auto back = kept.restored();

  const auto refused = add_producer(back, "x");
  CHECK(refused.error().code == ErrorCode::not_compared);
  CHECK(back.ledger().checkpoint()->head.size == 8);

  SUBCASE("two facts were published since: refused, until they were fetched") {
    auto found = compare_with(later.string(), back);
    REQUIRE(found.has_value());
    CHECK(found->standing == Standing::behind);
    CHECK_FALSE(found->agrees());
    CHECK(disagreement(*found).code == ErrorCode::log_forked);
    CHECK(disagreement(*found).detail.find("has size 10, this log ends at 8: 2 facts") !=
          std::string::npos);
    found = fetch_missing(later.string(), back, kNow);
    REQUIRE_MESSAGE(found.has_value(), (found ? "" : found.error().str()));
    CHECK(found->standing == Standing::same);
    CHECK(found->ours == kept.story.registry->ledger().checkpoint()->head);
    CHECK(back.ledger().fsck()->first_problem == std::nullopt);
    CHECK(add_producer(back, "x").error().code == ErrorCode::not_compared);  // held still
    REQUIRE(release_ledger(back, "compared with later", kNow).has_value());
    CHECK(add_producer(back, "x").has_value());
    CHECK(add_producer(back, "later").error().code == ErrorCode::already_registered);
    int hidden = 0;  // nothing is left of the copy that was fetched
    for (const auto& each : fs::directory_iterator(kept.back)) {
      hidden += each.path().filename().string().starts_with('.');
    }
    CHECK(hidden == 0);
  }
  SUBCASE("the tree of the backup is the last that was published") {
    const auto found = compare_with((at_backup / "checkpoint").string(), back);
    REQUIRE(found.has_value());
    CHECK(found->standing == Standing::same);
    CHECK(found->agrees());
    REQUIRE(release_ledger(back, "compared with it", kNow).has_value());
    CHECK(add_producer(back, "x").has_value());
    CHECK(bytes_of(kept.back / "restored.txt") ==
          kNow.str() + " backup of " + kNow.str() + ", size 8: compared with it\n");
    // What is done from here is another history than `later`, and is told apart from it.
    CHECK(compare_with(at_backup.string(), back)->standing == Standing::ahead);
    CHECK(compare_with(later.string(), back)->standing == Standing::behind);
    REQUIRE(add_producer(back, "y").has_value());
    CHECK(compare_with(later.string(), back)->standing == Standing::forked);
    REQUIRE(add_producer(*kept.story.registry, "z").has_value());
    kept.export_to(later);
    const auto fetched = fetch_missing(later.string(), back, kNow);
    REQUIRE(fetched.has_value());
    CHECK(fetched->standing == Standing::forked);
    CHECK(back.ledger().checkpoint()->head.size == 10);  // it took nothing
    CHECK(back.ledger().fsck()->first_problem == std::nullopt);
  }
  SUBCASE("what is no checkpoint of this log is no comparison") {
    Story other;
    const fs::path theirs = kept.temp.path() / "theirs";
    REQUIRE(export_log(other.registry->ledger(), other.registry->log_vkey(), theirs).has_value());
    CHECK(compare_with(theirs.string(), back).error().code == ErrorCode::bad_signature);
    put_bytes(kept.temp.path() / "no", "no note");
    CHECK(compare_with((kept.temp.path() / "no").string(), back).error().code ==
          ErrorCode::bad_note);
    CHECK(compare_with((kept.temp.path() / "nowhere").string(), back).error().code ==
          ErrorCode::not_found);
    CHECK(compare_with_witnesses(back).error().code == ErrorCode::not_found);
    CHECK(release_ledger(back, "two\nlines", kNow).error().code == ErrorCode::bad_value);
    CHECK(add_producer(back, "x").error().code == ErrorCode::not_compared);
  }
  SUBCASE("a backup used as it stands is held too") {
    fs::copy(kept.backup, kept.temp.path() / "copied", fs::copy_options::recursive);
    auto copied = Registry::open(kept.temp.path() / "copied", Access::append).value();
    CHECK(add_producer(copied, "x").error().code == ErrorCode::not_compared);
  }
}
