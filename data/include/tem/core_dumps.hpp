#pragma once
// A process that holds keys leaves no copy of its memory on a disk.

namespace tem {

/// From now on the process dumps no core, whatever its limits and /proc/sys/kernel/core_pattern say,
/// and other processes of the same user may not read its memory (prctl(2), PR_SET_DUMPABLE). A
/// program that it starts has the usual rights again.
void forbid_core_dumps() noexcept;

}  // namespace tem
