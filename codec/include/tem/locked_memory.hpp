#pragma once
// Room for a secret: locked, so that it is never written to a swap file, left out of core dumps,
// between pages that nobody may touch, and wiped when it is given back.
//
//   LockedMemory<Bytes<32>> key;                  // zeros
//   hkdf_sha256(secret, info, *key);              // made where it stays
//   auto owner = std::move(key);                  // the bytes stay where they are
//
// An object is a page and two that guard it: for the few secrets that are kept, not for many small
// ones. Locking is asked for and not insisted on: a process that may lock no more (RLIMIT_MEMLOCK)
// goes on, and the rest still holds.

#include <cstddef>
#include <memory>
#include <utility>

namespace tem {

/// Throws std::bad_alloc. The bytes are undefined.
void* allocate_locked(std::size_t size);
/// Wipes it first. Stops the process when something was written before the beginning.
void free_locked(void* memory) noexcept;

template <class Secret>
class LockedMemory {
 public:
  template <class... Args>
  explicit LockedMemory(Args&&... args) : secret_(make(std::forward<Args>(args)...)) {}

  /// Not of one that was moved from.
  [[nodiscard]] Secret& operator*() const noexcept { return *secret_; }
  [[nodiscard]] Secret* operator->() const noexcept { return secret_.get(); }

 private:
  struct Free {
    void operator()(Secret* secret) const noexcept {
      secret->~Secret();
      free_locked(secret);
    }
  };

  template <class... Args>
  static Secret* make(Args&&... args) {
    static_assert(noexcept(Secret{std::forward<Args>(args)...}));
    return ::new (allocate_locked(sizeof(Secret))) Secret{std::forward<Args>(args)...};
  }

  std::unique_ptr<Secret, Free> secret_;
};

}  // namespace tem
