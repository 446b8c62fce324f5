#include "tem/geo_ip.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <fstream>

#include "fixture.hpp"
#include "mmdb_writer.hpp"
#include "tem/places.hpp"

using namespace tem;
using namespace tem::test;

namespace {

std::string place(const std::string& file, std::string_view address) {
  const auto geo = GeoIp::parse(file, "test.mmdb");
  REQUIRE_MESSAGE(geo.has_value(), (geo ? "" : geo.error().str()));
  return geo->place_of(IpAddress::parse(address).value());
}

/// One record for 192.0.2.0/24.
std::string file_of(const std::string& record, const std::string& before = "") {
  MmdbWriter writer(24, 4);
  writer.add("198.51.100.0/24", before.empty() ? MmdbWriter::text("") : before);
  writer.add("192.0.2.0/24", record);
  return writer.str();
}

std::string small_file() { return file_of(MmdbWriter::province("VN", "13")); }

std::string replaced(std::string text, std::string_view piece, std::string_view by) {
  const auto at = text.rfind(piece);
  REQUIRE(at != std::string::npos);
  return text.replace(at, piece.size(), by);
}

}  // namespace

TEST_CASE("an address is in the province that its network's record names") {
  struct Case {
    std::string_view why, address, want;
  };
  const Case cases[] = {
      {"a province", "192.0.2.1", "VN-13"},
      {"its last address", "192.0.2.127", "VN-13"},
      {"the next network", "192.0.2.128", "VN-HN"},
      {"a network within another", "192.0.2.65", "VN-SG"},
      {"the other again behind it", "192.0.2.66", "VN-13"},
      {"a province that was merged", "198.51.100.9", "VN-70"},
      {"another country", "203.0.113.1", ""},
      {"a network that is not in the file", "203.0.113.128", ""},
      {"IPv4 that is written as IPv6", "::ffff:192.0.2.1", "VN-13"},
      {"next to nothing", "0.0.0.0", ""},
      {"the last of all", "255.255.255.255", ""},
  };
  const Case of_v6[] = {
      {"IPv6", "2001:db8:1::1", "VN-33"},
      {"IPv6, the last bit", "2001:db8:2::3", "VN-22"},
      {"IPv6, beside it", "2001:db8:2::2", ""},
      {"IPv6, not there", "2001:db8:3::1", ""},
  };
  for (const unsigned bits : {24U, 28U, 32U}) {
    for (const unsigned version : {4U, 6U}) {
      MmdbWriter writer(bits, version);
      writer.add("192.0.2.0/25", MmdbWriter::province("VN", "13"));
      writer.add("192.0.2.128/25", MmdbWriter::province("VN", "HN"));
      writer.add("192.0.2.65/32", MmdbWriter::province("VN", "SG"));
      writer.add("198.51.100.0/24", MmdbWriter::province("VN", "70"));
      writer.add("203.0.113.0/25", MmdbWriter::province("CN", "13"));
      if (version == 6) {
        writer.add("2001:db8:1::/48", MmdbWriter::province("VN", "33"));
        writer.add("2001:db8:2::3/128", MmdbWriter::province("VN", "22"));
      }
      for (const Case& each : cases) {
        CAPTURE(bits);
        CAPTURE(version);
        CHECK_MESSAGE(place(writer.str(), each.address) == each.want, each.why);
      }
      for (const Case& each : of_v6) {
        CAPTURE(bits);
        CHECK_MESSAGE(place(writer.str(), each.address) == (version == 6 ? each.want : ""),
                      each.why);
      }
    }
  }
}

TEST_CASE("a look-up agrees with the longest prefix, found one by one") {
  rc::check("longest prefix", [] {
    const std::vector<PlaceInfo>& all = provinces();
    MmdbWriter writer(*rc::gen::element(24U, 28U, 32U), *rc::gen::element(4U, 6U));
    struct Network {
      IpRange range;
      std::string place;
    };
    std::vector<Network> networks;
    const auto count = *rc::gen::inRange(1, 12);
    for (int bits = 8; static_cast<int>(networks.size()) < count; bits += 2) {
      const auto host = *rc::gen::inRange<std::uint32_t>(0, 1 << 16);  // close together
      const auto address =
          IpAddress::parse("10.0." + std::to_string(host >> 8) + "." + std::to_string(host & 255))
              .value();
      const std::string text =
          address.network(static_cast<unsigned>(bits)).str() + "/" + std::to_string(bits);
      const std::string id = all[*rc::gen::inRange<std::size_t>(0, all.size())].id;
      writer.add(text, MmdbWriter::province("VN", id.substr(3)));
      networks.push_back({IpRange::parse(text).value(), id});
    }
    const auto geo = GeoIp::parse(writer.str(), "a").value();
    for (int i = 0; i < 20; ++i) {
      const auto host = *rc::gen::inRange<std::uint32_t>(0, 1 << 16);
      const auto address =
          IpAddress::parse("10.0." + std::to_string(host >> 8) + "." + std::to_string(host & 255))
              .value();
      std::string want;
      for (const Network& each : networks) {  // the narrower ones come later
        if (each.range.contains(address)) want = each.place;
      }
      RC_ASSERT(geo.place_of(address) == want);
    }
  });
}

TEST_CASE("what is no such file is refused in one line") {
  struct Case {
    std::string_view why;
    std::string bytes;
    std::string_view want;
  };
  const std::string good = small_file();
  MmdbWriter writer(24, 4);
  writer.add("192.0.2.0/24", MmdbWriter::province("VN", "13"));
  const std::string tree = writer.tree(), data = writer.data(), metadata = writer.metadata();
  const auto with = [&](std::string_view piece, std::string_view by) {
    return MmdbWriter::whole(tree, data, replaced(metadata, piece, by));
  };
  const std::string count = MmdbWriter::number(6, tree.size() / 6);
  const Case cases[] = {
      {"nothing", "", "no metadata"},
      {"another file", std::string(1000, 'x'), "not a MaxMind DB file"},
      {"its end is missing", good.substr(0, good.size() - 300), "no metadata"},
      {"the last byte is missing", good.substr(0, good.size() - 1), "is cut short"},
      {"only its end is there", good.substr(tree.size()), "points outside the file"},
      {"the marker alone", "\xAB\xCD\xEFMaxMind.com", "is cut short"},
      {"another format",
       with("major_version" + MmdbWriter::number(5, 2), "major_version" + MmdbWriter::number(5, 3)),
       "format 3"},
      {"no node count", with("node_count", "node_coun_"), "a number is missing"},
      {"a text for a number", with(count, MmdbWriter::text("many")), "a number is missing or"},
      {"a number of too many bytes", with(count, MmdbWriter::head(6, 5) + "12345"), "is none"},
      {"more nodes than there is file", with(count, MmdbWriter::number(6, 0xFFFFFFFF)),
       "search tree is longer"},
      {"records of 20 bits",
       with("record_size" + MmdbWriter::number(5, 24), "record_size" + MmdbWriter::number(5, 20)),
       "has no meaning"},
      {"version 5",
       with("ip_version" + MmdbWriter::number(5, 4), "ip_version" + MmdbWriter::number(5, 5)),
       "has no meaning"},
      {"a number for its type", with(MmdbWriter::text("Test-City"), MmdbWriter::number(5, 1)),
       "database_type is missing"},
      {"metadata that is a list", MmdbWriter::whole(tree, data, MmdbWriter::array({})),
       "a number is missing"},
      {"a tree that points outside",
       MmdbWriter::whole(tree.substr(0, tree.size() - 6) + std::string(6, '\xFF'), data, metadata),
       "points outside the file"},
      {"a tree that points between tree and data",
       MmdbWriter::whole(tree.substr(0, tree.size() - 6) + std::string("\0\0\x21\0\0\x21", 6), data,
                         metadata),
       "points outside the file"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.why);
    const auto geo = GeoIp::parse(each.bytes, "a.mmdb");
    REQUIRE_FALSE(geo.has_value());
    CHECK(geo.error().code == ErrorCode::bad_settings);
    CHECK(geo.error().detail.starts_with("geoip: a.mmdb: "));
    CHECK_MESSAGE(geo.error().detail.find(each.want) != std::string::npos, geo.error().detail);
  }
}

TEST_CASE("a record that is not as it should be tells no place, in bounded time") {
  using W = MmdbWriter;
  const std::string vn = W::map({{"iso_code", W::text("VN")}});
  const auto divided = [&](const std::string& subdivisions) {
    return W::map({{"country", vn}, {"subdivisions", subdivisions}});
  };
  std::string deep = W::map({});
  std::string nested;  // two million maps in each other: libmaxminddb 1.7.1 runs out of its stack
  for (int i = 0; i < 2'000'000; ++i) nested += W::head(7, 1) + W::text("");
  struct Case {
    std::string_view why;
    std::string record;
  };
  const Case cases[] = {
      {"a text", W::text("VN")},
      {"a list", W::array({vn})},
      {"no country", W::map({{"subdivisions", W::array({W::map({{"iso_code", W::text("13")}})})}})},
      {"a country that is a text", W::map({{"country", W::text("VN")}})},
      {"no subdivisions", W::map({{"country", vn}})},
      {"none in the list", divided(W::array({}))},
      {"a map for the list", divided(W::map({{"0", W::map({{"iso_code", W::text("13")}})}}))
                                 .replace(0, 1, W::head(7, 1))},
      {"a subdivision without code", divided(W::array({W::map({})}))},
      {"a code that is a number", divided(W::array({W::map({{"iso_code", W::number(5, 13)}})}))},
      {"a code that is none", divided(W::array({W::map({{"iso_code", W::text("99")}})}))},
      {"a code with the country", divided(W::array({W::map({{"iso_code", W::text("VN-13")}})}))},
      {"a geohash for a code", divided(W::array({W::map({{"iso_code", W::text("w7")}})}))},
      {"a key that is a number", W::head(7, 1) + W::number(5, 1) + vn},
      {"a map that says it has 16 million entries", W::head(7, 16'000'000)},
      {"a list that says it has 16 million", W::map({{"a", W::head(11, 16'000'000)}})},
      {"a text longer than the file", W::head(2, 16'000'000) + "VN"},
      {"a pointer outside", std::string("\x3F\xFF\xFF\xFF\xFF", 5)},
      {"a pointer to itself", std::string("\x20\x01", 2)},
      {"types that no file has", std::string("\x00\x05", 2) + std::string("\x00\x06", 2)},
      {"an extended type of 0", std::string("\x00\x00", 2)},
      {"nested without end", W::map({{"a", nested + deep}, {"country", vn}})},
  };
  for (const Case& each : cases) {
    CAPTURE(each.why);
    CHECK(place(file_of(each.record), "192.0.2.1").empty());
  }
  // What looks alike and is right.
  CHECK(place(file_of(divided(W::array({W::map({{"iso_code", W::text("13")}})}))), "192.0.2.1") ==
        "VN-13");
  // Pointers are how real files share what many records say: here to a whole record before it.
  const std::string shared = W::province("VN", "13");
  CHECK(place(file_of(std::string("\x20\x00", 2), shared), "192.0.2.1") == "VN-13");
}

TEST_CASE("whatever byte is wrong, and wherever the file ends") {
  const std::string good = small_file();
  const auto survives = [](const std::string& bytes) {
    const auto geo = GeoIp::parse(bytes, "a");
    if (!geo) return true;
    for (const char* address : {"192.0.2.1", "198.51.100.1", "2001:db8::1"}) {
      const std::string where = geo->place_of(IpAddress::parse(address).value());
      if (!where.empty() && !find_place(where)) return false;
    }
    return true;
  };
  std::string changed = good;
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const int mask : {0x01, 0x20, 0x80, 0xFF}) {
      changed[at] = static_cast<char>(good[at] ^ mask);
      if (!survives(changed)) FAIL("a flipped byte at " << at);
    }
    changed[at] = good[at];
    if (!survives(good.substr(0, at)) || !survives(good.substr(at))) FAIL("cut at " << at);
  }
}

TEST_CASE("a file on the disk, and another in its place") {
  TempDir temp;
  const auto file = temp.path() / "geo.mmdb";
  const auto refused = [&](const std::filesystem::path& name, std::string_view want) {
    const auto geo = GeoIp::open(name);
    REQUIRE_FALSE(geo.has_value());
    CHECK(geo.error().code == ErrorCode::bad_settings);
    CHECK_MESSAGE(geo.error().detail.find(want) != std::string::npos, geo.error().detail);
  };
  refused(file, "there is no such file");
  refused(temp.path(), "is no file");
  std::ofstream(file, std::ios::binary) << "";
  refused(file, "no metadata");
  const std::string vn = MmdbWriter::map({{"iso_code", MmdbWriter::text("VN")}});
  std::ofstream(file, std::ios::binary) << file_of(MmdbWriter::map({{"country", vn}}));
  refused(file, "knows no provinces");
  std::ofstream(file, std::ios::binary) << small_file();
  const auto in_use = std::make_shared<GeoIpInUse>(GeoIp::open(file).value());
  GeoIpInUse::Reader reader(in_use);
  CHECK(reader.place_of("192.0.2.1") == "VN-13");
  CHECK(reader.place_of("no address").empty());
  CHECK(reader.place_of("").empty());
  in_use->replace(GeoIp::parse(file_of(MmdbWriter::province("VN", "HN")), "b").value());
  CHECK(reader.place_of("192.0.2.1") == "VN-HN");
  CHECK(GeoIpInUse::Reader().place_of("192.0.2.1").empty());
}
