#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <boost/json/parse.hpp>
#include <fstream>
#include <sstream>

#include "tem/cosignature.hpp"
#include "tem/note.hpp"

using namespace tem;

namespace {

boost::json::object known() {
  std::ifstream in(TEM_TESTS_DIR "/vectors/log.json");
  std::stringstream text;
  text << in.rdbuf();
  return boost::json::parse(text.str()).as_object();
}

SigningKey key_of_seed(std::string_view hex) {
  const auto bytes = from_hex(hex).value();
  return SigningKey::from_seed(std::span(bytes).first<32>());
}

const auto kVectors = known();
const auto kCheckpoint = kVectors.at("checkpoint").as_object();
const std::string kNote(kCheckpoint.at("note").as_string());
const std::string kVkey(kCheckpoint.at("log_vkey").as_string());

}  // namespace

TEST_CASE("the known checkpoint opens, and is signed again to the byte") {
  const auto key = NoteKey::parse(kVkey).value();
  CHECK(key.str() == kVkey);
  const auto head = open_checkpoint(kNote, key).value();
  CHECK(head.origin == "tem.example/quangninh");
  CHECK(head.size == 8);
  const auto signing = key_of_seed(kCheckpoint.at("log_seed").as_string());
  CHECK(sign_checkpoint(head, signing) == kNote);
  CHECK(NoteKey{head.origin, signing.verifying_key()}.str() == kVkey);
}

TEST_CASE("no changed byte opens") {
  const auto key = NoteKey::parse(kVkey).value();
  for (std::size_t i = 0; i < kNote.size(); ++i) {
    for (const char with : {'\0', '\n', ' ', '0', 'A', '+', '\x7f'}) {
      std::string changed = kNote;
      if (changed[i] == with) continue;
      changed[i] = with;
      CHECK_FALSE(open_checkpoint(changed, key).has_value());
    }
    CHECK_FALSE(open_checkpoint(kNote.substr(0, i), key).has_value());
  }
}

TEST_CASE("what is refused") {
  const auto key = NoteKey::parse(kVkey).value();
  const auto split = kNote.find("\n\n");
  const std::string text = kNote.substr(0, split + 1);
  const std::string signatures = kNote.substr(split + 2);
  struct Case {
    std::string_view why;
    std::string note;
    ErrorCode want;
  };
  std::string many = text + "\n";
  for (int i = 0; i < 101; ++i) many += signatures;
  const Case cases[] = {
      {"empty", "", ErrorCode::bad_note},
      {"no signature", text + "\n", ErrorCode::bad_note},
      {"another log's signature only", text + "\n\u2014 other.example AAAAAAAA\n",
       ErrorCode::bad_signature},
      {"a hyphen for the dash", text + "\n- " + signatures.substr(4), ErrorCode::bad_note},
      {"a carriage return", "tem.example/quangninh\r\n8\n", ErrorCode::bad_note},
      {"more than 100 signatures", many, ErrorCode::bad_note},
      {"longer than 64 KiB", std::string(kMaxNoteBytes + 1, 'x'), ErrorCode::too_long},
  };
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto head = open_checkpoint(c.note, key);
    REQUIRE_FALSE(head.has_value());
    CHECK(head.error().code == c.want);
  }
  // A signature by another key beside ours is ignored (c2sp.org/signed-note).
  CHECK(open_checkpoint(kNote + "\u2014 other.example AAAAAAAA\n", key).has_value());
}

TEST_CASE("verification keys") {
  struct Case {
    std::string_view why;
    std::string text;
  };
  const Case bad[] = {
      {"empty", ""},
      {"no plus", "tem.example"},
      {"one plus", "tem.example+cdebe39b"},
      {"wrong id", "tem.example/quangninh+cdebe39c" + kVkey.substr(kVkey.find("+AQ"))},
      {"name with a space", "tem example" + kVkey.substr(kVkey.find('+'))},
      {"a line feed at the end", kVkey + "\n"},
      {"key cut short", kVkey.substr(0, kVkey.size() - 4)},
      {"another algorithm",
       "witness.example+6a9433a6+BHoHdPcmnKc021dv8FB+dQ+AQwi34ueswn3nj1bVLhXD"},
  };
  for (const auto& c : bad) {
    CAPTURE(c.why);
    CHECK_FALSE(NoteKey::parse(c.text).has_value());
  }
  for (const char* name : {"", "a b", "a+b", "a\tb", "a\u00a0b", "\xff"}) {
    CHECK_FALSE(is_note_name(name));
  }
  CHECK(is_note_name("tem.example/quảngninh"));
}

TEST_CASE("what is signed opens, whatever it says") {
  CHECK(rc::check([] {
    const auto seed =
        *rc::gen::container<std::vector<std::uint8_t>>(32, rc::gen::arbitrary<std::uint8_t>());
    const SigningKey key = SigningKey::from_seed(std::as_bytes(std::span(seed)).first<32>());
    TreeHead head{"log.example/" + std::to_string(*rc::gen::inRange(0, 1000)),
                  *rc::gen::inRange<std::uint64_t>(0, std::uint64_t{1} << 62),
                  {}};
    for (auto& byte : head.root) byte = std::byte(*rc::gen::arbitrary<std::uint8_t>());
    const NoteKey vkey{head.origin, key.verifying_key()};
    RC_ASSERT(NoteKey::parse(vkey.str()).value().key == vkey.key);
    RC_ASSERT(open_checkpoint(sign_checkpoint(head, key), vkey).value() == head);
  }));
}

TEST_CASE("the known cosignature, made and checked, and every byte of its line changed") {
  const auto& cosigned = kVectors.at("cosigned").as_object();
  const std::string note_text(cosigned.at("note").as_string());
  const auto witness = NoteKey::parse(std::string(cosigned.at("witness_vkey").as_string()),
                                      NoteAlgorithm::cosignature_v1)
                           .value();
  const Instant at(std::chrono::sys_seconds(
      std::chrono::seconds(cosigned.at("time").to_number<std::int64_t>())));
  auto note = SignedNote::parse(kNote).value();
  note.signatures.push_back(
      cosign(note.text, witness.name, key_of_seed(cosigned.at("witness_seed").as_string()), at));
  CHECK(note.str() == note_text);
  CHECK(find_cosignature(SignedNote::parse(note_text).value(), witness) == at);
  CHECK(open_checkpoint(note_text, NoteKey::parse(kVkey).value()).has_value());
  CHECK_FALSE(find_cosignature(SignedNote::parse(kNote).value(), witness));
  CHECK_FALSE(NoteKey::parse(witness.str()));  // a witness's key signs no checkpoint
  CHECK(NoteKey::parse(witness.str(), NoteAlgorithm::cosignature_v1)->str() == witness.str());

  const std::string line = note.signatures.back().str();
  for (std::size_t i = 0; i < line.size(); ++i) {
    std::string changed = line;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    const auto signature = NoteSignature::parse(changed);
    if (signature) CHECK_FALSE(check_cosignature(note.text, *signature, witness));
  }
  CHECK_FALSE(check_cosignature(note.text + "more\n", note.signatures.back(), witness));
}
