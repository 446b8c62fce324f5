#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "tem/error.hpp"

using namespace tem;

namespace {

constexpr ErrorCode kAll[] = {
#define X(name, http, exit, text) ErrorCode::name,
    TEM_ERRORS(X)
#undef X
};

}  // namespace

TEST_CASE("every code has a name of its own, a title, and statuses that exist") {
  std::set<std::string_view> names;
  for (const ErrorCode code : kAll) {
    CAPTURE(name(code));
    CHECK(names.insert(name(code)).second);
    CHECK(name(code).find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos);
    CHECK(!title(code).empty());
    CHECK(title(code).find_first_of("\n.") == std::string_view::npos);
    CHECK(http_status(code) >= 400);
    CHECK(http_status(code) <= 503);
    CHECK(exit_status(code) >= 1);
    CHECK(exit_status(code) <= 3);
    // A 5xx is not the caller's to mend, but for what whoever started the program wrote or typed.
    const bool given = code == ErrorCode::bad_settings || code == ErrorCode::key_unusable;
    if (!given && http_status(code) >= 500) CHECK(exit_status(code) != 2);
  }
  CHECK(names.size() == std::size(kAll));
}

TEST_CASE("some of the table's rows") {
  CHECK(name(ErrorCode::bad_check_digit) == "bad_check_digit");
  CHECK(title(ErrorCode::bad_check_digit) == "check digit does not match");
  CHECK(http_status(ErrorCode::bad_check_digit) == 400);
  CHECK(exit_status(ErrorCode::bad_check_digit) == 2);
  CHECK(http_status(ErrorCode::already_registered) == 409);
  CHECK(exit_status(ErrorCode::ledger_damaged) == 1);
  CHECK(http_status(ErrorCode::ledger_busy) == 503);
  CHECK(exit_status(ErrorCode::cannot_read) == 3);
  CHECK(name(ErrorCode::too_many) == "too_many");
}

TEST_CASE("an error's one line") {
  const Error bare{ErrorCode::bad_date, ""};
  CHECK(bare.str() == "not a date");
  CHECK(bare.at("lot.json").str() == "lot.json: not a date");
  const Error told{ErrorCode::bad_date, "271331: month 13"};
  CHECK(told.str() == "271331: month 13");
  CHECK(told.at("17").at("lot.json") ==
        Error{ErrorCode::bad_date, "lot.json: 17: 271331: month 13"});
  CHECK(told != bare);
}
