#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "tem/copy_rules.hpp"

using namespace tem;

namespace {

const Instant kNow = Instant::parse("2026-11-24T03:00:00Z").value();

Instant hours_ago(int hours) { return Instant(kNow.time() - std::chrono::hours(hours)); }

/// A story of looks, the newest last; clients are numbered as they come unless given.
class Told {
 public:
  Told& look(int hours, std::string place, Channel channel = Channel::page, ClientHash client = 0,
             bool inactive = false) {
    if (client == 0) client = 1000 + story_.recent.size();
    story_.recent.push_back({hours_ago(hours), channel, std::move(place), client, inactive});
    ++story_.scans;
    return *this;
  }
  Told& looks(int n, int hours, const std::string& place, Channel channel = Channel::page) {
    for (int i = 0; i < n; ++i) look(hours, place, channel);
    return *this;
  }
  Told& early(int n, Channel channel = Channel::page) {
    for (int i = 0; i < n; ++i) look(50, "VN-13", channel, 0, true);
    return *this;
  }
  Told& claim(int hours, std::string place) {
    story_.claim = Claim{hours_ago(hours), 7, std::move(place)};
    return *this;
  }
  /// Scans of which no sight is kept.
  Told& forgotten(int n) {
    story_.scans += static_cast<std::uint64_t>(n);
    return *this;
  }
  operator const StampStory&() const { return story_; }

 private:
  StampStory story_;
};

using Names = std::vector<std::string>;

Names rules_of(const std::vector<Warning>& warnings) {
  Names names;
  for (const auto& warning : warnings) names.push_back(warning.rule);
  return names;
}

/// For a failure that can be read.
std::string listed(const Names& names) {
  std::string text;
  for (const auto& name : names) text += name + " ";
  return text;
}

const CopyRules kPlain{.many_days = 7, .many_clients = 8, .many_places = 3, .many_percent = 40,
                       .many_anywhere = 50, .many_sales = 4, .far_days = 30, .far_km = 100,
                       .far_kmh = 300, .far_clients = 3, .far_percent = 30, .before_clients = 3,
                       .after_hours = 24, .after_away = 3, .after_clients = 10, .region_days = 30,
                       .region_km = 30, .region_clients = 4, .region_percent = 50};

}  // namespace

TEST_CASE("what each rule makes of a story") {
  struct Case {
    std::string_view why;
    StampStory story;
    Names want;
    std::vector<std::string> sold_in{};
  };
  const Case cases[] = {
      {"nothing seen", Told(), {}},
      {"one shopper", Told().look(0, "VN-13"), {}},
      {"a displayed item: 40 shoppers in one shop", Told().looks(40, 100, "VN-13"), {}},
      {"the same with 4 addresses placed elsewhere",
       Told().looks(36, 30, "VN-13").looks(2, 29, "VN-HN").looks(2, 29, "VN-SG"), {}},
      {"8 clients in 3 provinces that touch",
       Told().looks(4, 60, "VN-13").looks(2, 50, "VN-HP").looks(2, 40, "VN-56"), {"many_scans"}},
      {"7 clients", Told().looks(4, 60, "VN-13").looks(2, 50, "VN-HP").looks(1, 40, "VN-56"), {}},
      {"2 provinces", Told().looks(4, 60, "VN-13").looks(4, 50, "VN-HP"), {}},
      {"3 former provinces that are one now",
       Told().looks(4, 60, "VN-68").looks(2, 50, "VN-70").looks(2, 40, "VN-14"), {}},
      {"too few outside the first",
       Told().looks(8, 60, "VN-13").looks(3, 50, "VN-HP").looks(2, 40, "VN-56"), {}},
      {"8 days old", Told().looks(4, 200, "VN-13").looks(2, 190, "VN-HP").looks(2, 180, "VN-56"), {}},
      {"50 clients and no place", Told().looks(50, 60, ""), {"many_scans"}},
      {"49", Told().looks(49, 60, ""), {}},
      {"places that are none count as unknown", Told().looks(20, 60, "VN-99").looks(20, 60, "x"), {}},
      {"one client, 100 looks", [] {
         Told told;
         for (int i = 0; i < 100; ++i) told.look(100 - i, "VN-13", Channel::page, 5);
         return told;
       }(), {}},
      {"at tills on 4 days",
       Told().look(400, "VN-13", Channel::till).look(300, "VN-13", Channel::till)
           .look(200, "VN-13", Channel::till).look(100, "VN-13", Channel::till), {"many_scans"}},
      {"4 times in a day: a till that reads twice",
       Told().looks(4, 100, "VN-13", Channel::till), {}},
      {"two days at tills, told four times by a clock that was set back and forth",
       Told().look(100, "VN-13", Channel::till).look(76, "VN-13", Channel::till)
           .look(100, "VN-13", Channel::till).look(76, "VN-13", Channel::till), {}},
      {"a flood through the API from everywhere",
       Told().looks(30, 50, "VN-SG", Channel::api).looks(30, 50, "VN-HN", Channel::api)
           .looks(30, 50, "VN-DN", Channel::api).looks(3, 49, "VN-13"), {}},

      {"3 shoppers at one end, 3 at the other in the same hour",
       Told().looks(3, 5, "VN-13").looks(3, 5, "VN-SG"), {"far_apart"}},
      {"2 at the other end", Told().looks(3, 5, "VN-13").looks(2, 5, "VN-SG"), {}},
      {"by air: 4 hours", Told().looks(3, 9, "VN-13").looks(3, 5, "VN-SG"), {}},
      {"a till at the other end is enough",
       Told().looks(4, 5, "VN-13").look(5, "VN-SG", Channel::till), {"far_apart"}},
      {"a till and one who only says to be far away",
       Told().look(5, "VN-13", Channel::till).look(5, "VN-SG"), {}},
      {"an inspector too", Told().looks(3, 5, "VN-13").look(4, "VN-SG", Channel::inspector),
       {"far_apart"}},
      {"three wrong addresses among twenty",
       Told().looks(17, 5, "VN-13").looks(3, 5, "VN-SG"), {}},
      {"one phone that is everywhere is nowhere",
       Told().look(5, "VN-13").look(5, "VN-SG", Channel::page, 9).look(5, "VN-HN", Channel::page, 9)
           .look(5, "VN-DN", Channel::page, 9), {}},
      {"through the API alone", Told().looks(3, 5, "VN-13").looks(9, 5, "VN-SG", Channel::api), {}},
      {"a till is not moved by its client's other place",
       Told().look(5, "VN-13", Channel::till, 3).look(5, "VN-SG", Channel::till, 3), {"far_apart"}},

      {"three before the activation", Told().early(3), {"before_activation"}},
      {"two", Told().early(2), {}},
      {"inspectors may", Told().early(4, Channel::inspector), {}},
      {"the API is one", Told().early(9, Channel::api), {}},
      {"a till before the activation", Told().early(1, Channel::till), {"before_activation"}},

      {"the family after a claim", Told().claim(200, "VN-13").looks(5, 100, "VN-13"), {}},
      {"three elsewhere", Told().claim(200, "VN-13").looks(3, 100, "VN-HP"), {"after_claim"}},
      {"three elsewhere on the day itself", Told().claim(20, "VN-13").looks(3, 10, "VN-HP"), {}},
      {"ten anywhere", Told().claim(200, "").looks(10, 100, ""), {"after_claim"}},
      {"rung up elsewhere after a claim",
       Told().claim(200, "VN-13").look(100, "VN-HN", Channel::till), {"after_claim"}},
      {"an inspector after a claim",
       Told().claim(200, "VN-13").look(100, "VN-HN", Channel::inspector), {}},

      {"four where it is not sold", Told().looks(4, 100, "VN-DN"), {"out_of_region"}, {"VN-13"}},
      {"sold everywhere", Told().looks(4, 100, "VN-DN"), {}},
      {"sold there too", Told().looks(4, 100, "VN-DN"), {}, {"VN-13", "VN-27"}},
      {"next door", Told().looks(4, 100, "VN-HP"), {}, {"VN-13"}},
      {"three tourists", Told().looks(3, 100, "VN-DN"), {}, {"VN-13"}},
      {"the fewer part of all", Told().looks(4, 10, "VN-DN").looks(5, 100, "VN-13"), {}, {"VN-13"}},
      {"long ago", Told().looks(4, 24 * 31, "VN-DN"), {}, {"VN-13"}},
      {"all together, in their order",
       Told().early(3).claim(40, "VN-13").looks(4, 5, "VN-SG").looks(4, 5, "VN-DN"),
       {"many_scans", "far_apart", "before_activation", "after_claim", "out_of_region"}, {"VN-13"}},
  };
  for (const auto& [why, story, want, sold_in] : cases) {
    CAPTURE(why);
    CHECK(listed(rules_of(copy_warnings(story, {sold_in}, kPlain, kNow))) == listed(want));
  }
}

TEST_CASE("what was seen is said in both languages") {
  const auto seen = [](const StampStory& story, std::vector<std::string> sold_in = {}) {
    const auto warnings = copy_warnings(story, {std::move(sold_in)}, kPlain, kNow);
    REQUIRE_FALSE(warnings.empty());
    return warnings.front().seen;
  };
  CHECK(seen(Told().looks(6, 100, "VN-13").looks(2, 80, "VN-HN").looks(2, 60, "VN-21")
                 .looks(2, 40, "VN-26").looks(2, 5, "VN-SG")) ==
        Bilingual{"Quét 14 lần ở 5 tỉnh, thành trong 7 ngày.", "Scanned 14 times in 5 provinces in 7 days."});
  CHECK(seen(Told().looks(50, 5, "")) == Bilingual{"Quét 50 lần trong 7 ngày.", "Scanned 50 times in 7 days."});
  CHECK(seen(Told().looks(50, 5, "").forgotten(20)) ==
        Bilingual{"Quét ít nhất 50 lần trong 7 ngày.", "Scanned at least 50 times in 7 days."});
  const Bilingual far = seen(Told().looks(3, 6, "VN-13").looks(3, 5, "VN-SG"));
  CHECK(far.vi.starts_with("Quét ở Quảng Ninh, rồi sau 1 giờ ở TP. Hồ Chí Minh, cách ít nhất "));
  CHECK(far.vi.ends_with(" km: không ai đi kịp."));
  CHECK(far.en.starts_with("Scanned in Quang Ninh and, 1 hour later, in Ho Chi Minh City, at least "));
  CHECK(seen(Told().early(3)) == Bilingual{"Quét 3 lần khi nhà sản xuất chưa kích hoạt tem.",
                                           "Scanned 3 times before the producer activated the stamp."});
  CHECK(seen(Told().claim(200, "VN-13").looks(2, 100, "VN-HP").look(90, "VN-HN")) ==
        Bilingual{"Sau khi người mua xác nhận, tem còn được quét 3 lần ở nơi khác: Hải Phòng, Hà Nội.",
                  "After a buyer had claimed it, scanned 3 times elsewhere: Hai Phong, Hanoi."});
  CHECK(seen(Told().looks(4, 100, "VN-DN"), {"VN-13"}) ==
        Bilingual{"Quét 4 lần ở nơi không bán sản phẩm này: Đà Nẵng.",
                  "Scanned 4 times where this product is not sold: Da Nang."});
}

TEST_CASE("where a product is sold") {
  const auto context = [](const char* sold_in) {
    Product product{Gtin::parse("08936000000011").value(), "tra", "Trà", {}};
    if (*sold_in != 0) product.more = {{"sold_in", sold_in}};
    return stamp_context(product).sold_in;
  };
  CHECK(context("").empty());
  CHECK(context(R"("VN-13")") == std::vector<std::string>{"VN-13"});
  CHECK(context(R"(["VN-13","VN-HN"])") == std::vector<std::string>{"VN-13", "VN-HN"});
  CHECK(context("13").empty());
}

TEST_CASE("every threshold has a name of its own, and a default within its bounds") {
  const CopyRules defaults;
  std::vector<std::string_view> names;
  for (const auto& setting : copy_settings()) {
    CAPTURE(setting.name);
    CHECK(setting.least <= defaults.*setting.value);
    CHECK(defaults.*setting.value <= setting.most);
    CHECK(std::ranges::find(names, setting.name) == names.end());
    names.push_back(setting.name);
    for (const auto& other : copy_settings()) {
      if (other.name != setting.name) CHECK(other.value != setting.value);
    }
  }
  CHECK(names.size() * sizeof(int) == sizeof(CopyRules));  // none was forgotten
}

TEST_CASE("looks of the API never matter beyond the clients that count") {
  rc::check("any number of them more changes nothing", [] {
    const std::vector<std::string> places = {"VN-13", "VN-SG", "VN-HN", "VN-DN", "VN-26", ""};
    Told plain, flooded;
    const int n = *rc::gen::inRange(0, 25);
    for (int i = 0; i < n; ++i) {
      const std::string place = *rc::gen::elementOf(places);
      const ClientHash client = 1 + *rc::gen::inRange<ClientHash>(0, 12);
      plain.look(100 - i, place, Channel::page, client);
      flooded.look(100 - i, place, Channel::page, client);
      const int more = *rc::gen::inRange(0, 4);
      for (int k = 0; k < more; ++k) flooded.look(100 - i, *rc::gen::elementOf(places), Channel::api);
    }
    CopyRules rules = kPlain;
    rules.api_clients = 0;
    const StampContext context{{"VN-13"}};
    const auto seen = copy_warnings(plain, context, rules, kNow);
    RC_ASSERT(rules_of(copy_warnings(flooded, context, rules, kNow)) == rules_of(seen));
    for (const auto& warning : seen) {
      RC_ASSERT(warning.seen.vi.size() < 400);
      RC_ASSERT(warning.seen.vi.ends_with('.'));
    }
  });
}
