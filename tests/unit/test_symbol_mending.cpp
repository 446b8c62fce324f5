#include "symbol_mending.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <numeric>

#include "reed_solomon.hpp"
#include "tem/qr_symbol.hpp"

using namespace tem;

namespace {

SoftSymbol soft(const QrSymbol& symbol) {
  SoftSymbol out{symbol.version(), {}};
  for (int y = 0; y < symbol.size(); ++y) {
    for (int x = 0; x < symbol.size(); ++x) out.darkness.push_back(symbol.dark(x, y) ? 1.F : -1.F);
  }
  return out;
}

bool is_printed(const MendedSymbol& mended, const QrSymbol& symbol) {
  for (int y = 0; y < symbol.size(); ++y) {
    for (int x = 0; x < symbol.size(); ++x) {
      const bool dark = mended.modules[static_cast<std::size_t>(y * symbol.size() + x)] != 0;
      if (dark != symbol.dark(x, y)) return false;
    }
  }
  return mended.version == symbol.version();
}

/// Products and sums in GF(256) as annex A writes them: the slow way.
std::uint8_t slow_product(unsigned a, unsigned b) {
  unsigned product = 0;
  for (; b != 0; b >>= 1, a = a << 1 ^ (a & 0x80 ? 0x11D : 0)) {
    if ((b & 1) != 0) product ^= a;
  }
  return static_cast<std::uint8_t>(product);
}

/// Data and its check bytes, by long division.
std::vector<std::uint8_t> with_check_bytes(std::vector<std::uint8_t> data, int check_bytes) {
  std::vector<std::uint8_t> generator{1};
  std::uint8_t root = 1;
  for (int i = 0; i < check_bytes; ++i, root = slow_product(root, 2)) {
    generator.push_back(0);
    for (std::size_t k = generator.size() - 1; k > 0; --k) {
      generator[k] ^= slow_product(generator[k - 1], root);
    }
  }
  std::vector<std::uint8_t> rest = data;
  rest.resize(data.size() + static_cast<std::size_t>(check_bytes));
  for (std::size_t i = 0; i < data.size(); ++i) {
    const std::uint8_t factor = rest[i];
    for (std::size_t k = 0; k < generator.size(); ++k) {
      rest[i + k] ^= slow_product(generator[k], factor);
    }
  }
  data.insert(data.end(), rest.end() - check_bytes, rest.end());
  return data;
}

std::vector<int> some_places(std::size_t count, std::size_t of) {
  std::vector<int> places(of);
  std::iota(places.begin(), places.end(), 0);
  for (std::size_t i = 0; i < count; ++i) {
    std::swap(places[i], places[*rc::gen::inRange(i, of)]);
  }
  places.resize(count);
  return places;
}

}  // namespace

TEST_CASE("every version and level: where bits stand, how blocks are dealt") {
  int met = 0;
  for (std::size_t length = 1; length < 2900; length += length / 8 + 1) {
    for (const QrLevel level : {QrLevel::L, QrLevel::M, QrLevel::Q, QrLevel::H}) {
      const auto symbol = QrSymbol::encode(std::string(length, 'a'), level);
      if (!symbol) continue;
      CAPTURE(symbol->version());
      const SoftSymbol read = soft(*symbol);
      CHECK(known_agreement(read) == 1);
      const auto mended = mend(read);
      REQUIRE(mended.has_value());
      CHECK(is_printed(*mended, *symbol));
      ++met;
    }
  }
  CHECK(met > 100);
}

TEST_CASE("modules that are wrong and not sure are mended; the text never changes") {
  CHECK(rc::check("of any symbol", [] {
    const auto length = *rc::gen::inRange(1, 300);
    const auto symbol =
        QrSymbol::encode(std::string(static_cast<std::size_t>(length), 'x')).value();
    SoftSymbol read = soft(symbol);
    const auto harmed = *rc::gen::inRange<std::size_t>(0, read.darkness.size() / 12);
    for (const int place : some_places(harmed, read.darkness.size())) {
      read.darkness[static_cast<std::size_t>(place)] *= *rc::gen::element(-0.05F, -0.2F, 0.1F);
    }
    const auto mended = mend(read);
    RC_TAG(mended.has_value());
    if (mended) RC_ASSERT(is_printed(*mended, symbol));
    if (harmed * 60 < read.darkness.size()) RC_ASSERT(mended.has_value());
  }));
}

TEST_CASE("noise is no symbol") {
  CHECK(rc::check("of any version", [] {
    SoftSymbol read{*rc::gen::inRange(2, 12), {}};
    const int size = qr_size(read.version);
    const auto seed = *rc::gen::arbitrary<std::uint32_t>();
    std::uint32_t state = seed | 1;
    for (int i = 0; i < size * size; ++i) {
      state = state * 1664525 + 1013904223;
      read.darkness.push_back(static_cast<float>(state >> 8) / (1 << 23) - 1);
    }
    RC_ASSERT(known_agreement(read) < 0.75);
    RC_ASSERT(!mend(read).has_value());
  }));
}

TEST_CASE("Reed-Solomon mends wrong and missing bytes up to its bound") {
  CHECK(rc::check("as the slow encoder wrote them", [] {
    const int check_bytes = *rc::gen::inRange(2, 31);
    const auto data = *rc::gen::suchThat(
        rc::gen::container<std::vector<std::uint8_t>>(rc::gen::arbitrary<std::uint8_t>()),
        [](const auto& bytes) { return !bytes.empty() && bytes.size() < 120; });
    const auto block = with_check_bytes(data, check_bytes);
    const auto missing = *rc::gen::inRange(0, check_bytes + 1);
    const auto wrong = *rc::gen::inRange(0, (check_bytes - missing) / 2 + 1);
    const auto count =
        std::min<std::size_t>(static_cast<std::size_t>(missing + wrong), block.size());
    const auto places = some_places(count, block.size());
    auto harmed = block;
    for (const int place : places) {
      harmed[static_cast<std::size_t>(place)] ^=
          static_cast<std::uint8_t>(*rc::gen::inRange(1, 256));
    }
    const auto known =
        std::span(places).first(std::min<std::size_t>(static_cast<std::size_t>(missing), count));
    const auto mended = mend_block(harmed, check_bytes, known);
    RC_ASSERT(mended.has_value());
    RC_ASSERT(harmed == block);
  }));
}

TEST_CASE("what Reed-Solomon cannot mend it leaves as it is, or makes a codeword of") {
  CHECK(rc::check("of random bytes", [] {
    auto block =
        *rc::gen::container<std::vector<std::uint8_t>>(40, rc::gen::arbitrary<std::uint8_t>());
    const auto before = block;
    const auto wrong = mend_block(block, 16, {});
    if (!wrong) {
      RC_ASSERT(block == before);
      return;
    }
    RC_ASSERT(*wrong <= 8);
    const std::vector<std::uint8_t> data(block.begin(), block.end() - 16);
    RC_ASSERT(with_check_bytes(data, 16) == block);
  }));
}
