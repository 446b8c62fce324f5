#include "qr_form.hpp"

#include <algorithm>
#include <cassert>

#include "qr_fit.hpp"

namespace tem {
namespace {

constexpr std::size_t kMaxCodewords = 404;  // of version 11

}  // namespace

QrForm::QrForm(int version, QrLevel level, std::vector<QrPiece> pieces)
    : version_(version),
      level_(level),
      pieces_(std::move(pieces)),
      blocks_(QrBlocks::of(version, level)),
      correction_(blocks_.check),
      layout_(version, level) {}

QrForm::Drawn QrForm::draw(std::string_view text) const {
  assert(holds(text));
  std::array<std::uint8_t, kMaxCodewords> buffer;
  const auto codewords = std::span(buffer).first(static_cast<std::size_t>(blocks_.codewords()));
  qr_write_data(pieces_, text, version_,
                codewords.first(static_cast<std::size_t>(blocks_.data_codewords())));
  correction_.append(blocks_, codewords);

  QrLines lines{};
  layout_.place(codewords, lines);
  Drawn drawn{};
  const auto rows = static_cast<std::ptrdiff_t>(layout_.rows());
  std::copy_n(lines.begin(), layout_.size(), drawn.begin() + rows);
  transpose(lines);
  std::copy_n(lines.begin(), layout_.size(), drawn.begin());
  return drawn;
}

QrSymbol QrForm::masked(const Drawn& drawn, int mask) const {
  const auto at = static_cast<std::size_t>(mask);
  const QrLayout::MaskLines& masks = layout_.masks(at / kQrLanes);
  std::vector<std::uint64_t> rows(static_cast<std::size_t>(layout_.size()));
  for (std::size_t y = 0; y < rows.size(); ++y) rows[y] = drawn[y] ^ masks[y][at % kQrLanes];
  return QrSymbolMaker::make(version_, level_, mask, std::move(rows));
}

QrSymbol QrForm::symbol(std::string_view text) const {
  const Drawn drawn = draw(text);
  const QrPenalties penalties = qr_penalties(layout_, drawn);
  const auto best = std::min_element(penalties.begin(), penalties.end());
  return masked(drawn, static_cast<int>(best - penalties.begin()));
}

QrSymbol QrForm::symbol(std::string_view text, int mask) const { return masked(draw(text), mask); }

QrPenalties QrForm::penalties(std::string_view text) const {
  return qr_penalties(layout_, draw(text));
}

}  // namespace tem
