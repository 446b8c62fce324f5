#include "tem/qr_symbol.hpp"

#include <qrencode.h>

#include <memory>
#include <string>

#include "qr_fit.hpp"
#include "qr_spec.hpp"

namespace tem {
namespace {

// Digits pack tightest, so no symbol holds more characters than 40-L does digits: a bound before
// any work.
constexpr std::size_t kMaxTextBytes = 7089;

std::size_t capacity_bits(int version, QrLevel level) {
  return 8 * static_cast<std::size_t>(qr_data_codewords(version, level));
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

/// Bits 12 to 10 of the format information, which the format's own mask 101 0100... covers.
int drawn_mask(const unsigned char* modules, int size) {
  const auto dark = [&](int x) { return modules[8 * size + x] & 1; };
  return (dark(2) << 2 | dark(3) << 1 | dark(4)) ^ 0b101;
}

}  // namespace

Result<QrFit> fit_qr(std::string_view text, QrLevel least) {
  if (text.empty()) return Error{ErrorCode::empty_value, "QR symbol: there is no text to encode"};
  // The length fields are wider in higher version classes, so each class has a plan of its own.
  struct VersionClass {
    int first, last;
  };
  for (const VersionClass& c : {VersionClass{1, 9}, VersionClass{10, 26}, VersionClass{27, 40}}) {
    if (text.size() > kMaxTextBytes) break;
    QrPlan plan = plan_qr_segments(text, c.first);
    if (plan.bits > capacity_bits(c.last, least)) continue;
    int version = c.first;
    while (plan.bits > capacity_bits(version, least)) ++version;
    QrLevel level = least;
    for (const QrLevel higher : {QrLevel::M, QrLevel::Q, QrLevel::H}) {
      if (higher > level && plan.bits <= capacity_bits(version, higher)) level = higher;
    }
    return QrFit{version, level, std::move(plan)};
  }
  return Error{ErrorCode::too_long, "QR symbol: a text of " + std::to_string(text.size()) +
                                        " bytes is more than the largest symbol holds; shorten it"};
}

Result<QrSymbol> draw_with_library(int version, QrLevel level,
                                   const std::vector<QrSegment>& segments) {
  const std::unique_ptr<QRinput, FreeInput> input(QRinput_new2(version, library_level(level)));
  if (!input) return Error{ErrorCode::internal, "QR symbol: libqrencode gave no input object"};
  for (const QrSegment& segment : segments) {
    if (QRinput_append(input.get(), library_mode(segment.mode),
                       static_cast<int>(segment.text.size()),
                       reinterpret_cast<const unsigned char*>(segment.text.data())) != 0) {
      return Error{ErrorCode::internal, "QR symbol: libqrencode refused a segment"};
    }
  }
  const std::unique_ptr<QRcode, FreeCode> code(QRcode_encodeInput(input.get()));
  // libqrencode silently takes a larger version when it counts more bits than we did.
  if (!code || code->version != version || code->width != qr_size(version)) {
    return Error{ErrorCode::internal,
                 "QR symbol: libqrencode did not make version " + std::to_string(version)};
  }

  const auto size = static_cast<std::size_t>(code->width), words = (size + 63) / 64;
  std::vector<std::uint64_t> rows(size * words);
  for (std::size_t y = 0; y < size; ++y) {
    for (std::size_t x = 0; x < size; ++x) {
      const std::uint64_t dark = code->data[y * size + x] & 1;
      rows[y * words + x / 64] |= dark << (63 - x % 64);
    }
  }
  return QrSymbolMaker::make(version, level, drawn_mask(code->data, code->width), std::move(rows));
}

Result<QrSymbol> QrSymbol::encode(std::string_view text, QrLevel least) {
  const Result<QrFit> fit = fit_qr(text, least);
  if (!fit) return fit.error();
  return draw_with_library(fit->version, fit->level, fit->plan.segments);
}

}  // namespace tem
