#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <type_traits>

#include "fixture.hpp"
#include "process_memory.hpp"
#include "tem/core_dumps.hpp"
#include "tem/hidden_code.hpp"
#include "tem/key_file.hpp"
#include "tem/locked_memory.hpp"

using namespace tem;
using namespace tem::test;

namespace fs = std::filesystem;

namespace {

// Literals, which stand where the process cannot write; nothing here may copy one.
constexpr std::string_view kHexSecret =
    "a96f01d3e07b42c8915dfe36284bc7709de3581fa20c6b94f7358e1d60ca42bb\n";
constexpr std::string_view kSecretBytes =
    "\xa9\x6f\x01\xd3\xe0\x7b\x42\xc8\x91\x5d\xfe\x36\x28\x4b\xc7\x70"
    "\x9d\xe3\x58\x1f\xa2\x0c\x6b\x94\xf7\x35\x8e\x1d\x60\xca\x42\xbb";
// RFC 8410 §10.3
constexpr std::string_view kPem =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
    "-----END PRIVATE KEY-----\n";
constexpr std::string_view kPemHead = "INTuctv5E1hK1bbY", kPemTail = "HU++CXqI9EdVhC";
constexpr std::string_view kSeed =
    "\xD4\xEE\x72\xDB\xF9\x13\x58\x4A\xD5\xB6\xD8\xF1\xF7\x69\xF8\xAD"
    "\x3A\xFE\x7C\x28\xCB\xF1\xD4\xFB\xE0\x97\xA8\x8F\x44\x75\x58\x42";
constexpr std::string_view kPassphrase = "suong som tren doi che\n";
constexpr std::string_view kShortPassphrase = "doi che xanh\n";

/// Past every buffer of a library.
void write_secret(const fs::path& file, std::string_view text) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  REQUIRE(fd >= 0);
  CHECK(::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  ::close(fd);
}

bool is_mapped(const void* address) { return !flags_of(address).empty(); }

bool has_flag(const void* address, std::string_view flag) {
  return flags_of(address).find(" " + std::string(flag)) != std::string::npos;
}

}  // namespace

TEST_CASE("a secret's memory is locked, in no core dump, and given back") {
  using Secret = Bytes<32>;
  static_assert(!std::is_copy_constructible_v<LockedMemory<Secret>>);
  static_assert(!std::is_copy_assignable_v<LockedMemory<Secret>>);
  LockedMemory<Secret> secret;
  CHECK(*secret == Secret{});
  const void* const first = &*secret;
  CHECK(has_flag(first, "dd"));
  // As far as this process may lock at all.
  LockedMemory<Secret> probe;
  if (!kSanitized && ::mlock(&*probe, 1) == 0) CHECK(has_flag(first, "lo"));
  (*secret)[31] = std::byte{7};

  LockedMemory<Secret> owner = std::move(secret);
  CHECK(&*owner == first);  // moved, and not copied
  CHECK((*owner)[31] == std::byte{7});

  LockedMemory<Secret> second;
  const void* const replaced = &*second;
  second = std::move(owner);
  CHECK(&*second == first);
  CHECK_FALSE(is_mapped(replaced));
  {
    const LockedMemory<Secret> last = std::move(second);
    CHECK(is_mapped(first));
  }
  CHECK_FALSE(is_mapped(first));
}

TEST_CASE("a process that holds keys can be made to dump no core") {
  REQUIRE(::prctl(PR_GET_DUMPABLE) == 1);
  forbid_core_dumps();
  CHECK(::prctl(PR_GET_DUMPABLE) == 0);
  REQUIRE(::prctl(PR_SET_DUMPABLE, 1) == 0);  // for the other cases
}

TEST_CASE("the look into memory finds what is there" * doctest::skip(kSanitized)) {
  static constexpr std::string_view kSought = "hoa bưởi tháng ba, không ai giấu";
  CHECK_FALSE(stands_in_memory(kSought));
  const std::string held(kSought);
  CHECK(stands_in_memory(kSought));
}

TEST_CASE("a serial secret that was used is nowhere any more" * doctest::skip(kSanitized)) {
  SampleRegistry sample;
  write_secret(sample.dir() / "secrets/serial.secret", kHexSecret);
  {
    const auto registry = Registry::open(sample.dir(), Access::read).value();
    const auto verifier = Verifier::make(registry).value();
    const auto secret = registry.serial_secret();
    REQUIRE(secret);
    CHECK(stands_in_memory(kSecretBytes.substr(0, 16)));
    const Lot lot = Lot::parse("L1").value();
    CHECK(SerialCipher::make(*secret, kTea, lot)->serial(0).has_value());
    CHECK(ClaimKey::make(*secret, kTea, lot).has_value());
  }
  CHECK_FALSE(stands_in_memory(kHexSecret.substr(0, 16)));
  CHECK_FALSE(stands_in_memory(kHexSecret.substr(40, 24)));
  CHECK_FALSE(stands_in_memory(kSecretBytes.substr(0, 16)));
  CHECK_FALSE(stands_in_memory(kSecretBytes.substr(16)));
}

TEST_CASE("a signing key that was used is nowhere any more" * doctest::skip(kSanitized)) {
  TempDir temp;
  const auto file = temp.path() / "key.pem";
  write_secret(file, kPem);
  {
    const auto key = read_private_key(file, nullptr);
    REQUIRE(key);
    CHECK(stands_in_memory(kSeed));
    const SigningKey second = key->copy();
    CHECK(second.sign(as_bytes("a")) == key->sign(as_bytes("a")));
    REQUIRE(write_private_key(temp.path() / "copy.pem", second, nullptr));
    const auto passphrase = Passphrase::parse("tre xanh").value();
    const auto closed = temp.path() / "closed.pem";
    REQUIRE(write_private_key(closed, second, &passphrase));
    CHECK(read_private_key(closed, [&](const auto&) { return passphrase; }).has_value());
  }
  CHECK_FALSE(stands_in_memory(kPemHead));
  CHECK_FALSE(stands_in_memory(kPemTail));
  CHECK_FALSE(stands_in_memory(kSeed.substr(0, 16)));
  CHECK_FALSE(stands_in_memory(kSeed.substr(16)));
}

TEST_CASE("a passphrase that was used is nowhere any more" * doctest::skip(kSanitized)) {
  TempDir temp;
  for (const std::string_view text : {kPassphrase, kShortPassphrase}) {
    const auto file = temp.path() / "passphrase";
    write_secret(file, text);
    const std::string_view line = text.substr(0, text.size() - 1);
    {
      const auto passphrase = read_passphrase(file);
      REQUIRE(passphrase);
      CHECK(passphrase->view() == line);
      CHECK(has_flag(passphrase->view().data(), "dd"));
      CHECK(generate_key().encrypted_pem(*passphrase, Bytes<16>{}, Bytes<16>{}).has_value());
    }
    CHECK_FALSE(stands_in_memory(line));
  }
}
