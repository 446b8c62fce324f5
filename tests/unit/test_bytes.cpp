#include <doctest/doctest.h>
#include <openssl/sha.h>
#include <rapidcheck.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <thread>

#include "tem/bytes.hpp"
#include "without_openssl.hpp"

using namespace tem;

namespace {

std::vector<std::byte> bytes_of(std::string_view text) {
  const auto bytes = as_bytes(text);
  return {bytes.begin(), bytes.end()};
}

std::vector<std::byte> bytes_of(const std::vector<std::uint8_t>& numbers) {
  std::vector<std::byte> bytes;
  for (const auto n : numbers) bytes.push_back(static_cast<std::byte>(n));
  return bytes;
}

struct Good {
  std::string_view why, bytes, text;
};
struct Bad {
  std::string_view why, text;
  ErrorCode want;
};

}  // namespace

TEST_CASE("hexadecimal") {
  using namespace std::string_view_literals;
  for (const auto& [why, bytes, text] : {
           Good{"nothing", "", ""},
           Good{"both ends of a byte", "\x00\xff"sv, "00ff"},
           Good{"each digit", "\x01\x23\x45\x67\x89\xab\xcd\xef"sv, "0123456789abcdef"},
       }) {
    CAPTURE(why);
    CHECK(to_hex(as_bytes(bytes)) == text);
    CHECK(from_hex(text).value() == bytes_of(bytes));
  }
  CHECK(from_hex("ABcdEF").value() == bytes_of("\xab\xcd\xef"));
  for (const auto& [why, text, want] : {
           Bad{"odd", "abc", ErrorCode::bad_length},
           Bad{"beside the digits", "0g", ErrorCode::bad_character},
           Bad{"before 0", "/0", ErrorCode::bad_character},
           Bad{"after 9", "0:", ErrorCode::bad_character},
           Bad{"before A", "@0", ErrorCode::bad_character},
           Bad{"before a", "`0", ErrorCode::bad_character},
           Bad{"a space", "0 ", ErrorCode::bad_character},
           Bad{"a prefix", "0x00", ErrorCode::bad_character},
           Bad{"above ASCII", "\xff\xff", ErrorCode::bad_character},
           Bad{"a zero byte", "\0\0"sv, ErrorCode::bad_character},
       }) {
    CAPTURE(why);
    REQUIRE(!from_hex(text));
    CHECK(from_hex(text).error().code == want);
    CHECK(!from_hex(text).error().detail.empty());
  }
}

TEST_CASE("base64, RFC 4648 §10 and strictness") {
  for (const auto& [why, bytes, text] : {
           Good{"nothing", "", ""},
           Good{"two padded", "f", "Zg=="},
           Good{"one padded", "fo", "Zm8="},
           Good{"none padded", "foo", "Zm9v"},
           Good{"foob", "foob", "Zm9vYg=="},
           Good{"fooba", "fooba", "Zm9vYmE="},
           Good{"foobar", "foobar", "Zm9vYmFy"},
           Good{"the last two digits of the alphabet", "\xfb\xff\xbf", "+/+/"},
       }) {
    CAPTURE(why);
    CHECK(to_base64(as_bytes(bytes)) == text);
    CHECK(from_base64(text).value() == bytes_of(bytes));
  }
  for (const auto& [why, text, want] : {
           Bad{"padding missing", "Zg", ErrorCode::bad_length},
           Bad{"padding half missing", "Zg=", ErrorCode::bad_length},
           Bad{"one digit", "Z", ErrorCode::bad_length},
           Bad{"too much padding", "Zm9v====", ErrorCode::bad_character},
           Bad{"only padding", "====", ErrorCode::bad_character},
           Bad{"three of padding", "Z===", ErrorCode::bad_character},
           Bad{"padding inside", "Zg==Zg==", ErrorCode::bad_character},
           Bad{"padding before a digit", "Zm=v", ErrorCode::bad_character},
           Bad{"unused bits, two padded", "Zh==", ErrorCode::bad_value},
           Bad{"unused bits, one padded", "Zm9=", ErrorCode::bad_value},
           Bad{"a line break", "Zm9v\n", ErrorCode::bad_length},
           Bad{"line breaks that make up four", "Zm9v\n\n\n\n", ErrorCode::bad_character},
           Bad{"the other alphabet", "-_-_", ErrorCode::bad_character},
           Bad{"above ASCII", "\xc3\xa9\xc3\xa9", ErrorCode::bad_character},
       }) {
    CAPTURE(why);
    REQUIRE(!from_base64(text));
    CHECK(from_base64(text).error().code == want);
    CHECK(!from_base64(text).error().detail.empty());
  }
}

TEST_CASE("one value has one text") {
  CHECK(rc::check("from_x(to_x(b)) == b", [](const std::vector<std::uint8_t>& numbers) {
    const auto bytes = bytes_of(numbers);
    RC_ASSERT(from_hex(to_hex(bytes)).value() == bytes);
    RC_ASSERT(from_base64(to_base64(bytes)).value() == bytes);
  }));
  int read = 0;
  CHECK(rc::check("what base64 reads, it writes again", [&] {
    const auto groups = *rc::gen::inRange<std::size_t>(1, 4);
    auto text = *rc::gen::container<std::string>(
        groups * 4, rc::gen::elementOf(std::string("AEIMQUYcgkosw048+/Bq")));
    const auto padding = *rc::gen::inRange<std::size_t>(0, 3);
    text.replace(text.size() - padding, padding, padding, '=');
    const auto bytes = from_base64(text);
    read += bytes.has_value();
    if (bytes) RC_ASSERT(to_base64(*bytes) == text);
  }));
  CHECK(read > 10);
}

TEST_CASE("SHA-256, FIPS 180-4 examples") {
  CHECK(to_hex(sha256({})) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(to_hex(sha256(as_bytes("abc"))) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(to_hex(sha256(as_bytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))) ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST_CASE("SHA-256 of parts is that of the whole, in every thread") {
  CHECK(rc::check([](const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
    auto whole = bytes_of(a);
    const auto tail = bytes_of(b);
    const auto head = whole;
    whole.insert(whole.end(), tail.begin(), tail.end());
    Hash want;
    SHA256(reinterpret_cast<const unsigned char*>(whole.data()), whole.size(),
           reinterpret_cast<unsigned char*>(want.data()));
    RC_ASSERT(sha256({head, tail}) == want);
    RC_ASSERT(sha256(whole) == want);
  }));
  const Hash want = sha256(as_bytes("abc"));
  std::vector<int> wrong(4);
  std::vector<std::thread> threads;
  for (auto& count : wrong) {
    threads.emplace_back([&count, &want] {
      for (int i = 0; i < 1000; ++i) count += sha256(as_bytes("abc")) != want;
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(wrong == std::vector<int>(4));
}

TEST_CASE("a process that cannot hash ends, before anything is done with a wrong hash") {
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const rlimit no_core{0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    std::signal(SIGABRT, SIG_DFL);
    if (std::freopen("/dev/null", "w", stderr) == nullptr) _exit(2);
    const test::WithoutOpenSsl none;
    // A thread of its own, which has hashed nothing yet.
    std::thread([] { static_cast<void>(sha256(as_bytes("abc"))); }).join();
    _exit(0);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGABRT);
}
