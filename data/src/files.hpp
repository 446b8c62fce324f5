#pragma once
// Small files, written whole or not at all.

#include <filesystem>
#include <string>
#include <string_view>

#include "tem/result.hpp"

namespace tem {

/// Errors: not_found, too_long (over `most` bytes), cannot_read (also a pipe, which is not waited for).
Result<std::string> read_file(const std::filesystem::path& file, std::size_t most);

/// As read_file, but refuses a file that its group or others may read. Error: cannot_read.
Result<std::string> read_secret(const std::filesystem::path& file, std::size_t most);

/// A new file with these permissions, on the disk when it returns, and its folder too. Errors:
/// exists, cannot_write.
Result<void> write_new_file(const std::filesystem::path& file, std::string_view text,
                            unsigned permissions);

/// Before SQLite opens it: only the owner may read or write the database and the files beside it,
/// those of an earlier version too. A failure is told by SQLite, which opens it next.
void make_private_database(const std::filesystem::path& file);

/// Puts the names in a folder on the disk.
Result<void> sync_folder(const std::filesystem::path& dir);

}  // namespace tem
