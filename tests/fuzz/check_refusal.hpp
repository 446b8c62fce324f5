#pragma once
// What every refusal of a parser must be, whatever the input.

#include <cstdlib>

#include "tem/result.hpp"

namespace tem::test {

/// Says something, on one line, and is no failure of ours.
inline void check_refusal(const Error& error) {
  if (error.code == ErrorCode::internal || error.detail.empty()) std::abort();
  for (const char c : error.detail) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) std::abort();
  }
}

}  // namespace tem::test
