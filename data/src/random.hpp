#pragma once
// The operating system's random numbers.

#include <sodium.h>

#include <cstdlib>

#include "tem/bytes.hpp"

namespace tem {

template <std::size_t N>
Bytes<N> random_bytes() {
  Bytes<N> bytes;
  if (sodium_init() < 0) std::abort();  // no random numbers: nothing here may go on
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

}  // namespace tem
