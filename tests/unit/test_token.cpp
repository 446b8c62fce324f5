#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "fixture.hpp"
#include "tem/token.hpp"

using namespace tem;
using namespace tem::test;

namespace {

constexpr Role kRoles[] = {Role::operator_, Role::producer, Role::inspector, Role::till};

Instant after(Instant at, std::chrono::seconds by) { return Instant(at.time() + by); }

TokenRecord wanted(Role role) {
  TokenRecord record;
  record.role = role;
  if (role == Role::producer) record.producer = "tra";
  record.expires = after(kNow, std::chrono::hours(24));
  return record;
}

Token some_token(Role role) {
  Bytes<32> random{};
  random.fill(std::byte{0x5A});
  return Token::from_random(role, random);
}

}  // namespace

TEST_CASE("the names of roles are read back") {
  for (const Role role : kRoles) CHECK(parse_role(name(role)) == role);
  CHECK_FALSE(parse_role("operator_"));
  CHECK_FALSE(parse_role(""));
  CHECK_FALSE(parse_role("Operator"));
}

TEST_CASE("a token's text is read back, and any slip of the pen is told") {
  for (const Role role : kRoles) {
    const Token token = some_token(role);
    const auto read = Token::parse(token.str());
    REQUIRE(read.has_value());
    CHECK(read->str() == token.str());
    CHECK(read->role() == role);
    CHECK(read->hash() == token.hash());
    for (std::size_t i = 0; i < token.str().size(); ++i) {
      for (const char c : {'0', '1', 'z', 'A', 'l', '-', ' ', '\n', '_'}) {
        std::string changed = token.str();
        if (changed[i] == c) continue;
        changed[i] = c;
        CAPTURE(changed);
        const auto refused = Token::parse(changed);
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().code == ErrorCode::unauthorized);
        CHECK(refused.error().detail.find(changed.substr(8)) == std::string::npos);
      }
      std::string swapped = token.str();
      if (i > 0 && swapped[i] != swapped[i - 1]) {
        std::swap(swapped[i], swapped[i - 1]);
        CHECK_FALSE(Token::parse(swapped).has_value());
      }
      CHECK_FALSE(Token::parse(token.str().substr(0, i)).has_value());
      CHECK_FALSE(Token::parse(token.str().substr(i + 1)).has_value());
    }
    CHECK_FALSE(Token::parse(token.str() + "0").has_value());
  }
  // The checksum is over the role as well.
  CHECK_FALSE(Token::parse("tem_ope_" + some_token(Role::producer).str().substr(8)).has_value());
}

TEST_CASE("every 256 bits make a token that is read back") {
  rc::check([](const std::array<std::uint8_t, 32>& bytes) {
    Bytes<32> random;
    std::ranges::transform(bytes, random.begin(), [](auto each) { return std::byte{each}; });
    const Token token = Token::from_random(Role::inspector, random);
    const auto read = Token::parse(token.str());
    RC_ASSERT(read.has_value());
    RC_ASSERT(read->str() == token.str());
  });
}

TEST_CASE("a token is found while it is in force") {
  TempDir dir;
  auto store = TokenStore::open(dir.path(), Access::append).value();
  const auto made = store.create(wanted(Role::producer), kNow);
  REQUIRE(made.has_value());
  CHECK(made->record.id == 1);
  CHECK(made->record.created == kNow);
  CHECK(made->token.starts_with("tem_pro_"));

  const auto found = store.find(made->token, kNow).value();
  REQUIRE(found.has_value());
  CHECK(found->id == 1);
  CHECK(found->role == Role::producer);
  CHECK(found->producer == "tra");
  CHECK(found->expires == made->record.expires);

  CHECK(store.find(made->token, after(made->record.expires, std::chrono::seconds(-1))).value());
  CHECK_FALSE(store.find(made->token, made->record.expires).value());
  CHECK_FALSE(store.find(some_token(Role::producer).str(), kNow).value());
  CHECK_FALSE(store.find("", kNow).value());
  CHECK_FALSE(store.find(made->token + " ", kNow).value());
}

TEST_CASE("a revocation by another process is seen at once") {
  TempDir dir;
  const auto reader = TokenStore::open(dir.path(), Access::read).value();  // before there is a file
  CHECK(reader.list().value().empty());
  auto writer = TokenStore::open(dir.path(), Access::append).value();
  const auto made = writer.create(wanted(Role::till), kNow).value();
  REQUIRE(reader.find(made.token, kNow).value().has_value());
  REQUIRE(writer.revoke(made.record.id, kNow).has_value());
  CHECK_FALSE(reader.find(made.token, kNow).value().has_value());
  CHECK(reader.list().value().at(0).revoked == kNow);
  const auto again = writer.revoke(made.record.id, kNow);
  REQUIRE_FALSE(again.has_value());
  CHECK(again.error().code == ErrorCode::already_done);
  CHECK(writer.revoke(99, kNow).error().code == ErrorCode::not_found);
  auto read_only = TokenStore::open(dir.path(), Access::read).value();
  CHECK(read_only.create(wanted(Role::till), kNow).error().code == ErrorCode::cannot_write);
}

TEST_CASE("what no token may be") {
  TempDir dir;
  auto store = TokenStore::open(dir.path(), Access::append).value();
  struct Case {
    std::string_view why;
    std::function<void(TokenRecord&)> change;
    Role role;
    bool good;
  };
  const Case cases[] = {
      {"as it is", [](auto&) {}, Role::operator_, true},
      {"a place of a till", [](auto& r) { r.place = "VN-13"; }, Role::till, true},
      {"a place of an inspector", [](auto& r) { r.place = "w7u2z"; }, Role::inspector, true},
      {"a place that is none", [](auto& r) { r.place = "Hà Nội"; }, Role::till, false},
      {"the longest label", [](auto& r) { r.label = std::string(200, 'a'); }, Role::till, true},
      {"expires now", [](auto& r) { r.expires = kNow; }, Role::till, false},
      {"a producer's without producer", [](auto& r) { r.producer = ""; }, Role::producer, false},
      {"an operator's with producer", [](auto& r) { r.producer = "tra"; }, Role::operator_, false},
      {"a place of a producer", [](auto& r) { r.place = "VN-13"; }, Role::producer, false},
      {"a label too long", [](auto& r) { r.label = std::string(201, 'a'); }, Role::till, false},
      {"a label of two lines", [](auto& r) { r.label = "a\nb"; }, Role::till, false},
      {"a label that is no UTF-8", [](auto& r) { r.label = "\xC3"; }, Role::till, false},
  };
  for (const Case& each : cases) {
    CAPTURE(each.why);
    TokenRecord record = wanted(each.role);
    each.change(record);
    const auto made = store.create(record, kNow);
    CHECK(made.has_value() == each.good);
    if (!made) CHECK(made.error().code == ErrorCode::bad_value);
  }
  CHECK(store.list().value().size() == 4);
}
