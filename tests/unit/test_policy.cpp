#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "tem/cosignature.hpp"
#include "tem/policy.hpp"

using namespace tem;

namespace {

SigningKey key_of(unsigned char n) {
  Bytes<32> seed{};
  seed[0] = std::byte{n};
  return SigningKey::from_seed(seed);
}

/// w1, w2, … are witnesses' keys; log(n) logs'.
std::string name_of(unsigned char n) { return "w" + std::to_string(n) + ".example"; }
std::string witness(unsigned char n) {
  return NoteKey{name_of(n), key_of(n).verifying_key(), NoteAlgorithm::cosignature_v1}.str();
}
std::string log_key(unsigned char n) {
  return NoteKey{"log.example", key_of(n).verifying_key()}.str();
}

const std::string kLog = "log " + log_key(100) + "\n";
const std::string kThree = "witness a " + witness(1) + "\nwitness b " + witness(2) +
                           " https://b.example/w\nwitness c " + witness(3) + "\n";

/// A checkpoint by log 100, cosigned by these.
SignedNote cosigned_by(const std::vector<unsigned char>& witnesses) {
  auto note = SignedNote::parse(sign_checkpoint({"log.example", 7, {}}, key_of(100))).value();
  for (const auto n : witnesses) {
    note.signatures.push_back(cosign(note.text, name_of(n), key_of(n), Instant()));
  }
  return note;
}

}  // namespace

TEST_CASE("what is accepted, and when it is met") {
  struct Case {
    std::string why, text;
    std::vector<unsigned char> by;
    bool met;
  };
  const std::string nested =
      kThree + "witness d " + witness(4) + "\ngroup x 2 a b c\n" + "group y all x d\nquorum y\n";
  const Case cases[] = {
      {"none", "quorum none\n", {}, true},
      {"none, with witnesses", kThree + "quorum none\n", {}, true},
      {"one witness", kThree + "quorum b\n", {2}, true},
      {"another witness", kThree + "quorum b\n", {1, 3}, false},
      {"the quorum before a witness that it does not name",
       "witness a " + witness(1) + "\nquorum a\nwitness b " + witness(2) + "\n",
       {1},
       true},
      {"any", kThree + "group g any a b\nquorum g\n", {2}, true},
      {"any: one that is no member", kThree + "group g any a b\nquorum g\n", {3}, false},
      {"all", kThree + "group g all a b\nquorum g\n", {1, 2}, true},
      {"all: one is missing", kThree + "group g all a b\nquorum g\n", {1, 3}, false},
      {"two of three", kThree + "group g 2 a b c\nquorum g\n", {1, 3}, true},
      {"two of three: one twice", kThree + "group g 2 a b c\nquorum g\n", {1, 1}, false},
      {"nested", nested, {1, 2, 4}, true},
      {"nested: the inner one is not met", nested, {1, 4}, false},
      {"nested: the outer one is not met", nested, {1, 2, 3}, false},
      {"blanks, comments and empty lines",
       " \t# c\xff\n\n\t witness\ta  " + witness(1) + " \nquorum\ta\t\n",
       {1},
       true},
      {"names of any bytes",
       "witness \xe2\x84\xaa " + witness(1) + "\nquorum \xe2\x84\xaa\n",
       {1},
       true},
      {"its log", kLog + "quorum none\n", {}, true},
      {"a log's second key", "log " + log_key(101) + "\n" + kLog + "quorum none\n", {}, true},
      {"another log only", "log " + log_key(101) + "\nquorum none\n", {}, false},
      {"a log and a witness of one key",
       "log " + log_key(1) + "\nwitness a " + witness(1) + "\nquorum a\n",
       {1},
       false},
  };
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto policy = Policy::parse(c.text);
    REQUIRE_MESSAGE(policy.has_value(), (policy ? "" : policy.error().str()));
    CHECK(policy->is_met(cosigned_by(c.by)) == c.met);
  }
}

TEST_CASE("no cosignature of other text counts") {
  const auto policy = Policy::parse(kThree + "quorum a\n").value();
  auto note = cosigned_by({1});
  CHECK(policy.has_quorum(note));
  note.text[note.text.size() - 3] ^= 1;
  CHECK_FALSE(policy.has_quorum(note));
}

TEST_CASE("what is read") {
  const auto policy = Policy::parse(kLog + kThree + "group g any a b\nquorum g\n").value();
  REQUIRE(policy.logs().size() == 1);
  CHECK(policy.logs()[0].key.str() == log_key(100));
  REQUIRE(policy.witnesses().size() == 3);
  CHECK(policy.witnesses()[1].name == "b");
  CHECK(policy.witnesses()[1].url == "https://b.example/w");
  CHECK(policy.witnesses()[0].url.empty());
  CHECK(policy.quorum() == "g");
}

TEST_CASE("what is refused, with the line") {
  std::string many_witnesses, many_groups = "witness w0 " + witness(0) + "\n";
  for (unsigned i = 0; i <= kMaxPolicyWitnesses; ++i) {
    const auto n = static_cast<unsigned char>(i);
    many_witnesses += "witness w" + std::to_string(i) + " " + witness(n) + "\n";
  }
  for (unsigned i = 1; i <= kMaxPolicyGroups + 1; ++i) {
    many_groups += "group w" + std::to_string(i) + " any w" + std::to_string(i - 1) + "\n";
  }
  struct Case {
    std::string why, text, want;
  };
  const Case cases[] = {
      {"empty", "", "no \"quorum\" line"},
      {"no quorum", kThree, "no \"quorum\" line"},
      {"two quorums", "quorum none\nquorum none\n", "line 2: a second"},
      {"quorum of nothing", "quorum\n", "line 1: must be"},
      {"quorum of two", kThree + "quorum a b\n", "line 4: must be"},
      {"quorum of a name that is not there", "quorum a\n", "line 1: \"a\" is no witness"},
      {"quorum before its witness", "quorum a\n" + kThree, "line 1: \"a\" is no witness"},
      {"no line feed at the end", "quorum none", "line 1: no line feed"},
      {"carriage return", "quorum none\r\n", "control character"},
      {"a zero byte in a comment", std::string("# \0\nquorum none\n", 16), "control character"},
      {"delete", "# \x7f\nquorum none\n", "control character"},
      {"another word", "Quorum none\n", "line 1: \"Quorum\" is none of"},
      {"witness without key", "witness a\nquorum none\n", "line 1: must be"},
      {"witness with too much", "witness a " + witness(1) + " u x\nquorum none\n", "must be"},
      {"witness with a log's key", "witness a " + log_key(1) + "\nquorum a\n", "not a witness's"},
      {"log with a witness's key", "log " + witness(1) + "\nquorum none\n", "not a log's"},
      {"log without key", "log\nquorum none\n", "must be: log"},
      {"log with too much", "log " + log_key(1) + " u x\nquorum none\n", "must be: log"},
      {"log twice", kLog + kLog + "quorum none\n", "line 2: this log's key"},
      {"a log's key under another name",
       kLog + "log " + NoteKey{"l2.example", key_of(100).verifying_key()}.str() + "\nquorum none\n",
       "line 2: this log's key"},
      {"name twice", kThree + "witness a " + witness(4) + "\nquorum a\n",
       "line 4: \"a\" is defined"},
      {"a group's name that is a witness's", kThree + "group a any b\nquorum a\n", "is defined"},
      {"witness's key twice", kThree + "witness d " + witness(1) + "\nquorum a\n",
       "line 4: this witness's"},
      {"a witness's key under another name",
       kThree + "witness d " +
           NoteKey{"x.example", key_of(1).verifying_key(), NoteAlgorithm::cosignature_v1}.str() +
           "\nquorum a\n",
       "line 4: this witness's"},
      {"witness none", "witness none " + witness(1) + "\nquorum none\n", "may not be defined"},
      {"group none", kThree + "group none any a\nquorum none\n", "may not be defined"},
      {"group with member none", kThree + "group g any none\nquorum g\n", "\"none\" is no witness"},
      {"group without member", kThree + "group g any\nquorum g\n", "must be: group"},
      {"group of itself", kThree + "group g any g\nquorum g\n", "\"g\" is no witness"},
      {"member twice", kThree + "group g any a a\nquorum g\n", "member of a group already"},
      {"member of two groups", kThree + "group g any a\ngroup h any a\nquorum h\n",
       "line 5: \"a\" is a member"},
      {"k of 0", kThree + "group g 0 a b\nquorum g\n", "number from 1 to 2"},
      {"k above n", kThree + "group g 3 a b\nquorum g\n", "number from 1 to 2"},
      {"k with a zero before", kThree + "group g 01 a b\nquorum g\n", "number from 1 to 2"},
      {"k with a sign", kThree + "group g +1 a b\nquorum g\n", "number from 1 to 2"},
      {"k in words", kThree + "group g All a b\nquorum g\n", "number from 1 to 2"},
      {"many witnesses", many_witnesses + "quorum none\n", "line 65: more than 64 witnesses"},
      {"many groups", many_groups + "quorum none\n", "line 66: more than 64 groups"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto policy = Policy::parse(c.text);
    REQUIRE_FALSE(policy.has_value());
    CAPTURE(policy.error().str());
    CHECK(policy.error().code == ErrorCode::bad_policy);
    CHECK(policy.error().str().find(c.want) != std::string::npos);
  }
  const auto long_one = Policy::parse(std::string(kMaxPolicyBytes + 1, '\n'));
  CHECK((!long_one && long_one.error().code == ErrorCode::too_long));
}

TEST_CASE("a group of k is met by k members, whichever they are") {
  CHECK(rc::check([] {
    const auto n = *rc::gen::inRange(1, 9);
    const auto k = *rc::gen::inRange(1, n + 1);
    std::string text, members;
    std::vector<unsigned char> by;
    for (int i = 1; i <= n; ++i) {
      const auto each = static_cast<unsigned char>(i);
      text += "witness m" + std::to_string(i) + " " + witness(each) + "\n";
      members += " m" + std::to_string(i);
      if (*rc::gen::arbitrary<bool>()) by.push_back(each);
    }
    const auto policy =
        Policy::parse(text + "group g " + std::to_string(k) + members + "\nquorum g\n").value();
    RC_ASSERT(policy.is_met(cosigned_by(by)) == (static_cast<int>(by.size()) >= k));
  }));
}
