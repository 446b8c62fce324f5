#pragma once
// A SQLite file copied while others write to it: SQLite's own online backup. A file copied byte by
// byte would lack what still stands in its -wal, or be torn. Internal.

#include <filesystem>
#include <functional>

#include "tem/result.hpp"

namespace tem {

/// The state of `from` at one moment, as one file without a -wal beside it; only its owner may read
/// it. It is on the disk once it was synced. `go_on` is asked between pieces of 4 MiB; its error
/// ends it. Errors: ledger_busy, cannot_read, cannot_write, ledger_damaged, each naming the file
/// that is copied.
Result<void> copy_database(const std::filesystem::path& from, const std::filesystem::path& to,
                           const std::function<Result<void>()>& go_on);

/// Makes a copy one that many may read while one writes, as tem makes its databases. Error:
/// cannot_write.
Result<void> put_database_in_use(const std::filesystem::path& file);

}  // namespace tem
