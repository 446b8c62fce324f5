#include "tem/judge.hpp"

#include <algorithm>

namespace tem {
namespace {

/// The day a date attribute (YYMMDD) of the stamp names.
std::optional<Date> signed_date(const VerifiedStamp& stamp, std::string_view ai, int this_year) {
  for (const auto& element : stamp.attributes()) {
    if (element.ai != ai) continue;
    const auto date = Date::from_gs1(element.value, this_year);
    if (date) return *date;
  }
  return std::nullopt;
}

/// The last good day: the earlier of what the stamp says under its seal and what the lot says.
std::optional<Date> last_day(const VerifiedStamp& stamp, const StampFacts& facts,
                             const Moment& now) {
  auto last = signed_date(stamp, "17", now.today.year());
  if (facts.run && facts.run->issued.expires) {
    const Date of_lot = *facts.run->issued.expires;
    last = last ? std::min(*last, of_lot) : of_lot;
  }
  return last;
}

std::vector<Finding> find(const StampFacts& facts, const History* history,
                          const std::optional<Date>& last, const Moment& now) {
  const auto& run = facts.run;
  // Signed by a key that does not own the GTIN: nothing else about it means anything.
  if (!facts.product || facts.product->producer != facts.key.producer) return {Finding::forged_};

  std::vector<Finding> found;
  const auto add = [&](bool holds, Finding finding) {
    if (holds) found.push_back(finding);
  };
  add(run && facts.key.compromised_from && run->entry >= *facts.key.compromised_from,
      Finding::revoked_key_);
  // A run names the one key that sealed it; what another key signed was never issued.
  add(!run || run->issued.key != facts.key.number, Finding::unissued_);
  add(facts.marks.voided, Finding::void_);
  add(facts.recall.has_value(), Finding::recalled_);
  add(last && now.today > *last, Finding::expired_);
  add(history && !history->warnings.empty(), Finding::suspect_);
  add(history && history->claimed_by_another, Finding::claimed_);
  const bool marks_known = facts.mode == CheckMode::online;
  add(marks_known && run && !run->issued.active && !facts.marks.activated, Finding::inactive_);
  if (found.empty()) found.push_back(Finding::genuine_);
  return found;
}

void append(Bilingual& message, const std::string& vi, const std::string& en) {
  message.vi += " " + vi;
  message.en += " " + en;
}

/// A text that people wrote, closed as a sentence.
std::string sentence(const std::string& text) {
  constexpr std::string_view kClosing[] = {".", "!", "?", "…"};
  const bool closed =
      std::ranges::any_of(kClosing, [&](auto mark) { return text.ends_with(mark); });
  return closed ? text : text + ".";
}

void append_reason(Bilingual& message, const std::string& reason) {
  append(message, "Lý do: " + sentence(reason), "Reason: " + sentence(reason));
}

Bilingual explain(const Verdict& verdict, const StampFacts& facts) {
  Bilingual message = title(verdict.headline());
  message.vi += ".";
  message.en += ".";
  const std::string day = verdict.last_day ? verdict.last_day->vietnamese() : "";
  switch (verdict.headline()) {
    case Finding::forged_:
      append(message, "Khóa ký tem không được phép ký cho sản phẩm này.",
             "The key that signed it may not sign for this product.");
      break;
    case Finding::void_:
      if (facts.marks.void_reason) append_reason(message, *facts.marks.void_reason);
      break;
    case Finding::recalled_:
      append_reason(message, facts.recall->reason);
      break;
    case Finding::expired_:
      append(message, "Hạn sử dụng: " + day + ".", "Expiry date: " + day + ".");
      break;
    case Finding::suspect_:
      for (const auto& warning : verdict.history->warnings) {
        append(message, warning.seen.vi, warning.seen.en);
      }
      break;
    case Finding::not_a_stamp_:
    case Finding::unknown_issuer_:
    case Finding::revoked_key_:
    case Finding::unissued_:
    case Finding::claimed_:
    case Finding::inactive_:
    case Finding::genuine_: break;
  }
  append(message, advice(verdict.headline()).vi, advice(verdict.headline()).en);
  const Bilingual limits = not_known(verdict.mode);
  if (!limits.vi.empty() && verdict.headline() != Finding::forged_) {
    append(message, limits.vi, limits.en);
  }
  return message;
}

}  // namespace

CertificateState certificate_state(const CertificateRecord& record, Date today) noexcept {
  if (record.revoked_at) return CertificateState::revoked;
  if (today > record.granted.expires) return CertificateState::expired;
  if (today.plus_days(kExpiringDays) >= record.granted.expires) return CertificateState::expiring;
  return CertificateState::in_force;
}

Verdict without_stamp(Finding finding, CheckMode mode, Instant at) {
  const Bilingual head = title(finding);
  const Bilingual next = advice(finding);
  Verdict verdict;
  verdict.findings = {finding};
  verdict.message = {head.vi + ". " + next.vi, head.en + ". " + next.en};
  verdict.mode = mode;
  verdict.at = at;
  return verdict;
}

Verdict judge(const VerifiedStamp& stamp, StampFacts facts, const History* history,
              const Moment& now) {
  Verdict verdict;
  const auto last = last_day(stamp, facts, now);
  verdict.findings = find(facts, history, last, now);
  verdict.at = now.at;
  verdict.mode = facts.mode;
  if (history) verdict.history = *history;
  // A forged stamp shows nothing of the product that it claims.
  const bool shown = verdict.headline() != Finding::forged_;
  if (shown) verdict.last_day = last;
  verdict.message = explain(verdict, facts);
  if (!shown) return verdict;
  verdict.stamp = stamp;
  verdict.product = std::move(facts.product);
  verdict.producer = std::move(facts.producer);
  if (facts.run) verdict.lot = std::move(facts.run->issued);
  for (auto& record : facts.certificates) {
    const auto state = certificate_state(record, now.today);
    verdict.certificates.push_back({std::move(record), state});
  }
  verdict.journey = std::move(facts.journey);
  verdict.recall = std::move(facts.recall);
  verdict.void_reason = std::move(facts.marks.void_reason);
  return verdict;
}

}  // namespace tem
