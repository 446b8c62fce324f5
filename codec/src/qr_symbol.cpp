#include "tem/qr_symbol.hpp"

#include <qrencode.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>

#include "qr_segments.hpp"

namespace tem {
namespace {

constexpr int kMaxVersion = 40;

// Digits pack tightest, so no symbol holds more characters than 40-L does digits: a bound before
// any work.
constexpr std::size_t kMaxTextBytes = 7089;

// Data codewords of versions 1 to 40 at L, M, Q, H: ISO/IEC 18004 table 7.
constexpr std::array<std::array<int, 4>, kMaxVersion> kDataCodewords = {{
    {19, 16, 13, 9},          {34, 28, 22, 16},         {55, 44, 34, 26},
    {80, 64, 48, 36},         {108, 86, 62, 46},        {136, 108, 76, 60},
    {156, 124, 88, 66},       {194, 154, 110, 86},      {232, 182, 132, 100},
    {274, 216, 154, 122},     {324, 254, 180, 140},     {370, 290, 206, 158},
    {428, 334, 244, 180},     {461, 365, 261, 197},     {523, 415, 295, 223},
    {589, 453, 325, 253},     {647, 507, 367, 283},     {721, 563, 397, 313},
    {795, 627, 445, 341},     {861, 669, 485, 385},     {932, 714, 512, 406},
    {1006, 782, 568, 442},    {1094, 860, 614, 464},    {1174, 914, 664, 514},
    {1276, 1000, 718, 538},   {1370, 1062, 754, 596},   {1468, 1128, 808, 628},
    {1531, 1193, 871, 661},   {1631, 1267, 911, 701},   {1735, 1373, 985, 745},
    {1843, 1455, 1033, 793},  {1955, 1541, 1115, 845},  {2071, 1631, 1171, 901},
    {2191, 1725, 1231, 961},  {2306, 1812, 1286, 986},  {2434, 1914, 1354, 1054},
    {2566, 1992, 1426, 1096}, {2702, 2102, 1502, 1142}, {2812, 2216, 1582, 1222},
    {2956, 2334, 1666, 1276},
}};

std::size_t capacity_bits(int version, QrLevel level) {
  return 8 * static_cast<std::size_t>(kDataCodewords[static_cast<std::size_t>(version - 1)]
                                                    [static_cast<std::size_t>(level)]);
}

struct Fit {
  int version;
  QrLevel level;
  QrPlan plan;
};

// The length fields are wider in higher version classes, so each class has a plan of its own.
std::optional<Fit> smallest_fit(std::string_view text, QrLevel least) {
  struct VersionClass {
    int first, last;
  };
  for (const VersionClass& c : {VersionClass{1, 9}, VersionClass{10, 26}, VersionClass{27, 40}}) {
    QrPlan plan = plan_qr_segments(text, c.first);
    if (plan.bits > capacity_bits(c.last, least)) continue;
    int version = c.first;
    while (plan.bits > capacity_bits(version, least)) ++version;
    QrLevel level = least;
    for (const QrLevel higher : {QrLevel::M, QrLevel::Q, QrLevel::H}) {
      if (higher > level && plan.bits <= capacity_bits(version, higher)) level = higher;
    }
    return Fit{version, level, std::move(plan)};
  }
  return std::nullopt;
}

QRencodeMode library_mode(QrMode mode) {
  switch (mode) {
    case QrMode::numeric:
      return QR_MODE_NUM;
    case QrMode::alphanumeric:
      return QR_MODE_AN;
    case QrMode::byte:
      return QR_MODE_8;
  }
  return QR_MODE_NUL;
}

QRecLevel library_level(QrLevel level) {
  switch (level) {
    case QrLevel::L:
      return QR_ECLEVEL_L;
    case QrLevel::M:
      return QR_ECLEVEL_M;
    case QrLevel::Q:
      return QR_ECLEVEL_Q;
    case QrLevel::H:
      return QR_ECLEVEL_H;
  }
  return QR_ECLEVEL_H;
}

struct FreeInput {
  void operator()(QRinput* input) const { QRinput_free(input); }
};
struct FreeCode {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

Result<QrSymbol> QrSymbol::encode(std::string_view text, QrLevel least) {
  if (text.empty()) return Error{ErrorCode::empty_value, "QR symbol: there is no text to encode"};
  std::optional<Fit> fit;
  if (text.size() <= kMaxTextBytes) fit = smallest_fit(text, least);
  if (!fit) {
    return Error{ErrorCode::too_long, "QR symbol: a text of " + std::to_string(text.size()) +
                                          " bytes is more than the largest symbol holds; "
                                          "shorten it"};
  }

  const std::unique_ptr<QRinput, FreeInput> input(
      QRinput_new2(fit->version, library_level(fit->level)));
  if (!input) return Error{ErrorCode::internal, "QR symbol: libqrencode gave no input object"};
  for (const QrSegment& segment : fit->plan.segments) {
    if (QRinput_append(input.get(), library_mode(segment.mode),
                       static_cast<int>(segment.text.size()),
                       reinterpret_cast<const unsigned char*>(segment.text.data())) != 0) {
      return Error{ErrorCode::internal, "QR symbol: libqrencode refused a segment"};
    }
  }
  const std::unique_ptr<QRcode, FreeCode> code(QRcode_encodeInput(input.get()));
  // libqrencode silently takes a larger version when it counts more bits than we did.
  if (!code || code->version != fit->version || code->width != 17 + 4 * fit->version) {
    return Error{ErrorCode::internal,
                 "QR symbol: libqrencode did not make version " + std::to_string(fit->version)};
  }

  QrSymbol symbol;
  symbol.version_ = fit->version;
  symbol.level_ = fit->level;
  const auto count = static_cast<std::size_t>(code->width) * static_cast<std::size_t>(code->width);
  symbol.modules_.resize(count);
  std::transform(code->data, code->data + count, symbol.modules_.begin(),
                 [](unsigned char module) { return static_cast<std::uint8_t>(module & 1); });
  return symbol;
}

}  // namespace tem
