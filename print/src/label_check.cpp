#include "tem/label_check.hpp"

#include "tem/qr_reader.hpp"

namespace tem {

LabelCheck::LabelCheck(LabelPicture picture, std::string where, std::string origin,
                       std::map<KeyNumber, VerifyingKey> keys)
    : picture_(std::move(picture)),
      where_(std::move(where)),
      origin_(std::move(origin)),
      keys_(std::move(keys)) {}

Result<LabelCheck> LabelCheck::make(const Registry& registry, const LotStamps& stamps,
                                    const std::vector<const LabelFace*>& faces,
                                    const PrintTarget& target) {
  auto picture = LabelPicture::make(faces);
  if (!picture) return picture.error();
  std::map<KeyNumber, VerifyingKey> keys;
  for (const RunRecord& run : stamps.runs()) {
    const auto record = registry.ledger().state().key(run.issued.key);
    if (!record) return record.error();
    if (*record) keys.try_emplace(run.issued.key, (*record)->public_key);
  }
  return LabelCheck(std::move(*picture),
                    " on template " + target.layout.name + " at " +
                        std::to_string(target.setup.dpi) + " dpi",
                    registry.settings().origin, std::move(keys));
}

Result<void> LabelCheck::read_back(const MadeStamp& made) const {
  const auto failed = [&](const std::string& why) {
    return Error{ErrorCode::no_qr_found, "check: label " + std::to_string(made.stamp.index) +
                                             ", serial " + made.stamp.serial.str() + where_ + ": " +
                                             why};
  };
  const auto read = read_qr(picture_.draw({made.face, &*made.symbol, made.stamp.serial.view(),
                                           made.hidden_code}));
  if (!read) return failed(read.error().str());
  if (read->size() != 1) {
    return failed(read->empty() ? "its symbol does not read" : "more than one symbol is read");
  }
  if (read->front().text != made.stamp.uri) return failed("its symbol reads as another text");
  const auto stamp = UnverifiedStamp::parse(read->front().text);
  if (!stamp) return failed(stamp.error().str());
  const auto key = keys_.find(made.run->key);
  if (key == keys_.end()) return failed("its key is not in the ledger");
  if (auto seal = stamp->verify(key->second, origin_); !seal) return failed(seal.error().str());
  return {};
}

}  // namespace tem
