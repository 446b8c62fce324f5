#pragma once
// A value or none, like std::optional, that many hold at once: copying it costs no copy of the value,
// and nobody can change it.
//
//   Shared<Product> product = Product{…};
//   const Shared<Product> again = product;     // the same object
//   if (again) again->name

#include <memory>
#include <optional>
#include <utility>

namespace tem {

template <class T>
class Shared {
 public:
  Shared() = default;
  Shared(std::nullopt_t) {}  // NOLINT(google-explicit-constructor): as std::optional does
  Shared(T value)            // NOLINT(google-explicit-constructor)
      : value_(std::make_shared<const T>(std::move(value))) {}
  Shared(std::optional<T> value)  // NOLINT(google-explicit-constructor)
      : value_(value ? std::make_shared<const T>(std::move(*value)) : nullptr) {}

  [[nodiscard]] explicit operator bool() const noexcept { return value_ != nullptr; }
  [[nodiscard]] bool has_value() const noexcept { return value_ != nullptr; }
  /// Precondition: there is a value.
  const T& operator*() const noexcept { return *value_; }
  const T* operator->() const noexcept { return value_.get(); }

 private:
  std::shared_ptr<const T> value_;
};

}  // namespace tem
