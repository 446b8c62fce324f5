#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "tem/forwarded.hpp"

using namespace tem;

namespace {

NamedProxies named(const std::vector<std::string>& ranges) {
  return NamedProxies::parse(ranges).value();
}
IpAddress address(std::string_view text) { return IpAddress::parse(text).value(); }

}  // namespace

TEST_CASE("addresses") {
  struct Case {
    std::string_view why, text, str;
  };
  const Case good[] = {
      {"IPv4", "192.0.2.1", "192.0.2.1"},
      {"IPv6", "2001:db8::1", "2001:db8::1"},
      {"written long", "2001:0DB8:0:0:0:0:0:1", "2001:db8::1"},
      {"IPv4 in IPv6 is the IPv4 address", "::ffff:192.0.2.1", "192.0.2.1"},
      {"any", "0.0.0.0", "0.0.0.0"},
      {"any of IPv6", "::", "::"},
  };
  for (const Case& it : good) {
    CAPTURE(it.why);
    CHECK(address(it.text).str() == it.str);
    CHECK(address(address(it.text).str()) == address(it.text));
  }
  const Case bad[] = {
      {"empty", "", ""},
      {"a name", "localhost", ""},
      {"too few parts", "10.0.1", ""},
      {"too large a part", "10.0.0.256", ""},
      {"a leading zero, which some read as octal", "010.0.0.1", ""},
      {"a port", "10.0.0.1:80", ""},
      {"brackets", "[::1]", ""},
      {"a zone", "fe80::1%eth0", ""},
      {"blanks", " 10.0.0.1", ""},
      {"what C would not see", std::string_view("10.0.0.1\0x", 10), ""},
      {"longer than any", "0000:0000:0000:0000:0000:0000:0000:0000:0000:0000", ""},
  };
  for (const Case& it : bad) {
    CAPTURE(it.why);
    const auto parsed = IpAddress::parse(it.text);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().code == ErrorCode::bad_value);
  }
}

TEST_CASE("ranges") {
  struct Case {
    std::string_view why, range, address;
    bool inside;
  };
  const Case cases[] = {
      {"an address alone", "192.0.2.1", "192.0.2.1", true},
      {"its neighbour", "192.0.2.1", "192.0.2.2", false},
      {"first of a network", "10.0.0.0/8", "10.0.0.0", true},
      {"last of a network", "10.0.0.0/8", "10.255.255.255", true},
      {"one behind", "10.0.0.0/8", "11.0.0.0", false},
      {"a prefix within a byte", "192.0.2.128/25", "192.0.2.127", false},
      {"the same, inside", "192.0.2.128/25", "192.0.2.200", true},
      {"IPv6", "2001:db8::/32", "2001:db8:ffff::1", true},
      {"beside it", "2001:db8::/32", "2001:db9::1", false},
      {"all of IPv4 is none of IPv6", "0.0.0.0/0", "2001:db8::1", false},
      {"all of IPv4", "0.0.0.0/0", "203.0.113.9", true},
      {"all of IPv6 is none of IPv4", "::/0", "203.0.113.9", false},
      {"IPv4 written as IPv6", "192.0.2.0/24", "::ffff:192.0.2.7", true},
  };
  for (const Case& it : cases) {
    CAPTURE(it.why);
    const auto range = IpRange::parse(it.range);
    REQUIRE(range);
    CHECK(range->contains(address(it.address)) == it.inside);
    CHECK(IpRange::parse(range->str())->str() == range->str());
  }
  for (const char* bad : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08",
                          "10.0.0.0/8 ", "::/129", "10.0.0.1/8", "10.0.0.0/8/8", "proxy.example"}) {
    CAPTURE(bad);
    CHECK_FALSE(IpRange::parse(bad));
  }
  CHECK(IpRange::parse("10.1.2.3/8").error().detail.find("did you mean 10.0.0.0/8?") !=
        std::string::npos);
}

TEST_CASE("who asks") {
  const NamedProxies proxies = named({"10.0.0.0/8", "2001:db8::1"});
  struct Case {
    std::string_view why, peer, field, client;
  };
  const Case cases[] = {
      {"no proxy", "203.0.113.9", "", "203.0.113.9"},
      {"no proxy, who claims to be one", "203.0.113.9", "198.51.100.1", "203.0.113.9"},
      {"a proxy", "10.0.0.1", "203.0.113.9", "203.0.113.9"},
      {"a proxy that says nothing", "10.0.0.1", "", "10.0.0.1"},
      {"what a client wrote itself stands left", "10.0.0.1", "1.1.1.1, 203.0.113.9", "203.0.113.9"},
      {"two proxies", "10.0.0.1", "203.0.113.9, 10.9.9.9", "203.0.113.9"},
      {"a client that names a proxy of ours", "10.0.0.1", "10.3.3.3,203.0.113.9", "203.0.113.9"},
      {"all are proxies: the first", "10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"},
      {"nonsense beside the proxy", "10.0.0.1", "203.0.113.9, unknown", "10.0.0.1"},
      {"nonsense beside the second", "10.0.0.1", "203.0.113.9, _x, 10.0.0.2", "10.0.0.2"},
      {"an empty element", "10.0.0.1", "203.0.113.9,", "10.0.0.1"},
      {"blanks and tabs", "10.0.0.1", " \t203.0.113.9\t ", "203.0.113.9"},
      {"a port", "10.0.0.1", "203.0.113.9:4711", "203.0.113.9"},
      {"no port", "10.0.0.1", "203.0.113.9:", "10.0.0.1"},
      {"IPv6", "2001:db8::1", "2001:db8::99", "2001:db8::99"},
      {"IPv6 in brackets", "10.0.0.1", "[2001:db8::99]", "2001:db8::99"},
      {"IPv6 with a port", "10.0.0.1", "[2001:db8::99]:4711", "2001:db8::99"},
      {"a bracket that stays open", "10.0.0.1", "[2001:db8::99", "10.0.0.1"},
      {"IPv4 in brackets", "10.0.0.1", "[203.0.113.9]", "10.0.0.1"},
      {"a proxy written as IPv6", "::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9"},
  };
  for (const Case& it : cases) {
    CAPTURE(it.why);
    CHECK(proxies.client_of(address(it.peer), it.field).str() == it.client);
  }
  CHECK(NamedProxies().client_of(address("10.0.0.1"), "203.0.113.9").str() == "10.0.0.1");
}

TEST_CASE("nothing that a client writes changes who it is taken for") {
  const NamedProxies proxies = named({"10.0.0.0/8"});
  rc::check("text left of the client's address is nothing", [&](const std::string& written) {
    const std::string field = written + ", 203.0.113.9, 10.2.2.2";
    RC_ASSERT(proxies.client_of(address("10.1.1.1"), field).str() == "203.0.113.9");
    RC_ASSERT(proxies.client_of(address("203.0.113.9"), written).str() == "203.0.113.9");
  });
  rc::check("a range holds what has its first bits", [&] {
    IpAddress::Bytes bytes{};
    for (auto& byte : bytes) byte = *rc::gen::arbitrary<std::uint8_t>();
    const auto bits = *rc::gen::inRange(0U, 129U);
    const IpAddress one = IpAddress::of(bytes);
    RC_PRE(!one.is_v4());
    const auto range = IpRange::parse(one.network(bits).str() + "/" + std::to_string(bits));
    // A short prefix of 0 bits may be written as an IPv4 address: no IPv6 range then.
    RC_PRE(!one.network(bits).is_v4());
    RC_ASSERT(range && range->contains(one));
    if (bits > 0) {
      const unsigned last = bits - 1;
      bytes[last / 8] ^= static_cast<std::uint8_t>(0x80U >> (last % 8));
      RC_ASSERT(!range->contains(IpAddress::of(bytes)));
    }
  });
}
