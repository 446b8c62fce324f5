#include <doctest/doctest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <sstream>

#include "fixture.hpp"

using namespace tem;
using namespace tem::test;

namespace {

std::vector<std::string> names(const Verdict& verdict) {
  std::vector<std::string> result;
  for (const auto finding : verdict.findings) result.emplace_back(name(finding));
  return result;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("from issue to every verdict that facts can give") {
  Story s;
  const auto entry = s.issue("L1", 0, 100);
  const std::string uri = s.uri("L1", 7);
  CHECK(names(s.check(uri)) == Names{"genuine"});

  SUBCASE("not a stamp") {
    for (const char* text : {"", "hello", "https://tem.example/", "https://tem.example/01/08936000000011"}) {
      const auto verdict = s.check(text);
      CHECK(names(verdict) == Names{"not_a_stamp"});
      CHECK(verdict.malformed.has_value());
      CHECK_FALSE(verdict.product.has_value());
    }
  }
  SUBCASE("forged: the seal, under our key") {
    std::string changed = uri;
    changed.back() = changed.back() == '0' ? '1' : '0';
    const auto verdict = s.check(changed);
    CHECK(names(verdict) == Names{"forged"});
    CHECK_FALSE(verdict.stamp.has_value());
    CHECK_FALSE(verdict.product.has_value());
  }
  SUBCASE("no such key: forged under our base, of another issuer under theirs") {
    const auto seal = uri.find("s=") + 2;
    const std::string digits = uri.substr(uri.size() - kSignatureDigits);
    const std::string other = uri.substr(0, seal) + "4000000000" + digits;
    CHECK(names(s.check(other)) == Names{"forged"});
    CHECK(names(s.check("HTTPS://TEM.EXAMPLE" + other.substr(std::string("https://tem.example").size()))) ==
          Names{"forged"});
    const std::string theirs = "https://khac.example" + other.substr(std::string("https://tem.example").size());
    CHECK(names(s.check(theirs)) == Names{"unknown_issuer"});
  }
  SUBCASE("forged: a key may not sign another producer's GTIN") {
    const auto squid = s.registry->ledger().state().key(s.squid_key).value().value();
    const auto key = s.registry->producer_key(squid.public_key).value();
    const auto cipher = SerialCipher::make(s.registry->serial_secret().value(), kTea, lot("L1")).value();
    const auto signer = StampSigner::make("tem.example/quangninh", s.registry->settings().base, kTea,
                                          lot("L1"), {}, key, s.squid_key, cipher).value();
    const auto verdict = s.check(signer.sign(7)->uri);
    CHECK(names(verdict) == Names{"forged"});
    CHECK_FALSE(verdict.product.has_value());
  }
  SUBCASE("unissued: well signed, but lot, index or key are none of ours") {
    const auto record = s.registry->ledger().state().key(s.tea_key).value().value();
    const auto key = s.registry->producer_key(record.public_key).value();
    const auto second = s.registry.add_key("tra");
    const auto second_record = s.registry->ledger().state().key(second).value().value();
    const auto second_key = s.registry->producer_key(second_record.public_key).value();
    const auto make = [&](std::string_view name, std::uint32_t index, const SigningKey& with,
                          KeyNumber number) {
      const auto cipher = SerialCipher::make(s.registry->serial_secret().value(), kTea, lot(name)).value();
      return StampSigner::make("tem.example/quangninh", s.registry->settings().base, kTea, lot(name),
                               {}, with, number, cipher).value().sign(index)->uri;
    };
    CHECK(names(s.check(make("L2", 0, key, s.tea_key))) == Names{"unissued"});
    CHECK(names(s.check(make("L1", 100, key, s.tea_key))) == Names{"unissued"});
    CHECK(names(s.check(make("L1", 7, second_key, second))) == Names{"unissued"});
    CHECK(names(s.check(make("L1", 99, key, s.tea_key))) == Names{"genuine"});
    // A stolen key with a guessed serial: it belongs to no index.
    const auto other = SerialCipher::make(SerialSecret{}, kTea, lot("L1")).value();
    const auto guessed = StampSigner::make("tem.example/quangninh", s.registry->settings().base, kTea,
                                           lot("L1"), {}, key, s.tea_key, other).value();
    CHECK(names(s.check(guessed.sign(7)->uri)) == Names{"unissued"});
  }
  SUBCASE("revoked key: lots from the index on, not those before") {
    const auto later = s.issue("L2", 0, 10);
    const std::string newer = s.uri("L2", 0);
    s.registry.append(KeyCompromised{s.tea_key, later, "mất máy"});
    CHECK(names(s.check(uri)) == Names{"genuine"});
    CHECK(names(s.check(newer)) == Names{"revoked_key"});
    s.registry.append(KeyCompromised{s.tea_key, entry, "mất máy từ trước"});
    CHECK(names(s.check(uri)) == Names{"revoked_key"});
  }
  SUBCASE("retired key: what it signed stays good") {
    s.registry.append(KeyRetired{s.tea_key});
    CHECK(names(s.check(uri)) == Names{"genuine"});
  }
  SUBCASE("void, recalled, expired, inactive, and the order of several") {
    s.registry.append(StampsVoided{kTea, lot("L1"), {{5, 7}}, "in hỏng"});
    CHECK(names(s.check(uri)) == Names{"void"});
    CHECK(s.check(uri).message.vi.find("in hỏng") != std::string::npos);
    CHECK(names(s.check(s.uri("L1", 8))) == Names{"genuine"});
    s.registry.append(LotRecalled{kTea, lot("L1"), "Lỗi nhãn", "Trả lại"});
    CHECK(names(s.check(uri)) == Names{"void", "recalled"});
    CHECK(names(s.check(uri, instant("2028-01-01T00:00:00Z"))) == Names{"void", "recalled", "expired"});
    s.registry.append(RecallLifted{kTea, lot("L1"), {}});
    CHECK(names(s.check(s.uri("L1", 8))) == Names{"genuine"});
    s.issue("OFF", 0, 10, "2027-11-01", false);
    CHECK(names(s.check(s.uri("OFF", 3))) == Names{"inactive"});
    s.registry.append(StampsActivated{kTea, lot("OFF"), {{3, 3}}, {}});
    CHECK(names(s.check(s.uri("OFF", 3))) == Names{"genuine"});
    CHECK(names(s.check(s.uri("OFF", 4))) == Names{"inactive"});
  }
  SUBCASE("expiry: good through its last day in the registry's time zone") {
    // 2027-11-01 ends at 17:00 UTC in Viet Nam.
    CHECK(names(s.check(uri, instant("2027-11-01T16:59:59Z"))) == Names{"genuine"});
    CHECK(names(s.check(uri, instant("2027-11-01T17:00:00Z"))) == Names{"expired"});
    CHECK(s.check(uri, instant("2027-11-01T17:00:00Z")).message.vi.find("01/11/2027") != std::string::npos);
  }
}

TEST_CASE("a stamp's journey, from the log's entries, oldest first") {
  Story s;
  using Kinds = std::vector<std::string>;
  const auto kinds = [](const Verdict& verdict) {
    Kinds out;
    for (const Step& step : verdict.journey) out.emplace_back(name(step.kind));
    return out;
  };
  const auto day = [](int days) { return Instant(kNow.time() + std::chrono::hours(24 * days)); };
  const auto run = s.issue("L1", 0, 10, "2027-11-01", false);  // produced on 2026-11-01
  const std::string uri = s.uri("L1", 3);
  // Produced before the product was registered: a journey is in the order of days.
  CHECK(kinds(s.check(uri)) == Kinds{"produced", "registered", "issued"});

  const auto activated =
      s.registry.append(StampsActivated{kTea, lot("L1"), {{0, 4}}, {}}, day(1));
  const auto recalled = s.registry.append(LotRecalled{kTea, lot("L1"), "Lỗi nhãn", {}}, day(2));
  s.registry.append(StampsVoided{kTea, lot("L1"), {{3, 3}}, {}}, day(3));
  const Verdict whole = s.check(uri, day(4));
  CHECK(kinds(whole) ==
        Kinds{"produced", "registered", "issued", "activated", "recalled", "voided"});
  CHECK_FALSE(whole.journey[0].at);
  CHECK_FALSE(whole.journey[0].entry);
  CHECK(whole.journey[2] == Step{StepKind::issued, date("2026-11-24"), kNow, run});
  CHECK(whole.journey[3] == Step{StepKind::activated, date("2026-11-25"), day(1), activated});
  CHECK(whole.journey[4].entry == recalled);
  // Its neighbours were not voided, and those beyond 4 not activated.
  CHECK(kinds(s.check(s.uri("L1", 4), day(4))) ==
        Kinds{"produced", "registered", "issued", "activated", "recalled"});
  CHECK(kinds(s.check(s.uri("L1", 5), day(4))) ==
        Kinds{"produced", "registered", "issued", "recalled"});

  s.registry.append(RecallLifted{kTea, lot("L1"), {}}, day(4));
  s.registry.append(ProductUpdated{{kTea, "tra", "Trà hoa vàng", {}}}, day(5));
  CHECK(kinds(s.check(uri, day(5))) == Kinds{"produced", "issued", "activated", "voided", "updated"});
  CHECK(s.check("https://tem.example/x").journey.empty());

  // 17:00 UTC is the next day in Viet Nam.
  s.registry.append(StampsActivated{kTea, lot("L1"), {{5, 9}}, {}}, instant("2026-12-01T17:00:00Z"));
  CHECK(s.check(s.uri("L1", 9), instant("2026-12-02T00:00:00Z")).journey.back().on ==
        date("2026-12-02"));

  const auto object = boost::json::parse(to_json(whole, uri, {})).as_object();
  CHECK(boost::json::serialize(object.at("journey").at(0)) ==
        R"({"step":"produced","on":"2026-11-01"})");
  CHECK(boost::json::serialize(object.at("journey").at(3)) ==
        R"({"step":"activated","on":"2026-11-25","at":"2026-11-25T03:00:00Z","entry":)" +
            std::to_string(activated) + "}");
}

TEST_CASE("history, once it is known, can make a stamp suspect or claimed") {
  Story s;
  s.issue("L1", 0, 10);
  const auto genuine = s.check(s.uri("L1", 0));
  const auto key = s.registry->ledger().state().key(s.tea_key).value().value();
  const auto run = s.registry->ledger().state().run_with(kTea, lot("L1"), 0).value().value();
  const StampFacts facts{key, genuine.product, genuine.producer, {}, run, {}, {}};
  const Moment now{kNow, date("2026-11-24")};
  History history;
  history.scans = 14;
  CHECK(names(judge(*genuine.stamp, facts, &history, now)) == Names{"genuine"});
  history.warnings.push_back({"many_scans", {"quét 14 lần ở 5 tỉnh trong 7 ngày", "14 scans in 5 provinces in 7 days"}});
  const auto suspect = judge(*genuine.stamp, facts, &history, now);
  CHECK(names(suspect) == Names{"suspect"});
  CHECK(suspect.message.vi.find("quét 14 lần") != std::string::npos);
  history.claimed_by_another = true;
  CHECK(names(judge(*genuine.stamp, facts, &history, now)) == Names{"suspect", "claimed"});
}

TEST_CASE("a certificate's state by the day") {
  const CertificateRecord record{
      1, {kTea, "OCOP", 4, "1", "U", date("2024-01-01"), date("2027-01-01")}, {}, {}};
  struct Case {
    std::string_view day;
    CertificateState want;
  };
  const Case cases[] = {{"2026-12-01", CertificateState::in_force},
                        {"2026-12-02", CertificateState::expiring},
                        {"2027-01-01", CertificateState::expiring},
                        {"2027-01-02", CertificateState::expired}};
  for (const auto& c : cases) {
    CAPTURE(c.day);
    CHECK(certificate_state(record, date(c.day)) == c.want);
  }
  auto revoked = record;
  revoked.revoked_at = 9;
  CHECK(certificate_state(revoked, date("2025-01-01")) == CertificateState::revoked);
}

TEST_CASE("the JSON has the contract's shape and leaves out what is not known") {
  Story s;
  s.registry.append(CertificateGranted{kTea, "OCOP", 4, "1/QĐ", "UBND", date("2025-05-01"), date("2028-05-01")});
  s.issue("L1", 0, 10);
  const std::string uri = s.uri("L1", 0);
  const Source source{"a/b.png", 2, {}, {{1, 2}, {3, 4}, {5, 6}, {7, 8}}};
  const auto good = boost::json::parse(to_json(s.check(uri), uri, source)).as_object();
  CHECK(good.at("input").as_string() == uri);
  CHECK(good.at("source").at("file").as_string() == "a/b.png");
  CHECK(good.at("source").at("page").as_int64() == 2);
  CHECK(good.at("source").at("corners").as_array().size() == 4);
  CHECK(good.at("verdict").as_string() == "genuine");
  CHECK(good.at("findings").as_array().size() == 1);
  CHECK(good.at("message").at("vi").as_string().size() > 0);
  CHECK(good.at("stamp").at("gtin").as_string() == kTea.str());
  CHECK(good.at("stamp").at("attributes").at("17").as_string() == "271101");
  CHECK(good.at("stamp").at("key").as_int64() == s.tea_key);
  CHECK(good.at("product").at("name").as_string() == "Trà hoa vàng Ba Chẽ");
  CHECK(good.at("producer").at("address").as_string() == "Thôn Mẫu, Quảng Ninh");
  CHECK(good.at("lot").at("produced").as_string() == "2026-11-01");
  CHECK(good.at("certificates").at(0).at("state").as_string() == "in_force");
  CHECK(good.at("checked").at("at").as_string() == "2026-11-24T03:00:00Z");
  CHECK(good.at("checked").at("mode").as_string() == "online");
  CHECK(good.at("checked").at("checkpoint").at("origin").as_string() == "tem.example/quangninh");
  CHECK_FALSE(good.contains("history"));
  CHECK_FALSE(good.contains("recall"));

  const auto bad = boost::json::parse(to_json(s.check("x"), "x", {})).as_object();
  CHECK(bad.at("verdict").as_string() == "not_a_stamp");
  for (const char* absent : {"source", "stamp", "product", "producer", "lot", "certificates"}) {
    CHECK_FALSE(bad.contains(absent));
  }
  CHECK(bad.at("error").as_string() == "bad_scheme");
}

TEST_CASE("what is foreign becomes UTF-8 in the JSON, byte by byte") {
  struct Case {
    std::string_view why, bytes, want;
  };
  const Case cases[] = {
      {"ASCII, a control character and NUL stay", std::string_view("a\x01\0z", 4),
       std::string_view("a\x01\0z", 4)},
      {"two, three and four bytes stay", "é€\xF0\x9F\x8D\xB5", "é€\xF0\x9F\x8D\xB5"},
      {"what a terminal must not see is still UTF-8", "\u202E\uFFFD\u0085", "\u202E\uFFFD\u0085"},
      {"a byte of no UTF-8", "a\xFFz", "a\uFFFDz"},
      {"a lone continuation", "\x80z", "\uFFFDz"},
      {"a sequence cut short", "\xE2\x82z\xC3", "\uFFFD\uFFFDz\uFFFD"},
      {"an overlong slash", "\xC0\xAF", "\uFFFD\uFFFD"},
      {"a surrogate", "\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},
      {"beyond U+10FFFF", "\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},
      {"Latin-1", "tr\xE0.png", "tr\uFFFD.png"},
  };
  Story s;
  const Verdict verdict = s.check("x");
  for (const Case& each : cases) {
    CAPTURE(each.why);
    const Source source{std::string(each.bytes), {}, {}, {}};
    boost::json::error_code ec;
    const auto answer = boost::json::parse(to_json(verdict, each.bytes, source), ec);
    REQUIRE_FALSE(ec);  // Boost.JSON refuses what is not UTF-8
    CHECK(answer.at("input").as_string() == each.want);
    CHECK(answer.at("source").at("file").as_string() == each.want);
  }
}

TEST_CASE("a reason that people wrote becomes one sentence of the message") {
  struct Case {
    std::string_view reason, want, want_en;
  };
  const Case cases[] = {
      {"Nhiễm vi sinh", "Lý do: Nhiễm vi sinh. Đừng", "Reason: Nhiễm vi sinh. Do not"},
      {"Nhiễm vi sinh.", "Lý do: Nhiễm vi sinh. Đừng", "Reason: Nhiễm vi sinh. Do not"},
      {"Nhiễm vi sinh!", "Lý do: Nhiễm vi sinh! Đừng", "Reason: Nhiễm vi sinh! Do not"},
      {"Nhiễm vi sinh…", "Lý do: Nhiễm vi sinh… Đừng", "Reason: Nhiễm vi sinh… Do not"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.reason);
    Story s;
    s.issue("L1", 0, 1);
    s.registry.append(LotRecalled{kTea, lot("L1"), std::string(each.reason), {}});
    const Verdict verdict = s.check(s.uri("L1", 0));
    CHECK(verdict.message.vi.find(each.want) != std::string::npos);
    CHECK(verdict.message.en.find(each.want_en) != std::string::npos);
  }
  Story s;
  s.issue("L1", 0, 1);
  s.registry.append(StampsVoided{kTea, lot("L1"), {{0, 0}}, "In hỏng"});
  CHECK(s.check(s.uri("L1", 0)).message.vi.find("Lý do: In hỏng. Nhà sản xuất") !=
        std::string::npos);
}

TEST_CASE("the last good day is judged once: the earlier of lot and stamp, by the local year") {
  Story s;
  s.issue("L1", 0, 1);
  const Verdict genuine = s.check(s.uri("L1", 0));
  CHECK(genuine.last_day == date("2027-11-01"));
  const auto key = s.registry->ledger().state().key(s.tea_key).value().value();
  auto run = s.registry->ledger().state().run_with(kTea, lot("L1"), 0).value().value();
  const auto last_day = [&](std::optional<Date> of_lot) {
    run.issued.expires = of_lot;
    const StampFacts facts{key, genuine.product, genuine.producer, {}, run, {}, {}};
    return judge(*genuine.stamp, facts, nullptr, {kNow, date("2026-11-24")}).last_day;
  };
  CHECK(last_day(date("2027-10-31")) == date("2027-10-31"));
  CHECK(last_day(date("2027-11-02")) == date("2027-11-01"));
  CHECK(last_day({}) == date("2027-11-01"));

  // The furthest expiry that a lot may have in 2026; 2027 begins in Viet Nam at 17:00 UTC.
  s.issue("FAR", 0, 1, "2076-11-01");
  const Verdict far = s.check(s.uri("FAR", 0), instant("2026-12-31T17:00:00Z"));
  CHECK(far.last_day == date("2076-11-01"));
  CHECK(names(far) == Names{"genuine"});
}

TEST_CASE("what is forged under an unknown key is not said to have been checked against one") {
  for (const std::string& text : {advice(Finding::forged_).vi, title(Finding::forged_).vi})
    CHECK(text.find("Chữ ký trên tem không đúng") == std::string::npos);
  CHECK(advice(Finding::forged_).vi.find("hoặc khóa ký không được hệ thống công nhận") !=
        std::string::npos);
  CHECK(title(Finding::unknown_issuer_).vi == "Tem của hệ thống khác");
}

TEST_CASE("findings have names, tones and words in both languages") {
  const auto all = all_findings();
  REQUIRE(all.size() == 12);
  CHECK(name(all.front()) == "not_a_stamp");
  CHECK(name(all.back()) == "genuine");
  for (const auto finding : all) {
    CHECK_FALSE(name(tone(finding)).empty());
    for (const auto& text : {title(finding), advice(finding)}) {
      CHECK_FALSE(text.vi.empty());
      CHECK_FALSE(text.en.empty());
      CHECK(text.vi != text.en);
    }
  }
  CHECK(tone(Finding::genuine_) == Tone::green);
  CHECK(tone(Finding::forged_) == Tone::red);
}

TEST_CASE("the JSON is written as Boost.JSON would write it, whatever the texts hold") {
  Story s;
  const std::string odd = "a\"b\\c\b\f\n\r\t\x01\x1F/\x7F é \u2028 🍵";
  s.registry.append(CertificateGranted{kTea, "OCOP", 5, "1/" + std::string("QĐ \"x\""), "UB\\ND",
                                       date("2025-05-01"), date("2028-05-01")});
  s.registry.append(ProductUpdated{{kTea, "tra", "Trà \"hoa\" \\ vàng",
                                    {{"brand", R"("x\"y\\z")"}, {"standards", R"(["a","b\"c"])"}}}});
  s.issue("L1", 0, 10);
  s.registry.append(LotRecalled{kTea, lot("L1"), "Lỗi \"nhãn\"", "Trả \\ lại"});
  s.registry.append(StampsVoided{kTea, lot("L1"), {{3, 3}}, "in \"hỏng\""});
  for (const std::string& text : {s.uri("L1", 3), s.uri("L1", 4), std::string("x"), odd}) {
    Verdict verdict = s.check(text);
    History history;
    history.scans = 14;
    history.first = history.last = history.claimed = kNow;
    history.places = {"Quảng Ninh", odd};
    history.warnings = {{"many_scans", {odd, odd}}, {"far_apart", {"", "x"}}};
    history.wrong_codes = 2;
    verdict.history = history;
    for (const Source& source : {Source{}, Source{odd, 2, 7, {{1, -2}, {3, 4}}}}) {
      const std::string json = to_json(verdict, text, source);
      CHECK(boost::json::serialize(boost::json::parse(json)) == json);
    }
  }
}
