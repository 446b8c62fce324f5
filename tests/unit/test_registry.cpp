#include <doctest/doctest.h>

#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "file_bytes.hpp"
#include "fixture.hpp"
#include "tem/product_check.hpp"

using namespace tem;
using namespace tem::test;

namespace fs = std::filesystem;

namespace {

unsigned mode(const fs::path& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777;
}

}  // namespace

TEST_CASE("a registry is made whole, with its secrets closed") {
  SampleRegistry registry;
  CHECK(mode(registry.dir() / "secrets") == 0700);
  CHECK(mode(registry.dir() / "secrets/log.pem") == 0600);
  CHECK(mode(registry.dir() / "secrets/serial.secret") == 0600);
  CHECK(registry->settings().origin == "tem.example/quangninh");
  CHECK(registry->settings().is_demonstration());
  const auto again = Registry::create(registry.dir(), sample_settings(), kNow);
  CHECK(again.error().code == ErrorCode::exists);
  // Nothing is left beside it.
  int beside = 0;
  for ([[maybe_unused]] const auto& entry : fs::directory_iterator(registry.dir().parent_path())) ++beside;
  CHECK(beside == 1);
}

TEST_CASE("a registry that cannot be filled is not made") {
  TempDir temp;
  const auto made = Registry::create(temp.path() / "r", sample_settings(), kNow, [](Registry&) {
    return Result<void>(ErrorCode::bad_value, "no");
  });
  CHECK(made.error().code == ErrorCode::bad_value);
  CHECK(fs::is_empty(temp.path()));
}

TEST_CASE("settings that are refused, with the setting's name") {
  SampleRegistry registry;
  const fs::path file = registry.dir() / "registry.toml";
  // toml++ writes literal strings; the cases below are about the other kind of quotes.
  std::string good = bytes_of(file);
  std::ranges::replace(good, '\'', '"');
  struct Case {
    std::string_view why, from, to, says;
  };
  const Case cases[] = {
      {"no TOML", "origin =", "origin", "line"},
      {"unknown setting", "origin =", "orgin =", "\"orgin\""},
      {"a number", "\"OCOP mẫu\"", "7", "\"name\""},
      {"no base", "https://tem.example", "tem.example", "\"base\""},
      {"unknown time zone", "Asia/Ho_Chi_Minh", "Asia/Ha_Long", "Ha_Long"},
      {"key of another origin", "origin = \"tem.example/quangninh\"", "origin = \"tem.example/other\"", "log_vkey"},
      {"broken key", "log_vkey = \"tem", "log_vkey = \"tem+", "log_vkey"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.why);
    std::string text = good;
    const auto at = text.find(c.from);
    REQUIRE(at != std::string::npos);
    text.replace(at, c.from.size(), c.to);
    put_bytes(file, text);
    const auto opened = Registry::open(registry.dir(), Access::read);
    REQUIRE_FALSE(opened.has_value());
    CAPTURE(opened.error().str());
    CHECK(opened.error().code == ErrorCode::bad_settings);
    CHECK(opened.error().str().find(c.says) != std::string::npos);
  }
  put_bytes(file, good);
  CHECK(Registry::open(registry.dir(), Access::read).has_value());
}

TEST_CASE("the thresholds of copies are settings") {
  SampleRegistry registry;
  CHECK(registry->settings().copies == CopyRules{});
  const fs::path file = registry.dir() / "registry.toml";
  const std::string plain = bytes_of(file);
  for (const auto& setting : copy_settings()) {
    CAPTURE(setting.name);
    for (const int value : {setting.least, setting.most}) {
      put_bytes(file, plain + "[copies]\n" + std::string(setting.name) + " = " + std::to_string(value) + "\n");
      const auto opened = Registry::open(registry.dir(), Access::read);
      REQUIRE_MESSAGE(opened.has_value(), (opened ? "" : opened.error().str()));
      CopyRules want;
      want.*setting.value = value;
      CHECK(opened->settings().copies == want);
    }
  }
  const std::string line = std::to_string(std::ranges::count(plain, '\n') + 2);
  struct Case {
    std::string_view why, text, says;
  };
  const Case cases[] = {
      {"below its bound", "[copies]\nfar_km = 0", "\"far_km\" must be a whole number from 1 to 3000"},
      {"above", "[copies]\nmany_percent = 101", "\"many_percent\" must be a whole number from 0 to 100"},
      {"beyond 32 bits", "[copies]\nfar_km = 4294967396", "\"far_km\" must be"},
      {"not whole", "[copies]\nfar_km = 100.0", "\"far_km\" must be"},
      {"a text", "[copies]\nfar_km = \"100\"", "\"far_km\" must be"},
      {"no threshold", "[copies]\nfar_miles = 1", "\"far_miles\" is no threshold of [copies]"},
      {"twice", "[copies]\nfar_km = 200\nfar_km = 300", "far_km"},
      {"a table in it", "[copies.far_km]\na = 1", "\"far_km\" must be"},
      {"no table", "\n[[copies]]\nfar_km = 1", "must be a table"},
      {"a bare key beyond ASCII", "[copies]\nxa_\u00a0 = 1", "plain ASCII"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.why);
    put_bytes(file, plain + std::string(c.text) + "\n");
    const auto opened = Registry::open(registry.dir(), Access::read);
    REQUIRE_FALSE(opened.has_value());
    CAPTURE(opened.error().str());
    CHECK(opened.error().code == ErrorCode::bad_settings);
    CHECK(opened.error().str().find(c.says) != std::string::npos);
    if (c.why != "twice" && c.why != "a table in it" && c.why != "no table")
      CHECK(opened.error().str().find("line " + line + ": ") != std::string::npos);
    CHECK(opened.error().str().find('\n') == std::string::npos);
  }
}

TEST_CASE("a registry made with thresholds of its own keeps them") {
  TempDir temp;
  Settings settings = sample_settings();
  settings.copies.far_km = 250;
  settings.copies.api_clients = 0;
  REQUIRE(Registry::create(temp.path() / "r", settings, kNow).has_value());
  CHECK(Registry::open(temp.path() / "r", Access::read)->settings().copies == settings.copies);
}

TEST_CASE("what is not there or not closed is said so") {
  TempDir temp;
  CHECK(Registry::open(temp.path(), Access::read).error().code == ErrorCode::not_found);
  SampleRegistry registry;
  fs::permissions(registry.dir() / "secrets/log.pem", fs::perms::group_read, fs::perm_options::add);
  const auto done = registry.try_append(ProducerRegistered{producer("tra")});
  CHECK(done.error().code == ErrorCode::cannot_read);
  CHECK(done.error().str().find("chmod 600") != std::string::npos);
  put_bytes(registry.dir() / "ledger.db", "not a database, but long enough to look like one to SQLite.....");
  CHECK(Registry::open(registry.dir(), Access::read).error().code == ErrorCode::ledger_damaged);
  fs::remove(registry.dir() / "ledger.db");
  CHECK(Registry::open(registry.dir(), Access::read).error().code == ErrorCode::not_found);
}

TEST_CASE("days and times are those of the registry's zone") {
  SampleRegistry registry;
  CHECK(registry->local_date(instant("2026-11-23T16:59:59Z")).str() == "2026-11-23");
  CHECK(registry->local_date(instant("2026-11-23T17:00:00Z")).str() == "2026-11-24");
  CHECK(registry->local_time(instant("2026-11-23T17:05:00Z")) == "24/11/2026 00:05");
}

TEST_CASE("the demonstration registry has what it promises") {
  SampleRegistry registry([](Registry& r) { return add_demonstration(r, kNow); });
  const auto& state = registry->ledger().state();
  const auto products = state.products().value();
  CHECK(products.size() == 10);
  std::map<CertificateState, int> ocop;
  int without = 0;
  for (const auto& record : products) {
    const auto certificates = state.certificates(record.product.gtin).value();
    without += certificates.empty();
    for (const auto& certificate : certificates) {
      if (certificate.granted.scheme == "OCOP") ++ocop[certificate_state(certificate, registry->local_date(kNow))];
    }
    CHECK(state.producer(record.product.producer).value().has_value());
  }
  CHECK(without == 1);
  CHECK(ocop[CertificateState::in_force] >= 1);
  CHECK(ocop[CertificateState::expiring] == 1);
  CHECK(ocop[CertificateState::expired] == 1);
  CHECK(ocop[CertificateState::revoked] == 1);
  for (const auto& key : state.keys().value()) {
    const auto held = registry->producer_key(key.public_key);
    CHECK_MESSAGE(held.has_value(), (held ? "" : held.error().str()));
  }
  CHECK_FALSE(registry->ledger().fsck()->first_problem.has_value());

  auto settings = sample_settings();
  settings.origin = "tem.vn/quangninh";
  TempDir temp;
  CHECK(Registry::create(temp.path() / "r", settings, kNow, [](Registry& r) {
          return add_demonstration(r, kNow);
        }).error().code == ErrorCode::bad_settings);
}

TEST_CASE("a product is held against both legal lists") {
  Story s;
  const auto missing = [&] {
    std::vector<std::string> names;
    const auto check = check_product(s.registry->ledger().state(), kTea).value();
    for (const auto& list : check.lists) {
      for (const auto& field : list.fields) {
        if (field.state == FieldState::missing) names.push_back(field.name);
      }
    }
    CHECK(check.complete() == names.empty());
    return names;
  };
  CHECK(missing().size() == 4);
  s.registry.append(ProductUpdated{{kTea, "tra", "Trà", {{"image", "\"https://tra.example/a.jpg\""},
                                                        {"origin", "\"Ba Chẽ\""},
                                                        {"standards", "[\"TCCS 01\"]"}}}});
  CHECK(missing() == std::vector<std::string>{"producer.gln"});
  auto p = producer("tra");
  p.tax_code = "0000000001";
  s.registry.append(ProducerUpdated{p});
  CHECK(missing().empty());
  CHECK(check_product(s.registry->ledger().state(), gtin("08936000000035")).error().code ==
        ErrorCode::unknown_product);
}

TEST_CASE("only what was issued is signed") {
  Story s;
  s.issue("L1", 0, 10);
  s.issue("L1", 20, 5);
  const auto stamps = LotStamps::open(*s.registry, kTea, lot("L1")).value();
  CHECK(stamps.sign(9).has_value());
  CHECK(stamps.sign(10).error().code == ErrorCode::range_not_issued);
  CHECK(stamps.sign(19).error().code == ErrorCode::range_not_issued);
  CHECK(stamps.sign(24).has_value());
  CHECK(stamps.sign(25).error().code == ErrorCode::range_not_issued);
  CHECK(stamps.index_of(stamps.sign(21)->serial.view()).value() == 21);
  CHECK(stamps.index_of("0000000000").has_value() == false);
  CHECK(stamps.sign(3)->uri == s.uri("L1", 3));  // the same to the byte
  CHECK(LotStamps::open(*s.registry, kTea, lot("L2")).error().code == ErrorCode::unknown_lot);
  CHECK(LotStamps::open(*s.registry, gtin("08936000000035"), lot("L1")).error().code ==
        ErrorCode::unknown_product);
  const auto entry = s.issue("L3", 0, 1);
  s.registry.append(KeyCompromised{s.tea_key, entry, "mất máy"});
  CHECK(LotStamps::open(*s.registry, kTea, lot("L3"))->sign(0).error().code ==
        ErrorCode::key_not_in_force);
  CHECK(LotStamps::open(*s.registry, kTea, lot("L1"))->sign(0).has_value());  // issued before the distrust
  fs::remove_all(s.registry.dir() / "secrets");
  CHECK_FALSE(LotStamps::open(*s.registry, kTea, lot("L1")).has_value());
}
