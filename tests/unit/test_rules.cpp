#include <doctest/doctest.h>

#include "fixture.hpp"

using namespace tem;
using namespace tem::test;

namespace {

struct Case {
  std::string_view why;
  FactBody body;
  ErrorCode want;
  std::string_view says;
};

LotIssued lot_fact(const Story& s, std::string_view name, std::uint64_t first = 0,
                   std::uint64_t count = 10) {
  return {kTea, lot(name), s.tea_key, first, count, date("2026-11-01"), date("2027-11-01"), true};
}

CertificateGranted ocop(std::string_view granted, std::string_view expires) {
  return {kTea, "OCOP", 4, "1/QĐ", "UBND", date(granted), date(expires)};
}

}  // namespace

TEST_CASE("every rule refuses by name") {
  Story s;
  s.issue("L1", 0, 100);
  s.issue("L1", 200, 50);
  s.issue("OFF", 0, 10, "2027-11-01", false);
  s.registry.append(StampsVoided{kTea, lot("L1"), {{10, 19}}, {}});
  s.registry.append(ocop("2025-05-01", "2028-05-01"));
  s.registry.append(LotRecalled{kTea, lot("OFF"), "Lỗi", {}});
  const auto retired = s.registry.add_key("tra");
  s.registry.append(KeyRetired{retired});
  const auto compromised = s.registry.add_key("tra");
  s.registry.append(KeyCompromised{compromised, 5, "mất máy"});
  const auto ended = s.registry.add_key("tra", date("2026-06-01"));
  const SigningKey future_key = generate_key();
  const auto later = static_cast<KeyNumber>(s.registry.append(
      KeyRegistered{"tra", future_key.verifying_key(), date("2027-01-01"), {}}));
  const auto with_key = [&](KeyNumber key) {
    auto fact = lot_fact(s, "NEW");
    fact.key = key;
    return fact;
  };
  auto backwards = lot_fact(s, "NEW");
  backwards.produced = date("2026-11-01");
  backwards.expires = date("2026-01-01");
  auto same_day = backwards;
  same_day.expires = same_day.produced;
  auto far = backwards;
  far.expires = date("2077-11-01");
  auto no_stars = ocop("2025-06-01", "2028-06-01");
  no_stars.stars.reset();
  no_stars.decision = "2/QĐ";
  auto too_long = ocop("2025-06-01", "2028-06-02");
  too_long.decision = "3/QĐ";
  auto not_yet = ocop("2026-11-26", "2028-06-02");
  not_yet.decision = "4/QĐ";

  const Case cases[] = {
      {"a second registry", RegistryCreated{"tem.example/x", "X"}, ErrorCode::already_registered, "entry 0"},
      {"a producer twice", ProducerRegistered{producer("tra")}, ErrorCode::already_registered, "\"tra\""},
      {"update of nobody", ProducerUpdated{producer("ai")}, ErrorCode::unknown_producer, "\"ai\""},
      {"key of nobody", KeyRegistered{"ai", future_key.verifying_key(), date("2026-01-01"), {}}, ErrorCode::unknown_producer, ""},
      {"a key twice", KeyRegistered{"muc", future_key.verifying_key(), date("2026-01-01"), {}}, ErrorCode::already_registered, "\"tra\""},
      {"a key that ends first", KeyRegistered{"tra", generate_key().verifying_key(), date("2026-05-01"), date("2026-04-01")}, ErrorCode::expires_before_start, "not_after"},
      {"retire nothing", KeyRetired{1}, ErrorCode::unknown_key, "no key 1"},
      {"retire twice", KeyRetired{retired}, ErrorCode::already_done, "retired"},
      {"compromise nothing", KeyCompromised{999, 0, "x"}, ErrorCode::unknown_key, ""},
      {"distrust narrowed", KeyCompromised{compromised, 6, "x"}, ErrorCode::already_done, "from entry 5"},
      {"distrust beyond the log", KeyCompromised{s.tea_key, 100'000, "x"}, ErrorCode::bad_value, "beyond the log"},
      {"a GTIN twice", ProductRegistered{{kTea, "muc", "X", {}}}, ErrorCode::already_registered, "\"tra\""},
      {"a product of nobody", ProductRegistered{{gtin("08936000000035"), "ai", "X", {}}}, ErrorCode::unknown_producer, ""},
      {"update of nothing", ProductUpdated{{gtin("08936000000035"), "tra", "X", {}}}, ErrorCode::unknown_product, ""},
      {"a product taken over", ProductUpdated{{kTea, "muc", "X", {}}}, ErrorCode::not_owner, "\"tra\""},
      {"sold in a name", ProductUpdated{{kTea, "tra", "X", {{"sold_in", R"(["VN-13","Hà Nội"])"}}}}, ErrorCode::bad_value, "\"sold_in\" \"Hà Nội\" is no province"},
      {"sold in a province that is none", ProductUpdated{{kTea, "tra", "X", {{"sold_in", R"("VN-15")"}}}}, ErrorCode::bad_value, "VN-15"},
      {"sold in a geohash", ProductUpdated{{kTea, "tra", "X", {{"sold_in", R"(["w7h3q"])"}}}}, ErrorCode::bad_value, "w7h3q"},
      {"sold in a long text", ProductUpdated{{kTea, "tra", "X", {{"sold_in", "\"" + std::string(3000, 'x') + "\""}}}}, ErrorCode::bad_value, "of 3000 bytes"},
      {"sold in a number", ProductUpdated{{kTea, "tra", "X", {{"sold_in", "13"}}}}, ErrorCode::bad_field, "sold_in"},
      {"a new product sold nowhere known", ProductRegistered{{gtin("08936000000035"), "tra", "X", {{"sold_in", "true"}}}}, ErrorCode::bad_field, "sold_in"},
      {"certificate of nothing", CertificateGranted{gtin("08936000000035"), "OCOP", 3, "1", "U", date("2026-01-01"), date("2027-01-01")}, ErrorCode::unknown_product, ""},
      {"certificate twice", ocop("2025-05-01", "2027-05-01"), ErrorCode::already_registered, "1/QĐ"},
      {"certificate that ends first", CertificateGranted{kTea, "ISO", {}, "9", "U", date("2026-01-02"), date("2026-01-01")}, ErrorCode::expires_before_start, ""},
      {"OCOP without stars", no_stars, ErrorCode::bad_field, "stars"},
      {"OCOP beyond 36 months", too_long, ErrorCode::bad_value, "2028-06-01"},
      {"certificate of the day after tomorrow", not_yet, ErrorCode::bad_value, "future"},
      {"revoke nothing", CertificateRevoked{kTea, "OCOP", "77", {}}, ErrorCode::unknown_certificate, "77"},
      {"lot of nothing", LotIssued{gtin("08936000000035"), lot("L"), s.tea_key, 0, 1, date("2026-01-01"), {}, true}, ErrorCode::unknown_product, ""},
      {"lot under no key", with_key(1), ErrorCode::unknown_key, ""},
      {"lot under another's key", with_key(s.squid_key), ErrorCode::not_owner, "\"muc\""},
      {"lot under a retired key", with_key(retired), ErrorCode::key_not_in_force, "retired"},
      {"lot under a compromised key", with_key(compromised), ErrorCode::key_not_in_force, "compromised"},
      {"lot under a key that ended", with_key(ended), ErrorCode::key_not_in_force, "until 2026-06-01"},
      {"lot under a key of next year", with_key(later), ErrorCode::key_not_in_force, "before 2027-01-01"},
      {"expiry before production", backwards, ErrorCode::expires_before_start, "\"expires\" 2026-01-01 is before \"produced\" 2026-11-01"},
      {"expiry on the day of production", same_day, ErrorCode::expires_before_start, "lie after"},
      {"expiry beyond what two digits of a year say", far, ErrorCode::bad_value, "within 50 years"},
      {"a lot that phones drop from the path", lot_fact(s, "..", 0, 1), ErrorCode::bad_value, "lot .."},
      {"overlap at the end", lot_fact(s, "L1", 99, 1), ErrorCode::run_overlaps, "0 to 99"},
      {"overlap over two runs", lot_fact(s, "L1", 50, 200), ErrorCode::run_overlaps, ""},
      {"overlap inside", lot_fact(s, "L1", 210, 5), ErrorCode::run_overlaps, "200 to 249"},
      {"beyond 2^32", lot_fact(s, "L9", 4'294'967'295, 2), ErrorCode::bad_value, "4294967296"},
      {"void in no lot", StampsVoided{kTea, lot("NO"), {{0, 0}}, {}}, ErrorCode::unknown_lot, "lot NO"},
      {"void beyond the run", StampsVoided{kTea, lot("L1"), {{95, 100}}, {}}, ErrorCode::range_not_issued, "index 100"},
      {"void in the gap", StampsVoided{kTea, lot("L1"), {{150, 150}}, {}}, ErrorCode::range_not_issued, "index 150"},
      {"void over the gap", StampsVoided{kTea, lot("L1"), {{90, 210}}, {}}, ErrorCode::range_not_issued, "index 100"},
      {"void twice", StampsVoided{kTea, lot("L1"), {{19, 25}}, {}}, ErrorCode::already_done, "10-19"},
      {"activate what is active", StampsActivated{kTea, lot("L1"), {{0, 0}}, {}}, ErrorCode::already_done, "issued active"},
      {"recall of no lot", LotRecalled{kTea, lot("NO"), "x", {}}, ErrorCode::unknown_lot, ""},
      {"recall twice", LotRecalled{kTea, lot("OFF"), "x", {}}, ErrorCode::already_done, ""},
      {"lift what is not recalled", RecallLifted{kTea, lot("L1"), {}}, ErrorCode::not_recalled, ""},
      {"lift in no lot", RecallLifted{kTea, lot("NO"), {}}, ErrorCode::unknown_lot, ""},
      {"event of no lot", EventCaptured{kTea, lot("NO"), {}}, ErrorCode::unknown_lot, ""},
  };
  const auto size = s.registry->ledger().checkpoint()->head.size;
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto done = s.registry.try_append(c.body);
    REQUIRE_FALSE(done.has_value());
    CAPTURE(done.error().str());
    CHECK(name(done.error().code) == name(c.want));
    CHECK(done.error().str().find(c.says) != std::string::npos);
  }
  CHECK(s.registry->ledger().checkpoint()->head.size == size);
}

TEST_CASE("near misses that are allowed") {
  Story s;
  s.issue("L1", 0, 100);
  const FactBody allowed[] = {
      lot_fact(s, "L1", 100, 1),                                    // right behind the run
      lot_fact(s, "L9", 4'294'967'295, 1),                          // the last index of all
      StampsVoided{kTea, lot("L1"), {{99, 100}}, {}},               // over two runs that touch
      StampsVoided{kTea, lot("L1"), {{0, 0}, {2, 3}}, "hỏng"},
      ocop("2025-05-01", "2028-05-01"),                             // 36 months to the day
      KeyCompromised{s.squid_key, 9, "x"},
      KeyCompromised{s.squid_key, 8, "wider"},
      ProductUpdated{{kTea, "tra", "Tên mới", {}}},
      ProductUpdated{{kTea, "tra", "Tên mới", {{"sold_in", R"(["VN-13","VN-SG","VN-70"])"}}}},
      ProductUpdated{{kTea, "tra", "Tên mới", {{"sold_in", R"("VN-13")"}}}},
  };
  for (const auto& body : allowed) {
    const auto done = s.registry.try_append(body);
    CHECK_MESSAGE(done.has_value(), (done ? "" : done.error().str()));
  }
}

TEST_CASE("the registry's own GTINs") {
  Story s;
  const auto first = next_restricted_gtin(s.registry->ledger().state()).value();
  CHECK(first.str() == "02900000000018");
  CHECK(first.is_restricted());
  s.registry.append(ProductRegistered{{first, "tra", "Trà túi lọc", {}}});
  CHECK(next_restricted_gtin(s.registry->ledger().state()).value().str() == "02900000000025");
}
