#pragma once
// The operating system's random numbers.

#include <sodium.h>

#include <cstdlib>
#include <span>

#include "tem/bytes.hpp"

namespace tem {

/// For a secret: made where it is kept.
inline void fill_randomly(std::span<std::byte> bytes) {
  if (sodium_init() < 0) std::abort();  // no random numbers: nothing here may go on
  randombytes_buf(bytes.data(), bytes.size());
}

template <std::size_t N>
Bytes<N> random_bytes() {
  Bytes<N> bytes;
  fill_randomly(bytes);
  return bytes;
}

}  // namespace tem
