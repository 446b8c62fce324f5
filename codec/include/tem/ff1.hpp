#pragma once
// FF1 format-preserving encryption, NIST SP 800-38G algorithms 7 and 8, over AES-128, -192, -256.
//
//   auto cipher = Ff1::make(key, 10, tweak);                 // radix 10
//   cipher->encrypt({0,1,2,3,4,5,6,7,8,9})                   // ten numerals, most significant
//   first

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "tem/result.hpp"

namespace tem {

/// Threads may share one: a lock is taken for the microsecond of a call.
class Ff1 {
 public:
  /// `key` 16, 24 or 32 bytes; radix 2 to 36; tweak up to 64 bytes. Errors: bad_key, bad_value,
  /// crypto_failed.
  static Result<Ff1> make(std::span<const std::byte> key, unsigned radix,
                          std::span<const std::byte> tweak = {});
  Ff1(Ff1&&) noexcept;
  Ff1& operator=(Ff1&&) noexcept;
  ~Ff1();

  /// In place; every numeral below the radix, 2 to 24 of them, radix^n ≥ 100 (SP 800-38G §5.1).
  /// Errors: bad_length, bad_value, crypto_failed.
  Result<void> encrypt(std::span<std::uint8_t> numerals) const;
  Result<void> decrypt(std::span<std::uint8_t> numerals) const;

 private:
  struct State;
  explicit Ff1(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tem
