#include <doctest/doctest.h>

#include "tem/digital_link.hpp"

using namespace tem;

TEST_CASE("base URIs") {
  for (const std::string_view text :
       {"https://tem.example", "http://127.0.0.1:8080/vn", "HTTPS://TEM.EXAMPLE/a-b/%C3%94",
        "http://[::1]", "https://a"}) {
    CAPTURE(text);
    const auto base = BaseUri::parse(text);
    REQUIRE(base);
    CHECK(base->str() == text);
  }
  struct Case {
    std::string_view why;
    std::string text;
    ErrorCode want;
  };
  for (const auto& [why, text, want] : {
           Case{"empty", "", ErrorCode::bad_scheme},
           Case{"no scheme", "tem.example", ErrorCode::bad_scheme},
           Case{"no host", "https://", ErrorCode::bad_host},
           Case{"a closing slash", "https://tem.example/", ErrorCode::empty_value},
           Case{"a closing slash after a stem", "https://tem.example/vn/", ErrorCode::empty_value},
           Case{"two slashes", "https://tem.example//vn", ErrorCode::empty_value},
           Case{"a query", "https://tem.example?x", ErrorCode::bad_value},
           Case{"an empty query", "https://tem.example/vn?", ErrorCode::bad_value},
           Case{"a fragment", "https://tem.example#", ErrorCode::bad_value},
           Case{"dots", "https://tem.example/../vn", ErrorCode::bad_value},
           Case{"a broken escape", "https://tem.example/%v", ErrorCode::bad_escape},
           Case{"a user", "https://a@tem.example", ErrorCode::bad_host},
           Case{"a space", "https://tem.example/a b", ErrorCode::bad_character},
           Case{"too long", "https://tem.example/" + std::string(2048, 'a'), ErrorCode::too_long},
       }) {
    CAPTURE(why);
    const auto base = BaseUri::parse(text);
    REQUIRE(!base);
    CHECK_MESSAGE(name(base.error().code) == name(want), base.error().str());
    CHECK(!base.error().detail.empty());
  }
}

TEST_CASE("the base of a link is what stands before its key") {
  for (const std::string_view base :
       {"https://tem.example", "HTTP://TEM.EXAMPLE:81/vn/01/x", "http://[::1]:8080/%30%31"}) {
    CAPTURE(base);
    CHECK(DigitalLink::parse(std::string(base) + "/01/08936000000011?x=1#y")->base().str() == base);
  }
}

TEST_CASE("places that are one, and places that are not") {
  const auto same_place = [](std::string_view a, std::string_view b) {
    const auto x = BaseUri::parse(a).value(), y = BaseUri::parse(b).value();
    CHECK(x.same_place(y) == y.same_place(x));
    return x.same_place(y);
  };
  CHECK(same_place("https://tem.example", "https://tem.example"));
  CHECK(same_place("https://tem.example/vn", "HTTP://TEM.Example/vn"));
  CHECK(same_place("https://tem.example:443", "http://tem.example"));
  CHECK(same_place("HTTP://tem.example:80", "https://tem.example"));
  CHECK(!same_place("https://tem.example:80", "https://tem.example"));
  CHECK(!same_place("https://tem.example:8443", "https://tem.example"));
  CHECK(!same_place("https://tem.example/vn", "https://tem.example/VN"));
  CHECK(!same_place("https://tem.example/vn", "https://tem.example"));
  CHECK(!same_place("https://tem.example", "https://tem.example.evil.example"));
  CHECK(!same_place("https://xtem.example", "https://tem.example"));
}

TEST_CASE("demonstration hosts end in .example") {
  const auto demo = [](std::string_view text) {
    return BaseUri::parse(text).value().is_demonstration();
  };
  CHECK(demo("https://tem.example"));
  CHECK(demo("https://TEM.EXAMPLE:8443/vn"));
  CHECK(!demo("https://tem.example.vn"));
  CHECK(!demo("https://temexample"));
  CHECK(!demo("https://tem.vn/x.example"));
}
