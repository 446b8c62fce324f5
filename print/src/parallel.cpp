#include "tem/parallel.hpp"

#include <algorithm>
#include <thread>

namespace tem {

std::size_t default_threads() noexcept {
  return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 64);
}

}  // namespace tem
