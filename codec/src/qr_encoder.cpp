#include "tem/qr_encoder.hpp"

#include <optional>
#include <utility>
#include <vector>

#include "qr_fit.hpp"
#include "qr_form.hpp"
#include "qr_shape.hpp"

namespace tem {

struct QrEncoder::Plan {
  QrShape shape;
  QrLevel least;
  int version;
  QrLevel level;
  std::vector<QrPiece> pieces;
  std::optional<QrForm> form;  ///< none above kMaxWordVersion
};

Result<QrEncoder> QrEncoder::make(std::string_view example, QrLevel least) {
  QrShape shape = QrShape::of(example);
  const Result<QrFit> fit = fit_qr(shape.text, least);
  if (!fit) return fit.error();
  std::vector<QrPiece> pieces;
  for (const QrSegment& segment : fit->plan.segments) {
    pieces.push_back({segment.mode, segment.text.size()});
  }
  std::optional<QrForm> form;
  if (fit->version <= kMaxWordVersion) form.emplace(fit->version, fit->level, pieces);
  return QrEncoder(std::make_shared<const Plan>(
      Plan{std::move(shape), least, fit->version, fit->level, std::move(pieces), std::move(form)}));
}

Result<QrSymbol> QrEncoder::encode(std::string_view text) const {
  if (!plan_->shape.fits(text)) {
    const Result<QrEncoder> other = make(text, plan_->least);
    if (!other) return other.error();
    return other->encode(text);
  }
  if (plan_->form) return plan_->form->symbol(text);
  std::vector<QrSegment> segments;
  for (const QrPiece& piece : plan_->pieces) {
    segments.push_back({piece.mode, text.substr(0, piece.length)});
    text.remove_prefix(piece.length);
  }
  return draw_with_library(plan_->version, plan_->level, segments);
}

int QrEncoder::version() const noexcept { return plan_->version; }
QrLevel QrEncoder::level() const noexcept { return plan_->level; }

}  // namespace tem
