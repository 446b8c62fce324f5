// Whatever a service answers: what is taken of it is what was asked for, and the rest gets one
// line. No answer calls a stamp genuine but the one that was asked about, and a key seals nothing
// but the lot that was ordered.

#include <algorithm>
#include <cstdlib>

#include "tem/service_answer.hpp"
#include "tem/verdict_answer.hpp"

namespace {

using namespace tem;

void hold(bool law) {
  if (!law) std::abort();
}

void hold_line(const Error& error) {
  const std::string line = error.str();
  hold(!line.empty() && line.size() < 2'500);
  hold(std::ranges::none_of(line, [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
}

/// As the corpus has it.
const LotOrder& order() {
  static const LotOrder it{Gtin::parse("08936000000011").value(), Lot::parse("L1").value(), 3,
                           Date::parse("2026-11-01").value(), Date::parse("2027-11-01").value()};
  return it;
}

const std::string& asked() {
  static const std::string it =
      "https://tem.example/01/08936000000011/10/L1/21/KVYVF9TDX7?17=271101&s=4" +
      std::string(155, '1');
  return it;
}

void check_verdict(std::string_view text) {
  const auto verdict = parse_verdict(text, asked());
  if (!verdict) return hold_line(verdict.error());
  hold(!verdict->findings.empty());
  if (verdict->is_genuine()) {
    hold(verdict->findings.size() == 1 && verdict->stamp.has_value());
    hold(!verdict->recall && !verdict->void_reason && !verdict->malformed);
  }
  if (verdict->stamp) hold(verdict->stamp->canonical() == DigitalLink::parse(asked())->canonical());
  // Written and read again it stays what it is.
  const std::string written = to_json(*verdict, asked(), {});
  const auto again = parse_verdict(written, asked());
  hold(again.has_value() && to_json(*again, asked(), {}) == written);
  const auto list = parse_verdicts(R"({"results":[)" + written + "]}", {asked()});
  hold(list.has_value() && to_json(list->front(), asked(), {}) == written);
}

void check_run(std::string_view text) {
  static const SigningKey key = SigningKey::from_seed(Bytes<32>{});
  const auto issued = parse_issued(text, order());
  if (issued) {
    hold(issued->issued.count == order().count && issued->issued.lot == order().lot);
    hold(issued->issued.first + issued->issued.count <= kMaxStampsInLot);
    hold(issued->appended.first < issued->appended.checkpoint.head.size);
  } else {
    hold_line(issued.error());
  }
  const auto run = parse_run_to_seal(text, order());
  if (!run) return hold_line(run.error());
  hold(issued.has_value() && run->serials.size() == order().count);
  const auto stamps = seal_run(*run, key);
  if (!stamps) return hold_line(stamps.error());
  for (const SignedStamp& each : *stamps) {
    const auto stamp = UnverifiedStamp::parse(each.uri);
    hold(stamp.has_value());
    const auto sealed = stamp->verify(key.verifying_key(), run->origin);
    hold(sealed.has_value() && sealed->gtin() == order().gtin && sealed->lot() == order().lot);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto problem = parse_problem(text)) {
    if (!problem->detail.empty()) hold_line(*problem);
  }
  const auto appended = parse_appended(text);
  if (appended) {
    hold(appended->count > 0 &&
         appended->first + appended->count <= appended->checkpoint.head.size);
  } else {
    hold_line(appended.error());
  }
  check_run(text);
  check_verdict(text);
  return 0;
}
