#include "tem/digital_link.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>

#include "tem/ai_table.hpp"
#include "vectors.hpp"

using namespace tem;

namespace {

const std::string kGtin = "/01/08936000000011";
const std::string kBase = "https://tem.example";

/// `(01)08936000000011(10)L1?(17)271231&x=y`, to compare at a glance.
std::string shape(const DigitalLink& link) {
  std::string out;
  for (const auto& [ai, value] : link.path()) out += '(' + ai + ')' + value;
  char mark = '?';
  for (const auto& [ai, value] : link.attributes()) {
    out += mark + ('(' + ai + ')' + value);
    mark = '&';
  }
  for (const auto& [key, value] : link.others()) {
    out += mark + (key + '=' + value);
    mark = '&';
  }
  return out;
}

bool same(const DigitalLink& a, const DigitalLink& b) {
  return a.path() == b.path() && a.attributes() == b.attributes() && a.others() == b.others();
}

std::string any_text(const std::string& of, std::size_t most) {
  const auto size = *rc::gen::inRange<std::size_t>(1, most + 1);
  return *rc::gen::container<std::string>(size, rc::gen::elementOf(of));
}

const std::string kSet82 =
    "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

std::string any_value(std::size_t most) {
  std::string value = any_text(kSet82, most);
  return value == "." || value == ".." ? "..." : value;
}

/// Some bytes escaped that need not be, hex in either case.
std::string escaped_at_will(const std::string& value) {
  std::string out;
  for (const char c : value) {
    std::string one = percent_encode(std::string(1, c));
    if (one.size() == 1 && *rc::gen::inRange(0, 4) == 0) {
      constexpr std::string_view kHex = "0123456789ABCDEF";
      one = {'%', kHex[static_cast<unsigned char>(c) >> 4], kHex[c & 15]};
    }
    if (*rc::gen::arbitrary<bool>()) {
      std::transform(one.begin(), one.end(), one.begin(), [&](char x) {
        return one.size() == 3 && x >= 'A' ? static_cast<char>(x + 32) : x;
      });
    }
    out += one;
  }
  return out;
}

}  // namespace

TEST_CASE("links that are read") {
  struct Case {
    std::string_view why;
    std::string text, want;
  };
  const std::string g = "(01)08936000000011";
  for (const auto& [why, text, want] : {
           Case{"a GTIN", kBase + kGtin, g},
           Case{"the example of the header", kBase + kGtin + "/10/L2611A?17=271231&x=y",
                g + "(10)L2611A?(17)271231&x=y"},
           Case{"all qualifiers", kBase + kGtin + "/22/2A/10/L1/21/S1", g + "(22)2A(10)L1(21)S1"},
           Case{"some qualifiers", kBase + kGtin + "/22/2A/21/S1", g + "(22)2A(21)S1"},
           Case{"a third-party serial", kBase + kGtin + "/235/TPX1", g + "(235)TPX1"},
           Case{"a lot named 01", kBase + kGtin + "/10/01/21/S1", g + "(10)01(21)S1"},
           Case{"a lot named 01 at the end", kBase + kGtin + "/10/01", g + "(10)01"},
           Case{"a lot named 414", kBase + kGtin + "/10/414/21/01", g + "(10)414(21)01"},
           Case{"a serial named 10", kBase + kGtin + "/21/10", g + "(21)10"},
           Case{"a stem", kBase + "/vn/shop" + kGtin, g},
           Case{"a stem of one segment", kBase + "/vn" + kGtin, g},
           Case{"a stem that looks like a key", kBase + "/01/00" + kGtin, g},
           Case{"a stem that is a link", kBase + "/414/4012345000009" + kGtin, g},
           Case{"a stem ending in a key's AI", kBase + "/x/01" + kGtin, g},
           Case{"escapes in either case", kBase + kGtin + "/10/A%2fB%2FC", g + "(10)A/B/C"},
           Case{"an escape that need not be", kBase + kGtin + "/10/%41", g + "(10)A"},
           Case{"a plus in the path", kBase + kGtin + "/10/A+B", g + "(10)A+B"},
           Case{"an escaped plus in the query", kBase + kGtin + "?240=A%2BB", g + "?(240)A+B"},
           Case{"an escaped percent", kBase + kGtin + "/10/A%2541", g + "(10)A%41"},
           Case{"reserved characters that a path may hold",
                kBase + kGtin + "/10/!&'()*,:;=", g + "(10)!&'()*,:;="},
           Case{"a slash and a question mark in the query", kBase + kGtin + "?240=a/b?c",
                g + "?(240)a/b?c"},
           Case{"an equals sign in a value", kBase + kGtin + "?240=a=b", g + "?(240)a=b"},
           Case{"attributes as they stand", kBase + kGtin + "?17=271231&11=261101",
                g + "?(17)271231&(11)261101"},
           Case{"other keys", kBase + kGtin + "?s=1&17=271231&utm_source=a+b%20c",
                g + "?(17)271231&s=1&utm_source=a b c"},
           Case{"other keys twice", kBase + kGtin + "?a=1&a=2", g + "?a=1&a=2"},
           Case{"another key with digits in it", kBase + kGtin + "?17a=1", g + "?17a=1"},
           Case{"another key without value", kBase + kGtin + "?a&b=", g + "?a=&b="},
           Case{"another key that is escaped stays so", kBase + kGtin + "?%73=1", g + "?%73=1"},
           Case{"another key with bytes of UTF-8", kBase + kGtin + "?a=%C3%94", g + "?a=\xC3\x94"},
           Case{"an empty key", kBase + kGtin + "?=1", g + "?=1"},
           Case{"an empty query", kBase + kGtin + "?", g},
           Case{"empty fields", kBase + kGtin + "?&&17=271231&", g + "?(17)271231"},
           Case{"a fragment", kBase + kGtin + "#/01/1?17=x&;%", g},
           Case{"a fragment after the query", kBase + kGtin + "?17=271231#&17=271231",
                g + "?(17)271231"},
           Case{"upper-case scheme", "HTTPS://TEM.EXAMPLE" + kGtin, g},
           Case{"http", "http://tem.example" + kGtin, g},
           Case{"upper-case HTTP", "HTTP://tem.example" + kGtin, g},
           Case{"a port", "http://localhost:8080" + kGtin, g},
           Case{"IPv4", "http://127.0.0.1:1" + kGtin, g},
           Case{"IPv6", "http://[2001:db8::1]:65535/vn" + kGtin, g},
           Case{"SSCC with a lot as its attribute", kBase + "/00/106141411234567897?10=L1",
                "(00)106141411234567897?(10)L1"},
           Case{"another key as an attribute",
                kBase + "/00/106141411234567897?02=09506000134352&37=5",
                "(00)106141411234567897?(02)09506000134352&(37)5"},
           Case{"a lot beside a third-party serial", kBase + kGtin + "/235/T1?10=L1",
                g + "(235)T1?(10)L1"},
           Case{"a place", kBase + "/414/4012345000009/254/3", "(414)4012345000009(254)3"},
           Case{"a facility", kBase + "/414/4012345000009/7040/1ABC",
                "(414)4012345000009(7040)1ABC"},
           Case{"a payment", kBase + "/415/4012345000009/8020/R1", "(415)4012345000009(8020)R1"},
           Case{"a party", kBase + "/417/4012345000009/7040/1ABC", "(417)4012345000009(7040)1ABC"},
           Case{"an asset", kBase + "/8004/4012345A/7040/1ABC", "(8004)4012345A(7040)1ABC"},
           Case{"a piece", kBase + "/8006/089360000000110102/10/L/21/S",
                "(8006)089360000000110102(10)L(21)S"},
           Case{"a part", kBase + "/8010/4012345%23A/8011/1", "(8010)4012345#A(8011)1"},
           Case{"a model", kBase + "/8013/1987654Ad4X4bL5ttr2310c2K",
                "(8013)1987654Ad4X4bL5ttr2310c2K"},
           Case{"a service", kBase + "/8018/401234500000000005/8019/1",
                "(8018)401234500000000005(8019)1"},
       }) {
    CAPTURE(why);
    const auto link = DigitalLink::parse(text);
    REQUIRE_MESSAGE(link.has_value(), (link ? std::string() : link.error().str()));
    CHECK(shape(*link) == want);
  }
}

TEST_CASE("links that are refused") {
  using E = ErrorCode;
  struct Case {
    std::string_view why;
    std::string text;
    ErrorCode want;
  };
  for (const auto& [why, text, want] : {
           Case{"nothing", "", E::bad_scheme},
           Case{"no URI", "08936000000011", E::bad_scheme},
           Case{"2049 bytes", kBase + kGtin + "?a=" + std::string(2009, 'x'), E::too_long},
           Case{"very long", std::string(1000000, 'x'), E::too_long},
           Case{"mixed-case scheme", "Https://tem.example" + kGtin, E::bad_scheme},
           Case{"mixed-case scheme within", "hTTPS://tem.example" + kGtin, E::bad_scheme},
           Case{"another scheme", "ftp://tem.example" + kGtin, E::bad_scheme},
           Case{"one slash", "https:/tem.example" + kGtin, E::bad_scheme},
           Case{"a space before", " https://tem.example" + kGtin, E::bad_scheme},
           Case{"a space after", kBase + kGtin + " ", E::bad_character},
           Case{"a space within", kBase + kGtin + "/10/A B", E::bad_character},
           Case{"a tab", kBase + kGtin + "/10/A\tB", E::bad_character},
           Case{"a line feed", kBase + kGtin + "\n", E::bad_character},
           Case{"a NUL", kBase + kGtin + std::string(1, '\0'), E::bad_character},
           Case{"a backslash for a slash", kBase + "\\01\\08936000000011", E::bad_character},
           Case{"non-ASCII", kBase + kGtin + "/10/Ô", E::bad_character},
           Case{"non-ASCII host", "https://tém.example" + kGtin, E::bad_character},
           Case{"a control character in the fragment", kBase + kGtin + "#\x7F", E::bad_character},
           Case{"a bare quote", kBase + kGtin + "/10/A\"", E::bad_character},
           Case{"a bare angle", kBase + kGtin + "/10/A<", E::bad_character},
           Case{"a bracket in the path", kBase + kGtin + "/10/[A]", E::bad_character},
           Case{"a bracket in the query", kBase + kGtin + "?a[]=1", E::bad_character},
           Case{"no host", "https://" + kGtin, E::bad_host},
           Case{"a user", "https://tem.example@evil.example" + kGtin, E::bad_host},
           Case{"a user and a password", "https://a:b@evil.example" + kGtin, E::bad_host},
           Case{"an escaped host", "https://tem%2Eexample" + kGtin, E::bad_host},
           Case{"an underscore", "https://tem_x.example" + kGtin, E::bad_host},
           Case{"an empty label", "https://tem..example" + kGtin, E::bad_host},
           Case{"a dot last", "https://tem.example." + kGtin, E::bad_host},
           Case{"a hyphen first", "https://-tem.example" + kGtin, E::bad_host},
           Case{"a hyphen last", "https://tem-.example" + kGtin, E::bad_host},
           Case{"a label of 64", "https://" + std::string(64, 'a') + kGtin, E::bad_host},
           Case{"a name of 254",
                "https://" + std::string(62, 'a') + '.' + std::string(63, 'a') + '.' +
                    std::string(63, 'a') + '.' + std::string(63, 'a') + kGtin,
                E::bad_host},
           Case{"a short IPv4", "https://127.1" + kGtin, E::bad_host},
           Case{"a number", "https://2130706433" + kGtin, E::bad_host},
           Case{"a hexadecimal number", "https://0x7f000001" + kGtin, E::bad_host},
           Case{"IPv4 out of range", "https://1.2.3.256" + kGtin, E::bad_host},
           Case{"octal IPv4", "https://0127.0.0.1" + kGtin, E::bad_host},
           Case{"no IPv6", "https://[::g]" + kGtin, E::bad_host},
           Case{"open IPv6", "https://[::1" + kGtin, E::bad_host},
           Case{"IPv6 with a zone", "https://[fe80::1%25eth0]" + kGtin, E::bad_host},
           Case{"IPv6 and more", "https://[::1]x" + kGtin, E::bad_host},
           Case{"port 0", "https://tem.example:0" + kGtin, E::bad_host},
           Case{"port 65536", "https://tem.example:65536" + kGtin, E::bad_host},
           Case{"an empty port", "https://tem.example:" + kGtin, E::bad_host},
           Case{"a port with zeros", "https://tem.example:0443" + kGtin, E::bad_host},
           Case{"no port number", "https://tem.example:44a" + kGtin, E::bad_host},
           Case{"two ports", "https://tem.example:1:2" + kGtin, E::bad_host},
           Case{"no path", kBase, E::no_digital_link},
           Case{"an empty path", kBase + "/", E::no_digital_link},
           Case{"no key", kBase + "/vn/shop", E::no_digital_link},
           Case{"a key in the query only", kBase + "?01=08936000000011", E::no_digital_link},
           Case{"a key in the fragment only", kBase + "/x#" + kGtin, E::no_digital_link},
           Case{"a name for the AI", kBase + "/gtin/08936000000011", E::no_digital_link},
           Case{"an escaped AI", kBase + "/%30%31/08936000000011", E::no_digital_link},
           Case{"a qualifier alone", kBase + "/10/L1", E::no_digital_link},
           Case{"an odd segment", kBase + kGtin + "/10", E::no_digital_link},
           Case{"an odd segment after a pair", kBase + kGtin + "/10/L1/x", E::no_digital_link},
           Case{"a key without value", kBase + "/01", E::no_digital_link},
           Case{"a closing slash", kBase + kGtin + "/", E::empty_value},
           Case{"a closing slash after a pair", kBase + kGtin + "/10/L1/", E::empty_value},
           Case{"an empty GTIN", kBase + "/01//10/L1", E::empty_value},
           Case{"an empty lot", kBase + kGtin + "/10//21/S1", E::empty_value},
           Case{"an empty segment", kBase + kGtin + "//10/L1", E::empty_value},
           Case{"an empty segment in the stem", kBase + "/" + kGtin, E::empty_value},
           Case{"an empty attribute", kBase + kGtin + "?17=", E::empty_value},
           Case{"an attribute without value", kBase + kGtin + "?17", E::empty_value},
           Case{"a dot in the stem", kBase + "/a/." + kGtin, E::bad_value},
           Case{"two dots in the stem", kBase + "/a/.." + kGtin, E::bad_value},
           Case{"a lot of two dots", kBase + kGtin + "/10/../21/S1", E::bad_value},
           Case{"a lot of escaped dots", kBase + kGtin + "/10/.%2e/21/S1", E::bad_value},
           Case{"a lot of one escaped dot", kBase + kGtin + "/10/%2E", E::bad_value},
           Case{"%00", kBase + kGtin + "/10/A%00", E::bad_escape},
           Case{"half an escape", kBase + kGtin + "/10/A%4", E::bad_escape},
           Case{"a percent alone", kBase + kGtin + "/10/A%", E::bad_escape},
           Case{"an escape of no hex", kBase + kGtin + "/10/A%4G", E::bad_escape},
           Case{"an escape cut by a slash", kBase + kGtin + "/10/A%4/21/1", E::bad_escape},
           Case{"a broken escape in the stem", kBase + "/%zz" + kGtin, E::bad_escape},
           Case{"a broken escape in the query", kBase + kGtin + "?17=2712%3", E::bad_escape},
           Case{"a broken escape of another key", kBase + kGtin + "?x=%", E::bad_escape},
           Case{"%00 of another key", kBase + kGtin + "?x=%00", E::bad_escape},
           Case{"a broken escape in another key's name", kBase + kGtin + "?x%=1", E::bad_escape},
           Case{"an escaped AI in the query", kBase + kGtin + "?%31%37=271231", E::bad_escape},
           Case{"a half-escaped AI in the query", kBase + kGtin + "?1%37=271231", E::bad_escape},
           Case{"an unknown AI in the path", kBase + kGtin + "/05/1", E::unknown_ai},
           Case{"an escaped qualifier", kBase + kGtin + "/%31%30/L1", E::unknown_ai},
           Case{"a word in the path", kBase + kGtin + "/lot/L1", E::unknown_ai},
           Case{"an unknown AI in the query", kBase + kGtin + "?05=1", E::unknown_ai},
           Case{"a number in the query", kBase + kGtin + "?1=1", E::unknown_ai},
           Case{"a serial before a lot", kBase + kGtin + "/21/S1/10/L1", E::not_a_qualifier},
           Case{"a lot before a variant", kBase + kGtin + "/10/L1/22/2A", E::not_a_qualifier},
           Case{"a lot and a third-party serial", kBase + kGtin + "/10/L1/235/T1",
                E::not_a_qualifier},
           Case{"a third-party serial and a lot", kBase + kGtin + "/235/T1/10/L1",
                E::not_a_qualifier},
           Case{"an attribute in the path", kBase + kGtin + "/17/271231", E::not_a_qualifier},
           Case{"a lot of an SSCC", kBase + "/00/106141411234567897/10/L1", E::not_a_qualifier},
           Case{"both extensions of a place", kBase + "/414/4012345000009/254/3/7040/1ABC",
                E::not_a_qualifier},
           Case{"a payment without reference", kBase + "/415/4012345000009", E::missing_ai},
           Case{"a lot in the query", kBase + kGtin + "?10=L1", E::not_an_attribute},
           Case{"a lot in the query beside a serial", kBase + kGtin + "/21/S1?10=L1",
                E::not_an_attribute},
           Case{"a serial in the query", kBase + kGtin + "/10/L1?21=S1", E::not_an_attribute},
           Case{"a serial in another key's query", kBase + "/00/106141411234567897?21=S1",
                E::not_an_attribute},
           Case{"a made-to-order GTIN", kBase + kGtin + "?03=08936000000011", E::not_an_attribute},
           Case{"a product's address", kBase + kGtin + "?8200=x", E::not_an_attribute},
           Case{"an attribute twice", kBase + kGtin + "?17=271231&17=271231", E::duplicate_ai},
           Case{"an attribute twice, differing", kBase + kGtin + "?17=271231&11=261101&17=271230",
                E::duplicate_ai},
           Case{"the key in the query too", kBase + kGtin + "?01=08936000000011", E::duplicate_ai},
           Case{"the lot in the query too", kBase + kGtin + "/10/L1?10=L1", E::duplicate_ai},
           Case{"the lot twice in the path", kBase + kGtin + "/10/L1/10/L1", E::duplicate_ai},
           Case{"a semicolon for an ampersand", kBase + kGtin + "?17=271231;11=261101",
                E::bad_character},
           Case{"a semicolon in another key", kBase + kGtin + "?a=1;2", E::bad_character},
           Case{"a plus in an attribute is a space", kBase + kGtin + "?240=A+B", E::bad_character},
           Case{"a space in a lot", kBase + kGtin + "/10/A%20B", E::bad_character},
           Case{"a non-ASCII lot", kBase + kGtin + "/10/%C3%94", E::bad_character},
           Case{"a line feed in a lot", kBase + kGtin + "/10/A%0AB", E::bad_character},
           Case{"a lot of 21", kBase + kGtin + "/10/123456789012345678901", E::bad_length},
           Case{"thirteen digits", kBase + "/01/8936000000011", E::bad_length},
           Case{"a wrong check digit", kBase + "/01/08936000000012", E::bad_check_digit},
           Case{"no date", kBase + kGtin + "?17=271331", E::bad_date},
       }) {
    CAPTURE(why);
    const auto link = DigitalLink::parse(text);
    REQUIRE(!link);
    CHECK_MESSAGE(name(link.error().code) == name(want), link.error().str());
    CHECK(!link.error().detail.empty());
    CHECK(std::all_of(link.error().detail.begin(), link.error().detail.end(),
                      [](char c) { return c >= ' ' && c <= '~'; }));
    CHECK(link.error().detail.size() < 300);
  }
}

TEST_CASE("the limit is 2,048 bytes") {
  const std::string start = kBase + kGtin + "?a=";
  CHECK(DigitalLink::parse(start + std::string(kMaxUriBytes - start.size(), 'x')));
  CHECK(!DigitalLink::parse(start + std::string(kMaxUriBytes - start.size() + 1, 'x')));
}

TEST_CASE("canonical form") {
  const auto canonical = [](const std::string& text) {
    return DigitalLink::parse(text).value().canonical();
  };
  const std::string g = "https://id.gs1.org" + kGtin;
  CHECK(canonical("http://x.example:8080/a/b" + kGtin + "?s=1#top") == g);
  CHECK(canonical(kBase + kGtin + "/10/HL%2f26-11_A%25+") == g + "/10/HL%2F26-11_A%25%2B");
  CHECK(canonical(kBase + kGtin + "?3103=000500&240=a%2Bb&17=271231&11=261101&utm=1") ==
        g + "?11=261101&17=271231&240=a%2Bb&3103=000500");
  CHECK(canonical(kBase + kGtin + "?99=z&8008=26112410&20=01&90=y") ==
        g + "?20=01&8008=26112410&90=y&99=z");
}

TEST_CASE("known stamps give their canonical form, and refused links are refused") {
  const test::StampVectors vectors;
  for (const auto& v : vectors.json.at("stamps").as_array()) {
    CAPTURE(test::text_at(v, "why"));
    const auto link = DigitalLink::parse(test::text_at(v, "uri"));
    REQUIRE(link);
    CHECK(link->canonical() == test::text_at(v, "canonical"));
    CHECK(link->base().str() == vectors.base);
    CHECK(link->find("01") == test::text_at(v, "gtin"));
    CHECK(link->find("10") == test::text_at(v, "lot"));
    CHECK(link->find("21") == test::text_at(v, "serial"));
    CHECK(link->find("17").empty());
    REQUIRE(link->others().size() == 1);
    CHECK(link->others()[0].ai == "s");
    CHECK(link->print(BaseUri::parse(vectors.base).value()) == test::text_at(v, "uri"));
  }
  // Of the texts refused as malformed, those that break a rule of the Digital Link itself.
  struct Case {
    std::string_view why;
    ErrorCode want;
  };
  std::size_t found = 0;
  const std::array cases{Case{"wrong check digit", ErrorCode::bad_check_digit},
                         Case{"thirteen-digit GTIN", ErrorCode::bad_length},
                         Case{"qualifiers out of order", ErrorCode::not_a_qualifier},
                         Case{"mixed-case scheme", ErrorCode::bad_scheme},
                         Case{"attribute repeated", ErrorCode::duplicate_ai}};
  for (const auto& v : vectors.json.at("reject").as_array()) {
    const auto link = DigitalLink::parse(test::text_at(v, "uri"));
    const std::string why = test::text_at(v, "why");
    CAPTURE(why);
    const auto of_link =
        std::find_if(cases.begin(), cases.end(), [&](const Case& c) { return c.why == why; });
    CHECK(link.has_value() == (of_link == cases.end()));
    if (of_link == cases.end() || link) continue;
    ++found;
    CHECK(name(link.error().code) == name(of_link->want));
  }
  CHECK(found == cases.size());
}

TEST_CASE("percent-encoding leaves only unreserved characters bare") {
  CHECK(percent_encode("AZaz09-._~") == "AZaz09-._~");
  CHECK(percent_encode("HL/26 %+") == "HL%2F26%20%25%2B");
  CHECK(percent_encode(std::string_view("\0\x7F\xC3\x94", 4)) == "%00%7F%C3%94");
  CHECK(percent_encode("").empty());
}

TEST_CASE("laws") {
  CHECK(
      rc::check("what is printed under any base is the same link; canonical is a fixed point", [] {
        std::string text = kBase + kGtin, plain_lot;
        if (*rc::gen::arbitrary<bool>()) text += "/22/" + escaped_at_will(any_value(20));
        if (*rc::gen::arbitrary<bool>()) {
          plain_lot = any_value(20);
          text += "/10/" + escaped_at_will(plain_lot);
        }
        if (*rc::gen::arbitrary<bool>()) text += "/21/" + escaped_at_will(any_value(20));
        std::vector<std::string> fields;
        for (const std::string_view ai : {"240", "90", "91", "400", "7020"}) {
          if (*rc::gen::inRange(0, 3) != 0) continue;
          fields.push_back(std::string(ai) + "=" + escaped_at_will(any_value(20)));
        }
        for (const std::string_view key : {"s", "utm", "", "%73", "a/b?"}) {
          if (*rc::gen::inRange(0, 3) != 0) continue;
          fields.push_back(std::string(key) + "=" +
                           escaped_at_will(any_text("az09 \x01\xC3\x94%&=", 9)));
        }
        for (std::size_t i = fields.size(); i > 1; --i) {
          std::swap(fields[i - 1], fields[*rc::gen::inRange<std::size_t>(0, i)]);
        }
        char mark = '?';
        for (const auto& field : fields) text += mark + field, mark = '&';

        const auto link = DigitalLink::parse(text);
        RC_ASSERT(link.has_value());
        RC_ASSERT(link->find("10") == plain_lot);
        for (const std::string_view under : {"https://tem.example", "http://[::1]:8080/vn/01/x"}) {
          const auto again = DigitalLink::parse(link->print(BaseUri::parse(under).value()));
          RC_ASSERT(again.has_value());
          RC_ASSERT(same(*link, *again));
          RC_ASSERT(again->base().str() == under);
          RC_ASSERT(again->canonical() == link->canonical());
        }
        const auto canonical = DigitalLink::parse(link->canonical());
        RC_ASSERT(canonical.has_value());
        RC_ASSERT(canonical->canonical() == link->canonical());
        RC_ASSERT(canonical->path() == link->path());
        RC_ASSERT(canonical->others().empty());
      }));

  CHECK(rc::check("a text with a byte changed is refused, or still obeys the laws", [] {
    std::string text = kBase + "/vn" + kGtin + "/10/L%2F1/21/S1?17=271231&240=a&s=1#x";
    const auto changes = *rc::gen::inRange(1, 4);
    for (int i = 0; i < changes; ++i) {
      const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
      switch (*rc::gen::inRange(0, 3)) {
        case 0:
          text[at] = *rc::gen::arbitrary<char>();
          break;
        case 1:
          text.erase(at, *rc::gen::inRange<std::size_t>(1, 5));
          break;
        default:
          text.insert(at, 1, *rc::gen::elementOf(std::string("/?#&=%;+.01")));
      }
      if (text.empty()) text = "h";
    }
    const auto link = DigitalLink::parse(text);
    if (!link) {
      RC_ASSERT(!link.error().detail.empty());
      return;
    }
    const auto again = DigitalLink::parse(link->print(link->base()));
    RC_ASSERT(again.has_value());
    RC_ASSERT(same(*link, *again));
    RC_ASSERT(DigitalLink::parse(link->canonical())->canonical() == link->canonical());
  }));
}
