// What the operating system says of a call that failed, and what to do about it.
#pragma once

#include <string>

namespace tem {

/// "Permission denied"; where it is the disk's doing, "No space left on device; free some room, then try
/// again". `error` as errno.
std::string system_reason(int error);

}  // namespace tem
