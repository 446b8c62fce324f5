#pragma once
// The one place where the command line reads the clock.

#include <chrono>

#include "tem/calendar.hpp"

namespace tem::cli {

inline Instant now() {
  return Instant(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
}

}  // namespace tem::cli
