// Any example and any text, parted by a line feed, after a byte for the level: the symbol does not
// depend on the example, and is libqrencode's for the same segments under the same mask.

#include <cstdlib>
#include <vector>

#include "../../codec/src/qr_fit.hpp"
#include "../../codec/src/qr_form.hpp"
#include "../../codec/src/qr_shape.hpp"
#include "tem/qr_encoder.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size == 0) return 0;
  const auto least = static_cast<tem::QrLevel>(data[0] % 4);
  const std::string_view both(reinterpret_cast<const char*>(data + 1), size - 1);
  const std::size_t feed = both.find('\n');
  const std::string_view example = both.substr(0, feed);
  const std::string_view text = feed == std::string_view::npos ? example : both.substr(feed + 1);

  const tem::QrShape shape = tem::QrShape::of(text);
  if (tem::QrShape::of(example).fits(text) != (tem::QrShape::of(example).text == shape.text)) {
    std::abort();
  }
  const auto encoder = tem::QrEncoder::make(text, least);
  const auto other = tem::QrEncoder::make(example, least);
  const auto fit = tem::fit_qr(shape.text, least);
  if (encoder.has_value() != fit.has_value()) std::abort();
  if (!encoder) {
    if (encoder.error().detail.empty()) std::abort();
    if (other && other->encode(text).has_value()) std::abort();
    return 0;
  }
  const auto symbol = encoder->encode(text);
  if (!symbol || symbol->version() != fit->version || symbol->level() != fit->level) std::abort();
  if (other && other->encode(text).value() != *symbol) std::abort();

  std::vector<tem::QrPiece> pieces;
  std::vector<tem::QrSegment> segments;
  std::size_t at = 0;
  for (const tem::QrSegment& segment : fit->plan.segments) {
    pieces.push_back({segment.mode, segment.text.size()});
    segments.push_back({segment.mode, text.substr(at, segment.text.size())});
    at += segment.text.size();
  }
  const auto theirs = tem::draw_with_library(fit->version, fit->level, segments);
  if (!theirs) std::abort();
  if (fit->version > tem::kMaxWordVersion) {
    if (*symbol != *theirs) std::abort();
    return 0;
  }
  const tem::QrForm form(fit->version, fit->level, std::move(pieces));
  if (!form.holds(text) || form.symbol(text, theirs->mask()) != *theirs) std::abort();
  if (form.symbol(text, symbol->mask()) != *symbol) std::abort();
  return 0;
}
