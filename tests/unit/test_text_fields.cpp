#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "../../server/src/text_fields.hpp"
#include "tem/percent.hpp"

using namespace tem;
using namespace std::string_literals;

namespace {

constexpr FieldRule kRules[] = {{"uri", 40, true}, {"code", 17, true}, {"place", 8, false}};

struct Bad {
  std::string_view why;
  std::string body;
  ErrorCode want;
};

std::string form_of(const std::vector<std::pair<std::string, std::string>>& fields) {
  std::string out;
  for (const auto& [name, value] : fields) {
    if (!out.empty()) out += '&';
    append_percent_encoded(out, name);
    out += '=';
    append_percent_encoded(out, value);
  }
  return out;
}

}  // namespace

TEST_CASE("a form is read as browsers send it") {
  const auto fields = parse_form_fields(
      "uri=https%3A%2F%2Fa.example%2F01%3Fs%3D1&code=+B2nz%2dcza9&place=", kRules);
  REQUIRE(fields.has_value());
  CHECK(fields->get("uri") == "https://a.example/01?s=1");
  CHECK(fields->get("code") == " B2nz-cza9");
  CHECK(fields->get("place").empty());  // left open by the shopper
  CHECK(fields->all().size() == 2);
  CHECK(fields->get("nothing").empty());
  CHECK(parse_form_fields("uri=a=b&code=%F0%9F%A6%91&", kRules)->get("uri") == "a=b");
}

TEST_CASE("what a form may not hold") {
  const Bad cases[] = {
      {"nothing at all", "", ErrorCode::bad_field},
      {"a required one is missing", "uri=a", ErrorCode::bad_field},
      {"a required one is blank", "uri=a&code=+%0A", ErrorCode::bad_field},
      {"an unknown name", "uri=a&code=b&admin=1", ErrorCode::bad_field},
      {"a name in another case", "URI=a&code=b", ErrorCode::bad_field},
      {"a name twice", "uri=a&uri=b&code=c", ErrorCode::bad_field},
      {"twice, once empty", "uri=a&code=b&place=&place=c", ErrorCode::bad_field},
      {"no name", "=a&uri=a&code=b", ErrorCode::bad_field},
      {"an empty pair", "uri=a&&code=b", ErrorCode::bad_field},
      {"a semicolon separates nothing", "uri=a;code=b", ErrorCode::bad_field},
      {"a broken escape", "uri=a&code=%4", ErrorCode::bad_escape},
      {"another in a name", "u%zzri=a&code=b", ErrorCode::bad_escape},
      {"a NUL", "uri=a&code=b%00", ErrorCode::bad_escape},
      {"a raw NUL", "uri=a&code=b\0"s, ErrorCode::bad_character},
      {"no UTF-8", "uri=a&code=%FF", ErrorCode::bad_character},
      {"a surrogate", "uri=a&code=%ED%A0%80", ErrorCode::bad_character},
      {"too long a value", "uri=a&code=" + std::string(18, 'b'), ErrorCode::too_long},
      {"too long a body", "uri=" + std::string(kMaxFieldsBytes, 'b'), ErrorCode::too_long},
      {"JSON", R"({"uri":"a","code":"b"})", ErrorCode::bad_field},
  };
  for (const Bad& each : cases) {
    CAPTURE(each.why);
    const auto fields = parse_form_fields(each.body, kRules);
    REQUIRE_FALSE(fields.has_value());
    CHECK(fields.error().code == each.want);
    CHECK(fields.error().detail.find('\n') == std::string::npos);
  }
}

TEST_CASE("JSON is one object of strings") {
  const auto fields = parse_json_fields(
      " {\"code\": \"B2NZ\\u002dCZA9\", \"uri\": \"\\u1ea5\", \"place\": \"\"}\n", kRules);
  REQUIRE(fields.has_value());
  CHECK(fields->get("code") == "B2NZ-CZA9");
  CHECK(fields->get("uri") == "ấ");
  const Bad cases[] = {
      {"nothing at all", "", ErrorCode::bad_json},
      {"no JSON", "uri=a&code=b", ErrorCode::bad_json},
      {"cut off", R"({"uri":"a","code":"b")", ErrorCode::bad_json},
      {"more after it", R"({"uri":"a","code":"b"} {})", ErrorCode::bad_json},
      {"a trailing comma", R"({"uri":"a","code":"b",})", ErrorCode::bad_json},
      {"no UTF-8", "{\"uri\":\"a\",\"code\":\"\xFF\"}", ErrorCode::bad_json},
      {"an array", R"(["a"])", ErrorCode::bad_field},
      {"a string", R"("a")", ErrorCode::bad_field},
      {"a number", "7", ErrorCode::bad_field},
      {"null", "null", ErrorCode::bad_field},
      {"a required one is missing", R"({"uri":"a"})", ErrorCode::bad_field},
      {"a number within", R"({"uri":"a","code":12345678})", ErrorCode::bad_field},
      {"null within", R"({"uri":"a","code":null})", ErrorCode::bad_field},
      {"a boolean within", R"({"uri":"a","code":true})", ErrorCode::bad_field},
      {"an object within", R"({"uri":{"a":"b"},"code":"c"})", ErrorCode::bad_field},
      {"an array within", R"({"uri":["a"],"code":"c"})", ErrorCode::bad_field},
      {"an unknown name", R"({"uri":"a","code":"b","x":"c"})", ErrorCode::bad_field},
      {"a name twice", R"({"uri":"a","code":"b","uri":"c"})", ErrorCode::bad_field},
      {"a NUL", R"({"uri":"a","code":"\u0000"})", ErrorCode::bad_character},
      {"too long a value", R"({"uri":"a","code":"123456789012345678"})", ErrorCode::too_long},
      {"too long a body", std::string(kMaxFieldsBytes, ' ') + R"({"uri":"a","code":"b"})",
       ErrorCode::too_long},
  };
  for (const Bad& each : cases) {
    CAPTURE(each.why);
    const auto bad = parse_json_fields(each.body, kRules);
    REQUIRE_FALSE(bad.has_value());
    CHECK(bad.error().code == each.want);
  }
}

TEST_CASE("the same fields, whichever way they are sent") {
  static constexpr FieldRule kAny[] = {{"a", 9000, false}, {"b", 9000, false}};
  CHECK(rc::check("a form and JSON of the same fields are read alike", [] {
    // Text of characters, so that it is UTF-8.
    const auto text = rc::gen::map(rc::gen::container<std::vector<char32_t>>(rc::gen::elementOf(
                                       std::u32string(U"aZ09 +%&=;\n\t\"\\<>ấ€🦑\u0301"))),
                                   [](const std::vector<char32_t>& points) {
                                     std::string out;
                                     for (const char32_t c : points) {
                                       if (c < 0x80) {
                                         out += static_cast<char>(c);
                                       } else if (c < 0x800) {
                                         out += static_cast<char>(0xC0 | (c >> 6));
                                         out += static_cast<char>(0x80 | (c & 63));
                                       } else if (c < 0x10000) {
                                         out += static_cast<char>(0xE0 | (c >> 12));
                                         out += static_cast<char>(0x80 | ((c >> 6) & 63));
                                         out += static_cast<char>(0x80 | (c & 63));
                                       } else {
                                         out += static_cast<char>(0xF0 | (c >> 18));
                                         out += static_cast<char>(0x80 | ((c >> 12) & 63));
                                         out += static_cast<char>(0x80 | ((c >> 6) & 63));
                                         out += static_cast<char>(0x80 | (c & 63));
                                       }
                                     }
                                     return out;
                                   });
    const std::string a = *text, b = *text;
    const auto form = parse_form_fields(form_of({{"a", a}, {"b", b}}), kAny);
    const auto object =
        parse_json_fields(boost::json::serialize(boost::json::object{{"a", a}, {"b", b}}), kAny);
    RC_ASSERT(form.has_value());
    RC_ASSERT(object.has_value());
    RC_ASSERT(*form == *object);
    RC_ASSERT(form->get("a") == a);
    RC_ASSERT(form->get("b") == b);
  }));
  CHECK(rc::check("any bytes are answered, and what is read can be sent again", [] {
    const auto body = *rc::gen::string<std::string>();
    const auto fields = parse_form_fields(body, kAny);
    if (fields) RC_ASSERT(*parse_form_fields(form_of(fields->all()), kAny) == *fields);
  }));
}
