#pragma once
// QR symbols of the stamps of a run, at a fiftieth of what QrSymbol::encode costs.
//
//   auto encoder = QrEncoder::make(signer.sign(0)->uri);
//   for (...) encoder->encode(signer.sign(index)->uri)
//
// The stamps of a run differ in serial and seal alone, so one plan serves them all: version, level,
// segments (a serial as if it were all letters, so that every serial fits), places, masks.

#include <memory>
#include <string_view>

#include "tem/qr_symbol.hpp"

namespace tem {

class QrEncoder {
 public:
  /// Plans for the example and every text that differs from it in no more than the serial and the
  /// seal of a stamp. Costs about a dozen symbols. Errors: too_long, empty_value.
  static Result<QrEncoder> make(std::string_view example, QrLevel least = QrLevel::M);

  /// The symbol depends on the text and `least` alone, never on the example: a text of another
  /// shape gets the plan that it would have made, at the cost of making it. So a stamp printed
  /// again, in another run, has the same modules.
  ///
  /// Up to version 11 the mask is the one of the lowest penalty by ISO/IEC 18004 §7.8.3, the first
  /// of equals (codec/src/qr_penalty.hpp), above that libqrencode's. Differs from QrSymbol::encode
  /// in the mask, and where digits in a serial would let a stamp of its own be smaller.
  ///
  /// Errors: too_long, empty_value, internal (libqrencode failed). Threads may share an encoder.
  [[nodiscard]] Result<QrSymbol> encode(std::string_view text) const;

  /// Of every symbol of the planned shape.
  [[nodiscard]] int version() const noexcept;
  [[nodiscard]] QrLevel level() const noexcept;

 private:
  struct Plan;
  explicit QrEncoder(std::shared_ptr<const Plan> plan) : plan_(std::move(plan)) {}
  std::shared_ptr<const Plan> plan_;
};

}  // namespace tem
