#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <limits>

#include "../../codec/src/qr_segments.hpp"
#include "qr_texts.hpp"
#include "tem/qr_symbol.hpp"
#include "tem/stamp.hpp"
#include "vectors.hpp"

using namespace tem;
using test::any_mixed_text, test::kLevels, test::read_back;

namespace {

// ISO/IEC 18004 table 3 and §7.4, written as the standard has it: groups of three digits in 10
// bits, pairs of alphanumeric characters in 11.
std::size_t reference_bits(QrMode mode, std::size_t n, int version) {
  const int c = version < 10 ? 0 : version < 27 ? 1 : 2;
  switch (mode) {
    case QrMode::numeric:
      return 4 + std::array{10, 12, 14}[c] + n / 3 * 10 + std::array{0, 4, 7}[n % 3];
    case QrMode::alphanumeric:
      return 4 + std::array{9, 11, 13}[c] + n / 2 * 11 + n % 2 * 6;
    case QrMode::byte:
      return 4 + std::array{8, 16, 16}[c] + n * 8;
  }
  return 0;
}

/// Every way to cut the text, tried.
std::size_t fewest_bits(std::string_view text, int version) {
  std::vector<std::size_t> best(text.size() + 1, std::numeric_limits<std::size_t>::max());
  best[0] = 0;
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    for (const QrMode mode : {QrMode::numeric, QrMode::alphanumeric, QrMode::byte}) {
      for (std::size_t end = begin; end < text.size() && qr_mode_holds(mode, text[end]); ++end) {
        best[end + 1] =
            std::min(best[end + 1], best[begin] + reference_bits(mode, end + 1 - begin, version));
      }
    }
  }
  return best[text.size()];
}

/// The level that the symbol itself states: the first two format bits (ISO/IEC 18004 §7.9).
QrLevel drawn_level(const QrSymbol& symbol) {
  const bool first = !symbol.dark(0, 8), second = symbol.dark(1, 8);  // the mask begins 10
  if (first) return second ? QrLevel::Q : QrLevel::H;
  return second ? QrLevel::L : QrLevel::M;
}

}  // namespace

TEST_CASE("what is drawn is read back") {
  CHECK(rc::check([] {
    const std::string text = any_mixed_text(8);
    const auto symbol = QrSymbol::encode(text).value();
    RC_ASSERT(read_back(symbol) == text);
  }));
  for (const char* text : {"0", "A", "a", " ", "Trà hoa vàng Ba Chẽ", "Chả mực Hạ Long – 5 sao",
                           "https://tem.example/01/08936000000011"}) {
    CAPTURE(text);
    for (const QrLevel least : kLevels) {
      CHECK(read_back(QrSymbol::encode(text, least).value()) == text);
    }
  }
}

TEST_CASE("the version is the smallest, the level the highest that fits it") {
  CHECK(rc::check([] {
    const std::string text = any_mixed_text(10);
    const QrLevel least = *rc::gen::elementOf(std::vector<QrLevel>(kLevels, kLevels + 4));
    const auto symbol = QrSymbol::encode(text, least).value();
    RC_ASSERT(symbol.level() >= least);
    RC_ASSERT(drawn_level(symbol) == symbol.level());
    for (const QrLevel level : kLevels) {
      const int version = QrSymbol::encode(text, level).value().version();
      if (level > symbol.level()) {
        RC_ASSERT(version > symbol.version());
      } else if (level >= least) {
        RC_ASSERT(version == symbol.version());
      } else {
        RC_ASSERT(version <= symbol.version());
      }
    }
  }));
}

TEST_CASE("as much as each version holds, and no more") {
  // ISO/IEC 18004 table 7: characters of one mode that fill a version.
  struct Case {
    int version;
    QrLevel level;
    std::size_t digits, alphanumeric, bytes;
  };
  for (const auto& [version, level, digits, alphanumeric, bytes] : {
           Case{1, QrLevel::L, 41, 25, 17},
           Case{1, QrLevel::M, 34, 20, 14},
           Case{1, QrLevel::Q, 27, 16, 11},
           Case{1, QrLevel::H, 17, 10, 7},
           Case{7, QrLevel::M, 293, 178, 122},
           Case{8, QrLevel::M, 365, 221, 152},
           Case{9, QrLevel::M, 432, 262, 180},
           Case{10, QrLevel::M, 513, 311, 213},
           Case{40, QrLevel::L, 7089, 4296, 2953},
           Case{40, QrLevel::M, 5596, 3391, 2331},
           Case{40, QrLevel::Q, 3993, 2420, 1663},
           Case{40, QrLevel::H, 3057, 1852, 1273},
       }) {
    CAPTURE(version);
    CAPTURE(static_cast<int>(level));
    for (const auto& [count, character] :
         {std::pair{digits, '7'}, std::pair{alphanumeric, 'A'}, std::pair{bytes, 'a'}}) {
      CAPTURE(character);
      const auto full = QrSymbol::encode(std::string(count, character), level);
      REQUIRE(full.has_value());
      CHECK(full->version() == version);
      CHECK(full->level() == level);
      const auto over = QrSymbol::encode(std::string(count + 1, character), level);
      if (version < 40) {
        CHECK(over.value().version() == version + 1);
      } else {
        REQUIRE(!over);
        CHECK(over.error().code == ErrorCode::too_long);
        CHECK(over.error().detail.find(std::to_string(count + 1) + " bytes") != std::string::npos);
      }
    }
  }
  CHECK(QrSymbol::encode("").error().code == ErrorCode::empty_value);
  CHECK(QrSymbol::encode(std::string(std::size_t{1} << 26, '7')).error().code ==
        ErrorCode::too_long);
  const std::string largest(5596, '7');
  CHECK(read_back(QrSymbol::encode(largest).value(), 2) == largest);
}

TEST_CASE("no way of cutting a text takes fewer bits") {
  CHECK(rc::check([] {
    const std::string text = any_mixed_text(6);
    for (const int version : {1, 9, 10, 26, 27, 40}) {
      const QrPlan plan = plan_qr_segments(text, version);
      RC_ASSERT(plan.bits == fewest_bits(text, version));
      std::string joined;
      std::size_t bits = 0;
      for (const QrSegment& segment : plan.segments) {
        RC_ASSERT(!segment.text.empty());
        for (const char c : segment.text) RC_ASSERT(qr_mode_holds(segment.mode, c));
        joined += segment.text;
        bits += reference_bits(segment.mode, segment.text.size(), version);
        RC_ASSERT(qr_segment_bits(segment.mode, segment.text.size(), version) ==
                  reference_bits(segment.mode, segment.text.size(), version));
      }
      RC_ASSERT(joined == text);
      RC_ASSERT(bits == plan.bits);
    }
  }));
  CHECK(plan_qr_segments("", 1).segments.empty());
  // Short runs of digits or capitals are not worth a header of their own.
  CHECK(plan_qr_segments("abc1def", 1).segments.size() == 1);
  CHECK(plan_qr_segments("abc1234567def", 1).segments.size() == 3);
}

TEST_CASE("rows are the modules, packed, and the mask is the one drawn") {
  for (const std::size_t length : {1U, 100U, 260U, 300U, 1000U, 1100U, 2300U}) {
    const auto symbol = QrSymbol::encode(std::string(length, 'a')).value();
    CAPTURE(symbol.version());
    const auto size = static_cast<std::size_t>(symbol.size());
    for (int y = 0; y < symbol.size(); ++y) {
      REQUIRE(symbol.row(y).size() == (size + 63) / 64);
      for (std::size_t x = 0; x < 64 * symbol.row(y).size(); ++x) {
        const bool dark = (symbol.row(y)[x / 64] >> (63 - x % 64) & 1) != 0;
        REQUIRE(dark == (x < size && symbol.dark(static_cast<int>(x), y)));
      }
    }
    // The standard masks the format's mask number with 101.
    const bool bits[] = {!symbol.dark(2, 8), symbol.dark(3, 8), !symbol.dark(4, 8)};
    CHECK(symbol.mask() == bits[0] * 4 + bits[1] * 2 + bits[2]);
  }
}

TEST_CASE("which characters a mode holds") {
  for (int c = 0; c < 256; ++c) {
    const char character = static_cast<char>(c);
    const std::string_view digits = "0123456789", more = "ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    const bool digit = digits.find(character) != std::string_view::npos;
    CHECK(qr_mode_holds(QrMode::numeric, character) == digit);
    CHECK(qr_mode_holds(QrMode::alphanumeric, character) ==
          (digit || more.find(character) != std::string_view::npos));
    CHECK(qr_mode_holds(QrMode::byte, character));
  }
}

TEST_CASE("known stamps: read back, and as small as they can be") {
  const test::StampVectors vectors;
  for (const auto& v : vectors.json.at("stamps").as_array()) {
    const std::string why = test::text_at(v, "why"), uri = test::text_at(v, "uri");
    CAPTURE(why);
    const auto symbol = QrSymbol::encode(uri).value();
    CHECK(symbol.level() >= QrLevel::M);
    CHECK(read_back(symbol) == uri);
    CHECK(read_back(symbol, 2) == uri);
  }
}

TEST_CASE("a stamp is 45 or 49 modules a side under a short host") {
  const test::StampVectors vectors;
  const Gtin gtin = Gtin::parse("08936000000011").value();
  const SigningKey& key = vectors.keys.at(1);
  struct Case {
    std::string_view why, base, lot;
    std::vector<Element> attributes;
    KeyNumber number;
    int version;
  };
  const std::vector<Element> expiry = {{"17", "271231"}};
  for (const auto& [why, base, name, attributes, number, version] : {
           Case{"short host, no expiry", "https://tem.example", "L2611A", {}, 4, 7},
           Case{"short host, with expiry", "https://tem.example", "L2611A", expiry, 4, 8},
           Case{"key 4,294,967,295", "https://tem.example", "L2611A", expiry, 4294967295, 8},
           Case{"lot of 20 characters", "https://tem.example", "L2611A-0123456789-AB", expiry, 4,
                8},
           Case{"province's host", "https://truyxuat.quangninh.example", "L2611A", expiry, 4, 8},
           Case{"long host and stem", "https://truy-xuat-nguon-goc.quang-ninh.example/vn/ocop",
                "L2611A", expiry, 4, 9},
       }) {
    CAPTURE(why);
    const Lot lot = Lot::parse(name).value();
    const auto cipher = SerialCipher::make(vectors.secret, gtin, lot).value();
    const auto signer = StampSigner::make(vectors.origin, BaseUri::parse(base).value(), gtin, lot,
                                          attributes, key, number, cipher)
                            .value();
    for (std::uint32_t index = 0; index < 20; ++index) {
      const std::string uri = signer.sign(index).value().uri;
      const auto symbol = QrSymbol::encode(uri).value();
      CHECK(symbol.version() <= version);
      CHECK(symbol.size() == 17 + 4 * symbol.version());
      CHECK(symbol.level() >= QrLevel::M);
      if (index < 3) CHECK(read_back(symbol) == uri);
    }
    const auto first = QrSymbol::encode(signer.sign(0).value().uri).value();
    CHECK(first.version() == version);
  }
}
