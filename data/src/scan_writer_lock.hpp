#pragma once
// One process at a time writes a registry's scans.
//
//   ScanWriterLock lock("registry");
//   if (auto ok = lock.take(); !ok) return ok;      // held until it goes

#include <fcntl.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "descriptor.hpp"
#include "scan_rows.hpp"
#include "tem/result.hpp"

namespace tem {

/// Free when the process ends however it ends. Errors of take: cannot_write, ledger_busy (another has
/// it).
class ScanWriterLock {
 public:
  explicit ScanWriterLock(const std::filesystem::path& registry)
      : fd_(::open((registry / kFile).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)) {}
  Result<void> take() {
    if (fd_.get() < 0) {
      return Error{ErrorCode::cannot_write,
                   std::string(kFile) + ": cannot be opened in the registry's folder; see that "
                                        "this user may write there"};
    }
    if (take_write_lock(fd_)) return {};
    return Error{ErrorCode::ledger_busy, std::string(kScansFile) +
                                             ": another temd serves this registry; stop it first"};
  }

 private:
  static constexpr std::string_view kFile = "scans.lock";
  Descriptor fd_;
};

}  // namespace tem
