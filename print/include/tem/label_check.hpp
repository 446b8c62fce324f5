#pragma once
// --check: a label read back as the printer's dots show it.

#include <map>
#include <memory>

#include "tem/stamp_renderer.hpp"
#include "tem/lot_stamps.hpp"
#include "tem/registry.hpp"

namespace tem {

class LabelCheck {
 public:
  /// `faces` outlive it. Errors: unknown_key, internal.
  static Result<LabelCheck> make(const Registry& registry, const LotStamps& stamps,
                                 const std::vector<const LabelFace*>& faces,
                                 const PrintTarget& target);
  /// Draws the label, reads it with ZXing, and verifies the seal of what was read. Threads may share
  /// one. Error: no_qr_found, which names the label.
  [[nodiscard]] Result<void> read_back(const MadeStamp& made) const;

 private:
  LabelCheck(LabelPicture picture, std::string where, std::string origin,
             std::map<KeyNumber, VerifyingKey> keys);
  LabelPicture picture_;
  std::string where_, origin_;
  std::map<KeyNumber, VerifyingKey> keys_;
};

}  // namespace tem
