#include "tem/backup.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "backup_check.hpp"
#include "database_copy.hpp"
#include "db.hpp"
#include "file_copy.hpp"
#include "files.hpp"
#include "ledger_hold.hpp"
#include "new_folder.hpp"
#include "print_schema.hpp"
#include "scan_rows.hpp"
#include "tem/registry.hpp"
#include "tem/system_reason.hpp"

namespace tem {

namespace fs = std::filesystem;

namespace {

constexpr unsigned kFolderMode = 0700, kFileMode = 0600;
constexpr std::size_t kMaxSettingsBytes = 1024 * 1024, kMaxSecretBytes = 16 * 1024;
constexpr std::array<std::string_view, 4> kSettings = {"registry.toml", "temd.toml",
                                                       "witnesses.policy", kHoldsRecord};

/// A file of the registry that may be missing, or a link to where settings are kept.
Result<void> copy_if_there(const fs::path& from, const fs::path& to) {
  const auto text = read_file(from, kMaxSettingsBytes);
  if (!text && text.error().code == ErrorCode::not_found) return {};
  if (!text) return text.error();
  return write_new_file(to, *text, kFileMode);
}

Result<void> copy_secret(const fs::path& from, const fs::path& to) {
  auto text = read_secret(from, kMaxSecretBytes);
  if (!text) return text.error();
  auto written = write_new_file(to, *text, kFileMode);
  wipe(*text);
  return written;
}

Result<void> copy_secrets(const fs::path& registry, const fs::path& dir) {
  const fs::path from = registry / kSecretsFolder, to = dir / kSecretsFolder;
  if (::mkdir(to.c_str(), kFolderMode) != 0) {
    return Error{ErrorCode::cannot_write, to.string() + ": " + system_reason(errno)};
  }
  std::error_code ec;
  for (fs::directory_iterator at(from, ec), end; !ec && at != end; at.increment(ec)) {
    const fs::path name = at->path().filename();
    // What else an operator keeps there is no part of the registry.
    if (!is_backup_file(std::string(kSecretsFolder) + "/" + name.string())) continue;
    if (auto ok = copy_secret(from / name, to / name); !ok) return ok;
  }
  if (ec) return Error{ErrorCode::cannot_read, from.string() + ": " + ec.message()};
  return {};
}

/// Can they be used by whoever restores them? A key under a passphrase opens to its owner alone.
/// Errors: cannot_read, key_unusable.
Result<void> check_secrets(const fs::path& dir) {
  const auto registry = Registry::open(dir, Access::read);
  if (!registry) return registry.error();
  if (const auto secret = registry->serial_secret(); !secret) return secret.error();
  std::error_code ec;
  for (fs::directory_iterator at(dir / kSecretsFolder, ec), end; !ec && at != end; at.increment(ec)) {
    const fs::path& file = at->path();
    if (file.extension() != ".pem") continue;
    auto pem = read_secret(file, kMaxSecretBytes);
    if (!pem) return pem.error();
    const bool encrypted = SigningKey::is_encrypted(*pem);
    const auto key = SigningKey::from_pem(*pem);
    wipe(*pem);
    if (encrypted) continue;
    const bool other = key && file.filename() == "log.pem" &&
                       key->verifying_key() != registry->log_vkey().key;
    if (key && !other) continue;
    return Error{ErrorCode::key_unusable,
                 file.string() + ": " + (other ? "is not the key of this log" : key.error().detail) +
                     "; mend it before you back up the keys"};
  }
  if (ec) return Error{ErrorCode::cannot_read, (dir / kSecretsFolder).string() + ": " + ec.message()};
  return {};
}

/// The key of the client hashes is for its day only: in a backup it would undo what they are for.
void forget_salt(Connection& scans) {
  scans.execute("PRAGMA secure_delete = ON");
  scans.execute("DELETE FROM salt");
}

/// A copy becomes what a backup holds of it.
Result<void> make_ready(const fs::path& copy) {
  const std::string name = copy.filename().string();
  if (name != kScansFile && name != kPrintsFile) return {};
  return guarded(
      ErrorCode::cannot_write,
      [&]() -> Result<void> {
        Connection db(copy, Connection::Mode::write);
        db.execute("PRAGMA journal_mode = MEMORY");  // no other file has the salt for a moment
        Transaction transaction(db, "BEGIN IMMEDIATE");
        if (name == kScansFile) forget_salt(db);
        if (name == kPrintsFile) renew_print_tables(db);
        transaction.commit();
        return {};
      },
      name);
}

Result<void> may_go_on(const BackupRequest& request) {
  return request.go_on ? request.go_on() : Result<void>();
}

/// The error says which backup could not take it: the disk that is full is often another one.
Result<void> copy_one(const BackupRequest& request, const fs::path& dir, std::string_view name) {
  if (auto ok = may_go_on(request); !ok) return ok;
  auto copied =
      copy_database(request.registry / name, dir / name, [&] { return may_go_on(request); });
  if (copied || copied.error().code != ErrorCode::cannot_write) return copied;
  return copied.error().at(request.dir.string());
}

/// Scans before the ledger, keys after it.
Result<void> copy_all(const BackupRequest& request, const fs::path& dir) {
  std::error_code ec;
  for (const auto name : kSideDatabases) {
    if (!fs::exists(request.registry / name, ec)) continue;
    if (auto ok = copy_one(request, dir, name); !ok) return ok;
    if (auto ok = make_ready(dir / name); !ok) return ok;
  }
  if (auto ok = copy_one(request, dir, kLedgerFile); !ok) return ok;
  for (const auto name : kSettings) {
    if (auto ok = copy_if_there(request.registry / name, dir / name); !ok) return ok;
  }
  if (!request.with_keys) return {};
  if (auto ok = may_go_on(request); !ok) return ok;
  if (auto ok = copy_secrets(request.registry, dir); !ok) return ok;
  return check_secrets(request.registry);
}

/// Every file in the folder, put on the disk.
Result<std::vector<BackupFile>> seal_files(const fs::path& dir) {
  std::vector<BackupFile> files;
  std::error_code ec;
  for (fs::recursive_directory_iterator at(dir, ec), end; !ec && at != end; at.increment(ec)) {
    if (at->is_directory(ec)) continue;
    const std::string name = at->path().lexically_relative(dir).string();
    if (!is_backup_file(name)) {  // SQLite may not be able to remove a -wal
      return Error{ErrorCode::cannot_write, at->path().string() + ": is left over; try again"};
    }
    if (auto ok = sync_file(at->path()); !ok) return ok.error();
    const auto digest = digest_of(at->path());
    if (!digest) return digest.error();
    files.push_back({name, digest->bytes, digest->sha256});
  }
  if (ec) return Error{ErrorCode::cannot_read, dir.string() + ": " + ec.message()};
  std::ranges::sort(files, {}, &BackupFile::name);
  return files;
}

/// What a backup of this registry may be. Errors: those of Registry::open; bad_usage, exists.
Result<void> may_back_up(const BackupRequest& request) {
  const auto registry = Registry::open(request.registry, Access::read);
  if (!registry) return registry.error();
  if (registry->is_copy()) {
    return Error{
        ErrorCode::bad_usage,
        request.registry.string() +
            ": is a copy of another registry's log, which `tem log follow` makes again; back up "
            "the registry itself"};
  }
  if (lies_below(request.dir, request.registry)) {
    return Error{ErrorCode::bad_usage,
                 request.dir.string() + ": lies in the registry, whose files it would be mistaken for; "
                                        "choose a folder outside"};
  }
  std::error_code ec;
  if (!fs::exists(fs::symlink_status(request.dir, ec))) return {};
  return Error{
      ErrorCode::exists,
      request.dir.string() + ": already there; a backup is a new folder, choose another name"};
}

/// Makes the backup in the folder, but for its name.
Result<BackupManifest> fill(const BackupRequest& request, const fs::path& dir) {
  if (auto ok = copy_all(request, dir); !ok) return ok.error();
  BackupManifest manifest{.made = request.now, .head = {}, .files = {}};
  auto head = check_contents(dir);
  if (!head) return head.error();
  manifest.head = std::move(*head);
  if (auto ok =
          write_new_file(dir / kHoldFile, hold_text(request.now, manifest.head.size), kFileMode);
      !ok) {
    return ok.error();
  }
  auto files = seal_files(dir);
  if (!files) return files.error();
  manifest.files = std::move(*files);
  if (request.with_keys && !manifest.has_keys()) {
    return Error{ErrorCode::not_found,
                 (request.registry / kSecretsFolder).string() +
                     ": log.pem or serial.secret is not there; without them back up without keys"};
  }
  if (auto ok = write_new_file(dir / kManifestFile, manifest.str(), kFileMode); !ok)
    return ok.error();
  if (auto ok = may_go_on(request); !ok) return ok.error();
  return manifest;
}

}  // namespace

Result<BackupManifest> back_up(const BackupRequest& request) {
  if (auto ok = may_back_up(request); !ok) return ok.error();
  auto folder = NewFolder::make(request.dir, kFolderMode);
  if (!folder) return folder.error();
  auto manifest = fill(request, folder->path());
  if (!manifest) return folder->told(manifest.error());
  if (auto ok = folder->commit(); !ok) return ok.error();
  return manifest;
}

}  // namespace tem
