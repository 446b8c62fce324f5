#include "tem/lot_stamps.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <filesystem>

#include "fixture.hpp"

using namespace tem;
using test::kSquid;
using test::kTea;

namespace {

Result<LotStamps> open(test::Story& story, std::string_view name, const Gtin& gtin = kTea) {
  return LotStamps::open(*story.registry, gtin, test::lot(name));
}

std::uint64_t issue_with(test::Story& story, std::string_view name, KeyNumber key,
                         std::uint64_t first, std::uint64_t count,
                         std::optional<Date> expires = {}) {
  return story.registry.append(
      LotIssued{kTea, test::lot(name), key, first, count, test::date("2026-11-01"), expires, true});
}

}  // namespace

TEST_CASE("only what the ledger holds is opened") {
  test::Story story;
  story.issue("L1", 0, 10);
  struct Case {
    std::string_view why;
    Gtin gtin;
    std::string_view lot;
    ErrorCode want;
  };
  for (const auto& [why, gtin, lot, want] : {
           Case{"no such product", test::gtin("08936000000035"), "L1", ErrorCode::unknown_product},
           Case{"no such lot", kTea, "L2", ErrorCode::unknown_lot},
           Case{"another product's lot", kSquid, "L1", ErrorCode::unknown_lot},
           Case{"the lot in lower case", kTea, "l1", ErrorCode::unknown_lot},
       }) {
    CAPTURE(why);
    const auto stamps = open(story, lot, gtin);
    REQUIRE(!stamps);
    CHECK(stamps.error().code == want);
    CHECK(stamps.error().detail.find(gtin.str()) != std::string::npos);
  }
  const auto stamps = open(story, "L1").value();
  CHECK(stamps.product().name == "Trà hoa vàng Ba Chẽ");
  CHECK(stamps.runs().size() == 1);
}

TEST_CASE("every index of every run, and none between") {
  test::Story story;
  const auto second = issue_with(story, "L1", story.tea_key, 20, 5, test::date("2028-02-29"));
  const auto first = issue_with(story, "L1", story.tea_key, 0, 10);
  issue_with(story, "L1", story.tea_key, 0xFFFFFFFF, 1);
  const auto stamps = open(story, "L1").value();
  REQUIRE(stamps.runs().size() == 3);
  CHECK(stamps.runs()[0].entry == first);
  CHECK(stamps.runs()[1].entry == second);
  struct Case {
    std::string_view why;
    std::uint32_t index;
    int run;  ///< -1: none
  };
  for (const auto& [why, index, run] : {
           Case{"first of the first run", 0, 0},
           Case{"last of the first run", 9, 0},
           Case{"one after", 10, -1},
           Case{"one before the second run", 19, -1},
           Case{"first of the second run", 20, 1},
           Case{"last of the second run", 24, 1},
           Case{"one after it", 25, -1},
           Case{"one before the last index", 0xFFFFFFFE, -1},
           Case{"the last index", 0xFFFFFFFF, 2},
       }) {
    CAPTURE(why);
    const auto* held = stamps.run_of(index);
    const auto stamp = stamps.sign(index);
    if (run < 0) {
      CHECK(held == nullptr);
      REQUIRE(!stamp);
      CHECK(stamp.error().code == ErrorCode::range_not_issued);
      CHECK(stamp.error().detail.find("index " + std::to_string(index)) != std::string::npos);
      CHECK(stamp.error().detail.find("highest is 4294967295") != std::string::npos);
    } else {
      CHECK(held == &stamps.runs()[static_cast<std::size_t>(run)]);
      REQUIRE(stamp.has_value());
      CHECK(stamp->index == index);
      CHECK(stamps.index_of(stamp->serial.view()).value() == index);
      CHECK((stamp->uri.find("?17=280229&s=") != std::string::npos) == (run == 1));
      CHECK(story.check(stamp->uri).is_genuine());
    }
  }
}

TEST_CASE("a stamp is printed again to the byte, by its index or its serial") {
  test::Story story;
  story.issue("HL/26_A", 3, 1000);
  const auto stamps = open(story, "HL/26_A").value();
  const auto again = open(story, "HL/26_A").value();
  CHECK(rc::check([&] {
    const auto index = *rc::gen::inRange<std::uint32_t>(3, 1003);
    const auto stamp = stamps.sign(index).value();
    RC_ASSERT(again.index_of(stamp.serial.view()).value() == index);
    RC_ASSERT(again.sign(index).value().uri == stamp.uri);
    RC_ASSERT(stamp.uri.find("/10/HL%2F26_A/21/" + stamp.serial.str()) != std::string::npos);
  }));
}

TEST_CASE("serials that are not of this lot") {
  test::Story story;
  story.issue("L1", 0, 10);
  story.issue("L2", 0, 10);
  const auto stamps = open(story, "L1").value();
  const auto other = open(story, "L2").value();
  const std::string serial = stamps.sign(0).value().serial.str();
  const std::string foreign = other.sign(0).value().serial.str();
  struct Case {
    std::string_view why;
    std::string text;
    ErrorCode want;
  };
  for (const auto& [why, text, want] : {
           Case{"another lot's", foreign, ErrorCode::range_not_issued},
           Case{"nobody's", "0000000000", ErrorCode::range_not_issued},
           Case{"nothing", "", ErrorCode::bad_serial},
           Case{"one short", serial.substr(1), ErrorCode::bad_serial},
           Case{"a letter that is none", "U" + serial.substr(1), ErrorCode::bad_serial},
           Case{"with a space", serial + " ", ErrorCode::bad_serial},
       }) {
    CAPTURE(why);
    const auto index = stamps.index_of(text);
    REQUIRE(!index);
    CHECK(index.error().code == want);
    CHECK(index.error().detail.find(text) != std::string::npos);
  }
}

TEST_CASE("a retired key still prints what it signed, a compromised one does not") {
  test::Story story;
  story.issue("L1", 0, 10);
  const std::string before = story.uri("L1", 4);
  story.registry.append(KeyRetired{story.tea_key});
  CHECK(story.uri("L1", 4) == before);
  CHECK(story.check(before).is_genuine());

  test::Story other;
  other.issue("L1", 0, 10);
  const auto later = other.issue("L2", 0, 10);
  other.registry.append(KeyCompromised{other.tea_key, later, "mất máy"});
  CHECK(other.check(other.uri("L1", 4)).is_genuine());  // issued before
  const auto distrusted = open(other, "L2").value();
  const auto refused = distrusted.sign(0);
  REQUIRE(!refused);
  CHECK(refused.error().code == ErrorCode::key_not_in_force);
  CHECK(refused.error().detail.find("key " + std::to_string(other.tea_key)) != std::string::npos);
}

TEST_CASE("a second key may go on with a lot") {
  test::Story story;
  story.issue("L1", 0, 10);
  const KeyNumber second = story.registry.add_key("tra");
  issue_with(story, "L1", second, 10, 10);
  const auto stamps = open(story, "L1").value();
  CHECK(stamps.sign(9).value().uri.find("s=" + std::to_string(story.tea_key)) != std::string::npos);
  CHECK(stamps.sign(10).value().uri.find("s=" + std::to_string(second)) != std::string::npos);
  for (const std::uint32_t index : {0, 9, 10, 19}) {
    CHECK(story.check(stamps.sign(index).value().uri).is_genuine());
  }
}

TEST_CASE("a trial stamp is the first of the run, before it is issued") {
  test::Story story;
  const LotIssued planned{test::kTea,  test::lot("L1"), story.tea_key, 0, 10, test::date("2026-11-01"),
                          test::date("2027-11-01"), true};
  const std::string trial = LotStamps::trial(*story.registry, planned).value().uri;
  CHECK_FALSE(open(story, "L1").has_value());
  story.registry.append(planned);
  CHECK(story.uri("L1", 0) == trial);
}

TEST_CASE("a private key that is not held here") {
  test::Story story;
  const SigningKey elsewhere = generate_key();
  const auto key = static_cast<KeyNumber>(story.registry.append(
      KeyRegistered{"tra", elsewhere.verifying_key(), test::date("2026-01-01"), {}}));
  issue_with(story, "L1", key, 0, 10);
  issue_with(story, "L1", story.tea_key, 10, 10);
  const auto stamps = open(story, "L1").value();
  const auto refused = stamps.sign(0);
  REQUIRE(!refused);
  CHECK(refused.error().code == ErrorCode::not_found);
  CHECK(refused.error().detail.find("key " + std::to_string(key)) != std::string::npos);
  CHECK(stamps.sign(10).has_value());  // of a run by a key that is held
}
