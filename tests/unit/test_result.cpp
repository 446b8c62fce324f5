#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>
#include <type_traits>

#include "tem/result.hpp"

using namespace tem;

namespace {

Result<int> half(int x) {
  if (x % 2 != 0) return Error{ErrorCode::bad_value, std::to_string(x) + " is odd"};
  return x / 2;
}

Result<void> even(int x) {
  if (x % 2 != 0) return {ErrorCode::bad_value, "odd"};
  return {};
}

Result<std::optional<int>> nothing() { return std::optional<int>(); }

Result<int> quarter(int x) {
  auto once = half(x);
  if (!once) return std::move(once).error();
  return half(*once);
}

}  // namespace

TEST_CASE("a value") {
  const Result<int> r = half(8);
  REQUIRE(r.has_value());
  CHECK(static_cast<bool>(r));
  CHECK(*r == 4);
  CHECK(r.value() == 4);
  CHECK(r.value_or(9) == 4);
}

TEST_CASE("an error keeps its code and its line") {
  const Result<int> r = half(7);
  REQUIRE(!r);
  CHECK(r.error() == Error{ErrorCode::bad_value, "7 is odd"});
  CHECK(r.value_or(9) == 9);
  CHECK(quarter(6).error().detail == "3 is odd");
  CHECK(*quarter(12) == 3);
}

TEST_CASE("the first code of the table is an error too") {
  const Result<int> r = ErrorCode{};
  CHECK(!r.has_value());
  const Result<void> v = ErrorCode{};
  CHECK(!v.has_value());
}

TEST_CASE("no value") {
  CHECK(even(2).has_value());
  REQUIRE(!even(3));
  CHECK(even(3).error() == Error{ErrorCode::bad_value, "odd"});
}

TEST_CASE("values that only move, and values that look empty") {
  Result<std::unique_ptr<int>> r = std::make_unique<int>(5);
  REQUIRE(r);
  const std::unique_ptr<int> out = std::move(*r);
  CHECK(*out == 5);

  const auto none = nothing();
  CHECK(none.has_value());
  CHECK(!none->has_value());
  const Result<bool> no = false;
  CHECK(no.has_value());
  CHECK(!*no);
}

TEST_CASE("members through the arrow, and change in place") {
  Result<std::string> r = std::string("tem");
  r->push_back('!');
  CHECK(*r == "tem!");
  CHECK(r->size() == 4);
  r = Error{ErrorCode::too_long, "x"};
  CHECK(!r);
}

static_assert(!std::is_default_constructible_v<Result<int>>);
static_assert(!std::is_convertible_v<Result<int>, bool>);  // only where a condition asks for it
static_assert(std::is_nothrow_move_constructible_v<Result<std::string>>);
