#pragma once
// Whole files of any size: their hash, and copies that are on the disk. Internal.
//
//   auto digest = copy_file("backup/ledger.db", "registry/ledger.db", 0644);
//   digest->sha256

#include <cstdint>
#include <filesystem>

#include "tem/bytes.hpp"

namespace tem {

struct FileDigest {
  std::uint64_t bytes = 0;
  Hash sha256{};
  friend bool operator==(const FileDigest&, const FileDigest&) = default;
};

/// Errors: not_found, cannot_read (also of what is no regular file: a link is not followed).
Result<FileDigest> digest_of(const std::filesystem::path& file);

/// What was copied, into a new file that is on the disk when it returns. Errors: those of
/// digest_of, exists, cannot_write.
Result<FileDigest> copy_file(const std::filesystem::path& from, const std::filesystem::path& to,
                             unsigned permissions);

/// Puts a file that others wrote on the disk. Error: cannot_write.
Result<void> sync_file(const std::filesystem::path& file);

}  // namespace tem
