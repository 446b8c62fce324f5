#include "tem/verdict_answer.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <limits>

#include "error_name.hpp"
#include "json_text.hpp"
#include "tem/code_point.hpp"
#include "tem/fact.hpp"
#include "tem/key_state.hpp"
#include "tem/quote.hpp"

namespace tem {
namespace {

namespace json = boost::json;

/// Members of an object, each with its rule; the first error is kept, and what is not asked for is
/// passed over.
class Members {
 public:
  Members(const json::object& object, std::string where, std::optional<Error>& error)
      : object_(object), where_(std::move(where)), error_(error) {}

  [[nodiscard]] bool has(std::string_view key) const { return object_.contains(key); }
  void refuse(std::string_view key, std::string_view why) {
    if (!error_)
      error_ = Error{ErrorCode::bad_field, where_ + std::string(key) + ": " + std::string(why)};
  }
  std::optional<std::string> text(std::string_view key) {
    const json::value* value = object_.if_contains(key);
    if (value == nullptr) return std::nullopt;
    if (const json::string* string = value->if_string()) return std::string(*string);
    refuse(key, "must be a string");
    return std::nullopt;
  }
  std::string needed(std::string_view key) {
    if (!has(key)) refuse(key, "is missing");
    return text(key).value_or("");
  }
  std::optional<std::uint64_t> integer(std::string_view key, std::uint64_t most) {
    const json::value* value = object_.if_contains(key);
    if (value == nullptr) return std::nullopt;
    std::optional<std::uint64_t> number;
    if (value->is_int64() && value->get_int64() >= 0)
      number = static_cast<std::uint64_t>(value->get_int64());
    if (number && *number <= most) return number;
    refuse(key, "must be an integer from 0 to " + std::to_string(most));
    return std::nullopt;
  }
  template <class T>
  std::optional<T> parsed(std::string_view key) {
    const auto string = text(key);
    if (!string) return std::nullopt;
    auto value = T::parse(*string);
    if (value) return std::move(*value);
    refuse(key, value.error().str());
    return std::nullopt;
  }
  /// One of the names of `all`.
  template <class T>
  std::optional<T> named(std::string_view key, std::initializer_list<T> all) {
    const std::string string = needed(key);
    for (const T one : all) {
      if (name(one) == string) return one;
    }
    refuse(key, "is none that is known: " + tem::quoted(string));
    return std::nullopt;
  }
  std::optional<Members> object(std::string_view key) {
    const json::value* value = object_.if_contains(key);
    if (value == nullptr) return std::nullopt;
    if (const json::object* inner = value->if_object())
      return Members(*inner, where_ + std::string(key) + ".", error_);
    refuse(key, "must be an object");
    return std::nullopt;
  }
  const json::object* raw_object(std::string_view key) {
    return object(key) ? object_.if_contains(key)->if_object() : nullptr;
  }
  /// The elements of a list that may be absent.
  const json::array& list(std::string_view key) {
    static const json::array none;
    const json::value* value = object_.if_contains(key);
    if (value == nullptr) return none;
    if (const json::array* array = value->if_array()) return *array;
    refuse(key, "must be an array");
    return none;
  }
  template <class Take>
  void each_object(std::string_view key, const Take& take) {
    for (const json::value& value : list(key)) {
      const json::object* inner = value.if_object();
      if (inner == nullptr) return refuse(key, "must hold objects");
      take(Members(*inner, where_ + std::string(key) + "[].", error_));
    }
  }
  template <class Take>
  void each_text(std::string_view key, const Take& take) {
    for (const json::value& value : list(key)) {
      const json::string* text = value.if_string();
      if (text == nullptr) return refuse(key, "must hold strings");
      take(std::string(*text));
    }
  }

 private:
  const json::object& object_;
  std::string where_;
  std::optional<Error>& error_;
};

Bilingual bilingual(Members& in) { return {in.needed("vi"), in.needed("en")}; }

/// A record in the form in which a fact has it.
template <class Said, class Record>
std::optional<Record> record_of(Members& in, std::string_view key, std::string_view type,
                                Record Said::*record) {
  const json::object* object = in.raw_object(key);
  if (object == nullptr) return std::nullopt;
  auto body = parse_fact_body(type, json::serialize(*object));
  if (body) return std::move(std::get<Said>(*body).*record);
  in.refuse(key, body.error().str());
  return std::nullopt;
}

std::vector<Finding> findings_of(Members& in) {
  const std::vector<Finding> known = all_findings();
  std::vector<Finding> findings;
  in.each_text("findings", [&](const std::string& text) {
    const auto found = std::ranges::find_if(known, [&](Finding one) { return name(one) == text; });
    if (found == known.end()) return in.refuse("findings", "is none that is known: " + tem::quoted(text));
    if (!findings.empty() && *found <= findings.back()) return in.refuse("findings", "out of order");
    findings.push_back(*found);
  });
  if (findings.empty()) {
    in.refuse("findings", "is missing");
  } else if (findings.size() > 1 && findings.back() == Finding::genuine_) {
    in.refuse("findings", "say genuine beside what is not");
  } else if (in.needed("verdict") != name(findings.front())) {
    in.refuse("verdict", "is not the first finding");
  }
  return findings;
}

std::optional<VerifiedStamp> stamp_of(Members& in, std::string_view input) {
  auto told = in.object("stamp");
  if (!told) return std::nullopt;
  const auto asked = UnverifiedStamp::parse(input);
  if (!asked) {
    in.refuse("stamp", "the text that was asked about is no stamp");
    return std::nullopt;
  }
  VerifiedStamp stamp = asked->verified_by_service();
  const auto key = told->integer("key", std::numeric_limits<KeyNumber>::max());
  if (told->needed("gtin") != stamp.gtin().view() || told->needed("lot") != stamp.lot().str() ||
      told->needed("serial") != stamp.serial().view() || key != stamp.key_number()) {
    in.refuse("stamp", "is another than the one that was asked about");
    return std::nullopt;
  }
  return stamp;
}

std::vector<CertificateView> certificates_of(Members& in, const Gtin& gtin) {
  std::vector<CertificateView> out;
  in.each_object("certificates", [&](Members one) {
    const auto granted = one.parsed<Date>("granted"), expires = one.parsed<Date>("expires");
    const auto stars = one.integer("stars", 5);
    const auto state =
        one.named("state", {CertificateState::in_force, CertificateState::expiring,
                            CertificateState::expired, CertificateState::revoked});
    if (!granted || !expires || !state) return one.refuse("granted, expires", "are missing");
    CertificateGranted fact{gtin,     one.needed("scheme"), {}, one.needed("decision"),
                            one.needed("authority"), *granted, *expires};
    if (stars) fact.stars = static_cast<int>(*stars);
    out.push_back({{0, std::move(fact), {}, one.text("revoke_reason")}, *state});
  });
  return out;
}

std::vector<Step> journey_of(Members& in) {
  std::vector<Step> out;
  in.each_object("journey", [&](Members one) {
    const auto kind = one.named(
        "step", {StepKind::registered, StepKind::updated, StepKind::produced, StepKind::issued,
                 StepKind::activated, StepKind::recalled, StepKind::voided});
    const auto on = one.parsed<Date>("on");
    if (!kind || !on) return one.refuse("on", "is missing");
    out.push_back({*kind, *on, one.parsed<Instant>("at"), one.integer("entry", kMaxJsonInteger)});
  });
  return out;
}

History history_of(Members in) {
  History out;
  out.scans = in.integer("scans", kMaxJsonInteger).value_or(0);
  out.first = in.parsed<Instant>("first");
  out.last = in.parsed<Instant>("last");
  in.each_text("places", [&](std::string text) { out.places.push_back(std::move(text)); });
  in.each_object("warnings", [&](Members one) {
    out.warnings.push_back({one.needed("rule"), bilingual(one)});
  });
  return out;
}

std::optional<TreeHead> checkpoint_of(Members& in) {
  auto told = in.object("checkpoint");
  if (!told) return std::nullopt;
  const std::string origin = told->needed("origin"), root = told->needed("root");
  const auto size = told->integer("size", kMaxJsonInteger);
  auto head = TreeHead::parse(origin + '\n' + std::to_string(size.value_or(0)) + '\n' + root + '\n');
  if (head) return std::move(*head);
  in.refuse("checkpoint", head.error().str());
  return std::nullopt;
}

/// The lot that a verdict shows is its dates; the rest of the run is not in it.
std::optional<LotIssued> lot_of(Members& in, const VerifiedStamp& stamp) {
  auto told = in.object("lot");
  if (!told) return std::nullopt;
  const auto produced = told->parsed<Date>("produced"), expires = told->parsed<Date>("expires");
  if (!produced) {
    told->refuse("produced", "is missing");
    return std::nullopt;
  }
  return LotIssued{stamp.gtin(), stamp.lot(), stamp.key_number(), 0, 0, *produced, expires};
}

std::optional<Date> last_day_of(const Verdict& verdict) {
  std::optional<Date> last;
  for (const Element& element : verdict.stamp->attributes()) {
    if (element.ai != "17") continue;
    const auto year = utc_day(verdict.at).year();
    if (auto day = Date::from_gs1(element.value, year)) last = *day;
  }
  if (verdict.lot && verdict.lot->expires)
    last = last ? std::min(*last, *verdict.lot->expires) : *verdict.lot->expires;
  return last;
}

/// What is known once the seal verified.
void read_goods(Members& in, Verdict& verdict) {
  const VerifiedStamp& stamp = *verdict.stamp;
  verdict.product = record_of(in, "product", "product.registered", &ProductRegistered::product);
  verdict.producer = record_of(in, "producer", "producer.registered", &ProducerRegistered::producer);
  verdict.lot = lot_of(in, stamp);
  verdict.certificates = certificates_of(in, stamp.gtin());
  verdict.journey = journey_of(in);
  if (auto recall = in.object("recall"))
    verdict.recall = RecallRecord{0, recall->needed("reason"), recall->text("advice")};
  if (auto voided = in.object("void")) verdict.void_reason = voided->needed("reason");
  verdict.last_day = last_day_of(verdict);
}

/// Of a verdict that calls the stamp genuine: nothing else in it may say otherwise.
void refuse_contradiction(Members& in, const Verdict& verdict) {
  if (!verdict.stamp) in.refuse("stamp", "is missing, and called genuine");
  for (const std::string_view other : {"error", "recall", "void"}) {
    if (in.has(other)) in.refuse(other, "stands beside a stamp that is called genuine");
  }
}

Result<Verdict> verdict_of(const json::object& object, std::string_view input) {
  std::optional<Error> error;
  Members in(object, "", error);
  Verdict verdict;
  if (in.has("input") && in.needed("input") != well_formed(input))
    in.refuse("input", "is another text than was asked about");
  verdict.findings = findings_of(in);
  if (auto message = in.object("message")) {
    verdict.message = bilingual(*message);
  } else {
    in.refuse("message", "is missing");
  }
  if (in.has("error")) {
    const auto code = parse_error_code(in.needed("error"));
    if (!code) in.refuse("error", "is none that is known");
    verdict.malformed = Error{code.value_or(ErrorCode::not_a_stamp), in.needed("detail")};
  }
  if (auto checked = in.object("checked")) {
    if (const auto at = checked->parsed<Instant>("at")) {
      verdict.at = *at;
    } else {
      checked->refuse("at", "is missing");
    }
    if (auto mode = checked->named("mode", {CheckMode::online, CheckMode::copy, CheckMode::proof}))
      verdict.mode = *mode;
    verdict.checkpoint = checkpoint_of(*checked);
  } else {
    in.refuse("checked", "is missing");
  }
  verdict.stamp = stamp_of(in, input);
  if (auto history = in.object("history")) verdict.history = history_of(*history);
  if (verdict.stamp) {
    read_goods(in, verdict);
  }
  if (!error && verdict.is_genuine()) refuse_contradiction(in, verdict);
  if (error) return std::move(*error);
  return verdict;
}

Result<json::value> parse_bounded(std::string_view text, std::size_t most) {
  if (text.size() > most)
    return Error{ErrorCode::too_long, std::to_string(text.size()) + " bytes are more than " +
                                          std::to_string(most)};
  return parse_json(text);
}

}  // namespace

Result<Verdict> parse_verdict(std::string_view text, std::string_view input) {
  const auto value = parse_bounded(text, kMaxVerdictBytes);
  if (!value) return value.error();
  const json::object* object = value->if_object();
  if (object == nullptr) return Error{ErrorCode::bad_field, "a verdict must be an object"};
  return verdict_of(*object, input);
}

Result<std::vector<Verdict>> parse_verdicts(std::string_view text,
                                            const std::vector<std::string_view>& inputs) {
  const auto value = parse_bounded(text, kMaxVerdictBytes * std::max<std::size_t>(inputs.size(), 1));
  if (!value) return value.error();
  const json::object* object = value->if_object();
  const json::value* results = object == nullptr ? nullptr : object->if_contains("results");
  const json::array* list = results == nullptr ? nullptr : results->if_array();
  if (list == nullptr) return Error{ErrorCode::bad_field, R"("results": must be an array)"};
  if (list->size() != inputs.size())
    return Error{ErrorCode::bad_field, "results: " + std::to_string(list->size()) + " for " +
                                           std::to_string(inputs.size()) + " texts"};
  std::vector<Verdict> out;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const std::string where = "results[" + std::to_string(i) + "]";
    const json::object* one = (*list)[i].if_object();
    if (one == nullptr) return Error{ErrorCode::bad_field, where + ": must be an object"};
    auto verdict = verdict_of(*one, inputs[i]);
    if (!verdict) return verdict.error().at(where);
    out.push_back(std::move(*verdict));
  }
  return out;
}

}  // namespace tem
