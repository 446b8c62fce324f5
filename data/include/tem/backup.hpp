#pragma once
// A registry's backup: made while others append and record, checked, and made a registry again.
//
//   auto made = back_up({.registry = "registry", .dir = "backup-2026-11-27", .now = now});
//   auto sound = check_backup("backup-2026-11-27");
//   auto back = restore_backup("backup-2026-11-27", "registry");
//
//   backup/manifest        what is in it, with the SHA-256 of each file: backup_manifest.hpp
//   backup/ledger.hold     a ledger that comes from a backup takes no facts: log_compare.hpp
//   backup/…               the files of the registry's folder under their names
//   backup/secrets/        only when asked for: whoever has it can sign stamps and facts
//
// What was answered before the backup began is in it. Scans and prints are copied before the ledger
// and keys after it, so that all that they speak of is in the ledger, and all that it names is with
// it. The key of the day's client hashes is left out: it must not outlive the day.

#include <filesystem>
#include <functional>

#include "tem/backup_manifest.hpp"

namespace tem {

struct BackupRequest {
  std::filesystem::path registry;
  std::filesystem::path dir;  ///< not there yet
  bool with_keys = false;
  Instant now;
  /// Asked between pieces of the work; its error ends it. May be null.
  std::function<Result<void>()> go_on = nullptr;
};

/// Builds the folder beside `dir`, checks it as check_backup does, puts it on the disk and renames
/// it: under its name there is a whole backup or none. The folder is 0700, each file 0600. Errors:
/// exists, not_found, bad_settings, bad_usage (a copy of another registry's log), ledger_damaged,
/// ledger_busy, cannot_read, cannot_write, those of `go_on`.
Result<BackupManifest> back_up(const BackupRequest& request);

/// Every file is there, as the manifest says, and no other; the ledger passes its fsck and is the
/// one that the manifest names; each database is sound; each scanned stamp was issued. Errors:
/// not_found, cannot_read (which file was changed, is missing or does not belong), ledger_damaged,
/// bad_settings, those of BackupManifest::parse.
Result<BackupManifest> check_backup(const std::filesystem::path& dir);

/// Checks the backup, then makes `registry` of it: whole or not at all, under its hold. `registry`
/// is not there yet or an empty folder. Errors: exists, cannot_write, those of check_backup.
Result<BackupManifest> restore_backup(const std::filesystem::path& dir,
                                      const std::filesystem::path& registry);

}  // namespace tem
