#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

#include "tem/pages.hpp"
#include "tem/stamp.hpp"

using namespace tem;

namespace {

constexpr std::string_view kOrigin = "tem.example/quangninh";

bool contains(std::string_view text, std::string_view piece) {
  return text.find(piece) != std::string_view::npos;
}

Date day(std::string_view text) { return *Date::parse(text); }
Gtin gtin() { return *Gtin::parse("08936000000011"); }

VerifiedStamp stamp() {
  const Bytes<32> seed{std::byte{7}};
  const SigningKey key = SigningKey::from_seed(seed);
  const Lot lot = *Lot::parse("L2611A");
  const auto cipher = SerialCipher::make(SerialSecret{seed}, gtin(), lot);
  const auto signer =
      StampSigner::make(std::string(kOrigin), *BaseUri::parse("https://tem.example"), gtin(), lot,
                        {{"17", "271130"}}, key, 4, *cipher);
  const auto made = signer->sign(0);
  const auto claim = UnverifiedStamp::parse(made->uri);
  return *claim->verify(key.verifying_key(), kOrigin);
}

CertificateView certificate(CertificateState state) {
  CertificateGranted granted{.gtin = gtin(),
                             .scheme = "OCOP",
                             .stars = 4,
                             .decision = "QĐ-12",
                             .authority = "UBND tỉnh",
                             .granted = day("2025-05-01"),
                             .expires = day("2028-05-01")};
  return {{.entry = 9, .granted = granted, .revoked_at = {}, .revoke_reason = "Không còn đạt"},
          state};
}

/// Everything a page can show, with a mark that must not appear where the seal did not verify.
Verdict verdict(Finding headline) {
  Verdict v;
  v.findings = {headline};
  v.message = {title(headline).vi + ". Vì lẽ này. " + advice(headline).vi,
               title(headline).en + ". For this reason. " + advice(headline).en};
  v.at = *Instant::parse("2026-11-23T10:00:00Z");
  v.checkpoint = TreeHead{std::string(kOrigin), 1234567, {}};
  const bool verified = headline != Finding::not_a_stamp_ && headline != Finding::unknown_issuer_ &&
                        headline != Finding::forged_;
  if (!verified) return v;
  v.stamp = stamp();
  v.product = Product{.gtin = gtin(),
                      .producer = "tra",
                      .name = "Trà hoa vàng Ba Chẽ",
                      .more = {{"brand", "\"Hoa Vàng\""},
                               {"colour_of_leaf", "\"vàng\""},
                               {"image", "\"https://img.example/tra.jpg\""},
                               {"name_en", "\"Golden camellia tea\""},
                               {"organic", "true"},
                               {"standards", "[\"TCVN 1\",\"TCVN 2\"]"},
                               {"warnings", "\"Không dùng cho trẻ em\""},
                               {"weight_g", "50"}}};
  v.producer = Producer{.id = "tra",
                        .name = "Hợp tác xã trà",
                        .address = "Ba Chẽ, Quảng Ninh",
                        .country = "VN",
                        .gln = {},
                        .tax_code = "5700000001",
                        .phone = "0203 000 0001",
                        .url = "https://tra.example"};
  v.lot = LotIssued{.gtin = gtin(),
                    .lot = *Lot::parse("L2611A"),
                    .key = 4,
                    .first = 0,
                    .count = 10,
                    .produced = day("2026-11-01"),
                    .expires = day("2027-12-31"),
                    .active = true};
  v.last_day = day("2027-11-30");
  v.certificates = {certificate(CertificateState::in_force)};
  return v;
}

PageSettings settings() {
  return {
      .registry = "OCOP Quảng Ninh", .demonstration = false, .stem = "", .local_time = [](Instant) {
        return std::string("23/11/2026 17:00");
      }};
}

std::string page_of(const Verdict& v) { return Pages(settings()).verdict(v).html; }

}  // namespace

TEST_CASE("every verdict has a page: both languages, its colour, when it was checked") {
  for (const Finding finding : all_findings()) {
    const std::string html = page_of(verdict(finding));
    CAPTURE(name(finding));
    CHECK(contains(html, "<h1 id=\"verdict\">" + title(finding).vi + " <span lang=\"en\">" +
                             title(finding).en + "</span></h1>"));
    CHECK(contains(html, advice(finding).vi));
    CHECK(contains(html, "class=\"verdict " + std::string(name(tone(finding))) + "\""));
    CHECK(contains(html, "Vì lẽ này."));
    CHECK(contains(html, "23/11/2026 17:00"));
    CHECK(contains(html, "1.234.567"));
    CHECK(html.size() < kMaxPageBytes);
    CHECK_FALSE(contains(html, "<script"));
    CHECK_FALSE(contains(html, " style="));  // the policy would refuse it
    CHECK_FALSE(contains(html, "{{"));
  }
}

TEST_CASE("a text that is no stamp is told which rule it breaks") {
  Verdict v = verdict(Finding::not_a_stamp_);
  v.malformed = Error{ErrorCode::bad_serial, "serial \"<b>\": ten characters"};
  CHECK(contains(page_of(v), "serial &quot;&lt;b&gt;&quot;: ten characters"));
  v.malformed->detail = "no seal (`s=` in the query)";
  CHECK(contains(page_of(v), "no seal (&quot;s=&quot; in the query)"));
}

TEST_CASE("title and advice are said once") {
  const std::string html = page_of(verdict(Finding::genuine_));
  const std::string once = advice(Finding::genuine_).vi;
  CHECK(html.find(once) == html.rfind(once));
  Verdict plain = verdict(Finding::genuine_);
  plain.message = {title(Finding::genuine_).vi + ". " + once,
                   title(Finding::genuine_).en + ". " + advice(Finding::genuine_).en};
  CHECK_FALSE(contains(page_of(plain), "class=\"why\""));
}

TEST_CASE("a page shows the origin facts of a stamp whose seal verified") {
  const std::string html = page_of(verdict(Finding::genuine_));
  for (const std::string_view piece : {"Trà hoa vàng Ba Chẽ",
                                       "Golden camellia tea",
                                       "Hoa Vàng",
                                       "Hợp tác xã trà",
                                       "Ba Chẽ, Quảng Ninh",
                                       "L2611A",
                                       "01/11/2026",
                                       "08936000000011",
                                       "TCVN 1",
                                       "TCVN 2",
                                       "tel:02030000001",
                                       "href=\"https://tra.example\"",
                                       "src=\"https://img.example/tra.jpg\"",
                                       "5700000001",
                                       "Không dùng cho trẻ em",
                                       "colour of leaf",
                                       "weight g",
                                       "Có / Yes",
                                       "OCOP 4 sao – còn hiệu lực",
                                       "OCOP 4 stars – in force",
                                       "★★★★",
                                       "QĐ-12",
                                       "UBND tỉnh",
                                       "01/05/2028"})
    CHECK_MESSAGE(contains(html, piece), piece);
  const std::string serial = stamp().serial().str();
  CHECK(contains(html, "<span>" + serial.substr(0, 5) + "</span><span>" + serial.substr(5)));
  // The stamp's own AI (17) is earlier than the lot's expiry: what judge() found is what is shown.
  CHECK(contains(html, "30/11/2027"));
  CHECK_FALSE(contains(html, "31/12/2027"));
}

TEST_CASE("nothing of the product where the seal did not verify, whatever the verdict holds") {
  for (const Finding finding :
       {Finding::not_a_stamp_, Finding::unknown_issuer_, Finding::forged_}) {
    Verdict v = verdict(Finding::genuine_);
    v.findings = {finding};
    v.stamp.reset();
    v.recall = RecallRecord{1, "Nhiễm khuẩn", "Trả lại"};
    v.void_reason = "In hỏng";
    Pages pages(settings());
    const Page page = pages.verdict(v);
    for (const std::string_view piece : {"Trà hoa vàng", "Hợp tác xã", "L2611A", "img.example",
                                         "OCOP 4 sao", "★", "Nhiễm khuẩn", "In hỏng"}) {
      CHECK_MESSAGE(!contains(page.html, piece), piece);
    }
    CHECK_FALSE(contains(page.content_security_policy, "img.example"));
  }
}

TEST_CASE("stars are shown only while a certificate is in force") {
  struct Case {
    CertificateState state;
    std::string_view want;
    bool stars;
  };
  const Case cases[] = {
      {CertificateState::in_force, "OCOP 4 sao – còn hiệu lực", true},
      {CertificateState::expiring, "OCOP 4 sao – sắp hết hạn", true},
      {CertificateState::expired, "OCOP 4 sao – hết hiệu lực", false},
      {CertificateState::revoked, "OCOP 4 sao – đã thu hồi", false},
  };
  for (const Case& each : cases) {
    Verdict v = verdict(Finding::genuine_);
    v.certificates = {certificate(each.state)};
    const std::string html = page_of(v);
    CAPTURE(each.want);
    CHECK(contains(html, each.want));
    CHECK(contains(html, "★") == each.stars);
    CHECK(contains(html, "Không còn đạt") == (each.state == CertificateState::revoked));
  }
}

TEST_CASE("where the package cannot be vouched for, no star and no green does it either") {
  for (const Finding finding : {Finding::revoked_key_, Finding::unissued_, Finding::void_}) {
    CAPTURE(name(finding));
    const std::string html = page_of(verdict(finding));
    CHECK(contains(html, "OCOP 4 sao – còn hiệu lực"));
    CHECK_FALSE(contains(html, "★"));
    CHECK_FALSE(contains(html, "class=\"in_force\""));
    CHECK(contains(html, "Chứng nhận của sản phẩm đã đăng ký; không xác nhận cho gói hàng này."));
  }
  const std::string genuine = page_of(verdict(Finding::genuine_));
  CHECK(contains(genuine, "class=\"in_force\""));
  CHECK_FALSE(contains(genuine, "Chứng nhận của sản phẩm đã đăng ký"));
}

TEST_CASE("a reason stands once on the page, under its own heading") {
  const auto count = [](const std::string& html, std::string_view piece) {
    int found = 0;
    for (auto at = html.find(piece); at != html.npos; at = html.find(piece, at + 1)) ++found;
    return found;
  };
  const auto with_reason = [](Finding finding) {
    Verdict v = verdict(finding);
    v.message = {title(finding).vi + ". Lý do: Nhãn sai. " + advice(finding).vi,
                 title(finding).en + ". Reason: Nhãn sai. " + advice(finding).en};
    return v;
  };
  Verdict recalled = with_reason(Finding::recalled_);
  recalled.recall = RecallRecord{30, "Nhãn sai", {}};
  CHECK(count(page_of(recalled), "Nhãn sai") == 1);
  CHECK(contains(page_of(recalled), "Lý do thu hồi"));
  Verdict voided = with_reason(Finding::void_);
  voided.void_reason = "Nhãn sai";
  CHECK(count(page_of(voided), "Nhãn sai") == 1);
  CHECK(contains(page_of(voided), "Lý do hủy tem"));
}

TEST_CASE("recall, void, expiry and history say what was seen") {
  Verdict recalled = verdict(Finding::recalled_);
  recalled.findings.push_back(Finding::expired_);
  recalled.recall = RecallRecord{30, "Nhiễm vi sinh", "Mang trả cửa hàng"};
  const std::string html = page_of(recalled);
  CHECK(contains(html, "Nhiễm vi sinh"));
  CHECK(contains(html, "Mang trả cửa hàng"));
  CHECK(contains(html, "<li>" + title(Finding::expired_).vi));
  CHECK(contains(html, "Đã quá hạn"));

  Verdict voided = verdict(Finding::void_);
  voided.void_reason = "In hỏng";
  CHECK(contains(page_of(voided), "In hỏng"));
  CHECK(contains(page_of(voided), "không xác nhận cho gói hàng này"));
  CHECK_FALSE(contains(page_of(verdict(Finding::genuine_)), "không xác nhận cho gói hàng này"));

  Verdict suspect = verdict(Finding::suspect_);
  suspect.history = History{.scans = 14,
                            .first = suspect.at,
                            .last = suspect.at,
                            .places = {"Quảng Ninh", "Hà Nội"},
                            .warnings = {{"many_scans", {"quét 14 lần ở 5 tỉnh", "14 scans"}}},
                            .claimed_by_another = false,
                      .claimed = {},
                      .wrong_codes = 0};
  CHECK(contains(page_of(suspect), "quét 14 lần ở 5 tỉnh"));
  CHECK(contains(page_of(suspect), "Quảng Ninh, Hà Nội"));
}

TEST_CASE("hostile text in every field comes out as text") {
  const std::string evil = "\"><script>alert('x')</script><img src=x onerror=y>&{{name}}{{{name}}}";
  Verdict v = verdict(Finding::recalled_);
  v.message = {evil, evil};
  Product product = *v.product;
  Producer producer = *v.producer;
  product.name = evil;
  product.more = {{"brand", "\"\\\"><script>\""},
                     {"image", "\"javascript:alert(1)\""},
                     {"name_en", "\"<script>\""},
                     {"<script>", "\"<script>\""},
                     {"warnings", "[\"<script>\"]"}};
  producer.name = producer.address = evil;
  producer.phone = "javascript:alert(1)";
  producer.url = "javascript:alert(1)";
  v.product = std::move(product);
  v.producer = std::move(producer);
  v.recall = RecallRecord{1, evil, evil};
  v.void_reason = evil;
  v.certificates[0].record.granted.scheme = evil;
  v.certificates[0].record.granted.decision = evil;
  v.certificates[0].record.granted.authority = evil;
  v.history = History{.scans = 1,
                      .first = {},
                      .last = {},
                      .places = {evil},
                      .warnings = {{"x", {evil, evil}}},
                      .claimed_by_another = false,
                      .claimed = {},
                      .wrong_codes = 0};
  PageSettings hostile = settings();
  hostile.registry = evil;
  Pages pages(hostile);
  for (const std::string& html : {pages.verdict(v).html, pages.landing().html}) {
    CHECK_FALSE(contains(html, "<script"));
    CHECK_FALSE(contains(html, "<img src=x"));
    CHECK_FALSE(contains(html, "href=\"javascript:"));
    CHECK_FALSE(contains(html, "src=\"javascript:"));
    CHECK(contains(html, "&lt;script&gt;"));
  }
}

TEST_CASE("any text as a name leaves the page's tags as they are") {
  const auto tags = [](std::string_view html) {
    return std::pair(std::ranges::count(html, '<'), std::ranges::count(html, '"'));
  };
  Pages pages(settings());
  Verdict v = verdict(Finding::genuine_);
  const auto want = tags(pages.verdict(v).html);
  CHECK(rc::check([&] {
    Product product = *v.product;
    Producer producer = *v.producer;
    product.name = *rc::gen::string<std::string>();
    producer.address = *rc::gen::string<std::string>();
    v.product = std::move(product);
    v.producer = std::move(producer);
    RC_ASSERT(tags(pages.verdict(v).html) == want);
  }));
}

TEST_CASE("only a plain https address stands in a page or a policy") {
  for (const std::string_view good :
       {"https://img.example/a.jpg", "https://img.example:8443/a?b=c#d", "https://a",
        "https://1.2.3.4/"})
    CHECK_MESSAGE(is_safe_https(good), good);
  for (const std::string_view bad :
       {"", "http://img.example/a.jpg", "https://", "https:///a", "javascript:alert(1)",
        "https://a b/", "https://a;script-src/", "https://user@host/", "https://a/'\"",
        "https://*/", "https://a:/", "https://a:x/", "https://a:123456/", "https://a\n.b/",
        "https://.a/", "HTTPS://a/", "https://a/\xC3\xA9", "https://[::1]/"})
    CHECK_MESSAGE(!is_safe_https(bad), bad);
  CHECK_FALSE(is_safe_https("https://a/" + std::string(2048, 'b')));
}

TEST_CASE("the policy allows this page's style, its picture's origin, and nothing else") {
  Pages pages(settings());
  const Page page = pages.verdict(verdict(Finding::genuine_));
  const auto begin = page.html.find("<style>") + 7;
  const std::string style = page.html.substr(begin, page.html.find("</style>") - begin);
  CHECK(page.content_security_policy ==
        "default-src 'none'; style-src 'sha256-" + to_base64(sha256(as_bytes(style))) +
            "'; img-src 'self' https://img.example; base-uri 'none'; form-action 'none'; "
            "frame-ancestors 'none'");
  CHECK_FALSE(contains(pages.landing().content_security_policy, "https:"));
}

TEST_CASE("a demonstration registry says so on every page") {
  for (const bool demonstration : {false, true}) {
    PageSettings given = settings();
    given.demonstration = demonstration;
    Pages pages(given);
    for (const Page& page : {pages.verdict(verdict(Finding::genuine_)), pages.landing(),
                             pages.unavailable(), pages.too_many(std::chrono::seconds(7)),
                             pages.not_found(), pages.problems()}) {
      CHECK(contains(page.html, "Dữ liệu mẫu") == demonstration);
      CHECK(contains(page.html, "Sample data") == demonstration);
      CHECK(page.html.size() < kMaxPageBytes);
    }
  }
}

TEST_CASE("a journey stands in its order, with the times and entries of the ledger") {
  Verdict v = verdict(Finding::recalled_);
  const Instant at = *Instant::parse("2026-11-23T10:00:00Z");
  v.journey = {{StepKind::produced, day("2026-11-01"), {}, {}},
               {StepKind::issued, day("2026-11-02"), at, 1738},
               {StepKind::recalled, day("2026-11-03"), at, 1800}};
  const std::string html = page_of(v);
  const auto produced = html.find("<li class=\"produced\">"), issued = html.find("<li class=\"issued\">"),
             recalled = html.find("<li class=\"recalled\">");
  CHECK(produced < issued);
  CHECK(issued < recalled);
  CHECK(recalled != html.npos);
  CHECK(contains(html.substr(issued), "Phát hành tem <span lang=\"en\">Stamp issued</span>"));
  CHECK(contains(html.substr(issued), "23/11/2026 17:00 · mục 1.738"));
  CHECK(contains(html.substr(produced, issued - produced), ">01/11/2026</span>"));
  CHECK_FALSE(contains(page_of(verdict(Finding::genuine_)), "id=\"journey\""));
}

TEST_CASE("the history is told in a line, and at length from the second look on") {
  struct Case {
    std::uint64_t scans;
    std::vector<std::string> places;
    std::string_view vi, en;
    bool section;
  };
  const Case cases[] = {
      {1, {"VN-13"}, "Đây là lần kiểm tra đầu tiên của tem này.", "This is the first check", false},
      {3, {}, "Đã kiểm tra 3 lần từ 23/11/2026.", "Checked 3 times since 23/11/2026.", true},
      {1234, {"VN-13", "VN-HN"}, "Đã kiểm tra 1.234 lần từ 23/11/2026, ở Quảng Ninh, Hà Nội.",
       "Checked 1.234 times since 23/11/2026, in Quảng Ninh, Hà Nội.", true},
      {2, {"VN-13", "VN-13", "nowhere"}, "ở Quảng Ninh, nowhere.", "in Quảng Ninh, nowhere.", true},
  };
  for (const Case& each : cases) {
    CAPTURE(each.vi);
    Verdict v = verdict(Finding::genuine_);
    v.history = History{.scans = each.scans, .first = v.at, .last = v.at, .places = each.places,
                        .warnings = {}, .claimed_by_another = false,
                      .claimed = {},
                      .wrong_codes = 0};
    const std::string html = page_of(v);
    CHECK(contains(html, each.vi));
    CHECK(contains(html, each.en));
    CHECK(contains(html, "id=\"history\"") == each.section);
  }
}

TEST_CASE("the history tells of claims and of wrong codes") {
  Verdict v = verdict(Finding::genuine_);
  v.history = History{.scans = 1, .first = v.at, .last = v.at, .places = {}, .warnings = {},
                      .claimed_by_another = false, .claimed = {}, .wrong_codes = 0};
  CHECK_FALSE(contains(page_of(v), "id=\"history\""));
  v.history->claimed = v.at;
  CHECK(contains(page_of(v), "Claimed</span></dt><dd>23/11/2026 17:00"));
  v.history->wrong_codes = 5;
  CHECK(contains(page_of(v), "Wrong codes</span></dt><dd>5"));
}

TEST_CASE("a warning stands once, as evidence") {
  Verdict v = verdict(Finding::suspect_);
  v.message.vi = title(Finding::suspect_).vi + ". Quét 14 lần ở 5 tỉnh. " + advice(Finding::suspect_).vi;
  v.history = History{.scans = 14, .first = v.at, .last = v.at, .places = {},
                      .warnings = {{"many_scans", {"Quét 14 lần ở 5 tỉnh.", "14 scans."}}},
                      .claimed_by_another = false,
                      .claimed = {},
                      .wrong_codes = 0};
  const std::string html = page_of(v);
  const auto at = html.find("Quét 14 lần ở 5 tỉnh.");
  CHECK(at != html.npos);
  CHECK(html.find("Quét 14 lần ở 5 tỉnh.", at + 1) == html.npos);
  CHECK(html.find("<ul class=\"evidence\">") < at);
}

TEST_CASE("forms stand where something can be sent, and only there may the page send") {
  const Visit visit{.uri = "https://tem.example/01/08936000000011?17=271130&s=4", .path = "/v/01/x"};
  Pages pages(settings());
  for (const Finding finding : all_findings()) {
    CAPTURE(name(finding));
    const Page page = pages.verdict(verdict(finding), visit);
    CHECK(contains(page.html, "action=\"/api/v1/reports\""));
    CHECK(contains(page.html, "value=\"https://tem.example/01/08936000000011?17=271130&amp;s=4\""));
    CHECK(contains(page.html, "<option value=\"VN-13\">Quảng Ninh</option>"));
    const bool claimable = finding == Finding::genuine_ || finding == Finding::expired_ ||
                           finding == Finding::suspect_ || finding == Finding::claimed_;
    CHECK(contains(page.html, "action=\"/api/v1/claims\"") == claimable);
    CHECK(contains(page.content_security_policy, "form-action 'self';"));
    CHECK(page.has_form);
    // Who is warned finds the report open.
    const bool open = contains(page.html, "<details class=\"report\" open>");
    CHECK(open == (tone(finding) == Tone::red || finding == Finding::suspect_ ||
                   finding == Finding::claimed_));
    CHECK(page.html.size() < kMaxPageBytes);
    CHECK_FALSE(contains(page.html, "action=\"/api/v1/places\""));
    Visit asking = visit;
    asking.asks_place = true;
    const std::string asks = pages.verdict(verdict(finding), asking).html;
    CHECK(contains(asks, "action=\"/api/v1/places\"") == contains(asks, "class=\"product\""));
    CHECK(asks.size() < kMaxPageBytes);

    const Page without = pages.verdict(verdict(finding));
    CHECK_FALSE(contains(without.html, "<form"));
    CHECK(contains(without.content_security_policy, "form-action 'none';"));
    CHECK_FALSE(without.has_form);
  }
}

TEST_CASE("who tells a place is thanked, and warned when it changes the verdict") {
  Pages pages(settings());
  const Visit visit{.path = "/v/01/x"};
  const Bilingual place{"Huế", "Hue"};
  const std::string same =
      pages.placed(noted(place, Finding::genuine_, Finding::genuine_), visit).html;
  CHECK(contains(same, "class=\"verdict plain\""));
  CHECK(contains(same, "ghi nhận ở Huế"));
  CHECK(contains(same, "noted in Hue"));
  CHECK(contains(same, "class=\"back\""));
  CHECK_FALSE(contains(same, "Nên làm gì"));
  const std::string other =
      pages.placed(noted(place, Finding::genuine_, Finding::suspect_), visit).html;
  CHECK(contains(other, "class=\"verdict amber\""));
  CHECK(contains(other, "<h1 id=\"verdict\">" + title(Finding::suspect_).vi));
  CHECK(contains(other, "kết quả kiểm tra đã thay đổi"));
  CHECK(contains(other, advice(Finding::suspect_).en));
  CHECK(contains(pages.placed(not_noted(Finding::genuine_), visit).html,
                 "Không ghi thêm nơi kiểm tra"));
}

TEST_CASE("the worst that can be scanned or registered leaves a page its weight") {
  Pages pages(settings());
  const std::string quotes(2048, '"');
  const Page strange = pages.verdict(verdict(Finding::not_a_stamp_), {.uri = quotes});
  CHECK_FALSE(contains(strange.html, "<form"));
  CHECK(strange.html.size() < kMaxPageBytes);
  CHECK(pages.verdict(verdict(Finding::forged_), {.uri = std::string(kMaxVisitUri, 'a')}).has_form);
  CHECK_FALSE(pages.verdict(verdict(Finding::forged_), {.uri = std::string(kMaxVisitUri + 1, 'a')}).has_form);

  Verdict v = verdict(Finding::genuine_);
  Product long_winded = *v.product;
  long_winded.more.emplace_back("description", '"' + std::string(40'000, 'a') + '"');
  v.product = std::move(long_winded);
  const Page novel = pages.verdict(v, {.uri = std::string(kMaxVisitUri, 'a')});
  CHECK(novel.html.size() < kMaxPageBytes);
  CHECK(contains(novel.html, "Thông tin đã đăng ký quá dài"));
  CHECK(contains(novel.html, "Trà hoa vàng Ba Chẽ"));
  CHECK(contains(novel.html, "L2611A"));
  CHECK_FALSE(contains(page_of(verdict(Finding::genuine_)), "Thông tin đã đăng ký quá dài"));
}

TEST_CASE("what came of a claim, in words, colour and shape") {
  PageSettings given = settings();
  given.stem = "/vn";
  Pages pages(given);
  const Visit visit{.uri = "https://tem.example/vn/01/x?s=\"", .path = "/vn/v/01/x?s=\""};
  const Instant at = *Instant::parse("2026-11-23T10:00:00Z");
  struct Case {
    ClaimAnswer answer;
    std::string_view outcome, tone, vi, more;
    bool again;
  };
  const Case cases[] = {
      {{ClaimOutcome::claimed, at, 0}, "claimed", "green", "Xác nhận thành công", "người đầu tiên", false},
      {{ClaimOutcome::claimed_before, at, 0}, "claimed_before", "amber", "Tem đã được xác nhận trước đó",
       "lúc 23/11/2026 17:00. Nếu không phải bạn", false},
      {{ClaimOutcome::claimed_before, at, 0, true}, "claimed_before", "grey",
       "Tem đã được xác nhận trước đó", "có lẽ chính bạn", false},
      {{ClaimOutcome::wrong_code, {}, 4}, "wrong_code", "amber", "Mã chưa đúng", "Còn 4 lần nhập", true},
      {{ClaimOutcome::wrong_code, {}, 0}, "wrong_code", "amber", "Mã chưa đúng", "tạm khóa một giờ", false},
      {{ClaimOutcome::locked, at, 0}, "locked", "amber", "Tạm khóa xác nhận", "sau 23/11/2026 17:00", false},
  };
  for (const Case& each : cases) {
    const ClaimView view = view_of(each.answer, verdict(Finding::expired_), given.local_time);
    CAPTURE(each.outcome);
    CHECK(view.outcome == each.outcome);
    CHECK(view.verdict == Finding::expired_);
    const Page page = pages.claim(view, visit);
    CHECK(contains(page.html, "class=\"verdict " + std::string(each.tone) + "\""));
    CHECK(contains(page.html, "<h1 id=\"verdict\">" + std::string(each.vi)));
    CHECK(contains(page.html, each.more));
    CHECK(contains(page.html, "href=\"/vn/v/01/x?s=&quot;\""));
    CHECK(contains(page.html, "action=\"/vn/api/v1/claims\"") == each.again);
    CHECK(page.has_form == each.again);
    CHECK(contains(to_json(view), "\"outcome\":\"" + std::string(each.outcome) + "\""));
  }
  for (const Finding finding : {Finding::forged_, Finding::void_, Finding::recalled_}) {
    const ClaimView view = not_claimable(verdict(finding));
    const std::string html = pages.claim(view, visit).html;
    CHECK(contains(html, title(finding).vi));
    CHECK(contains(html, advice(finding).vi));
    CHECK(contains(html, "class=\"verdict red\""));
    CHECK(to_json(view).find("\"verdict\":\"" + std::string(name(finding))) != std::string::npos);
  }
}

TEST_CASE("only a stamp that may be on goods for sale can be claimed") {
  for (const Finding finding : all_findings()) {
    Verdict v = verdict(finding);
    const bool want = finding == Finding::genuine_ || finding == Finding::expired_ ||
                      finding == Finding::suspect_ || finding == Finding::claimed_;
    CAPTURE(name(finding));
    CHECK(is_claimable(v) == want);
    v.findings.push_back(Finding::inactive_);
    CHECK_FALSE(is_claimable(v));
  }
  Verdict copy = verdict(Finding::genuine_);
  copy.mode = CheckMode::copy;
  CHECK_FALSE(is_claimable(copy));
}

TEST_CASE("a report has a number; what was refused says why") {
  Pages pages(settings());
  const Page reported = pages.reported(1207, {.uri = "x", .path = "/v/01/x"});
  CHECK(contains(reported.html, "Báo cáo số 1207"));
  CHECK(contains(reported.html, "href=\"/v/01/x\""));
  CHECK_FALSE(contains(pages.reported(1, {}).html, "class=\"back\""));
  const Page refused = pages.refused({ErrorCode::bad_code, "\"code\": <b>"});
  CHECK(contains(refused.html, "Mã chưa đúng dạng"));
  CHECK(contains(refused.html, "&lt;b&gt;"));
  CHECK(contains(pages.refused({ErrorCode::forbidden, "x"}).html, "một trang khác gửi tới"));
}

TEST_CASE("the pages around the verdict") {
  PageSettings given = settings();
  given.stem = "/vn";
  Pages pages(given);
  CHECK(contains(pages.landing().html, "OCOP Quảng Ninh"));
  CHECK(contains(pages.landing().html, "href=\"/vn/log/checkpoint\""));
  CHECK(contains(pages.unavailable().html, "Chưa kiểm tra được"));
  CHECK(contains(pages.too_many(std::chrono::seconds(7)).html, "Hãy chờ 7 giây rồi thử lại."));
  CHECK(contains(pages.problems().html, "id=\"bad_check_digit\""));
  CHECK(contains(favicon(), "<svg"));
}

// --- contrast, WCAG 2.2 §1.4.3 -----------------------------------------------------------------

namespace {

double channel(int value) {
  const double c = value / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(std::string_view hex) {
  const auto part = [&](std::size_t at) {
    return std::stoi(std::string(hex.substr(at, 2)), nullptr, 16);
  };
  return 0.2126 * channel(part(1)) + 0.7152 * channel(part(3)) + 0.0722 * channel(part(5));
}

double contrast(std::string_view a, std::string_view b) {
  const double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

/// The `--name: #rrggbb` of the n-th `:root` block.
std::map<std::string, std::string> palette(const std::string& css, int n) {
  std::size_t at = 0;
  for (int i = 0; i <= n; ++i) at = css.find(":root {", at) + 7;
  std::map<std::string, std::string> colours;
  std::istringstream block(css.substr(at, css.find('}', at) - at));
  for (std::string line; std::getline(block, line);) {
    const auto name = line.find("--"), colon = line.find(": #");
    if (name == std::string::npos || colon == std::string::npos) continue;
    colours[line.substr(name + 2, colon - name - 2)] = line.substr(colon + 2, 7);
  }
  return colours;
}

}  // namespace

TEST_CASE("contrast is computed rightly") {
  CHECK(contrast("#000000", "#ffffff") == doctest::Approx(21));
  CHECK(contrast("#777777", "#ffffff") == doctest::Approx(4.478).epsilon(0.001));
}

TEST_CASE("text has a contrast of 4.5 in light and in dark") {
  std::ifstream file(TEM_TESTS_DIR "/../server/pages/page.css");
  std::stringstream css;
  css << file.rdbuf();
  constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kPairs = {{
      {"ink", "page"},
      {"ink", "card"},
      {"muted", "page"},
      {"muted", "card"},
      {"link", "page"},
      {"link", "card"},
      {"brand", "page"},
      {"stars", "card"},
      {"ink", "caution"},
      {"caution-ink", "caution"},
      {"good-ink", "good"},
      {"green-ink", "green"},
      {"amber-ink", "amber"},
      {"red-ink", "red"},
      {"grey-ink", "grey"},
      {"plain-ink", "plain"},
  }};
  for (const int mode : {0, 1}) {
    const auto colours = palette(css.str(), mode);
    REQUIRE(colours.size() >= 20);
    for (const auto& [ink, ground] : kPairs) {
      const double got = contrast(colours.at(std::string(ink)), colours.at(std::string(ground)));
      CHECK_MESSAGE(got >= 4.5, (mode ? "dark " : "light "), ink, " on ", ground, ": ", got);
    }
  }
}
