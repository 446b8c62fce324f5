#include "tem/locked_memory.hpp"

#include <sodium.h>

#include <cstdlib>
#include <new>

namespace tem {

void* allocate_locked(std::size_t size) {
  if (sodium_init() < 0) std::abort();  // no page size, no canary: nothing here may go on
  void* memory = sodium_malloc(size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

void free_locked(void* memory) noexcept { sodium_free(memory); }

}  // namespace tem
