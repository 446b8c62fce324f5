#include "tem/qr_encoder.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "../../codec/src/qr_fit.hpp"
#include "../../codec/src/qr_shape.hpp"
#include "qr_texts.hpp"
#include "tem/stamp.hpp"
#include "vectors.hpp"

using namespace tem;
using test::any_mixed_text, test::kLevels, test::read_back;

namespace {

/// The stamps of one lot under a key of the vectors.
class Run {
 public:
  Run(std::string_view base, std::string_view lot, std::vector<Element> attributes,
      KeyNumber number = 42)
      : lot_(Lot::parse(lot).value()),
        cipher_(SerialCipher::make(vectors_.secret, gtin_, lot_).value()),
        signer_(StampSigner::make(vectors_.origin, BaseUri::parse(base).value(), gtin_, lot_,
                                  std::move(attributes), vectors_.keys.at(1), number, cipher_)
                    .value()) {}
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  [[nodiscard]] std::string uri(std::uint32_t index) const { return signer_.sign(index)->uri; }

 private:
  test::StampVectors vectors_;
  Gtin gtin_ = Gtin::parse("08936000000011").value();
  Lot lot_;
  SerialCipher cipher_;
  StampSigner signer_;
};

const Run& short_run() {
  static const Run run("https://tem.example", "L2611A", {{"17", "271231"}});
  return run;
}

/// A stamp's text with any serial and digits, which nobody signed.
std::string any_stamp_text() {
  std::string text = *rc::gen::element<std::string>("https://tem.example", "http://a.example:80/b");
  text += "/01/08936000000011/10/" + *rc::gen::element<std::string>("L1", "2611") + "/21/";
  for (int i = 0; i < 10; ++i) text += *rc::gen::elementOf(std::string(kSerialAlphabet));
  text += *rc::gen::element<std::string>("?s=", "?17=271231&s=");
  const int digits = *rc::gen::inRange(156, 158);
  for (int i = 0; i < digits; ++i) text += *rc::gen::elementOf(std::string("0123456789"));
  return text;
}

std::string any_of_both() {
  return *rc::gen::arbitrary<bool>() ? any_stamp_text() : any_mixed_text(6);
}

}  // namespace

TEST_CASE("stamps are read back, all in one version and level") {
  struct Case {
    std::string why, base, lot;
    std::vector<Element> attributes;
    int version;
  };
  const std::vector<Element> expiry = {{"17", "271231"}};
  for (const auto& [why, base, lot, attributes, version] : {
           Case{"short host, no expiry", "https://tem.example", "L2611A", {}, 7},
           Case{"short host, with expiry", "https://tem.example", "L2611A", expiry, 8},
           Case{"lot of small letters", "https://tem.example", "lo-2611-a", expiry, 8},
           Case{"province's host", "https://truyxuat.quangninh.example", "L2611A", expiry, 8},
           Case{"long host and stem",
                "https://truy-xuat-nguon-goc.quang-ninh.example/vn/ocop/san-pham/tem/qr", "L2611A",
                expiry, 10},
           Case{"above version 11",
                "https://truy-xuat-nguon-goc.quang-ninh.example/vn/" + std::string(60, 'x') + "/" +
                    std::string(60, 'x'),
                "L2611A", expiry, 12},
       }) {
    CAPTURE(why);
    const Run run(base, lot, attributes);
    const auto encoder = QrEncoder::make(run.uri(0)).value();
    CHECK(encoder.version() == version);
    CHECK(encoder.level() >= QrLevel::M);
    for (std::uint32_t index = 0; index < 25; ++index) {
      const std::string uri = run.uri(index * index * 1013);
      const auto symbol = encoder.encode(uri).value();
      CHECK(symbol.version() == encoder.version());
      CHECK(symbol.level() == encoder.level());
      CHECK(read_back(symbol, 2) == uri);
    }
  }
}

TEST_CASE("a symbol does not depend on the example") {
  CHECK(rc::check([] {
    const QrLevel least = *rc::gen::elementOf(std::vector<QrLevel>(kLevels, kLevels + 4));
    const std::string example = any_of_both(), text = any_of_both();
    const auto encoder = QrEncoder::make(example, least).value();
    const auto symbol = encoder.encode(text).value();
    RC_ASSERT(symbol == QrEncoder::make(text, least)->encode(text).value());
    RC_ASSERT(symbol.level() >= least);
    RC_ASSERT(read_back(symbol) == text);
  }));
  // Serials of letters only, of digits only, and mixed, each the example of the others.
  const std::string uri = short_run().uri(0);
  const std::size_t serial = uri.find("/21/") + 4;
  std::vector<std::string> texts;
  for (const char* other : {"ABCDEFGHJK", "0123456789", "0A1B2C3D4E", "AAAAA00000"}) {
    texts.push_back(uri);
    texts.back().replace(serial, 10, other);
  }
  for (const std::string& example : texts) {
    const auto encoder = QrEncoder::make(example).value();
    for (const std::string& text : texts) {
      CHECK(encoder.encode(text).value() == QrEncoder::make(text)->encode(text).value());
      CHECK(encoder.encode(text)->version() == encoder.version());
    }
  }
}

TEST_CASE("any text has libqrencode's codewords for the same segments") {
  CHECK(rc::check([] {
    const std::string text = any_mixed_text(20);
    const auto symbol = QrEncoder::make("A")->encode(text).value();
    const auto general = QrSymbol::encode(text).value();
    RC_ASSERT(symbol.version() == general.version());
    RC_ASSERT(symbol.level() == general.level());
    if (symbol.mask() == general.mask()) RC_ASSERT(symbol == general);
    RC_ASSERT(read_back(symbol) == text);
  }));
}

TEST_CASE("as long as a symbol holds, and not a byte longer") {
  const auto encoder = QrEncoder::make("A", QrLevel::L).value();
  for (const std::size_t length : {321U, 322U, 2953U}) {  // 11-L, 12-L and 40-L hold so many bytes
    CAPTURE(length);
    const std::string text(length, 'a');
    const auto symbol = encoder.encode(text).value();
    CHECK(symbol.version() == (length == 321 ? 11 : length == 322 ? 12 : 40));
    CHECK(read_back(symbol, 2) == text);
  }
  CHECK(encoder.encode(std::string(2954, 'a')).error().code == ErrorCode::too_long);
  CHECK(QrEncoder::make(std::string(2954, 'a'), QrLevel::L).error().code == ErrorCode::too_long);
  CHECK(encoder.encode("").error().code == ErrorCode::empty_value);
  CHECK(QrEncoder::make("").error().code == ErrorCode::empty_value);
}

TEST_CASE("which texts have a stamp's shape") {
  const std::string seal(156, '7'), head = "https://tem.example/01/08936000000011/10/L1/21/";
  const std::string zeros(156, '0');
  struct Case {
    std::string_view why;
    std::string text, shape;
  };
  const std::string serial = "KVYVF9TDX7", widest = "AAAAAAAAAA";
  for (const auto& [why, text, shape] : {
           Case{"a stamp", head + serial + "?s=" + seal, head + widest + "?s=" + zeros},
           Case{"attributes", head + serial + "?17=271231&s=" + seal,
                head + widest + "?17=271231&s=" + zeros},
           Case{"longest key number", head + serial + "?s=" + seal + "123456789",
                head + widest + "?s=" + std::string(165, '0')},
       }) {
    CAPTURE(why);
    CHECK(QrShape::of(text).text == shape);
    CHECK(QrShape::of(text).fits(text));
    CHECK(QrShape::of(shape).text == shape);
  }
  for (const auto& [why, text, unused] : {
           Case{"empty", "", ""},
           Case{"no query", head + serial, ""},
           Case{"nine characters", head + "KVYVF9TDX?s=" + seal, ""},
           Case{"eleven characters", head + serial + "0?s=" + seal, ""},
           Case{"a letter that no serial has", head + "KVYVF9TDXO?s=" + seal, ""},
           Case{"small letters", head + "kvyvf9tdx7?s=" + seal, ""},
           Case{"another AI", "https://tem.example/01/08936000000011/22/" + serial + "?s=" + seal,
                ""},
           Case{"nothing before the serial", serial + "?s=" + seal, ""},
           Case{"seal too short", head + serial + "?s=" + seal.substr(1), ""},
           Case{"seal too long", head + serial + "?s=" + seal + "1234567890", ""},
           Case{"no digit in the seal", head + serial + "?s=" + seal.substr(1) + "a", ""},
           Case{"another key", head + serial + "?as=" + seal, ""},
           Case{"the seal is not last", head + serial + "?s=" + seal + "&17=271231", ""},
           Case{"no seal", head + serial + "?17=271231", ""},
           Case{"seal in the path", "s=" + head + serial + "?" + seal, ""},
       }) {
    CAPTURE(why);
    CHECK(QrShape::of(text).text == text);
    CHECK(QrShape::of(text).fits(text));
  }
}

TEST_CASE("a text fits a shape when it has that shape") {
  // Each character of a stamp, changed.
  const std::string stamp = short_run().uri(0);
  const QrShape planned = QrShape::of(stamp);
  for (std::size_t at = 0; at < stamp.size(); ++at) {
    for (const char c : {'0', 'A', 'O', 'a', '/', '?', '=', '\0', '\xC3'}) {
      std::string text = stamp;
      text[at] = c;
      CAPTURE(text);
      CHECK(planned.fits(text) == (QrShape::of(text).text == planned.text));
    }
  }
  CHECK(rc::check([] {
    const std::string text = any_of_both();
    const QrShape shape = QrShape::of(text);
    RC_ASSERT(shape.fits(text));
    std::string other = *rc::gen::arbitrary<bool>() ? any_stamp_text() : text;
    RC_ASSERT(shape.fits(other) == (QrShape::of(other).text == shape.text));
    // One character put in, taken out or changed.
    const auto at = *rc::gen::inRange<std::size_t>(0, other.size());
    const char c = *rc::gen::elementOf(std::string("0A9Zz?/&=sOI"));
    other.replace(at, *rc::gen::inRange<std::size_t>(0, 2), *rc::gen::inRange<std::size_t>(0, 2),
                  c);
    RC_ASSERT(shape.fits(other) == (QrShape::of(other).text == shape.text));
  }));
}
