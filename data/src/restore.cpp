// A backup made a registry again.

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "backup_check.hpp"
#include "database_copy.hpp"
#include "file_copy.hpp"
#include "files.hpp"
#include "new_folder.hpp"
#include "tem/backup.hpp"
#include "tem/system_reason.hpp"

namespace tem {

namespace fs = std::filesystem;

namespace {

/// As tem makes them in a registry: what anyone may read there, and what only its owner.
unsigned mode_of(std::string_view name) {
  const bool is_private = name.starts_with("secrets/") || name == "scans.db" || name == "tokens.db";
  return is_private ? 0600 : 0644;
}

Result<void> put_back(const fs::path& from, const BackupFile& file, const fs::path& to) {
  const auto copied = copy_file(from, to, mode_of(file.name));
  if (!copied) return copied.error();
  if (*copied != FileDigest{file.bytes, file.sha256}) {
    return Error{ErrorCode::cannot_read, from.string() + ": was changed while it was read"};
  }
  if (!file.name.ends_with(".db")) return {};
  if (auto ok = put_database_in_use(to); !ok) return ok;
  return sync_file(to);
}

/// Every file of the backup, into a folder that is empty.
Result<void> put_all_back(const fs::path& dir, const BackupManifest& manifest, const fs::path& to) {
  const fs::path secrets = to / kSecretsFolder;
  const bool has_secrets = std::ranges::any_of(
      manifest.files, [](const BackupFile& file) { return file.name.starts_with("secrets/"); });
  if (has_secrets && ::mkdir(secrets.c_str(), 0700) != 0) {
    return Error{ErrorCode::cannot_write, secrets.string() + ": " + system_reason(errno)};
  }
  for (const auto& file : manifest.files) {
    if (auto ok = put_back(dir / file.name, file, to / file.name); !ok) return ok;
  }
  return has_secrets ? sync_folder(secrets) : Result<void>();
}

}  // namespace

Result<BackupManifest> restore_backup(const fs::path& dir, const fs::path& registry) {
  if (auto ok = NewFolder::may_make(registry); !ok) return ok.error();
  if (lies_below(registry, dir)) {
    return Error{ErrorCode::bad_usage,
                 registry.string() + ": lies in the backup, which is to stay as it is; choose "
                                     "another folder"};
  }
  auto manifest = check_backup(dir);
  if (!manifest) return manifest;
  auto folder = NewFolder::make(registry, 0755);
  if (!folder) return folder.error();
  if (auto ok = put_all_back(dir, *manifest, folder->path()); !ok) return folder->told(ok.error());
  if (auto ok = folder->commit(); !ok) return ok.error();
  return manifest;
}

}  // namespace tem
