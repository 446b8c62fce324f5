#include "tem/qr_reader.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "pictures.hpp"

using namespace tem;
using test::blank_picture;
using test::draw_symbol;
using test::picture_of;

namespace {

constexpr std::string_view kText = "https://tem.example/01/08936000000011/10/L2611A";

QrSymbol symbol_of(std::string_view text) { return QrSymbol::encode(text).value(); }

std::vector<std::string> texts_in(const GreyImage& image) {
  std::vector<std::string> texts;
  for (const QrRead& read : read_qr(image).value()) texts.push_back(read.text);
  return texts;
}

bool near(Point point, int x, int y, int by) {
  return std::abs(point.x - x) <= by && std::abs(point.y - y) <= by;
}

GreyImage noise(int width, int height, unsigned seed) {
  std::mt19937 random(seed);
  GreyImage image = blank_picture(width, height);
  for (auto& tone : image.pixels) tone = static_cast<std::uint8_t>(random());
  return image;
}

const std::vector<std::string> kFound = {std::string(kText)};

}  // namespace

TEST_CASE("no code, no answer") {
  for (const int side : {0, 1, 20, 21, 22, 64, 300}) {
    CAPTURE(side);
    CHECK(texts_in(blank_picture(side, side)).empty());
    CHECK(texts_in(blank_picture(side, side, 0)).empty());
    CHECK(texts_in(noise(side, side, 7)).empty());
  }
  CHECK(texts_in(blank_picture(3000, 1)).empty());
  CHECK(texts_in(blank_picture(1, 3000)).empty());
}

TEST_CASE("pixels that do not make the size are refused") {
  GreyImage image = blank_picture(30, 30);
  for (const auto& [width, height] :
       {std::pair{30, 31}, std::pair{0, 30}, std::pair{-30, -30}, std::pair{-1, 30},
        std::pair{900, 2}, std::pair{1 << 30, 1 << 30}}) {
    image.width = width;
    image.height = height;
    const auto refused = read_qr(image);
    REQUIRE(!refused);
    CHECK(refused.error().code == ErrorCode::bad_image);
  }
}

TEST_CASE("corners are the symbol's, from its top left on, in pixels") {
  const QrSymbol symbol = symbol_of(kText);
  constexpr int kScale = 4, kLeft = 120, kTop = 70;
  GreyImage image = blank_picture(500, 400);
  draw_symbol(image, symbol, kLeft, kTop, kScale);
  const auto reads = read_qr(image).value();
  REQUIRE(reads.size() == 1);
  CHECK(reads[0].text == kText);
  const int right = kLeft + symbol.size() * kScale, bottom = kTop + symbol.size() * kScale;
  CHECK(near(reads[0].corners[0], kLeft, kTop, kScale));
  CHECK(near(reads[0].corners[1], right, kTop, kScale));
  CHECK(near(reads[0].corners[2], right, bottom, kScale));
  CHECK(near(reads[0].corners[3], kLeft, bottom, kScale));

  // Turned by a quarter, the symbol's own top left is the picture's top right.
  const auto turned = read_qr(test::quarter_turned(image)).value();
  REQUIRE(turned.size() == 1);
  CHECK(near(turned[0].corners[0], image.height - kTop, kLeft, kScale));
  CHECK(near(turned[0].corners[1], image.height - kTop, right, kScale));
}

TEST_CASE("read in any of the four ways to hold a camera") {
  GreyImage image = picture_of(symbol_of(kText), 3);
  for (int turn = 0; turn < 4; ++turn) {
    CAPTURE(turn);
    CHECK(texts_in(image) == kFound);
    image = test::quarter_turned(image);
  }
}

TEST_CASE("tones: light on dark, faint, uneven, speckled") {
  const QrSymbol symbol = symbol_of(kText);
  CHECK(texts_in(picture_of(symbol, 4, 255, 0)) == kFound);
  CHECK(texts_in(picture_of(symbol, 4, 90, 140)) == kFound);
  CHECK(texts_in(picture_of(symbol, 1)) == kFound);
  CHECK(texts_in(picture_of(symbol, 2)) == kFound);
  CHECK(texts_in(picture_of(symbol, 24)) == kFound);

  GreyImage shaded = picture_of(symbol, 6);
  for (int y = 0; y < shaded.height; ++y) {
    for (int x = 0; x < shaded.width; ++x) {
      auto& tone = test::pixel(shaded, x, y);
      const double light = 0.25 + 0.75 * x / shaded.width;  // a shadow on the left
      tone = static_cast<std::uint8_t>((40 + tone * 0.8) * light);
    }
  }
  CHECK(texts_in(shaded) == kFound);

  GreyImage speckled = picture_of(symbol, 6);
  std::mt19937 random(3);
  for (auto& tone : speckled.pixels) {
    if (random() % 50 == 0) tone = static_cast<std::uint8_t>(255 - tone);
  }
  CHECK(texts_in(speckled) == kFound);
}

TEST_CASE("level M bears a small blot, and none is read wrongly under a large one") {
  const QrSymbol symbol = symbol_of(kText);
  constexpr int kScale = 5;
  for (const int modules : {2, 4, 12, 16}) {
    CAPTURE(modules);
    GreyImage image = picture_of(symbol, kScale);
    const int from = (kQuietZone + symbol.size() / 2 - modules / 2) * kScale;
    for (int y = from; y < from + modules * kScale; ++y) {
      for (int x = from; x < from + modules * kScale; ++x) test::pixel(image, x, y) = 0;
    }
    const auto texts = texts_in(image);
    if (modules <= 4) {
      CHECK(texts == kFound);
    } else {
      CHECK(texts.empty());
    }
  }
}

TEST_CASE("a sheet is read in reading order") {
  GreyImage sheet = blank_picture(3 * 160 + 40, 7 * 130 + 40);
  std::vector<std::string> want;
  for (int row = 0; row < 7; ++row) {
    for (int column = 0; column < 3; ++column) {
      want.push_back(std::string(kText) + "/21/" + std::to_string(100 * row + column));
      // A little out of line, as labels are on a photograph.
      draw_symbol(sheet, symbol_of(want.back()), 20 + 160 * column,
                  20 + 130 * row + (column == 1 ? 9 : 0), 3);
    }
  }
  const auto reads = read_qr(sheet).value();
  std::vector<std::string> got;
  for (const auto& read : reads) got.push_back(read.text);
  CHECK(got == want);
  REQUIRE(reads.size() == want.size());
  CHECK(near(reads[5].corners[0], 20 + 160 * 2, 20 + 130, 3));
}

TEST_CASE("the same code twice is two reads, and sizes may differ") {
  const QrSymbol small = symbol_of("A"), large = symbol_of(std::string(300, 'x'));
  GreyImage image = blank_picture(700, 400);
  draw_symbol(image, small, 30, 30, 3);
  draw_symbol(image, small, 30, 230, 5);
  draw_symbol(image, large, 250, 60, 4);
  auto texts = texts_in(image);
  std::sort(texts.begin(), texts.end());
  CHECK(texts == std::vector<std::string>{"A", "A", std::string(300, 'x')});
}

TEST_CASE("a picture full of finder patterns ends") {
  GreyImage image = blank_picture(400, 400);
  for (int top = 0; top + 8 <= 400; top += 8) {
    for (int left = 0; left + 8 <= 400; left += 8) {
      for (int y = 0; y < 7; ++y) {
        for (int x = 0; x < 7; ++x) {
          const int ring = std::max(std::abs(x - 3), std::abs(y - 3));
          if (ring != 2) test::pixel(image, left + x, top + y) = 0;
        }
      }
    }
  }
  CHECK(texts_in(image).empty());
}
