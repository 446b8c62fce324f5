// A stamp verified by its proof alone; and no changed proof ever gives a genuine verdict.

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <functional>

#include "fixture.hpp"
#include "tem/stamp_proof.hpp"

using namespace tem;
using namespace tem::test;

namespace {

const Moment kMoment{kNow, date("2026-11-24")};

CertificateGranted certificate() {
  return {kTea, "OCOP", 4, "12/QĐ", "UBND", date("2026-01-01"), date("2028-01-01")};
}

/// A log with a certified tea lot and others around it.
struct Proved {
  Story story;
  std::uint64_t lot_entry, other_entry;
  std::string uri, other_uri;
  StampProof proof;

  Proved() {
    story.registry.append(certificate());
    lot_entry = story.issue("A", 0, 5);
    other_entry = story.issue("B", 0, 5);
    story.registry.append(ProducerRegistered{producer("khac")});
    uri = story.uri("A", 2);
    other_uri = story.uri("B", 2);
    proof = prove_stamp(*story.registry, uri).value();
  }
  [[nodiscard]] const NoteKey& vkey() { return story.registry->log_vkey(); }
  /// The verdict on a stamp by a proof's text, or the error that stands in its place.
  Result<Verdict> verdict(const std::string& text, const std::string& stamp) {
    const auto parsed = StampProof::parse(text);
    if (!parsed) return parsed.error();
    const auto verifier = ProofVerifier::make(*parsed, vkey());
    if (!verifier) return verifier.error();
    return verifier->check(stamp, kMoment);
  }
  bool is_genuine(const StampProof& changed) {
    const auto answer = verdict(changed.str(), uri);
    return answer && answer->is_genuine();
  }
};

}  // namespace

TEST_CASE("a stamp is genuine by its proof alone, and the verdict says what is not known") {
  Proved given;
  const auto verdict = given.verdict(given.proof.str(), given.uri).value();
  CHECK(verdict.is_genuine());
  CHECK(verdict.mode == CheckMode::proof);
  CHECK(verdict.product->name == "Trà hoa vàng Ba Chẽ");
  CHECK(verdict.producer->id == "tra");
  CHECK(verdict.lot->lot.str() == "A");
  REQUIRE(verdict.certificates.size() == 1);
  CHECK(verdict.certificates[0].state == CertificateState::in_force);
  CHECK(verdict.message.vi.find("không biết số seri") != std::string::npos);
  CHECK(verdict.message.en.find("not known whether this serial") != std::string::npos);
  CHECK(verdict.checkpoint->size == given.story.registry->ledger().checkpoint()->head.size);
  const std::string json = to_json(verdict, given.uri, {});
  CHECK(json.find(R"("mode":"proof","unknown":["serial","void","recall","activation","key","history"])") !=
        std::string::npos);
}

TEST_CASE("what a proof cannot answer is an error, what it refutes is forged") {
  Proved given;
  const std::string text = given.proof.str();
  CHECK(given.verdict(text, given.other_uri).error().code == ErrorCode::bad_proof);  // another lot
  CHECK(given.verdict(text, "hello")->headline() == Finding::not_a_stamp_);
  std::string forged = given.uri;
  forged.back() = forged.back() == '1' ? '2' : '1';
  CHECK(given.verdict(text, forged)->headline() == Finding::forged_);

  const auto other = prove_entry(given.story.registry->ledger(), given.other_entry).value();
  CHECK(given.verdict(other.str(), given.uri).error().code == ErrorCode::bad_proof);
  const auto no_lot = prove_entry(given.story.registry->ledger(), 1).value();
  CHECK(no_lot.verify(given.vkey()).has_value());
  CHECK(given.verdict(no_lot.str(), given.uri).error().code == ErrorCode::bad_proof);

  const NoteKey stranger{given.vkey().name, generate_key().verifying_key()};
  CHECK(given.proof.verify(stranger).error().code == ErrorCode::bad_proof);
  const NoteKey elsewhere{"tem.example/khac", given.vkey().key};
  CHECK(given.proof.verify(elsewhere).error().code == ErrorCode::bad_proof);
}

TEST_CASE("what has no proof") {
  Proved given;
  CHECK(prove_stamp(*given.story.registry, "hello").error().code == ErrorCode::bad_scheme);
  std::string forged = given.uri;
  forged.back() = forged.back() == '1' ? '2' : '1';
  CHECK(prove_stamp(*given.story.registry, forged).error().code == ErrorCode::bad_signature);
  CHECK(prove_entry(given.story.registry->ledger(), 1000).error().code == ErrorCode::not_found);
}

TEST_CASE("a revoked certificate is proved with its revocation") {
  Proved given;
  given.story.registry.append(CertificateRevoked{kTea, "OCOP", "12/QĐ", "thu hồi"});
  const auto text = prove_stamp(*given.story.registry, given.uri)->str();
  const auto verdict = given.verdict(text, given.uri).value();
  REQUIRE(verdict.certificates.size() == 1);
  CHECK(verdict.certificates[0].state == CertificateState::revoked);
}

TEST_CASE("a proof with any part changed gives no genuine verdict") {
  Proved given;
  REQUIRE(given.is_genuine(given.proof));
  const auto refused = [&](const char* why, const std::function<void(StampProof&)>& change) {
    StampProof changed = given.proof;
    change(changed);
    CAPTURE(why);
    REQUIRE(changed != given.proof);
    CHECK_FALSE(given.is_genuine(changed));
  };
  const auto each_entry = [&](const char* why, const std::function<void(ProvedEntry&)>& change) {
    refused(why, [&](StampProof& p) { change(p.lot); });
    for (std::size_t i = 0; i < given.proof.also.size(); ++i) {
      refused(why, [&](StampProof& p) { change(p.also[i]); });
    }
  };
  each_entry("index + 1", [](ProvedEntry& e) { ++e.index; });
  each_entry("index - 1", [](ProvedEntry& e) { --e.index; });
  each_entry("a byte of the entry", [](ProvedEntry& e) { e.entry[e.entry.size() / 2] ^= 1; });
  each_entry("entry one byte shorter", [](ProvedEntry& e) { e.entry.pop_back(); });
  each_entry("entry one byte longer", [](ProvedEntry& e) { e.entry += ' '; });
  each_entry("a hash too few", [](ProvedEntry& e) { e.path.pop_back(); });
  each_entry("a hash too many", [](ProvedEntry& e) { e.path.push_back(e.path.back()); });
  each_entry("no hashes", [](ProvedEntry& e) { e.path.clear(); });
  each_entry("hashes turned round", [](ProvedEntry& e) { std::ranges::reverse(e.path); });
  for (std::size_t k = 0; k < given.proof.lot.path.size(); ++k) {
    refused("a hash of the lot's path", [&](StampProof& p) { p.lot.path[k][31] ^= std::byte{1}; });
  }
  for (std::size_t i = 0; i < given.proof.also.size(); ++i) {
    for (std::size_t k = 0; k < given.proof.also[i].path.size(); ++k) {
      refused("a hash of another path",
              [&](StampProof& p) { p.also[i].path[k][0] ^= std::byte{0x80}; });
    }
    refused("an entry twice", [&](StampProof& p) { p.also.insert(p.also.begin() + i, p.also[i]); });
    refused("the lot's entry for another", [&](StampProof& p) { p.also[i] = p.lot; });
    for (std::size_t k = 0; k < i; ++k) {
      refused("two entries swapped", [&](StampProof& p) { std::swap(p.also[i], p.also[k]); });
      refused("two texts swapped",
              [&](StampProof& p) { std::swap(p.also[i].entry, p.also[k].entry); });
    }
  }
  // Without a certificate a proof is another, honest one; without the rest it is none.
  for (std::size_t i = 0; i < given.proof.also.size(); ++i) {
    StampProof less = given.proof;
    const bool certified = less.also[i].entry.find("certificate.granted") != std::string::npos;
    less.also.erase(less.also.begin() + static_cast<std::ptrdiff_t>(i));
    CHECK(given.is_genuine(less) == certified);
  }
  const auto stray = prove_entry(given.story.registry->ledger(), given.other_entry).value();
  refused("an entry that does not belong", [&](StampProof& p) { p.also.push_back(stray.lot); });
  refused("the key of another producer", [&](StampProof& p) {
    const auto key = prove_entry(given.story.registry->ledger(), given.story.squid_key).value();
    std::ranges::find(p.also, std::uint64_t{given.story.tea_key}, &ProvedEntry::index)[0] = key.lot;
  });
}

TEST_CASE("a proof with any byte changed gives no genuine verdict") {
  Proved given;
  const std::string text = given.proof.str();
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string changed = text;
    changed[at] = static_cast<char>(changed[at] ^ (at % 2 == 0 ? 1 : 0x20));
    const auto answer = given.verdict(changed, given.uri);
    CAPTURE(at);
    CHECK_FALSE((answer && answer->is_genuine()));
  }
  for (std::size_t length = 0; length < text.size(); length += 7) {
    CHECK_FALSE(given.verdict(text.substr(0, length), given.uri).has_value());
  }
}

TEST_CASE("every entry of a log of any size is proved, and only at its place") {
  rc::check("prove_entry and verify agree", [] {
    const auto more = *rc::gen::inRange(0, 12);
    Story story;
    for (int i = 0; i < more; ++i) {
      story.registry.append(ProducerRegistered{producer("p" + std::to_string(i))});
    }
    const auto size = story.registry->ledger().checkpoint()->head.size;
    const auto index = *rc::gen::inRange<std::uint64_t>(0, size);
    const auto proof = prove_entry(story.registry->ledger(), index).value();
    RC_ASSERT(StampProof::parse(proof.str()).value() == proof);
    RC_ASSERT(proof.verify(story.registry->log_vkey())->size == size);
    auto elsewhere = proof;
    elsewhere.lot.index = *rc::gen::inRange<std::uint64_t>(0, size + 2);
    RC_ASSERT(elsewhere.verify(story.registry->log_vkey()).has_value() ==
              (elsewhere.lot.index == index));
  });
}

TEST_CASE("the extra line has one form") {
  Proved given;
  const auto log = LogProof::parse(given.proof.str()).value();
  struct Case {
    const char* why;
    std::string extra;
  };
  const Case cases[] = {
      {"no JSON", "hello"},
      {"another format", R"({"also":[],"entry":"{}","format":"tem/proof/v2"})"},
      {"a field too many", R"({"also":[],"entry":"{}","format":"tem/proof/v1","x":1})"},
      {"a field too few", R"({"entry":"{}","format":"tem/proof/v1"})"},
      {"white space", R"({"also":[], "entry":"{}","format":"tem/proof/v1"})"},
      {"another order", R"({"entry":"{}","also":[],"format":"tem/proof/v1"})"},
      {"an index that is no whole number",
       R"({"also":[{"entry":"{}","index":1.5,"path":[]}],"entry":"{}","format":"tem/proof/v1"})"},
      {"an index below 0",
       R"({"also":[{"entry":"{}","index":-1,"path":[]}],"entry":"{}","format":"tem/proof/v1"})"},
      {"a hash of another length",
       R"({"also":[{"entry":"{}","index":1,"path":["AA=="]}],"entry":"{}","format":"tem/proof/v1"})"},
      {"a key twice", R"({"also":[],"also":[],"entry":"{}","format":"tem/proof/v1"})"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.why);
    auto changed = log;
    changed.extra = each.extra;
    CHECK(StampProof::parse(changed.str()).error().code == ErrorCode::bad_proof);
  }
}
