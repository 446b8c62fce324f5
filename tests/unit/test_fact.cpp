#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "fixture.hpp"
#include "tem/fact.hpp"

using namespace tem;
using namespace tem::test;

namespace {

struct Good {
  std::string_view why, type, json;
};
struct Bad {
  std::string_view why, type, json;
  ErrorCode want;
  std::string_view says;
};

const Good kGood[] = {
    {"producer", "producer.registered",
     R"({"producer":"tra","name":"Trà","address":"Ba Chẽ","country":"VN"})"},
    {"all its fields", "producer.updated",
     R"({"producer":"tra","name":"T","address":"A","country":"VN","gln":"8936000009014",
         "tax_code":"0000000001","phone":"0203 000 0001","url":"https://tra.example"})"},
    {"product", "product.registered", R"({"gtin":"08936000000011","producer":"tra","name":"Trà"})"},
    {"product with fields of its own", "product.registered",
     R"({"gtin":"08936000000011","producer":"tra","name":"Trà","standards":["TCCS 01"],
         "brand":"Hoa Vàng","weight_g":50,"organic":true})"},
    {"thirteen digits, as a person types", "product.registered",
     R"({"gtin":"8936000000011","producer":"tra","name":"Trà"})"},
    {"certificate", "certificate.granted",
     R"({"gtin":"08936000000011","scheme":"OCOP","stars":4,"decision":"1/QĐ","authority":"UBND",
         "granted":"2025-05-01","expires":"2028-05-01"})"},
    {"revocation", "certificate.revoked",
     R"({"gtin":"08936000000011","scheme":"OCOP","decision":"1/QĐ"})"},
    {"lot", "lot.issued",
     R"({"gtin":"08936000000011","lot":"HL/26","key":4,"first":0,"count":4294967296,
         "produced":"2026-11-01"})"},
    {"ranges", "stamps.voided",
     R"({"gtin":"08936000000011","lot":"L","ranges":[[0,3],[5,5],[7,4294967295]]})"},
    {"recall", "lot.recalled", R"({"gtin":"08936000000011","lot":"L","reason":"Lỗi nhãn"})"},
    {"lift", "recall.lifted", R"({"gtin":"08936000000011","lot":"L"})"},
    {"retired", "key.retired", R"({"key":4294967295})"},
    {"compromised", "key.compromised", R"({"key":4,"from":9,"reason":"mất máy"})"},
    {"type given again", "key.retired", R"({"type":"key.retired","key":1})"},
    {"event", "event.captured",
     R"({"gtin":"08936000000011","lot":"L","event_hash":
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"})"},
};

const Bad kBad[] = {
    {"no JSON", "key.retired", "key 4", ErrorCode::bad_json, "line 1"},
    {"cut short", "key.retired", "{\"key\":4", ErrorCode::bad_json, ""},
    {"two values", "key.retired", "{\"key\":4}{}", ErrorCode::bad_json, ""},
    {"a list", "key.retired", "[]", ErrorCode::bad_json, "not a JSON object"},
    {"too deep", "key.retired", "{\"key\":[[[[[[[[[[1]]]]]]]]]]}", ErrorCode::bad_json, ""},
    {"a key twice", "key.retired", R"({"key":4,"key":5})", ErrorCode::bad_field, "\"key\""},
    {"a key twice, once escaped", "key.retired", R"({"key":4,"k\u0065y":5})", ErrorCode::bad_field,
     "twice"},
    {"unknown type", "key.lost", "{}", ErrorCode::bad_field, "key.lost"},
    {"other type", "key.retired", R"({"type":"lot.issued","key":4})", ErrorCode::bad_field, "type"},
    {"time set by hand", "key.retired", R"({"at":"2026-01-01T00:00:00Z","key":4})",
     ErrorCode::bad_field, "\"at\""},
    {"missing field", "key.retired", "{}", ErrorCode::bad_field, "\"key\" is missing"},
    {"unknown field", "key.retired", R"({"key":4,"why":"x"})", ErrorCode::bad_field, "\"why\""},
    {"key 0", "key.retired", R"({"key":0})", ErrorCode::bad_field, "from 1 to 4294967295"},
    {"key beyond 32 bits", "key.retired", R"({"key":4294967296})", ErrorCode::bad_field, ""},
    {"negative", "key.retired", R"({"key":-1})", ErrorCode::bad_field, ""},
    {"a fraction", "key.retired", R"({"key":4.0})", ErrorCode::bad_field, ""},
    {"a number as text", "key.retired", R"({"key":"4"})", ErrorCode::bad_field, ""},
    {"empty text", "key.compromised", R"({"key":4,"from":1,"reason":""})", ErrorCode::bad_field,
     "\"reason\" is empty"},
    {"null", "key.compromised", R"({"key":4,"from":1,"reason":null})", ErrorCode::bad_field, ""},
    {"control character", "key.compromised", R"({"key":4,"from":1,"reason":"a\nb"})",
     ErrorCode::bad_field, "cannot be seen"},
    {"right-to-left override", "key.compromised", R"({"key":4,"from":1,"reason":"a\u202eb"})",
     ErrorCode::bad_field, "cannot be seen"},
    {"space at the end", "key.compromised", R"({"key":4,"from":1,"reason":"a "})",
     ErrorCode::bad_field, "space"},
    {"wrong check digit", "product.registered",
     R"({"gtin":"08936000000012","producer":"tra","name":"T"})", ErrorCode::bad_check_digit,
     "\"gtin\""},
    {"bad producer id", "product.registered",
     R"({"gtin":"08936000000011","producer":"Trà","name":"T"})", ErrorCode::bad_field,
     "\"producer\""},
    {"nested object", "product.registered",
     R"({"gtin":"08936000000011","producer":"tra","name":"T","x":{"y":1}})", ErrorCode::bad_field,
     "\"x\""},
    {"fraction in a free field", "product.registered",
     R"({"gtin":"08936000000011","producer":"tra","name":"T","x":0.5})", ErrorCode::bad_field,
     "\"x\""},
    {"odd field name", "product.registered",
     R"({"gtin":"08936000000011","producer":"tra","name":"T","X y":"1"})", ErrorCode::bad_field, ""},
    {"no such country", "producer.registered",
     R"({"producer":"t","name":"T","address":"A","country":"ZZ"})", ErrorCode::bad_field,
     "\"country\""},
    {"a space of no width", "producer.registered",
     R"({"producer":"t","name":"T\u200Bra","address":"A","country":"VN"})", ErrorCode::bad_field,
     "cannot be seen"},
    {"a joiner", "producer.registered",
     R"({"producer":"t","name":"T\u200Dra","address":"A","country":"VN"})", ErrorCode::bad_field,
     "cannot be seen"},
    {"a soft hyphen", "producer.registered",
     R"({"producer":"t","name":"T\u00ADra","address":"A","country":"VN"})", ErrorCode::bad_field,
     "cannot be seen"},
    {"a word joiner", "producer.registered",
     R"({"producer":"t","name":"T\u2060ra","address":"A","country":"VN"})", ErrorCode::bad_field,
     "cannot be seen"},
    {"a foreign key with control characters", "producer.registered",
     R"({"producer":"t","name":"T","address":"A","country":"VN","\u001b[31m":1})",
     ErrorCode::bad_field, "\"\\x1B[31m\""},
    {"country in words", "producer.registered",
     R"({"producer":"t","name":"T","address":"A","country":"Vi"})", ErrorCode::bad_field,
     "\"country\""},
    {"GLN's check digit", "producer.registered",
     R"({"producer":"t","name":"T","address":"A","country":"VN","gln":"8936000009015"})",
     ErrorCode::bad_field, "\"gln\""},
    {"script for a URL", "producer.registered",
     R"({"producer":"t","name":"T","address":"A","country":"VN","url":"javascript:x"})",
     ErrorCode::bad_field, "\"url\""},
    {"day that is not", "lot.issued",
     R"({"gtin":"08936000000011","lot":"L","key":4,"first":0,"count":1,"produced":"2026-02-30"})",
     ErrorCode::bad_date, "\"produced\""},
    {"lot with a space", "lot.issued",
     R"({"gtin":"08936000000011","lot":"L 1","key":4,"first":0,"count":1,"produced":"2026-02-03"})",
     ErrorCode::bad_character, "\"lot\""},
    {"count 0", "lot.issued",
     R"({"gtin":"08936000000011","lot":"L","key":4,"first":0,"count":0,"produced":"2026-02-03"})",
     ErrorCode::bad_field, "\"count\""},
    {"range backwards", "stamps.voided", R"({"gtin":"08936000000011","lot":"L","ranges":[[3,2]]})",
     ErrorCode::bad_field, "\"ranges\""},
    {"ranges that touch", "stamps.voided",
     R"({"gtin":"08936000000011","lot":"L","ranges":[[0,2],[3,4]]})", ErrorCode::bad_field, ""},
    {"no ranges", "stamps.voided", R"({"gtin":"08936000000011","lot":"L","ranges":[]})",
     ErrorCode::bad_field, ""},
    {"index 2^32", "stamps.voided",
     R"({"gtin":"08936000000011","lot":"L","ranges":[[0,4294967296]]})", ErrorCode::bad_field, ""},
    {"stars 6", "certificate.granted",
     R"({"gtin":"08936000000011","scheme":"OCOP","stars":6,"decision":"1","authority":"U",
         "granted":"2025-05-01","expires":"2028-05-01"})",
     ErrorCode::bad_field, "\"stars\""},
    {"key in hexadecimal", "key.registered",
     R"({"producer":"tra","public_key":"0de6","not_before":"2026-01-01"})", ErrorCode::bad_field,
     "\"public_key\""},
    {"key of small order", "key.registered",
     R"({"producer":"tra","public_key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
         "not_before":"2026-01-01"})",
     ErrorCode::bad_key, "\"public_key\""},
};

}  // namespace

TEST_CASE("bodies that are read, and read again from their entry") {
  for (const auto& c : kGood) {
    CAPTURE(c.why);
    const auto body = parse_fact_body(c.type, c.json);
    REQUIRE_MESSAGE(body.has_value(), (body ? "" : body.error().str()));
    CHECK(type_name(*body) == c.type);
    const auto entry = Fact{kNow, *body}.canonical().value();
    const auto again = Fact::parse(entry);
    REQUIRE_MESSAGE(again.has_value(), (again ? "" : again.error().str()));
    CHECK(again->canonical().value() == entry);
    CHECK(again->at == kNow);
  }
}

TEST_CASE("bodies that are refused, with the field's name") {
  for (const auto& c : kBad) {
    CAPTURE(c.why);
    const auto body = parse_fact_body(c.type, c.json);
    REQUIRE_FALSE(body.has_value());
    CAPTURE(body.error().str());
    CHECK(name(body.error().code) == name(c.want));
    CHECK(body.error().str().find(c.says) != std::string::npos);
    CHECK(body.error().str().find('\n') == std::string::npos);
  }
}

TEST_CASE("an error stays short whatever a stranger sent") {
  const std::string word(60'000, 'k');
  for (const auto& refused :
       {parse_fact_body("product.registered",
                        R"({"gtin":"08936000000011","producer":"t","name":"T",")" + word + "\":1}"),
        parse_fact_body("producer.registered",
                        R"({"producer":"t","name":"T","address":"A","country":"VN",")" + word +
                            "\":1}")}) {
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().detail.size() < 200);
  }
  const auto entry = Fact::parse(R"({"at":"2026-11-24T03:00:00Z","type":")" + word + "\"}");
  REQUIRE_FALSE(entry.has_value());
  CHECK(entry.error().detail.size() < 200);
  const auto gtin = parse_fact_body("event.captured", R"({"gtin":")" + word.substr(0, 900) + "\"}");
  REQUIRE_FALSE(gtin.has_value());
  CHECK(gtin.error().detail.size() < 300);
}

TEST_CASE("an entry is RFC 8785 to the byte") {
  const auto body = parse_fact_body(
      "product.registered",
      R"({"producer":"tra","name":"Trà \"hoa\" \\ \u00e9\/","gtin":"8936000000011","b":[],"a":1})");
  CHECK_FALSE(body.has_value());  // an empty list says nothing
  const auto good = parse_fact_body(
      "product.registered",
      R"({ "producer":"tra", "name":"Tr\u00e0 \"hoa\" \\ \/", "gtin":"8936000000011", "b":["x"], "a":1 })");
  REQUIRE(good.has_value());
  CHECK(
      Fact{kNow, *good}.canonical().value() ==
      R"({"a":1,"at":"2026-11-24T03:00:00Z","b":["x"],"gtin":"08936000000011","name":"Trà \"hoa\" \\ /","producer":"tra","type":"product.registered"})");
}

TEST_CASE("an entry in any other form is refused") {
  const std::string good = R"({"at":"2026-11-24T03:00:00Z","key":4,"type":"key.retired"})";
  REQUIRE(Fact::parse(good).has_value());
  const std::string bad[] = {
      "",
      "{}",
      " " + good,
      good + "\n",
      R"({"key":4,"at":"2026-11-24T03:00:00Z","type":"key.retired"})",
      R"({"at":"2026-11-24T03:00:00Z","key": 4,"type":"key.retired"})",
      R"({"at":"2026-11-24T03:00:00Z","key":04,"type":"key.retired"})",
      R"({"at":"2026-11-24T03:00:00+00:00","key":4,"type":"key.retired"})",
      R"({"at":"2026-11-24T03:00:00Z","key":4,"type":"key.retire\u0064"})",
      R"({"at":"2026-11-24T03:00:00Z","key":4})",
      R"({"key":4,"type":"key.retired"})",
  };
  for (const auto& text : bad) {
    CAPTURE(text);
    CHECK_FALSE(Fact::parse(text).has_value());
  }
  CHECK(Fact::parse(std::string(kMaxEntryBytes + 1, ' ')).error().code == ErrorCode::too_long);
}

TEST_CASE("no changed byte of an entry reads as the same fact") {
  const std::string good =
      R"({"advice":"Trả hàng","at":"2026-11-24T03:00:00Z","gtin":"08936000000011","lot":"L","reason":"x","type":"lot.recalled"})";
  REQUIRE(Fact::parse(good).has_value());
  CHECK(rc::check([&] {
    std::string changed = good;
    const auto at = *rc::gen::inRange<std::size_t>(0, good.size());
    changed[at] = *rc::gen::arbitrary<char>();
    const auto fact = Fact::parse(changed);
    RC_PRE(changed != good);
    // What reads is canonical, so it is another fact, never a second spelling of this one.
    if (fact) RC_ASSERT(fact->canonical().value() == changed);
  }));
}

TEST_CASE("text of a product's own field") {
  const auto body = parse_fact_body(
      "product.registered",
      R"({"gtin":"08936000000011","producer":"tra","name":"T","brand":"Hoa \"V\"","n":3})");
  const auto& product = std::get<ProductRegistered>(*body).product;
  CHECK(product.text("brand") == "Hoa \"V\"");
  CHECK(product.text("n") == "");
  CHECK(product.find("n") == "3");
  CHECK(product.find("none") == "");
}
