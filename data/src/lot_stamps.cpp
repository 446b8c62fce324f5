#include "tem/lot_stamps.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace tem {

namespace {

/// A key and the signer of one run; the signer refers to the key, so both stay where they are.
struct Signing {
  SigningKey key;
  std::optional<StampSigner> signer;
};

std::string which(const Gtin& gtin, const Lot& lot) {
  return "lot " + lot.str() + " of " + gtin.str();
}

/// The signer of a run; `entry` is its log index, if it has one yet. Errors: unknown_key,
/// key_not_in_force (compromised), not_found (the private key is not held here).
Result<std::unique_ptr<Signing>> open_signing(const Registry& registry, const LotIssued& run,
                                              std::optional<std::uint64_t> entry,
                                              const SerialCipher& cipher) {
  const auto record = registry.ledger().state().key(run.key);
  if (!record) return record.error();
  const std::string key_name = "key " + std::to_string(run.key);
  if (!*record) return Error{ErrorCode::unknown_key, key_name + " is not in the ledger"};
  if (entry && (*record)->compromised_from && *entry >= *(*record)->compromised_from) {
    return Error{ErrorCode::key_not_in_force,
                 key_name + " is compromised: its stamps of " + which(run.gtin, run.lot) +
                     " are not trusted; issue more with another key"};
  }
  auto key = registry.producer_key((*record)->public_key);
  if (!key) return key.error().at(key_name);
  auto signing = std::make_unique<Signing>(Signing{std::move(*key), {}});
  auto signer = StampSigner::make(registry.settings().origin, registry.settings().base, run.gtin,
                                  run.lot, stamp_attributes(run), signing->key, run.key, cipher);
  if (!signer) return signer.error();
  signing->signer = std::move(*signer);
  return signing;
}

Error never_issued(const LotIssued& last, std::uint32_t index) {
  return {ErrorCode::range_not_issued,
          which(last.gtin, last.lot) + ": index " + std::to_string(index) +
              " was never issued; the highest is " + std::to_string(last.first + last.count - 1)};
}

/// As StampSigner::make puts it together, which reads it back the same way.
Result<StampToSign> to_sign(const BaseUri& base, const LotIssued& run, const SerialCipher& cipher,
                            std::uint32_t index) {
  const auto serial = cipher.serial(index);
  if (!serial) return serial.error();
  std::string uri = base.str() + "/01/" + run.gtin.str() + "/10/" + percent_encode(run.lot.str()) +
                    "/21/" + serial->str();
  char before = '?';
  for (const Element& each : stamp_attributes(run)) {
    uri += std::exchange(before, '&') + each.ai + '=' + percent_encode(each.value);
  }
  const auto link = DigitalLink::parse(uri);
  if (!link) return link.error();
  return StampToSign{index, *serial, link->canonical()};
}

}  // namespace

struct LotStamps::Held {
  Held(const Registry& the_registry, Product the_product, std::vector<RunRecord> the_runs,
       SerialCipher the_cipher)
      : registry(the_registry),
        product(std::move(the_product)),
        runs(std::move(the_runs)),
        cipher(std::move(the_cipher)) {}
  const Registry& registry;
  Product product;
  std::vector<RunRecord> runs;
  SerialCipher cipher;
  /// Of runs, by their log index, each made when a stamp of it is wanted: a run whose key is gone or
  /// distrusted does not stop the others.
  std::map<std::uint64_t, std::unique_ptr<Signing>> by_entry;
};

std::vector<Element> stamp_attributes(const LotIssued& run) {
  if (!run.expires) return {};
  return {{"17", run.expires->gs1()}};
}

LotStamps::LotStamps(std::unique_ptr<Held> held) : held_(std::move(held)) {}
LotStamps::LotStamps(LotStamps&&) noexcept = default;
LotStamps& LotStamps::operator=(LotStamps&&) noexcept = default;
LotStamps::~LotStamps() = default;

Result<LotStamps> LotStamps::open(const Registry& registry, const Gtin& gtin, const Lot& lot) {
  const auto& state = registry.ledger().state();
  auto product = state.product(gtin);
  if (!product) return product.error();
  if (!*product) {
    return Error{ErrorCode::unknown_product,
                 "no product with GTIN " + gtin.str() + "; see `tem product list`"};
  }
  auto runs = state.runs(gtin, lot);
  if (!runs) return runs.error();
  if (runs->empty()) {
    return Error{ErrorCode::unknown_lot,
                 "no " + which(gtin, lot) + " was issued; issue it with `tem issue`"};
  }
  const auto secret = registry.serial_secret();
  if (!secret) return secret.error();
  auto cipher = SerialCipher::make(*secret, gtin, lot);
  if (!cipher) return std::move(cipher).error();

  auto held = std::make_unique<Held>(registry, std::move((*product)->product), std::move(*runs),
                                     std::move(*cipher));
  return LotStamps(std::move(held));
}

Result<SignedStamp> LotStamps::trial(const Registry& registry, const LotIssued& planned) {
  const auto secret = registry.serial_secret();
  if (!secret) return secret.error();
  const auto cipher = SerialCipher::make(*secret, planned.gtin, planned.lot);
  if (!cipher) return cipher.error();
  auto signing = open_signing(registry, planned, std::nullopt, *cipher);
  if (!signing) return signing.error();
  return (*signing)->signer->sign(static_cast<std::uint32_t>(planned.first));
}

Result<StampToSign> LotStamps::trial_to_sign(const Registry& registry, const LotIssued& planned) {
  const auto secret = registry.serial_secret();
  if (!secret) return secret.error();
  const auto cipher = SerialCipher::make(*secret, planned.gtin, planned.lot);
  if (!cipher) return cipher.error();
  return to_sign(registry.settings().base, planned, *cipher,
                 static_cast<std::uint32_t>(planned.first));
}

const Product& LotStamps::product() const noexcept { return held_->product; }
const std::vector<RunRecord>& LotStamps::runs() const noexcept { return held_->runs; }

const RunRecord* LotStamps::run_of(std::uint32_t index) const noexcept {
  const auto next = std::ranges::upper_bound(held_->runs, std::uint64_t{index}, {},
                                             [](const RunRecord& r) { return r.issued.first; });
  if (next == held_->runs.begin()) return nullptr;
  const auto& run = *std::prev(next);
  return index < run.issued.first + run.issued.count ? &run : nullptr;
}

Result<SignedStamp> LotStamps::sign(std::uint32_t index) const {
  const auto* run = run_of(index);
  if (run == nullptr) return never_issued(held_->runs.back().issued, index);
  auto& signing = held_->by_entry[run->entry];
  if (!signing) {
    auto opened = open_signing(held_->registry, run->issued, run->entry, held_->cipher);
    if (!opened) return opened.error();
    signing = std::move(*opened);
  }
  return signing->signer->sign(index);
}

Result<StampToSign> LotStamps::stamp_to_sign(std::uint32_t index) const {
  const auto* run = run_of(index);
  if (run == nullptr) return never_issued(held_->runs.back().issued, index);
  return to_sign(held_->registry.settings().base, run->issued, held_->cipher, index);
}

Result<std::uint32_t> LotStamps::index_of(std::string_view text) const {
  const auto& any = held_->runs.front().issued;
  const auto serial = Serial::parse(text);
  if (!serial) return serial.error().at(text);
  const auto index = held_->cipher.index(*serial);
  if (!index) return index.error();
  if (!*index || run_of(**index) == nullptr) {
    return Error{ErrorCode::range_not_issued,
                 "serial " + serial->str() + " was never issued in " + which(any.gtin, any.lot)};
  }
  return **index;
}

}  // namespace tem
