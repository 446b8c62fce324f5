#pragma once
// A value or an Error, with std::expected's names (GCC 12 has std::expected only in C++23 mode).
//
//   Result<Gtin> gtin = Gtin::parse(text);
//   if (!gtin) return gtin.error();
//   use(*gtin);

#include <cassert>
#include <type_traits>
#include <utility>
#include <variant>

#include "tem/error.hpp"

namespace tem {

template <class T>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  template <class U = T>
    requires std::is_constructible_v<T, U&&> &&
             (!std::is_same_v<std::remove_cvref_t<U>, Result>) &&
             (!std::is_same_v<std::remove_cvref_t<U>, Error>)
  Result(U&& value) : held_(std::in_place_index<0>, std::forward<U>(value)) {}
  Result(Error error) : held_(std::in_place_index<1>, std::move(error)) {}
  Result(ErrorCode code, std::string detail = {})
      : held_(std::in_place_index<1>, Error{code, std::move(detail)}) {}

  [[nodiscard]] bool has_value() const noexcept { return held_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }

  /// Precondition: has_value().
  // NOLINTNEXTLINE(clang-analyzer-core.uninitialized.UndefReturn): std::variant is not followed
  T& value() & { return assert(has_value()), *std::get_if<0>(&held_); }
  const T& value() const& { return assert(has_value()), *std::get_if<0>(&held_); }
  /// By value, so that `for (auto& x : f().value())` holds what it walks over.
  T value() && { return assert(has_value()), std::move(*std::get_if<0>(&held_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  /// Precondition: !has_value().
  // NOLINTNEXTLINE(clang-analyzer-core.uninitialized.UndefReturn): get_if gives null never here
  const Error& error() const& { return assert(!has_value()), *std::get_if<1>(&held_); }
  Error&& error() && { return assert(!has_value()), std::move(*std::get_if<1>(&held_)); }

  template <class U>
  T value_or(U&& other) const& {
    return has_value() ? value() : static_cast<T>(std::forward<U>(other));
  }

 private:
  std::variant<T, Error> held_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)), failed_(true) {}
  Result(ErrorCode code, std::string detail = {}) : Result(Error{code, std::move(detail)}) {}

  [[nodiscard]] bool has_value() const noexcept { return !failed_; }
  explicit operator bool() const noexcept { return has_value(); }
  const Error& error() const& { return assert(failed_), error_; }
  Error&& error() && { return assert(failed_), std::move(error_); }

 private:
  Error error_{};
  bool failed_ = false;
};

}  // namespace tem
