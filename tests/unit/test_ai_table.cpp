#include "tem/ai_table.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

using namespace tem;

namespace {

const Ai& ai(std::string_view code) {
  const Ai* found = find_ai(code);
  REQUIRE_MESSAGE(found != nullptr, code);
  return *found;
}

}  // namespace

TEST_CASE("the table is whole and in order") {
  const auto table = ai_table();
  CHECK(table.size() == 541);
  CHECK(std::is_sorted(table.begin(), table.end(),
                       [](const Ai& a, const Ai& b) { return a.code < b.code; }));
  std::set<std::string_view> codes;
  for (const Ai& row : table) {
    CAPTURE(row.code);
    CHECK(codes.insert(row.code).second);
    CHECK(row.code.size() >= 2);
    CHECK(row.code.size() <= 4);
    CHECK(row.code.find_first_not_of("0123456789") == std::string_view::npos);
    CHECK(!row.title.empty());
    CHECK(find_ai(row.code) == &row);
    CHECK((row.qualifiers.empty() || row.role == AiRole::key));
    CHECK((row.role != AiRole::key || row.may_be_attribute));
    for (const std::string_view qualifier : row.qualifiers) {
      CHECK(ai(qualifier).role == AiRole::qualifier);
    }
    if (!row.alternative.empty()) CHECK(ai(row.alternative).role == AiRole::qualifier);
    CHECK(row.qualifier_required == (row.code == "415"));
  }
  // No AI begins another: a reader of element strings could not part them.
  for (const std::string_view code : codes) {
    for (std::size_t size = 2; size < code.size(); ++size) {
      CHECK_MESSAGE(!codes.contains(code.substr(0, size)), code);
    }
  }
}

TEST_CASE("AIs that do not exist") {
  for (const std::string_view code : {"",      "0",
                                      "1",     "04",
                                      "05",    "14",
                                      "18",    "19",
                                      "23",    "31",
                                      "310",   "3106",
                                      "3909 ", "3944",
                                      "3956",  "418",
                                      "428",   "4327",
                                      "4329",  "4334",
                                      "7012",  "718",
                                      "7243",  "7260",
                                      "8014x", "8044",
                                      "9",     "100",
                                      "00 ",   " 01",
                                      "1O",    "GTIN",
                                      "gtin",  "99999999999999999999"}) {
    CAPTURE(code);
    CHECK(find_ai(code) == nullptr);
  }
  CHECK(find_ai(std::string_view("01\0", 3)) == nullptr);
}

TEST_CASE("keys, their qualifiers, and what never is an attribute") {
  std::string keys, never;
  for (const Ai& row : ai_table()) {
    if (row.role == AiRole::key) {
      keys.append(keys.empty() ? "" : " ").append(row.code);
      for (const auto q : row.qualifiers) keys.append(",").append(q);
      if (!row.alternative.empty()) keys.append("|").append(row.alternative);
    }
    if (!row.may_be_attribute) never.append(never.empty() ? "" : " ").append(row.code);
  }
  CHECK(keys ==
        "00 01,22,10,21|235 253 255 401 402 414,254|7040 415,8020 417,7040 8003 8004,7040 "
        "8006,22,10,21 8010,8011 8013 8017,8019 8018,8019");
  CHECK(never == "03 21 22 235 254 7040 7041 8011 8014 8019 8020 8040 8041 8042 8043 8200");
  CHECK(ai("10").role == AiRole::qualifier);
  CHECK(ai("10").may_be_attribute);
  CHECK(ai("17").role == AiRole::attribute);
  CHECK(ai("17").title == "USE BY or EXPIRY");
}
