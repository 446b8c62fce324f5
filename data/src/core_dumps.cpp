#include "tem/core_dumps.hpp"

#include <sys/prctl.h>

namespace tem {

void forbid_core_dumps() noexcept {
  // It fails only for a value that there is not.
  static_cast<void>(::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0));
}

}  // namespace tem
