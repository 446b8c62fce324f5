// The witness: every status it answers with, requests changed in every way, many at once.

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <thread>

#include "fixture.hpp"
#include "tem/cosignature.hpp"
#include "tem/witness.hpp"

using namespace tem;
using namespace tem::test;

namespace {

SigningKey key_of(unsigned char n) {
  Bytes<32> seed{};
  seed[0] = std::byte{n};
  return SigningKey::from_seed(seed);
}

constexpr unsigned char kLogSeed = 1, kWitnessSeed = 2, kOtherSeed = 3;
const std::string kOrigin = "log.example";

/// A log in memory; `branch` makes another history from leaf `from` on.
class Log {
 public:
  explicit Log(std::uint64_t size, std::uint64_t from = ~std::uint64_t{0}) {
    for (std::uint64_t i = 0; i < size; ++i) {
      const std::string entry = (i < from ? "entry " : "forged ") + std::to_string(i);
      leaves_.push_back(leaf_hash(as_bytes(entry)));
    }
  }
  [[nodiscard]] Hash root(std::uint64_t size) const {
    Frontier tree;
    for (std::uint64_t i = 0; i < size; ++i) tree.append(leaves_[i], [](NodeId, const Hash&) {});
    return tree.root();
  }
  [[nodiscard]] std::string note(std::uint64_t size, unsigned char by = kLogSeed) const {
    return sign_checkpoint({kOrigin, size, root(size)}, key_of(by));
  }
  [[nodiscard]] AddCheckpoint request(std::uint64_t old_size, std::uint64_t size) const {
    const auto node = [&](NodeId id) -> Result<Hash> {
      Frontier tree;
      const std::uint64_t width = std::uint64_t{1} << id.level;
      for (std::uint64_t i = 0; i < width; ++i) {
        tree.append(leaves_[id.index * width + i], [](NodeId, const Hash&) {});
      }
      return tree.root();
    };
    return {old_size, consistency_proof(old_size, size, node).value(), note(size)};
  }

 private:
  std::vector<Hash> leaves_;
};

struct Scene {
  TempDir temp;
  std::filesystem::path dir = temp.path() / "witness";
  Log log{40};

  Scene() {
    REQUIRE(Witness::create(dir, "witness.example", key_of(kWitnessSeed)).has_value());
    REQUIRE(open().add_log({kOrigin, key_of(kLogSeed).verifying_key()}).has_value());
  }
  [[nodiscard]] Witness open() const { return Witness::open(dir).value(); }
  [[nodiscard]] std::uint64_t size() const { return open().logs().value().front().size; }
};

bool is_cosigned(const WitnessAnswer& answer, const std::string& note, const Witness& witness) {
  if (answer.status != 200 || !answer.body.ends_with('\n')) return false;
  const auto line = NoteSignature::parse(answer.body.substr(0, answer.body.size() - 1));
  const auto text = SignedNote::parse(note).value().text;
  return line && check_cosignature(text, *line, witness.vkey()) == kNow;
}

}  // namespace

TEST_CASE("a log that grows is cosigned, and the witness remembers") {
  Scene scene;
  std::uint64_t old_size = 0;
  for (const std::uint64_t size : {0, 1, 2, 3, 8, 8, 13, 32, 40}) {
    CAPTURE(size);
    Witness witness = scene.open();  // as after a restart
    const auto asked = scene.log.request(old_size, size);
    const auto answer = witness.add_checkpoint(asked.str(), kNow);
    CAPTURE(answer.body);
    CHECK(is_cosigned(answer, asked.checkpoint, witness));
    CHECK(scene.size() == size);
    old_size = size;
  }
  CHECK(scene.open().logs().value().front().checkpoint == scene.log.note(40));
  CHECK(scene.open().forks().value().empty());
}

TEST_CASE("every other answer, and nothing is changed by it") {
  Scene scene;
  Witness witness = scene.open();
  REQUIRE(witness.add_checkpoint(scene.log.request(0, 7).str(), kNow).status == 200);
  const Log& log = scene.log;
  const Log fork(40, 3), late_fork(40, 10);
  const auto good = log.request(7, 13);
  const auto with = [](AddCheckpoint asked, auto change) {
    change(asked);
    return asked.str();
  };
  const auto note_of = [&](std::string_view origin, unsigned char by) {
    return sign_checkpoint({std::string(origin), 13, log.root(13)}, key_of(by));
  };
  const std::string text = SignedNote::parse(good.checkpoint).value().text;
  const std::string cosigned_only =
      SignedNote{text, {cosign(text, kOrigin, key_of(kLogSeed), kNow)}}.str();
  struct Case {
    std::string why, body;
    int status;
    std::string want;  ///< the whole body, unless it is empty
  };
  const Case cases[] = {
      {"empty", "", 400, ""},
      {"only a checkpoint", good.checkpoint, 400, ""},
      {"no old size", "old \n\n" + good.checkpoint, 400, ""},
      {"a zero before the old size", "old 07\n\n" + good.checkpoint, 400, ""},
      {"a sign before the old size", "old +7\n\n" + good.checkpoint, 400, ""},
      {"two spaces", "old  7\n\n" + good.checkpoint, 400, ""},
      {"carriage returns", "old 7\r\n\r\n" + good.checkpoint, 400, ""},
      {"an old size of 2^64", "old 18446744073709551616\n\n" + good.checkpoint, 400, ""},
      {"a size of 2^63",
       with(good,
            [](auto& a) {
              a.checkpoint =
                  sign_checkpoint({kOrigin, std::uint64_t{1} << 63, {}}, key_of(kLogSeed));
            }),
       400, ""},
      {"no empty line", "old 7\n" + good.checkpoint, 400, ""},
      {"a hash of 31 bytes", "old 7\n" + to_base64(Bytes<31>{}) + "\n\n" + good.checkpoint, 400,
       ""},
      {"64 hashes", with(good, [](auto& a) { a.proof.resize(64); }), 400, ""},
      {"no checkpoint", "old 7\n\n", 400, ""},
      {"a checkpoint of two lines",
       with(good, [](auto& a) { a.checkpoint = kOrigin + "\n13\n\n\u2014 x AAAAAAAA\n"; }), 400,
       ""},
      {"too long",
       with(good, [](auto& a) { a.checkpoint += std::string(kMaxAddCheckpointBytes, 'x'); }), 400,
       ""},
      {"old size above the checkpoint's", with(good, [](auto& a) { a.old_size = 14; }), 400, ""},
      {"a log that went back", with(log.request(5, 5), [](auto& a) { a.old_size = 7; }), 400, ""},
      {"an unknown log",
       with(good, [&](auto& a) { a.checkpoint = note_of("other.example", kLogSeed); }), 404, ""},
      {"signed by another",
       with(good, [&](auto& a) { a.checkpoint = note_of(kOrigin, kOtherSeed); }), 403, ""},
      {"signed as a witness", with(good, [&](auto& a) { a.checkpoint = cosigned_only; }), 403, ""},
      {"another old size", log.request(6, 13).str(), 409, "7\n"},
      {"old size 0, to ask", log.request(0, 13).str(), 409, "7\n"},
      {"an unknown log with a wrong old size",
       with(log.request(0, 13),
            [&](auto& a) { a.checkpoint = note_of("other.example", kLogSeed); }),
       404, ""},
      {"a wrong signature with a wrong old size",
       with(log.request(0, 13), [&](auto& a) { a.checkpoint = note_of(kOrigin, kOtherSeed); }), 403,
       ""},
      {"no proof", with(good, [](auto& a) { a.proof.clear(); }), 422, ""},
      {"a hash too few", with(good, [](auto& a) { a.proof.pop_back(); }), 422, ""},
      {"a hash too many", with(good, [](auto& a) { a.proof.push_back(a.proof.back()); }), 422, ""},
      {"hashes the other way round", with(good, [](auto& a) { std::ranges::reverse(a.proof); }),
       422, ""},
      {"a proof between equal sizes",
       with(log.request(7, 7), [&](auto& a) { a.proof = good.proof; }), 422, ""},
      {"another history", fork.request(7, 13).str(), 422, ""},
      {"another history with the true proof",
       with(good, [&](auto& a) { a.checkpoint = fork.note(13); }), 422, ""},
      {"a history that parts later, whose proof leads elsewhere",
       with(late_fork.request(7, 13), [&](auto& a) { a.checkpoint = log.note(13); }), 422, ""},
      {"another root for the same size", fork.request(7, 7).str(), 409, ""},
      {"another root for the same size, old size 0", fork.request(0, 7).str(), 409, "7\n"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto answer = witness.add_checkpoint(c.body, kNow);
    CAPTURE(answer.body);
    CHECK(answer.status == c.status);
    CHECK(answer.body.ends_with('\n'));
    CHECK(answer.body.find("\u2014") == std::string::npos);
    if (!c.want.empty()) CHECK(answer.body == c.want);
    CHECK((answer.content_type == kTreeSizeType) == (answer.status == 409 && !c.want.empty()));
    CHECK(scene.size() == 7);
  }
  const auto forks = witness.forks().value();
  REQUIRE(forks.size() == 1);
  CHECK(forks[0].size == 7);
  CHECK(open_checkpoint(forks[0].ours, {kOrigin, key_of(kLogSeed).verifying_key()})->root ==
        log.root(7));
  CHECK(open_checkpoint(forks[0].theirs, {kOrigin, key_of(kLogSeed).verifying_key()})->root ==
        fork.root(7));
  CHECK(is_cosigned(witness.add_checkpoint(good.str(), kNow), good.checkpoint, witness));
}

TEST_CASE("the empty tree has one root") {
  Scene scene;
  Witness witness = scene.open();
  AddCheckpoint asked{0, {}, sign_checkpoint({kOrigin, 0, {}}, key_of(kLogSeed))};
  CHECK(witness.add_checkpoint(asked.str(), kNow).status == 409);
  CHECK(witness.forks().value().empty());  // nothing was cosigned before
}

TEST_CASE("other signatures beside the log's are passed over, extension lines are cosigned") {
  Scene scene;
  Witness witness = scene.open();
  auto asked = scene.log.request(0, 8);
  asked.checkpoint += "\u2014 other.example AAAAAAAA\n";
  CHECK(is_cosigned(witness.add_checkpoint(asked.str(), kNow), asked.checkpoint, witness));

  const std::string text = TreeHead{kOrigin, 8, scene.log.root(8)}.text() + "extension\n";
  const NoteKey vkey{kOrigin, key_of(kLogSeed).verifying_key()};
  const auto signature = key_of(kLogSeed).sign(as_bytes(text));
  asked = {
      8, {}, SignedNote{text, {{kOrigin, vkey.id(), {signature.begin(), signature.end()}}}}.str()};
  CHECK(is_cosigned(witness.add_checkpoint(asked.str(), kNow), asked.checkpoint, witness));
}

TEST_CASE("no request with a changed byte is cosigned, unless the signed text is the same") {
  Scene scene;
  Witness witness = scene.open();
  const std::string good = scene.log.request(0, 8).str();
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (const char to : {'\n', '0', 'A'}) {
      std::string changed = good;
      if (changed[i] == to) continue;
      changed[i] = to;
      CAPTURE(changed);
      const auto answer = witness.add_checkpoint(changed, kNow);
      CHECK(answer.status >= 400);
      CHECK(answer.status < 500);
    }
  }
  CHECK(scene.size() == 0);
}

TEST_CASE("a log with two keys, and one that is added twice") {
  Scene scene;
  Witness witness = scene.open();
  const NoteKey second{kOrigin, key_of(kOtherSeed).verifying_key()};
  REQUIRE(witness.add_log(second).has_value());
  const auto twice = witness.add_log(second);
  CHECK((!twice && twice.error().code == ErrorCode::already_done));
  REQUIRE(witness.add_checkpoint(scene.log.request(0, 8).str(), kNow).status == 200);
  auto asked = scene.log.request(8, 13);
  asked.checkpoint = scene.log.note(13, kOtherSeed);
  CHECK(witness.add_checkpoint(asked.str(), kNow).status == 200);
}

TEST_CASE("a folder that is no witness's") {
  Scene scene;
  const auto code = [](const auto& result) { return result ? ErrorCode{} : result.error().code; };
  CHECK(code(Witness::create(scene.dir, "w.example", key_of(9))) == ErrorCode::exists);
  CHECK(code(Witness::create(scene.temp.path() / "x", "a b", key_of(9))) == ErrorCode::bad_value);
  CHECK(code(Witness::open(scene.temp.path() / "x")) == ErrorCode::not_found);
  const auto pem = scene.dir / "witness.pem";
  std::filesystem::permissions(pem, std::filesystem::perms(0644));
  CHECK(code(Witness::open(scene.dir)) == ErrorCode::cannot_read);
  std::filesystem::remove(pem);
  CHECK(code(Witness::open(scene.dir)) == ErrorCode::not_found);
  std::filesystem::remove(scene.dir / "witness.db");
  CHECK_FALSE(Witness::open(scene.dir).has_value());
}

TEST_CASE("requests at once never take the witness back, nor to a second history") {
  Scene scene;
  const Log fork(40, 5);
  CHECK(rc::check([&] {
    TempDir temp;
    const auto dir = temp.path() / "w";
    RC_ASSERT(Witness::create(dir, "witness.example", key_of(kWitnessSeed)).has_value());
    RC_ASSERT(Witness::open(dir)
                  .value()
                  .add_log({kOrigin, key_of(kLogSeed).verifying_key()})
                  .has_value());
    const auto sizes = *rc::gen::container<std::vector<unsigned>>(6, rc::gen::inRange(1U, 41U));
    std::atomic<bool> went_back = false, two_roots = false, failed = false;
    std::mutex mutex;
    std::map<std::uint64_t, Hash> cosigned;
    const auto ask = [&](const Log& log, const std::vector<unsigned>& wanted) {
      Witness witness = Witness::open(dir).value();
      std::uint64_t known = 0;
      for (const unsigned size : wanted) {
        for (int tries = 0; tries < 20 && known <= size; ++tries) {
          const auto answer = witness.add_checkpoint(log.request(known, size).str(), kNow);
          if (answer.status >= 500) failed = true;
          if (answer.status == 200) {
            // Whoever asks afterwards finds at least this size.
            if (witness.logs().value().front().size < size) went_back = true;
            const std::lock_guard lock(mutex);
            const auto [at, is_new] = cosigned.emplace(size, log.root(size));
            if (!is_new && at->second != log.root(size)) two_roots = true;
            known = size;
            break;
          }
          if (answer.content_type != kTreeSizeType) break;
          const auto told = std::stoull(answer.body);
          if (told < known) went_back = true;
          known = told;
        }
      }
    };
    auto reversed = sizes;
    std::ranges::reverse(reversed);
    {
      std::jthread a([&] { ask(scene.log, sizes); });
      std::jthread b([&] { ask(fork, reversed); });
      std::jthread c([&] { ask(scene.log, reversed); });
    }
    RC_ASSERT(!went_back);
    RC_ASSERT(!two_roots);
    RC_ASSERT(!failed);
    RC_ASSERT(!cosigned.empty());
    // One history: every cosigned root is the true log's, or every one above the branch the fork's.
    bool any_true = false, any_forged = false;
    for (const auto& [size, root] : cosigned) {
      if (size <= 5) continue;
      (root == scene.log.root(size) ? any_true : any_forged) = true;
    }
    RC_ASSERT(!(any_true && any_forged));
  }));
}
