#include "tem/lot_stamps.hpp"

#include <algorithm>
#include <map>

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

/// What a stamp carries under its seal beside lot and serial: the expiry, so that a till and an
/// inspector without network know it.
std::vector<Element> attributes_of(const LotIssued& run) {
  if (!run.expires) return {};
  return {{"17", run.expires->gs1()}};
}

}  // namespace

struct LotStamps::Held {
  Held(Product the_product, std::vector<RunRecord> the_runs, SerialCipher the_cipher)
      : product(std::move(the_product)), runs(std::move(the_runs)), cipher(std::move(the_cipher)) {}
  Product product;
  std::vector<RunRecord> runs;
  SerialCipher cipher;
  std::map<std::uint64_t, Signing> by_entry;  ///< of runs, by their log index
};

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

  auto held = std::make_unique<Held>(std::move((*product)->product), std::move(*runs),
                                     std::move(*cipher));
  for (const auto& run : held->runs) {
    const KeyNumber number = run.issued.key;
    const auto record = state.key(number);
    if (!record) return record.error();
    const std::string key_name = "key " + std::to_string(number);
    if (!*record) return Error{ErrorCode::unknown_key, key_name + " is not in the ledger"};
    if ((*record)->compromised_from && run.entry >= *(*record)->compromised_from) {
      return Error{ErrorCode::key_not_in_force,
                   key_name + " is compromised: its stamps of " + which(gtin, lot) +
                       " are not trusted; issue a new lot with another key"};
    }
    auto key = registry.producer_key((*record)->public_key);
    if (!key) return key.error().at(key_name);
    auto& signing = held->by_entry.try_emplace(run.entry, Signing{std::move(*key), {}}).first->second;
    auto signer = StampSigner::make(registry.settings().origin, registry.settings().base, gtin, lot,
                                    attributes_of(run.issued), signing.key, number, held->cipher);
    if (!signer) return signer.error();
    signing.signer = std::move(*signer);
  }
  return LotStamps(std::move(held));
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
  if (run == nullptr) {
    const auto& last = held_->runs.back().issued;
    return Error{ErrorCode::range_not_issued,
                 which(last.gtin, last.lot) + ": index " + std::to_string(index) +
                     " was never issued; the highest is " +
                     std::to_string(last.first + last.count - 1)};
  }
  return held_->by_entry.at(run->entry).signer->sign(index);
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
