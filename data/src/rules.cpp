// What may be appended: one rule for each kind of fact (docs/ledger-format.md).

#include <algorithm>

#include "tem/places.hpp"
#include "tem/state.hpp"

namespace tem {
namespace {

constexpr std::string_view kOcop = "OCOP";
constexpr int kOcopMonths = 36;  // Quyết định 148/QĐ-TTg (2023) as amended by 1489/QĐ-TTg (2025)

std::string in_quotes(std::string_view text) { return "\"" + std::string(text) + "\""; }

Error refuse(ErrorCode code, std::string why) { return {code, std::move(why)}; }

Error ends_first(std::string_view end, Date last, std::string_view start, Date first) {
  return refuse(ErrorCode::expires_before_start,
                in_quotes(end) + " " + last.str() +
                    (last == first ? " is the day of " : " is before ") + in_quotes(start) + " " +
                    first.str() + "; it must lie after it");
}

std::string lot_text(const Gtin& gtin, const Lot& lot) {
  return "lot " + lot.str() + " of " + gtin.str();
}

class Rules {
 public:
  Rules(Instant at, std::uint64_t next_index, const State& state)
      : today_(Date::from_days(std::chrono::floor<std::chrono::days>(at.time()))),
        next_index_(next_index),
        state_(state) {}

  Result<void> operator()(const RegistryCreated&) const {
    if (next_index_ == 0) return {};
    return refuse(ErrorCode::already_registered, "the registry is made once, in entry 0");
  }

  Result<void> operator()(const ProducerRegistered& f) const {
    const auto known = state_.producer(f.producer.id);
    if (!known) return known.error();
    if (!*known) return {};
    return refuse(ErrorCode::already_registered,
                  "producer " + in_quotes(f.producer.id) + " is registered; use `producer update`");
  }
  Result<void> operator()(const ProducerUpdated& f) const { return need_producer(f.producer.id); }

  Result<void> operator()(const KeyRegistered& f) const {
    if (auto ok = need_producer(f.producer); !ok) return ok;
    if (f.not_after && *f.not_after < f.not_before) {
      return ends_first("not_after", *f.not_after, "not_before", f.not_before);
    }
    const auto known = state_.find_key(f.public_key);
    if (!known) return known.error();
    if (!*known) return {};
    return refuse(ErrorCode::already_registered,
                  "this public key is key " + std::to_string((*known)->number) + " of producer " +
                      in_quotes((*known)->producer) + "; make a new key");
  }
  Result<void> operator()(const KeyRetired& f) const {
    const auto key = need_key(f.key);
    if (!key) return key.error();
    if (!key->retired_at) return {};
    return refuse(ErrorCode::already_done, "key " + std::to_string(f.key) + " was retired in entry " +
                                               std::to_string(*key->retired_at));
  }
  Result<void> operator()(const KeyCompromised& f) const {
    const auto key = need_key(f.key);
    if (!key) return key.error();
    if (f.from > next_index_) {
      return refuse(ErrorCode::bad_value, "\"from\" " + std::to_string(f.from) +
                                              " lies beyond the log, whose next entry is " +
                                              std::to_string(next_index_));
    }
    // Distrust may be widened to earlier lots, never narrowed.
    if (!key->compromised_from || f.from < *key->compromised_from) return {};
    return refuse(ErrorCode::already_done,
                  "key " + std::to_string(f.key) + " is distrusted from entry " +
                      std::to_string(*key->compromised_from) + " on already");
  }

  Result<void> operator()(const ProductRegistered& f) const {
    if (auto ok = need_producer(f.product.producer); !ok) return ok;
    if (auto ok = need_provinces(f.product); !ok) return ok;
    const auto known = state_.product(f.product.gtin);
    if (!known) return known.error();
    if (!*known) return {};
    return refuse(ErrorCode::already_registered, "GTIN " + f.product.gtin.str() +
                                                     " is registered to producer " +
                                                     in_quotes((*known)->product.producer) +
                                                     "; use `product update` to change it");
  }
  Result<void> operator()(const ProductUpdated& f) const {
    const auto known = need_product(f.product.gtin);
    if (!known) return known.error();
    if (auto ok = need_provinces(f.product); !ok) return ok;
    if (known->product.producer == f.product.producer) return {};
    return refuse(ErrorCode::not_owner, "GTIN " + f.product.gtin.str() + " belongs to producer " +
                                            in_quotes(known->product.producer) + ", not " +
                                            in_quotes(f.product.producer));
  }

  Result<void> operator()(const CertificateGranted& f) const {
    if (auto product = need_product(f.gtin); !product) return product.error();
    if (f.expires <= f.granted) return ends_first("expires", f.expires, "granted", f.granted);
    if (f.granted > today_.plus_days(1)) {  // a day ahead is still today somewhere
      return refuse(ErrorCode::bad_value, "\"granted\" " + f.granted.str() + " lies in the future");
    }
    if (f.scheme == kOcop) {
      if (!f.stars) return refuse(ErrorCode::bad_field, "\"stars\" is missing; OCOP asks for 1 to 5");
      if (const Date last = f.granted.plus_months(kOcopMonths); f.expires > last) {
        return refuse(ErrorCode::bad_value, "\"expires\" " + f.expires.str() +
                                                " is later than OCOP allows: 36 months from \"granted\" end on " +
                                                last.str());
      }
    }
    const auto known = find_certificate(f.gtin, f.scheme, f.decision);
    if (!known) return known.error();
    if (!*known) return {};
    return refuse(ErrorCode::already_registered, f.scheme + " decision " + in_quotes(f.decision) +
                                                     " for " + f.gtin.str() + " is entry " +
                                                     std::to_string((*known)->entry));
  }
  Result<void> operator()(const CertificateRevoked& f) const {
    const auto known = find_certificate(f.gtin, f.scheme, f.decision);
    if (!known) return known.error();
    if (!*known) {
      return refuse(ErrorCode::unknown_certificate, "no " + f.scheme + " decision " +
                                                        in_quotes(f.decision) + " for " +
                                                        f.gtin.str() + "; see `certificate list`");
    }
    if (!(*known)->revoked_at) return {};
    return refuse(ErrorCode::already_done, f.scheme + " decision " + in_quotes(f.decision) +
                                               " was revoked in entry " +
                                               std::to_string(*(*known)->revoked_at));
  }

  Result<void> operator()(const LotIssued& f) const {
    const auto product = need_product(f.gtin);
    if (!product) return product.error();
    const auto key = need_key(f.key);
    if (!key) return key.error();
    if (key->producer != product->product.producer) {
      return refuse(ErrorCode::not_owner, "key " + std::to_string(f.key) + " is of producer " +
                                              in_quotes(key->producer) + ", but GTIN " +
                                              f.gtin.str() + " belongs to " +
                                              in_quotes(product->product.producer));
    }
    if (auto ok = need_in_force(*key); !ok) return ok;
    if (f.expires && *f.expires <= f.produced) {
      return ends_first("expires", *f.expires, "produced", f.produced);
    }
    if (auto ok = need_printable(f); !ok) return ok;
    if (f.count > kMaxStampsInLot - f.first) {
      return refuse(ErrorCode::bad_value, lot_text(f.gtin, f.lot) + ": " + std::to_string(f.count) +
                                              " stamps from index " + std::to_string(f.first) +
                                              " are more than the 4294967296 of a lot");
    }
    const auto runs = state_.runs(f.gtin, f.lot);
    if (!runs) return runs.error();
    for (const auto& [entry, run] : *runs) {
      if (f.first < run.first + run.count && run.first < f.first + f.count) {
        return refuse(ErrorCode::run_overlaps,
                      lot_text(f.gtin, f.lot) + ": indices " + std::to_string(run.first) + " to " +
                          std::to_string(run.first + run.count - 1) + " were issued in entry " +
                          std::to_string(entry));
      }
    }
    return {};
  }

  Result<void> operator()(const StampsActivated& f) const {
    return may_mark(MarkKind::activated, "activated", f.gtin, f.lot, f.ranges);
  }
  Result<void> operator()(const StampsVoided& f) const {
    return may_mark(MarkKind::voided, "voided", f.gtin, f.lot, f.ranges);
  }

  Result<void> operator()(const LotRecalled& f) const {
    if (auto runs = need_runs(f.gtin, f.lot); !runs) return runs.error();
    const auto recall = state_.recall(f.gtin, f.lot);
    if (!recall) return recall.error();
    if (!*recall) return {};
    return refuse(ErrorCode::already_done, lot_text(f.gtin, f.lot) + " was recalled in entry " +
                                               std::to_string((*recall)->entry));
  }
  Result<void> operator()(const RecallLifted& f) const {
    if (auto runs = need_runs(f.gtin, f.lot); !runs) return runs.error();
    const auto recall = state_.recall(f.gtin, f.lot);
    if (!recall) return recall.error();
    if (*recall) return {};
    return refuse(ErrorCode::not_recalled, lot_text(f.gtin, f.lot) + " is not recalled");
  }

  Result<void> operator()(const EventCaptured& f) const {
    if (auto runs = need_runs(f.gtin, f.lot); !runs) return runs.error();
    const auto known = state_.has_event(f.event_hash);
    if (!known) return known.error();
    if (!*known) return {};
    return refuse(ErrorCode::already_done, "event " + to_hex(f.event_hash) + " was captured before");
  }

 private:
  Result<void> need_producer(const std::string& id) const {
    const auto known = state_.producer(id);
    if (!known) return known.error();
    if (*known) return {};
    return refuse(ErrorCode::unknown_producer,
                  "no producer " + in_quotes(id) + "; add it with `tem producer add`");
  }

  /// Where it is sold is what copies are told by: a slip would condemn what is genuine.
  Result<void> need_provinces(const Product& product) const {
    if (product.find("sold_in").empty()) return {};
    const auto ids = product.texts("sold_in");
    for (const auto& id : ids) {
      if (id.starts_with("VN-") && find_place(id)) continue;
      const std::string shown =
          id.size() <= 40 ? in_quotes(id) : "of " + std::to_string(id.size()) + " bytes";
      return refuse(ErrorCode::bad_value, "\"sold_in\" " + shown +
                                              " is no province of Vietnam; write its ISO 3166-2 code, "
                                              "such as VN-13 for Quảng Ninh");
    }
    if (!ids.empty()) return {};
    return refuse(ErrorCode::bad_field, "\"sold_in\" must be a province or a list of provinces");
  }

  Result<KeyRecord> need_key(KeyNumber number) const {
    const auto known = state_.key(number);
    if (!known) return known.error();
    if (*known) return **known;
    return refuse(ErrorCode::unknown_key,
                  "no key " + std::to_string(number) + "; see `tem key list`");
  }

  Result<ProductRecord> need_product(const Gtin& gtin) const {
    const auto known = state_.product(gtin);
    if (!known) return known.error();
    if (*known) return **known;
    return refuse(ErrorCode::unknown_product,
                  "no product with GTIN " + gtin.str() + "; add it with `tem product add`");
  }

  Result<std::vector<RunRecord>> need_runs(const Gtin& gtin, const Lot& lot) const {
    auto runs = state_.runs(gtin, lot);
    if (!runs || !runs->empty()) return runs;
    return refuse(ErrorCode::unknown_lot,
                  "no " + lot_text(gtin, lot) + " was issued; see `tem lot list`");
  }

  Result<std::optional<CertificateRecord>> find_certificate(const Gtin& gtin,
                                                            std::string_view scheme,
                                                            std::string_view decision) const {
    auto all = state_.certificates(gtin);
    if (!all) return all.error();
    for (auto& record : *all) {
      if (record.granted.scheme == scheme && record.granted.decision == decision) {
        return std::optional(std::move(record));
      }
    }
    return std::optional<CertificateRecord>();
  }

  Result<void> need_in_force(const KeyRecord& key) const {
    const std::string which = "key " + std::to_string(key.number);
    const auto not_in_force = [&](const std::string& why) {
      return refuse(ErrorCode::key_not_in_force,
                    which + " " + why + "; make another with `tem key new`");
    };
    if (key.compromised_from) return not_in_force("is compromised");
    if (key.retired_at) {
      return not_in_force("was retired in entry " + std::to_string(*key.retired_at));
    }
    if (today_ < key.not_before) return not_in_force("is not in force before " + key.not_before.str());
    if (key.not_after && today_ > *key.not_after) {
      return not_in_force("was in force until " + key.not_after->str());
    }
    return {};
  }

  /// A stamp carries the lot in its path, and the expiry with two digits of its year.
  Result<void> need_printable(const LotIssued& f) const {
    if (f.lot.str() == "." || f.lot.str() == "..") {
      return refuse(ErrorCode::bad_value, lot_text(f.gtin, f.lot) +
                                              ": phones drop this from a URI; give the lot another name");
    }
    if (!f.expires) return {};
    const auto read = Date::from_gs1(f.expires->gs1(), today_.year());
    if (read && *read == *f.expires) return {};
    return refuse(ErrorCode::bad_value,
                  "\"expires\" " + f.expires->str() +
                      ": a GS1 date has two digits for its year, so it must lie within 50 years "
                      "of today; leave it out for goods that do not expire");
  }

  Result<void> may_mark(MarkKind kind, std::string_view done, const Gtin& gtin, const Lot& lot,
                        const std::vector<IndexRange>& ranges) const {
    const auto runs = need_runs(gtin, lot);
    if (!runs) return runs.error();
    for (const auto& range : ranges) {
      const std::string which = lot_text(gtin, lot) + ": range " + std::to_string(range.first) + "-" +
                                std::to_string(range.last);
      std::uint64_t next = range.first;  // the first index of the range not seen in a run yet
      for (const auto& [entry, run] : *runs) {
        if (next > range.last) break;
        if (next < run.first || next >= run.first + run.count) continue;
        if (kind == MarkKind::activated && run.active) {
          return refuse(ErrorCode::already_done, which + " was issued active");
        }
        next = run.first + run.count;
      }
      if (next <= range.last) {
        return refuse(ErrorCode::range_not_issued,
                      which + ": index " + std::to_string(next) + " was never issued");
      }
      const auto before = state_.overlap(kind, gtin, lot, range);
      if (!before) return before.error();
      if (*before) {
        return refuse(ErrorCode::already_done,
                      which + ": " + std::to_string((*before)->first) + "-" +
                          std::to_string((*before)->last) + " is " + std::string(done) + " already");
      }
    }
    return {};
  }

  Date today_;
  std::uint64_t next_index_;
  const State& state_;
};

}  // namespace

Result<void> may_append(const FactBody& body, Instant at, std::uint64_t next_index,
                        const State& state) {
  if (next_index == 0 && !std::holds_alternative<RegistryCreated>(body)) {
    return refuse(ErrorCode::bad_value, "entry 0 must be registry.created");
  }
  return std::visit(Rules(at, next_index, state), body);
}

Result<Gtin> next_restricted_gtin(const State& state, std::span<const Gtin> drawn) {
  constexpr std::string_view kPrefix = "029";  // GTIN-13 beginning 29, in 14 digits
  constexpr std::uint64_t kNumbers = 10'000'000'000;  // ten digits between prefix and check digit
  auto taken = state.restricted_gtins();
  if (!taken) return taken.error();
  taken->insert(taken->end(), drawn.begin(), drawn.end());
  std::ranges::sort(*taken);
  std::uint64_t next = 1;
  for (const Gtin& gtin : *taken) {
    const std::uint64_t number = std::stoull(std::string(gtin.view().substr(3, 10)));
    if (number > next) break;
    next = number + 1;
  }
  if (next >= kNumbers) {
    return refuse(ErrorCode::too_many, "every GTIN of prefix 29 is taken; give the product its own");
  }
  const std::string number = std::to_string(next);
  std::string digits(kPrefix);
  digits += std::string(10 - number.size(), '0') + number;
  digits += gs1_check_digit(digits);
  return Gtin::parse(digits);
}

}  // namespace tem
