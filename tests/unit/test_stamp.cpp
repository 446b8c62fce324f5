#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <thread>

#include "tem/stamp.hpp"
#include "vectors.hpp"

using namespace tem;

namespace {

const test::StampVectors& vectors() {
  static const test::StampVectors loaded;
  return loaded;
}

std::vector<Element> attributes_of(const boost::json::value& v) {
  std::vector<Element> all;
  for (const auto& [ai, value] : v.at("attributes").as_object()) {
    all.push_back({std::string(ai), std::string(value.as_string())});
  }
  return all;
}

/// Everything that one lot's signer needs, kept alive.
struct Issuer {
  Gtin gtin;
  Lot lot;
  SerialCipher cipher;
  BaseUri base = BaseUri::parse(vectors().base).value();
  KeyNumber number;

  Issuer(std::string_view gtin_text, std::string_view lot_text, KeyNumber key)
      : gtin(Gtin::parse(gtin_text).value()),
        lot(Lot::parse(lot_text).value()),
        cipher(SerialCipher::make(vectors().secret, gtin, lot).value()),
        number(key) {}

  Result<StampSigner> signer(std::vector<Element> attributes = {},
                             std::string origin = vectors().origin) const {
    return StampSigner::make(std::move(origin), base, gtin, lot, std::move(attributes),
                             vectors().keys.at(vectors().find_key(number) ? number : 1), number,
                             cipher);
  }
};

const Issuer& issuer() {
  static const Issuer made("08936000000011", "L2611A", 1);
  return made;
}

std::string first_uri() {
  return test::text_at(vectors().json.at("stamps").as_array().front(), "uri");
}

}  // namespace

TEST_CASE("known stamps, to the byte") {
  const auto& stamps = vectors().json.at("stamps").as_array();
  REQUIRE(stamps.size() == 6);
  for (const auto& v : stamps) {
    const std::string why = test::text_at(v, "why");
    CAPTURE(why);
    const auto index = static_cast<std::uint32_t>(v.at("index").as_int64());
    const auto number = static_cast<KeyNumber>(v.at("key").as_int64());
    const std::string canonical = test::text_at(v, "canonical"), uri = test::text_at(v, "uri");
    const auto message = stamp_message(vectors().origin, canonical);
    CHECK(to_hex(as_bytes(message)) == test::text_at(v, "message_hex"));

    auto attributes = attributes_of(v);
    const Issuer lot(test::text_at(v, "gtin"), test::text_at(v, "lot"), number);
    for (int order = 0; order < 2; ++order) {
      const auto signer = lot.signer(attributes);
      REQUIRE(signer);
      const auto stamp = signer->sign(index);
      REQUIRE(stamp);
      CHECK(stamp->index == index);
      CHECK(stamp->serial.str() == test::text_at(v, "serial"));
      CHECK(stamp->uri == uri);
      std::reverse(attributes.begin(), attributes.end());
    }

    const auto claim = UnverifiedStamp::parse(uri);
    REQUIRE(claim);
    CHECK(claim->key_number() == number);
    CHECK(claim->base().str() == vectors().base);
    const auto stamp = claim->verify(*vectors().find_key(number), vectors().origin);
    REQUIRE(stamp);
    CHECK(stamp->canonical() == canonical);
    CHECK(stamp->gtin() == lot.gtin);
    CHECK(stamp->lot() == lot.lot);
    CHECK(stamp->serial().str() == test::text_at(v, "serial"));
    CHECK(stamp->key_number() == number);
    CHECK(stamp->attributes() == attributes_of(v));

    for (const auto& [other, key] : vectors().keys) {
      if (other == number) continue;
      CHECK(claim->verify(key.verifying_key(), vectors().origin).error().code ==
            ErrorCode::bad_signature);
    }
  }
}

TEST_CASE("known texts that must be refused") {
  int malformed = 0, forged = 0;
  for (const auto& v : vectors().json.at("reject").as_array()) {
    const std::string why = test::text_at(v, "why"), want = test::text_at(v, "error");
    CAPTURE(why);
    const auto claim = UnverifiedStamp::parse(test::text_at(v, "uri"));
    if (want == "malformed") {
      ++malformed;
      REQUIRE(!claim);
      CHECK(!claim.error().detail.empty());
      continue;
    }
    ++forged;
    REQUIRE(want == "forged");
    REQUIRE(claim);
    const auto* key = vectors().find_key(claim->key_number());
    REQUIRE(key != nullptr);
    const auto stamp = claim->verify(*key, vectors().origin);
    REQUIRE(!stamp);
    CHECK(stamp.error().code == ErrorCode::bad_signature);
  }
  CHECK(malformed == 9);
  CHECK(forged == 4);
}

TEST_CASE("the seal stands for one origin") {
  const auto claim = UnverifiedStamp::parse(first_uri());
  REQUIRE(claim);
  const auto& key = *vectors().find_key(1);
  REQUIRE(claim->verify(key, vectors().origin));
  for (const std::string_view origin :
       {"", "tem.example", "tem.example/quangninh ", "TEM.example/quangninh",
        "tem.example/quangninh\nhttps://id.gs1.org"}) {
    CHECK(claim->verify(key, origin).error().code == ErrorCode::bad_signature);
  }
}

TEST_CASE("what may change around a stamp without harm") {
  const std::string uri = first_uri();
  const std::string tail = uri.substr(vectors().base.size());
  const std::string canonical = "https://id.gs1.org/01/08936000000011/10/L2611A/21/KVYVF9TDX7";
  const auto path = tail.substr(0, tail.find('?'));
  const auto seal = tail.substr(tail.find("s="));
  struct Case {
    std::string_view why;
    std::string text;
  };
  for (const auto& [why, text] : {
           Case{"another host", "https://other.example:8443/vn/shop" + tail},
           Case{"http", "http://tem.example" + tail},
           Case{"upper-case scheme", "HTTPS://TEM.EXAMPLE" + tail},
           Case{"another key before", "https://tem.example" + path + "?utm=x&" + seal},
           Case{"another key after", "https://tem.example" + path + "?" + seal + "&utm=x"},
           Case{"a fragment", uri + "#top"},
           Case{"a key that only ends in s", uri + "&ss=1"},
           Case{"S is another key", uri + "&S=1"},
       }) {
    CAPTURE(why);
    const auto claim = UnverifiedStamp::parse(text);
    REQUIRE(claim);
    const auto stamp = claim->verify(*vectors().find_key(1), vectors().origin);
    REQUIRE(stamp);
    CHECK(stamp->canonical() == canonical);
  }
}

TEST_CASE("Digital Links that are no stamps") {
  const std::string seal = first_uri().substr(first_uri().find("s="));
  const std::string digits = seal.substr(2);
  const std::string base = "https://tem.example";
  const std::string path = "/01/08936000000011/10/L2611A/21/KVYVF9TDX7";
  struct Case {
    std::string_view why;
    std::string text;
    ErrorCode want;
  };
  for (const auto& [why, text, want] : {
           Case{"another key than a GTIN", base + "/00/089360000000000011?" + seal,
                ErrorCode::not_a_stamp},
           Case{"GTIN alone", base + "/01/08936000000011?" + seal, ErrorCode::not_a_stamp},
           Case{"no serial", base + "/01/08936000000011/10/L2611A?" + seal, ErrorCode::not_a_stamp},
           Case{"no lot", base + "/01/08936000000011/21/KVYVF9TDX7?" + seal,
                ErrorCode::not_a_stamp},
           Case{"a variant in the path",
                base + "/01/08936000000011/22/2A/10/L2611A/21/KVYVF9TDX7?" + seal,
                ErrorCode::not_a_stamp},
           Case{"a third-party serial", base + "/01/08936000000011/235/2A?" + seal,
                ErrorCode::not_a_stamp},
           Case{"no seal", base + path, ErrorCode::not_a_stamp},
           Case{"an empty query", base + path + "?", ErrorCode::not_a_stamp},
           Case{"an upper-case key", base + path + "?S=" + digits, ErrorCode::not_a_stamp},
           Case{"an escaped key", base + path + "?%73=" + digits, ErrorCode::not_a_stamp},
           Case{"the seal in the fragment", base + path + "#s=" + digits, ErrorCode::not_a_stamp},
           Case{"the seal in the query of a fragment", base + path + "#?" + seal,
                ErrorCode::not_a_stamp},
           Case{"two seals", base + path + "?" + seal + "&" + seal, ErrorCode::duplicate_ai},
           Case{"a second seal without value", base + path + "?" + seal + "&s",
                ErrorCode::duplicate_ai},
           Case{"a second seal that is empty", base + path + "?s=&" + seal,
                ErrorCode::duplicate_ai},
           Case{"an empty seal", base + path + "?s=", ErrorCode::bad_seal},
           Case{"an escaped digit", base + path + "?s=%31" + digits.substr(1), ErrorCode::bad_seal},
           Case{"a plus after the seal", base + path + "?" + seal + "+", ErrorCode::bad_seal},
           Case{"a lower-case serial", base + "/01/08936000000011/10/L2611A/21/kvyvf9tdx7?" + seal,
                ErrorCode::bad_serial},
           Case{"a serial too long", base + "/01/08936000000011/10/L2611A/21/KVYVF9TDX77?" + seal,
                ErrorCode::bad_serial},
           Case{"longer than the limit", base + "/" + std::string(2048, 'a') + path + "?" + seal,
                ErrorCode::too_long},
       }) {
    CAPTURE(why);
    const auto claim = UnverifiedStamp::parse(text);
    REQUIRE(!claim);
    CHECK(name(claim.error().code) == name(want));
    CHECK(!claim.error().detail.empty());
  }
  // An escaped seal beside the literal one is another key, which changes nothing.
  const auto both = UnverifiedStamp::parse(base + path + "?" + seal + "&%73=1");
  if (both) CHECK(both->verify(*vectors().find_key(1), vectors().origin));
}

TEST_CASE("a signer refuses what it could not read back") {
  struct Case {
    std::string_view why;
    std::vector<Element> attributes;
    ErrorCode want;
  };
  for (const auto& [why, attributes, want] : {
           Case{"no AI", {{"xy", "1"}}, ErrorCode::unknown_ai},
           Case{"the seal's own key", {{"s", "1"}}, ErrorCode::unknown_ai},
           Case{"an unknown AI", {{"05", "1"}}, ErrorCode::unknown_ai},
           Case{"an injected field", {{"17=271231&15", "271231"}}, ErrorCode::unknown_ai},
           Case{"a qualifier", {{"21", "KVYVF9TDX7"}}, ErrorCode::not_an_attribute},
           Case{"given twice", {{"17", "271231"}, {"17", "271231"}}, ErrorCode::duplicate_ai},
           Case{"no date", {{"17", "271331"}}, ErrorCode::bad_date},
           Case{"empty", {{"17", ""}}, ErrorCode::empty_value},
       }) {
    CAPTURE(why);
    const auto signer = issuer().signer(attributes);
    REQUIRE(!signer);
    CHECK(name(signer.error().code) == name(want));
    CHECK(!signer.error().detail.empty());
  }
  for (const std::string_view origin : {"", "two\nlines", "a\tb", "a\x7F"}) {
    const auto signer = issuer().signer({}, std::string(origin));
    REQUIRE(!signer);
    CHECK(signer.error().code == ErrorCode::bad_value);
  }
  for (const std::string_view lot : {".", ".."}) {
    const auto signer = Issuer("08936000000011", lot, 1).signer();
    REQUIRE(!signer);
    CHECK(signer.error().code == ErrorCode::bad_value);
  }
  CHECK(Issuer("08936000000011", "...", 1).signer());
  const Issuer no_number("08936000000011", "L2611A", 0);
  REQUIRE(!no_number.signer());
  CHECK(no_number.signer().error().code == ErrorCode::bad_value);

  Issuer far("08936000000011", "L2611A", 1);
  far.base = BaseUri::parse("https://tem.example/" + std::string(1900, 'a')).value();
  REQUIRE(!far.signer());
  CHECK(far.signer().error().code == ErrorCode::too_long);
}

TEST_CASE("any stamp that is signed is read back, and verifies") {
  CHECK(rc::check([] {
    const std::string set82 =
        "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
    const auto n = *rc::gen::inRange<std::size_t>(1, 21);
    const auto lot = *rc::gen::container<std::string>(n, rc::gen::elementOf(set82));
    const auto m = *rc::gen::inRange<std::size_t>(1, 21);
    const auto variant = *rc::gen::container<std::string>(m, rc::gen::elementOf(set82));
    std::vector<Element> attributes;
    if (*rc::gen::arbitrary<bool>()) attributes.push_back({"240", variant});
    if (*rc::gen::arbitrary<bool>()) attributes.push_back({"17", "271231"});
    const auto number = *rc::gen::element<KeyNumber>(1, 42, 4294967295U);
    const Issuer made("08936000000028", lot, number);
    const auto signer = made.signer(attributes);
    RC_PRE(lot != "." && lot != "..");
    RC_ASSERT(signer.has_value());
    const auto index = *rc::gen::arbitrary<std::uint32_t>();
    const auto stamp = signer->sign(index).value();
    RC_ASSERT(signer->sign(index).value().uri == stamp.uri);
    RC_ASSERT(stamp.uri.size() <= kMaxUriBytes);
    const auto claim = UnverifiedStamp::parse(stamp.uri);
    RC_ASSERT(claim.has_value());
    RC_ASSERT(claim->key_number() == number);
    const auto verified = claim->verify(*vectors().find_key(number), vectors().origin);
    RC_ASSERT(verified.has_value());
    RC_ASSERT(verified->lot().str() == lot);
    RC_ASSERT(verified->serial() == stamp.serial);
    RC_ASSERT(made.cipher.index(verified->serial()).value() == index);
    RC_ASSERT(verified->attributes().size() == attributes.size());
  }));
}

TEST_CASE("threads share one signer") {
  const auto signer = issuer().signer();
  REQUIRE(signer);
  std::vector<std::string> want;
  for (std::uint32_t i = 0; i < 50; ++i) want.push_back(signer->sign(i).value().uri);
  std::vector<int> wrong(4);
  std::vector<std::thread> threads;
  for (auto& count : wrong) {
    threads.emplace_back([&] {
      for (std::uint32_t i = 0; i < 50; ++i) count += signer->sign(i).value().uri != want[i];
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(wrong == std::vector<int>(4));
}
