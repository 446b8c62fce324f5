#include <doctest/doctest.h>

#include "../../data/src/seal_cache.hpp"
#include "fixture.hpp"

using namespace tem;
using namespace tem::test;

namespace {

std::string other(std::string uri, std::size_t at) {
  uri[at] = uri[at] == '0' ? '1' : '0';
  return uri;
}

}  // namespace

TEST_CASE("a seal is known again by its very text and no other") {
  Story s;
  s.issue("L1", 0, 3);
  const std::string uri = s.uri("L1", 0);
  const auto key = s.registry->ledger().state().key(s.tea_key).value().value().public_key;
  const auto stamp = std::make_shared<const VerifiedStamp>(
      UnverifiedStamp::parse(uri)->verify(key, "tem.example/quangninh").value());
  SealCache seals(64);
  CHECK(seals.find(uri) == nullptr);
  seals.remember(uri, key, stamp);
  REQUIRE(seals.find(uri) != nullptr);
  CHECK(seals.find(uri)->stamp->serial() == stamp->serial());
  CHECK(seals.find(uri)->key == key);
  for (std::size_t i = 0; i < uri.size(); ++i) CHECK(seals.find(other(uri, i)) == nullptr);
  CHECK(seals.find(uri + "&x=1") == nullptr);
  CHECK(seals.find(uri.substr(0, uri.size() - 1)) == nullptr);
  CHECK(seals.find("") == nullptr);
}

TEST_CASE("bounded: the longest unused of a set goes, what is used stays") {
  Story s;
  s.issue("L1", 0, 1);
  const std::string uri = s.uri("L1", 0);
  const auto key = s.registry->ledger().state().key(s.tea_key).value().value().public_key;
  const auto stamp = std::make_shared<const VerifiedStamp>(
      UnverifiedStamp::parse(uri)->verify(key, "tem.example/quangninh").value());
  const auto text = [](int i) { return "https://tem.example/" + std::to_string(i); };

  SealCache one_set(SealCache::kWays);
  for (int i = 0; i < 100; ++i) {
    one_set.remember(text(i), key, stamp);
    CHECK(one_set.find(text(0)) != nullptr);  // the hot one, asked for all the time
  }
  int kept = 0;
  for (int i = 0; i < 100; ++i) kept += one_set.find(text(i)) != nullptr;
  CHECK(kept == SealCache::kWays);
  CHECK(stamp.use_count() == 1 + kept);  // what went was freed

  one_set.remember(text(0), key, stamp);  // the same once more takes no second slot
  CHECK(stamp.use_count() == 1 + kept);

  SealCache none(0);
  none.remember(uri, key, stamp);
  CHECK(none.find(uri) == nullptr);
  SealCache some(64);
  const std::string longest(SealCache::kMaxTextBytes, 'x');
  some.remember(longest, key, stamp);
  some.remember(longest + 'x', key, stamp);
  CHECK(some.find(longest) != nullptr);
  CHECK(some.find(longest + 'x') == nullptr);
}
