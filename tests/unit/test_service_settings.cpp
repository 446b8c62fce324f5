#include "tem/service_settings.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>

using namespace tem;

namespace {

Result<ServiceSettings> parse(std::string_view toml) {
  return parse_service_settings(toml, "temd.toml");
}

ServiceSettings good(std::string_view toml) {
  auto settings = parse(toml);
  REQUIRE_MESSAGE(settings.has_value(), (settings ? "" : settings.error().str()));
  return std::move(*settings);
}

}  // namespace

TEST_CASE("an empty file sets nothing") { CHECK(settings_text(good("")) == settings_text({})); }

TEST_CASE("every kind of setting is read") {
  const ServiceSettings s = good(
      "# Cấu hình\nlisten = \"[::1]:80\"\nthreads = 3\naccess_log = true\nproxies = [\"10.0.0.1\", "
      "\"::1\"]\n"
      "tls = { cert = \"tỉnh \\\"a\\\".pem\", key = 'b\\.pem' }\n"
      "[limits]\nheader_bytes = 0x2000\nidle_ms = 1_500\n[rates.client]\nlooks_per_minute = 0\n"
      "claims_burst = 7\n[rates.token]\nwrites_burst = 9\n");
  CHECK(s.listen == "[::1]:80");
  CHECK(s.threads == 3);
  CHECK(s.access_log);
  CHECK(s.proxies == std::vector<std::string>{"10.0.0.1", "::1"});
  CHECK(s.tls_cert == "tỉnh \"a\".pem");
  CHECK(s.tls_key == "b\\.pem");
  CHECK(s.limits.header_bytes == 8192);
  CHECK(s.limits.idle_time == std::chrono::milliseconds(1500));
  CHECK(s.rates.client[static_cast<std::size_t>(RateClass::looks)].per_minute == 0);
  CHECK(s.rates.client[static_cast<std::size_t>(RateClass::claims)].burst == 7);
  CHECK(s.rates.token[static_cast<std::size_t>(RateClass::writes)].burst == 9);
  CHECK(s.limits.body_bytes == ServiceLimits{}.body_bytes);
}

TEST_CASE("what is refused, with file, line, key and what to do") {
  struct Case {
    std::string_view why, toml, want;
  };
  const Case cases[] = {
      {"no such key", "\nthread = 3\n",
       "temd.toml: line 2: \"thread\" is no setting; temd --print-config"},
      {"no such key in a table", "[limits]\nheader = 1\n",
       "line 2: \"limits.header\" is no setting"},
      {"no such table", "[limit]\nheader_bytes = 1\n", "line 1: \"limit\" is no setting"},
      {"a dot within quotes is no table", "\"tls.cert\" = \"a\"\n",
       "line 1: \"tls.cert\" is no setting"},
      {"a value where a table stands", "tls = 1\n", "line 1: \"tls\" must be a table, as [tls]"},
      {"a table where a value stands", "[listen]\na = 1\n", "line 1: \"listen\" must be a text"},
      {"a number in quotes", "threads = \"3\"\n",
       "\"threads\" must be a whole number from 1 to 256"},
      {"a fraction", "threads = 3.0\n", "\"threads\" must be a whole number from 1 to 256"},
      {"below its bound", "threads = 0\n", "\"threads\" must be a whole number from 1 to 256"},
      {"above its bound", "threads = 257\n", "\"threads\" must be a whole number from 1 to 256"},
      {"negative", "[rates.client]\nlooks_burst = -1\n",
       "line 2: \"rates.client.looks_burst\" must be a whole number from 1 to 1000000"},
      {"beyond 64 bits", "threads = 99999999999999999999\n", "line 1: "},
      {"a word for yes", "access_log = \"yes\"\n", "\"access_log\" must be true or false"},
      {"1 for true", "access_log = 1\n", "\"access_log\" must be true or false"},
      {"no port", "listen = \"127.0.0.1\"\n", "line 1: \"listen\" must be an address and a port"},
      {"a name", "listen = \"localhost:80\"\n", "\"listen\" must be an address and a port"},
      {"one proxy without a list", "proxies = \"10.0.0.1\"\n", "\"proxies\" must be a list"},
      {"a proxy that is a number", "proxies = [1]\n", "\"proxies\" must be a list"},
      {"a list of tables", "[[proxies]]\na = 1\n", "\"proxies\" must be a list"},
      {"given twice", "threads = 1\nthreads = 2\n", "temd.toml: line 2: "},
      {"a table given twice", "[tls]\n[tls]\n", "temd.toml: line 2: "},
      {"no TOML", "threads\n", "temd.toml: line 1: "},
      {"a Vietnamese key", "\nluồng = 3\n", "line 2: what is not plain ASCII stands in quotes"},
      {"a line break in a path", "tls.cert = \"a\\nb\"\n",
       "holds a line break or a hidden character"},
      {"a character that turns text round", "tls.cert = \"a\\u202Eb\"\n", "hidden character"},
      {"a date", "threads = 2026-01-01\n", "\"threads\" must be a whole number"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.why);
    const auto settings = parse(c.toml);
    REQUIRE_FALSE(settings.has_value());
    const std::string& line = settings.error().detail;
    CAPTURE(line);
    CHECK(settings.error().code == ErrorCode::bad_settings);
    CHECK(line.starts_with("temd.toml: line "));
    CHECK(line.find(c.want) != std::string::npos);
    CHECK(line.find('\n') == std::string::npos);
  }
  CHECK(parse(std::string(kMaxSettingsBytes, '#')).has_value());
  CHECK_FALSE(parse(std::string(kMaxSettingsBytes + 1, '#')).has_value());
  CHECK_FALSE(parse("tls.cert = \"" + std::string(1001, 'a') + "\"").has_value());
}

TEST_CASE("one setting of the command line") {
  CHECK(set_one("limits.idle_ms=100", {})->limits.idle_time == std::chrono::milliseconds(100));
  CHECK(set_one("proxies=[\"::1\"]", {})->proxies.size() == 1);
  CHECK(set_one("threads = 9", good("threads = 3\nwork_threads = 4"))->work_threads == 4);
  for (const std::string_view wrong :
       {"", "threads", "threads=", "threads=0", "threads=1\nlisten=\"x\"", "threads=1 # x", "[tls]",
        "=1", "threads=1 work_threads=2"}) {
    CAPTURE(wrong);
    const auto settings = set_one(wrong, {});
    REQUIRE_FALSE(settings.has_value());
    CHECK(settings.error().code == ErrorCode::bad_settings);
    CHECK(settings.error().detail.starts_with("--set"));
    CHECK(settings.error().detail.find('\n') == std::string::npos);
  }
  CHECK(set_one("geoip=nofile", {}).error().detail.ends_with("a text stands in \"quotes\""));
}

TEST_CASE("TLS needs both of its files") {
  CHECK(check_together(good("")).has_value());
  CHECK(check_together(good("tls = { cert = \"a\", key = \"b\" }")).has_value());
  CHECK_FALSE(check_together(good("tls.cert = \"a\"")).has_value());
  CHECK_FALSE(check_together(good("tls.key = \"a\"")).has_value());
}

TEST_CASE("what is printed reads back identically, over whatever else") {
  rc::check([] {
    ServiceSettings s;
    const auto plain = [] {
      return *rc::gen::container<std::string>(
                 rc::gen::elementOf(std::string(" ab\"\\'#=[]{},.:/~"))) +
             *rc::gen::elementOf(std::vector<std::string>{"", "tỉnh", "ưỡ\"\\"});
    };
    s.listen = "127.0.0.1:" + std::to_string(*rc::gen::inRange(0, 65536));
    s.threads = *rc::gen::inRange(1U, kMaxThreads + 1);
    s.access_log = *rc::gen::arbitrary<bool>();
    s.tls_cert = plain();
    s.tls_key = plain();
    s.proxies = *rc::gen::container<std::vector<std::string>>(
        rc::gen::elementOf(std::vector<std::string>{"10.0.0.0/8", "::1", "192.0.2.7"}));
    if (s.proxies.size() > 100) s.proxies.resize(100);
    s.limits.body_bytes = *rc::gen::inRange<std::size_t>(1024, 1 << 30);
    s.limits.drain_time = std::chrono::milliseconds(*rc::gen::inRange(0, 3'600'001));
    s.limits.ticket_time = std::chrono::milliseconds(*rc::gen::inRange(1'000, 3'600'001));
    for (auto* who : {&s.rates.client, &s.rates.token})
      for (Rate& rate : *who)
        rate = {*rc::gen::inRange(0U, kMostPerMinute), *rc::gen::inRange(1U, kMostBurst)};
    ServiceSettings other;
    other.threads = 256;
    other.proxies = {"192.0.2.1"};
    const std::string printed = settings_text(s);
    const auto again = parse_service_settings(printed, "temd.toml", other);
    RC_ASSERT(again.has_value());
    RC_ASSERT(settings_text(*again) == printed);
    RC_ASSERT(again->tls_cert == s.tls_cert);
    RC_ASSERT(again->proxies == s.proxies);
    RC_ASSERT(again->rates == s.rates);
    RC_ASSERT(again->limits.drain_time == s.limits.drain_time);
    RC_ASSERT(again->limits.ticket_time == s.limits.ticket_time);
  });
}
