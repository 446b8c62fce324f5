#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <thread>

#include "file_bytes.hpp"
#include "fixture.hpp"

using namespace tem;
using namespace tem::test;

namespace fs = std::filesystem;

namespace {

const Passphrase kTre = Passphrase::parse("tre xanh").value();

/// Counts how often it is asked.
struct Asked {
  int times = 0;
  Result<Passphrase> answer = kTre;

  PassphraseSource source() {
    return [this](const fs::path&) {
      ++times;
      return answer;
    };
  }
};

/// Under kTre: the log's key and, registered, the key of producer `tra`.
struct Closed {
  TempDir temp;
  std::optional<VerifyingKey> tra;

  [[nodiscard]] fs::path dir() const { return temp.path() / "r"; }
  Closed() {
    const auto made = Registry::create(
        dir(), sample_settings(), kNow,
        [&](Registry& registry) -> Result<void> {
          const SigningKey key = generate_key();
          tra = key.verifying_key();
          if (auto ok = registry.store_producer_key(key, &kTre); !ok) return ok;
          auto done = registry.append(
              std::vector<FactBody>{ProducerRegistered{producer("tra")},
                                    KeyRegistered{"tra", *tra, date("2026-01-01"), {}}},
              kNow);
          return done ? Result<void>() : Result<void>(done.error());
        },
        &kTre);
    REQUIRE_MESSAGE(made.has_value(), (made ? "" : made.error().str()));
  }
  Registry open(Asked& asked) {
    return Registry::open(dir(), Access::append, asked.source()).value();
  }
};

void spit(const fs::path& file, const std::string& text, mode_t mode = 0600) {
  put_bytes(file, text);
  REQUIRE(::chmod(file.c_str(), mode) == 0);
}

}  // namespace

TEST_CASE("every private key of a registry is encrypted, and one question opens all of them") {
  Closed closed;
  int keys = 0;
  for (const auto& entry : fs::directory_iterator(closed.dir() / "secrets")) {
    if (entry.path().extension() != ".pem") continue;
    ++keys;
    CHECK(SigningKey::is_encrypted(bytes_of(entry.path())));
  }
  CHECK(keys == 2);
  Asked asked;
  auto registry = closed.open(asked);
  CHECK(registry.ledger().fsck()->entries == 3);
  CHECK(registry.holds_producer_key(*closed.tra));
  CHECK(registry.serial_secret().has_value());
  CHECK(asked.times == 0);  // nothing of this needs a private key
  CHECK(registry.append({ProducerRegistered{producer("muc")}}, kNow).has_value());
  CHECK(registry.append({ProducerRegistered{producer("ga")}}, kNow).has_value());
  CHECK(registry.producer_key(*closed.tra).value().verifying_key() == *closed.tra);
  CHECK(registry.passphrase().value() == kTre);
  auto again = registry.open_again().value();
  std::thread other([&] { CHECK(again.producer_key(*closed.tra).has_value()); });
  CHECK(registry.producer_key(*closed.tra).has_value());
  other.join();
  CHECK(asked.times == 1);
}

TEST_CASE("the wrong passphrase, or none, opens nothing and is asked for once") {
  Closed closed;
  struct Case {
    std::string_view why;
    Result<Passphrase> answer;
    ErrorCode want;
    std::string_view line;
  };
  for (const auto& [why, answer, want, line] : {
           Case{"wrong", Passphrase::parse("tre vang"), ErrorCode::key_unusable, "does not open"},
           Case{"none", Error{ErrorCode::bad_usage, "none here"}, ErrorCode::bad_usage, "none"},
           // A source that is not there is not the same as a key that is not there.
           Case{"no file", Error{ErrorCode::not_found, "no file"}, ErrorCode::not_found, "no file"},
       }) {
    CAPTURE(why);
    Asked asked{0, answer};
    auto registry = closed.open(asked);
    const auto done = registry.append({ProducerRegistered{producer("muc")}}, kNow);
    REQUIRE(!done);
    CHECK(done.error().code == want);
    CHECK(done.error().detail.find(line) != std::string::npos);
    const auto key = registry.producer_key(*closed.tra);
    REQUIRE(!key);
    CHECK(key.error().code == want);
    CHECK(key.error().detail.find(line) != std::string::npos);
    CHECK(asked.times == 1);
  }
  auto registry = Registry::open(closed.dir(), Access::append).value();
  const auto done = registry.append({ProducerRegistered{producer("muc")}}, kNow);
  REQUIRE(!done);
  CHECK(done.error().detail.find("passphrase is needed") != std::string::npos);
  CHECK(registry.ledger().checkpoint()->head.size == 3);
}

TEST_CASE("a file that was changed so that another key comes out is refused") {
  Closed closed;
  Asked asked;
  const SigningKey other = generate_key();
  const auto file = closed.dir() / "secrets/log.pem";
  fs::remove(file);
  REQUIRE(write_private_key(file, other, &kTre));
  auto registry = closed.open(asked);
  const auto done = registry.append({ProducerRegistered{producer("muc")}}, kNow);
  REQUIRE(!done);
  CHECK(done.error().code == ErrorCode::key_unusable);
  CHECK(done.error().detail.find("another private key") != std::string::npos);
}

TEST_CASE("a plain registry asks nothing, and its keys are under nothing") {
  SampleRegistry sample;
  Asked asked;
  auto registry = Registry::open(sample.dir(), Access::append, asked.source()).value();
  CHECK(registry.append({ProducerRegistered{producer("muc")}}, kNow).has_value());
  CHECK_FALSE(registry.passphrase().value().has_value());
  CHECK(asked.times == 0);
}

TEST_CASE("a lent key signs, and is written nowhere") {
  Closed closed;
  Asked asked;
  auto registry = closed.open(asked);
  const SigningKey own = generate_key();
  const auto before = std::distance(fs::directory_iterator(closed.dir() / "secrets"), {});
  CHECK(registry.producer_key(own.verifying_key()).error().code == ErrorCode::not_found);
  registry.lend_producer_key(own);
  CHECK(registry.producer_key(own.verifying_key()).value().pem() == own.pem());
  CHECK(registry.open_again().value().producer_key(own.verifying_key()).has_value());
  CHECK_FALSE(registry.holds_producer_key(own.verifying_key()));
  CHECK(std::distance(fs::directory_iterator(closed.dir() / "secrets"), {}) == before);
  CHECK(asked.times == 0);
}

TEST_CASE("no secret is written where others come") {
  SampleRegistry registry;
  const auto dir = registry.dir() / "secrets";
  for (const mode_t mode : {0711U, 0750U, 0705U, 0720U, 0777U, 01777U}) {
    CAPTURE(mode);
    REQUIRE(::chmod(dir.c_str(), mode) == 0);
    const auto stored = registry->store_producer_key(generate_key());
    REQUIRE(!stored);
    CHECK(stored.error().code == ErrorCode::cannot_write);
    CHECK(stored.error().detail.find("chmod 700") != std::string::npos);
  }
  REQUIRE(::chmod(dir.c_str(), 0700) == 0);
  CHECK(registry->store_producer_key(generate_key()).has_value());
  if (::geteuid() == 0) {  // only root can give a folder away
    REQUIRE(::chown(dir.c_str(), 65534, static_cast<gid_t>(-1)) == 0);
    const auto stored = registry->store_producer_key(generate_key());
    REQUIRE(!stored);
    CHECK(stored.error().detail.find("belongs to another user") != std::string::npos);
  }

  TempDir temp;
  for (const auto& [mode, good] : {std::pair(0755U, true), {0700U, true}, {01777U, true},
                                   {0775U, false}, {0757U, false}, {0777U, false}}) {
    CAPTURE(mode);
    REQUIRE(::chmod(temp.path().c_str(), mode) == 0);
    CHECK(check_shared_folder(temp.path()).has_value() == good);
  }
  CHECK(check_shared_folder(temp.path() / "nowhere").error().code == ErrorCode::cannot_write);
  spit(temp.path() / "file", "");
  CHECK(check_shared_folder(temp.path() / "file").error().code == ErrorCode::cannot_write);
}

TEST_CASE("passphrase files") {
  TempDir temp;
  const auto file = temp.path() / "p";
  struct Case {
    std::string_view why;
    std::string text;
    std::optional<std::string_view> want;
  };
  for (const auto& [why, text, want] : {
           Case{"a line", "tre xanh\n", "tre xanh"},
           Case{"without a line end", "tre xanh", "tre xanh"},
           Case{"a line end of DOS", "tre xanh\r\n", "tre xanh"},
           Case{"spaces are of it", "  tre \n", "  tre "},
           Case{"the longest", std::string(1024, 'x') + "\r\n", std::string_view()},
           Case{"empty", "", {}},
           Case{"an empty line", "\n", {}},
           Case{"two lines", "tre\nxanh\n", {}},
           Case{"an empty line after", "tre\n\n", {}},
           Case{"too long", std::string(1025, 'x'), {}},
           Case{"much too long", std::string(100'000, 'x'), {}},
       }) {
    CAPTURE(why);
    spit(file, text);
    const auto read = read_passphrase(file);
    CHECK(read.has_value() == want.has_value());
    if (read && !want->empty()) CHECK(read->view() == *want);
    if (!read) CHECK(read.error().detail.find(file.string()) != std::string::npos);
  }
  for (const mode_t mode : {0640U, 0604U, 0660U}) {
    spit(file, "tre xanh\n", mode);
    CHECK(read_passphrase(file).error().code == ErrorCode::cannot_read);
  }
  CHECK(read_passphrase(temp.path() / "nowhere").error().code == ErrorCode::not_found);
}

TEST_CASE("key files are never written over") {
  TempDir temp;
  const auto file = temp.path() / "k.pem";
  const SigningKey key = generate_key();
  REQUIRE(write_private_key(file, key, nullptr));
  struct stat status {};
  REQUIRE(::stat(file.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  CHECK(write_private_key(file, generate_key(), &kTre).error().code == ErrorCode::exists);
  CHECK(write_public_key(file, key.verifying_key()).error().code == ErrorCode::exists);
  CHECK(read_private_key(file, nullptr).value().pem() == key.pem());
  REQUIRE(::chmod(file.c_str(), 0640) == 0);
  CHECK(read_private_key(file, nullptr).error().code == ErrorCode::cannot_read);
}
