// A verifier that remembers gives the verdicts of one that reads everything anew, whatever is
// appended in between, and by whom.

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "fixture.hpp"

using namespace tem;
using namespace tem::test;

namespace {

// Each history makes a registry of its own: thirty are enough, unless told otherwise.
[[maybe_unused]] const int kFewer = ::setenv("RC_PARAMS", "max_success=30", 0);

constexpr std::string_view kLots[] = {"L1", "L2"};
constexpr std::uint32_t kStamps = 6;

std::string said(const Result<Verdict>& verdict, std::string_view text) {
  return verdict ? to_json(*verdict, text, {}) : verdict.error().str();
}

std::vector<std::string> texts(Story& s) {
  std::vector<std::string> all = {"", "https://tem.example/01/08936000000011", "x y"};
  for (const auto name : kLots) {
    for (std::uint32_t i = 0; i < kStamps; ++i) all.push_back(s.uri(name, i));
  }
  std::string forged = all.back();
  forged.back() = forged.back() == '0' ? '1' : '0';
  all.push_back(forged);
  all.push_back(all[3] + "&utm=1");                         // another text of the same stamp
  all.push_back(all[3] + "&utm=" + std::string(600, '1'));  // too long to be kept
  const std::size_t seal = all[3].find("s=") + 2;
  all.push_back(all[3].substr(0, seal) + "77" + all[3].substr(all[3].size() - kSignatureDigits));
  return all;
}

/// Any fact; many are refused by the ledger's rules, which is as good.
FactBody any_fact(const Story& s) {
  const auto name = lot(*rc::gen::element<std::string_view>("L1", "L2", "L3"));
  const auto first = *rc::gen::inRange<std::uint32_t>(0, kStamps + 4);
  const IndexRange range{first, first + *rc::gen::inRange<std::uint32_t>(0, 3)};
  const auto entry = *rc::gen::inRange<std::uint64_t>(0, 14);
  const std::string word = *rc::gen::element<std::string>("một", "hai", "ba");
  switch (*rc::gen::inRange(0, 11)) {
    case 0:
      return StampsVoided{kTea, name, {range}, word};
    case 1:
      return StampsActivated{kTea, name, {range}, {}};
    case 2:
      return LotRecalled{kTea, name, word, {}};
    case 3:
      return RecallLifted{kTea, name, {}};
    case 4:
      return KeyCompromised{s.tea_key, entry, word};
    case 5:
      return KeyRetired{s.tea_key};
    case 6:
      return ProductUpdated{{kTea, "tra", "Trà " + word, {}}};
    case 7: {
      Producer changed = producer("tra");
      changed.name = "Cơ sở " + word;
      return ProducerUpdated{changed};
    }
    case 8:
      return CertificateGranted{kTea, "OCOP", 4, word, "U", date("2026-01-01"), date("2028-01-01")};
    case 9:
      return CertificateRevoked{kTea, "OCOP", word, {}};
    default:
      return LotIssued{kTea, name, s.tea_key, first, 3, date("2026-11-01"), date("2027-11-01"),
                       true};
  }
}

}  // namespace

TEST_CASE("random appends and checks: with and without memory the verdicts are the same") {
  const bool holds = rc::check("same verdicts", [] {
    Story s;
    s.issue("L1", 0, kStamps);
    s.issue("L2", 0, 3, "2027-11-01", false);
    s.issue("L2", 3, kStamps - 3, "2026-11-25", false);
    const auto all = texts(s);
    auto elsewhere = Registry::open(s.registry.dir(), Access::append).value();
    const auto reader = Registry::open(s.registry.dir(), Access::read).value();
    const auto on_reader = Verifier::make(reader).value();
    const auto on_writer = Verifier::make(*s.registry).value();
    const auto tiny = Verifier::make(reader, {1, 1, 2}).value();
    const auto reference = Verifier::make(reader, kNoMemory).value();
    const auto compare = [&](const std::string& text, Instant at) {
      const std::string want = said(reference.check(text, {at}), text);
      RC_ASSERT(said(on_reader.check(text, {at}), text) == want);
      RC_ASSERT(said(on_writer.check(text, {at}), text) == want);
      RC_ASSERT(said(tiny.check(text, {at}), text) == want);
    };
    const int steps = *rc::gen::inRange(10, 60);
    for (int i = 0; i < steps; ++i) {
      switch (*rc::gen::inRange(0, 4)) {
        case 0:
          (void)s.registry.try_append(any_fact(s));
          break;
        case 1:
          (void)elsewhere.append(std::vector<FactBody>{any_fact(s)}, kNow);
          break;
        default:
          compare(*rc::gen::elementOf(all),
                  *rc::gen::element(kNow, instant("2026-12-01T00:00:00Z")));
      }
    }
    for (const auto& text : all) compare(text, kNow);
  });
  CHECK(holds);
}

TEST_CASE("what is appended elsewhere is seen by the very next check") {
  Story s;
  const auto entry = s.issue("L1", 0, 10);
  const std::string uri = s.uri("L1", 7);
  const auto reader = Registry::open(s.registry.dir(), Access::read).value();
  const auto verifier = Verifier::make(reader).value();
  const auto headline = [&] { return name(verifier.check(uri, {kNow}).value().headline()); };
  CHECK(headline() == "genuine");
  CHECK(headline() == "genuine");
  s.registry.append(StampsVoided{kTea, lot("L1"), {{7, 7}}, "in hỏng"});
  CHECK(headline() == "void");
  s.registry.append(KeyCompromised{s.tea_key, entry, "mất máy"});  // the seal is known, and judged
  CHECK(headline() == "revoked_key");
}

TEST_CASE("a lot with more marked ranges than are kept is judged by the ledger itself") {
  Story s;
  s.issue("L1", 0, 5'000);
  for (std::uint32_t fact = 0; fact < 2; ++fact) {
    std::vector<IndexRange> ranges;
    for (std::uint32_t i = 0; i < 600; ++i)
      ranges.push_back({fact * 2'000 + 2 * i, fact * 2'000 + 2 * i});
    s.registry.append(StampsVoided{kTea, lot("L1"), ranges, {}});
  }
  const auto verifier = Verifier::make(*s.registry).value();
  const auto stamps = LotStamps::open(*s.registry, kTea, lot("L1")).value();
  struct Case {
    std::uint32_t index;
    std::string_view want;
  };
  for (const auto& [index, want] : {Case{0, "void"},
                                    {1, "genuine"},
                                    {1'198, "void"},
                                    {1'199, "genuine"},
                                    {2'000, "void"},
                                    {3'198, "void"},
                                    {3'200, "genuine"}}) {
    CAPTURE(index);
    const auto uri = stamps.sign(index).value().uri;
    CHECK(name(verifier.check(uri, {kNow}).value().headline()) == want);
  }
}

TEST_CASE("marks are kept by their bytes: few with long reasons are judged by the ledger itself") {
  Story s;
  s.issue("L1", 0, 100);
  const std::string why(kMaxTextBytes, 'x');
  for (std::uint32_t i = 0; i < 60; i += 2)
    s.registry.append(StampsVoided{kTea, lot("L1"), {{i, i}}, why});
  const auto verifier = Verifier::make(*s.registry).value();
  const auto reference = Verifier::make(*s.registry, kNoMemory).value();
  for (const std::uint32_t index : {0U, 1U, 58U, 59U, 99U}) {
    CAPTURE(index);
    const auto uri = s.uri("L1", index);
    const auto verdict = verifier.check(uri, {kNow});
    CHECK(name(verdict.value().headline()) == (index < 60 && index % 2 == 0 ? "void" : "genuine"));
    CHECK(said(verdict, uri) == said(reference.check(uri, {kNow}), uri));
  }
}
