// Forms against libqrencode, module for module, and against slow, obvious references of error
// correction and of the masks' penalties.

#include <doctest/doctest.h>
#include <qrencode.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <random>

#include "../../codec/src/qr_fit.hpp"
#include "../../codec/src/qr_form.hpp"
#include "qr_texts.hpp"

using namespace tem;
using test::kLevels, test::read_back;

// Not in the library's header, though it is there for its own tests: encodes under a given mask.
extern "C" QRcode* QRcode_encodeMask(QRinput* input, int mask);

namespace {

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t end) { return random() % end; }

struct Filled {
  std::vector<QrPiece> pieces;
  std::string text;

  [[nodiscard]] std::vector<QrSegment> segments() const {
    std::vector<QrSegment> all;
    std::size_t at = 0;
    for (const QrPiece& piece : pieces) {
      all.push_back({piece.mode, std::string_view(text).substr(at, piece.length)});
      at += piece.length;
    }
    return all;
  }
};

/// Segments of any modes, any characters that they hold; `full` to the last bit that can be.
Filled any_filling(Random& random, int version, QrLevel level, bool full) {
  auto room = 8 * static_cast<std::size_t>(qr_data_codewords(version, level));
  if (!full) room = 20 + below(random, room - 20);
  Filled filled;
  while (true) {
    const auto mode = static_cast<QrMode>(below(random, 3));
    std::size_t most = 0;
    while (qr_segment_bits(mode, most + 1, version) <= room) ++most;
    if (most == 0) return filled;
    const std::size_t length = below(random, 2) == 0 ? most : 1 + below(random, most);
    room -= qr_segment_bits(mode, length, version);
    filled.pieces.push_back({mode, length});
    for (std::size_t i = 0; i < length; ++i) {
      char c = 0;
      do c = static_cast<char>(random());
      while (!qr_mode_holds(mode, c));
      filled.text += c;
    }
  }
}

std::vector<bool> library_modules(int version, QrLevel level, const Filled& filled, int mask) {
  constexpr QRecLevel kLibrary[] = {QR_ECLEVEL_L, QR_ECLEVEL_M, QR_ECLEVEL_Q, QR_ECLEVEL_H};
  constexpr QRencodeMode kModes[] = {QR_MODE_NUM, QR_MODE_AN, QR_MODE_8};
  const std::unique_ptr<QRinput, void (*)(QRinput*)> input(
      QRinput_new2(version, kLibrary[static_cast<int>(level)]), QRinput_free);
  for (const QrSegment& segment : filled.segments()) {
    REQUIRE(QRinput_append(input.get(), kModes[static_cast<int>(segment.mode)],
                           static_cast<int>(segment.text.size()),
                           reinterpret_cast<const unsigned char*>(segment.text.data())) == 0);
  }
  const std::unique_ptr<QRcode, void (*)(QRcode*)> code(QRcode_encodeMask(input.get(), mask),
                                                        QRcode_free);
  REQUIRE(code);
  REQUIRE(code->version == version);
  std::vector<bool> modules;
  for (int i = 0; i < code->width * code->width; ++i) modules.push_back((code->data[i] & 1) != 0);
  return modules;
}

std::vector<bool> modules_of(const QrSymbol& symbol) {
  std::vector<bool> modules;
  for (int y = 0; y < symbol.size(); ++y) {
    for (int x = 0; x < symbol.size(); ++x) modules.push_back(symbol.dark(x, y));
  }
  return modules;
}

// ISO/IEC 18004 §7.8.3, written as it is read. A picture: its rows, "#" dark and " " light.

using Picture = std::vector<std::string>;

Picture picture(const QrSymbol& symbol) {
  Picture rows;
  for (int y = 0; y < symbol.size(); ++y) {
    rows.emplace_back();
    for (int x = 0; x < symbol.size(); ++x) rows.back() += symbol.dark(x, y) ? '#' : ' ';
  }
  return rows;
}

struct Run {
  char colour;
  int length;
};

std::vector<Run> runs_of(const std::string& line) {
  std::vector<Run> runs;
  for (const char c : line) {
    if (runs.empty() || runs.back().colour != c) runs.push_back({c, 0});
    ++runs.back().length;
  }
  return runs;
}

int line_penalty(const std::string& line) {
  int penalty = 0;
  for (const Run& run : runs_of(line)) {
    if (run.length >= 5) penalty += 3 + (run.length - 5);
  }
  // A quiet zone around it, so that every dark run has a light one before and behind.
  const std::vector<Run> runs = runs_of("    " + line + "    ");
  for (std::size_t i = 1; i + 5 < runs.size(); ++i) {
    constexpr int kFinder[] = {1, 1, 3, 1, 1};
    bool alike = runs[i].colour == '#';
    for (std::size_t k = 0; k < 5; ++k) alike = alike && runs[i + k].length == kFinder[k];
    if (alike && (runs[i - 1].length >= 4 || runs[i + 5].length >= 4)) penalty += 40;
  }
  return penalty;
}

int slow_penalty(const Picture& rows) {
  int penalty = 0, dark = 0;
  const std::size_t size = rows.size();
  for (std::size_t i = 0; i < size; ++i) {
    std::string column;
    for (const std::string& row : rows) column += row[i];
    penalty += line_penalty(rows[i]) + line_penalty(column);
    dark += static_cast<int>(std::count(column.begin(), column.end(), '#'));
  }
  for (std::size_t y = 0; y + 1 < size; ++y) {
    for (std::size_t x = 0; x + 1 < size; ++x) {
      const char c = rows[y][x];
      if (c == rows[y][x + 1] && c == rows[y + 1][x] && c == rows[y + 1][x + 1]) penalty += 3;
    }
  }
  const double percent = 100.0 * dark / static_cast<double>(size * size);
  return penalty + 10 * static_cast<int>(std::floor(std::abs(percent - 50) / 5));
}

}  // namespace

TEST_CASE("module for module as libqrencode, in every version, level and mask") {
  Random random(18004);
  for (int version = 1; version <= kMaxWordVersion; ++version) {
    for (const QrLevel level : kLevels) {
      CAPTURE(version);
      CAPTURE(static_cast<int>(level));
      for (int round = 0; round < 6; ++round) {
        const Filled filled = any_filling(random, version, level, round % 2 == 0);
        const QrForm form(version, level, filled.pieces);
        REQUIRE(form.holds(filled.text));
        for (int mask = 0; mask < kQrMasks; ++mask) {
          CAPTURE(mask);
          const QrSymbol ours = form.symbol(filled.text, mask);
          CHECK(ours.mask() == mask);
          REQUIRE(modules_of(ours) == library_modules(version, level, filled, mask));
        }
        const auto theirs = draw_with_library(version, level, filled.segments()).value();
        CHECK(form.symbol(filled.text, theirs.mask()) == theirs);
      }
    }
  }
}

TEST_CASE("the mask is the first of the lowest penalty") {
  Random random(783);
  for (int version = 1; version <= kMaxWordVersion; ++version) {
    for (const QrLevel level : kLevels) {
      CAPTURE(version);
      CAPTURE(static_cast<int>(level));
      for (int round = 0; round < 3; ++round) {
        const Filled filled = any_filling(random, version, level, false);
        const QrForm form(version, level, filled.pieces);
        std::vector<int> slow;
        for (int mask = 0; mask < kQrMasks; ++mask) {
          slow.push_back(slow_penalty(picture(form.symbol(filled.text, mask))));
        }
        const QrPenalties fast = form.penalties(filled.text);
        REQUIRE(std::vector<int>(fast.begin(), fast.end()) == slow);
        const auto best = std::min_element(slow.begin(), slow.end()) - slow.begin();
        CHECK(form.symbol(filled.text).mask() == best);
        CHECK(form.symbol(filled.text) == form.symbol(filled.text, static_cast<int>(best)));
      }
    }
  }
}

TEST_CASE("of masks that are equally good, the first") {
  const QrForm form(1, QrLevel::L, {{QrMode::numeric, 20}});
  int ties = 0;
  for (int i = 0; i < 500; ++i) {
    std::string text = std::to_string(i);
    text.insert(0, 20 - text.size(), '7');
    const QrPenalties penalties = form.penalties(text);
    const int least = *std::min_element(penalties.begin(), penalties.end());
    const int first = form.symbol(text).mask();
    ties += std::count(penalties.begin(), penalties.end(), least) > 1 ? 1 : 0;
    for (int mask = 0; mask <= first; ++mask) {
      CHECK((penalties[static_cast<std::size_t>(mask)] == least) == (mask == first));
    }
  }
  CHECK(ties > 0);
}

TEST_CASE("penalties of any picture") {
  Random random(40);
  for (int version = 1; version <= kMaxWordVersion; ++version) {
    const QrLayout layout(version, QrLevel::M);
    const auto size = static_cast<std::size_t>(layout.size());
    for (int round = 0; round < 30; ++round) {
      CAPTURE(version);
      CAPTURE(round);
      // From all light over mixed to all dark, and with finder-like runs across and down.
      const std::size_t percent = static_cast<std::size_t>(round) % 11 * 10;
      Picture rows(size, std::string(size, ' '));
      for (std::string& row : rows) {
        for (char& c : row) c = below(random, 100) < percent ? '#' : ' ';
      }
      for (int planted = 0; planted < round; ++planted) {
        constexpr std::string_view kPlants[] = {"    # ### #", "# ### #    ",  "    # ### #    ",
                                                "   # ### # ", "   # ### #  ", "    # ### ##",
                                                "## ### #    "};
        const std::string_view plant = kPlants[below(random, std::size(kPlants))];
        const std::size_t line = below(random, size), at = below(random, size - plant.size() + 1);
        const bool down = below(random, 2) == 0;
        for (std::size_t k = 0; k < plant.size(); ++k) {
          (down ? rows[at + k][line] : rows[line][at + k]) = plant[k];
        }
      }
      QrLines lines{};
      for (std::size_t y = 0; y < size; ++y) {
        for (std::size_t x = 0; x < size; ++x) {
          if (rows[y][x] == '#') lines[y] |= std::uint64_t{1} << (63 - x);
        }
      }
      QrLines columns = lines;
      transpose(columns);
      // Drawn so that the mask of this round gives the picture.
      const std::size_t mask = static_cast<std::size_t>(round) % kQrMasks;
      std::array<std::uint64_t, kQrMaxLines> drawn{};
      for (std::size_t i = 0; i < size; ++i) {
        const auto& masks = layout.masks(mask / kQrLanes);
        drawn[i] = lines[i] ^ masks[i][mask % kQrLanes];
        const std::size_t column = layout.rows() + i;
        drawn[column] = columns[i] ^ masks[column][mask % kQrLanes];
      }
      CHECK(qr_penalties(layout, drawn)[mask] == slow_penalty(rows));
    }
  }
}

TEST_CASE("what stands at the edge counts as beside the quiet zone") {
  CHECK(line_penalty("# ### # ##  # # ##  #") == 40);
  CHECK(line_penalty("## ### # ## # # # # #") == 0);
  CHECK(line_penalty(" # ### # ## # # # # #") == 40);
  CHECK(line_penalty("##  ##  # # # # ### #") == 40);
  CHECK(line_penalty("#####") == 3);
  CHECK(line_penalty("####### #") == 5);
}

TEST_CASE("a transposed picture has its columns as rows") {
  Random random(64);
  QrLines lines;
  for (auto& line : lines) line = std::uint64_t{random()} << 32 | random();
  QrLines turned = lines;
  transpose(turned);
  for (std::size_t y = 0; y < 64; ++y) {
    for (std::size_t x = 0; x < 64; ++x) {
      REQUIRE((lines[y] >> (63 - x) & 1) == (turned[x] >> (63 - y) & 1));
    }
  }
}

TEST_CASE("a block with its error correction has the generator's roots") {
  const auto times = [](unsigned a, unsigned b) {
    unsigned product = 0;
    for (; b != 0; b >>= 1, a <<= 1) {
      if ((a & 0x100) != 0) a ^= 0x11D;
      if ((b & 1) != 0) product ^= a;
    }
    return product;
  };
  Random random(255);
  for (int check = 1; check <= 32; ++check) {
    CAPTURE(check);
    const QrBlocks blocks{.count = 3, .short_ones = 2, .data = 25, .check = check};
    std::vector<std::uint8_t> codewords(static_cast<std::size_t>(blocks.codewords()));
    for (int i = 0; i < blocks.data_codewords(); ++i) {
      codewords[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(random());
    }
    ReedSolomon(check).append(blocks, codewords);
    for (int block = 0; block < 3; ++block) {
      const auto data =
          std::span(codewords).subspan(static_cast<std::size_t>(25 * block), block < 2 ? 25 : 26);
      const auto rest = std::span(codewords).subspan(static_cast<std::size_t>(76 + check * block),
                                                     static_cast<std::size_t>(check));
      unsigned root = 1;
      for (int i = 0; i < check; ++i, root = times(root, 2)) {
        unsigned value = 0;
        for (const auto part : {data, rest}) {
          for (const std::uint8_t codeword : part) value = times(value, root) ^ codeword;
        }
        CHECK(value == 0);
      }
    }
  }
}

TEST_CASE("interleaving takes each codeword once, block by block") {
  // Version 5-Q: two blocks of 15 data codewords and two of 16, 18 of error correction each.
  const auto order = QrBlocks::of(5, QrLevel::Q).interleaved();
  REQUIRE(order.size() == 134);
  CHECK(std::vector(order.begin(), order.begin() + 5) ==
        std::vector<std::uint16_t>{0, 15, 30, 46, 1});
  CHECK(std::vector(order.begin() + 58, order.begin() + 64) ==
        std::vector<std::uint16_t>{44, 60, 45, 61, 62, 80});
}

TEST_CASE("a form holds what its segments hold") {
  const QrForm form(1, QrLevel::L,
                    {{QrMode::byte, 2}, {QrMode::numeric, 3}, {QrMode::alphanumeric, 2}});
  CHECK(form.holds("ab123A:"));
  CHECK(
      form.holds("\xC3\xA9"
                 "00000"));
  for (const char* wrong : {"", "ab123A", "ab123A:A", "ab12xA:", "ab123a:", "ab12AA:", "ab123A?"}) {
    CAPTURE(wrong);
    CHECK_FALSE(form.holds(wrong));
  }
}

TEST_CASE("read back under every mask") {
  const std::string text = "https://tem.example/01/08936000000011/10/L2611A/21/KVYVF9TDX7";
  const auto fit = fit_qr(text, QrLevel::M).value();
  std::vector<QrPiece> pieces;
  for (const QrSegment& s : fit.plan.segments) pieces.push_back({s.mode, s.text.size()});
  for (int version = fit.version; version <= kMaxWordVersion; ++version) {
    if (version > 9) pieces = {{QrMode::byte, text.size()}};
    const QrForm form(version, fit.level, pieces);
    for (int mask = 0; mask < kQrMasks; ++mask) {
      CAPTURE(version);
      CAPTURE(mask);
      CHECK(read_back(form.symbol(text, mask)) == text);
    }
  }
}
