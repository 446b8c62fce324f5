// The check of a backup: its files against the manifest, then what is in them.

#include <algorithm>
#include <set>

#include "backup_check.hpp"
#include "db.hpp"
#include "file_copy.hpp"
#include "files.hpp"
#include "scan_rows.hpp"
#include "tem/backup.hpp"
#include "tem/quote.hpp"

namespace tem {

namespace fs = std::filesystem;

namespace {

Error spoilt(const fs::path& file, const std::string& how) {
  return {ErrorCode::cannot_read, file.string() + ": " + how + "; use another backup"};
}

/// Nothing lies in the folder that the manifest does not name. Error: cannot_read.
Result<void> check_names(const fs::path& dir, const BackupManifest& manifest) {
  std::error_code ec;
  for (fs::recursive_directory_iterator at(dir, ec), end; !ec && at != end; at.increment(ec)) {
    const std::string name = at->path().lexically_relative(dir).string();
    if (name == kManifestFile || manifest.has(name)) continue;
    const bool is_secrets =
        name == kSecretsFolder && at->symlink_status(ec).type() == fs::file_type::directory;
    if (!is_secrets) return spoilt(dir, tem::quoted(name) + " does not belong to this backup");
  }
  if (ec) return Error{ErrorCode::cannot_read, dir.string() + ": " + ec.message()};
  return {};
}

Result<void> check_files(const fs::path& dir, const BackupManifest& manifest) {
  for (const auto& file : manifest.files) {
    const auto found = digest_of(dir / file.name);
    if (!found && found.error().code == ErrorCode::not_found) {
      return spoilt(dir / file.name, "is missing");
    }
    if (!found) return found.error();
    if (*found != FileDigest{file.bytes, file.sha256}) {
      return spoilt(dir / file.name, "is not as it was backed up");
    }
  }
  return {};
}

/// Error: cannot_read.
Result<void> check_structure(const fs::path& file) {
  return guarded(
      ErrorCode::cannot_read,
      [&]() -> Result<void> {
        Connection db(file, Connection::Mode::read);
        Query row(db, "PRAGMA integrity_check(1)");
        if (row.step() && row.text(0) == "ok") return {};
        return Error{ErrorCode::cannot_read,
                     file.filename().string() + ": damaged: " + row.text(0)};
      },
      file.filename().string());
}

Error unissued(const Gtin& gtin, const Lot& lot) {
  return {ErrorCode::cannot_read, std::string(kScansFile) + ": lot " + lot.str() + " of " +
                                      gtin.str() +
                                      " has scans of stamps that the ledger never issued"};
}

/// Every stamp of a lot with a story lies in one of the lot's runs.
Result<void> check_lot(Connection& scans, std::uint64_t id, const Gtin& gtin, const Lot& lot,
                       const State& state) {
  constexpr std::string_view kCount = "SELECT count(*) FROM stamp WHERE key BETWEEN ? AND ?";
  constexpr std::uint64_t kIndices = std::uint64_t{1} << 32;
  const StampKey first = id * kIndices;
  const auto count = [&](StampKey from, StampKey to) {
    Query row(scans, kCount, from, to);
    row.step();
    return row.integer(0);
  };
  const auto runs = state.runs(gtin, lot);
  if (!runs) return runs.error();
  std::uint64_t issued = 0;
  for (const auto& run : *runs) {
    if (run.issued.count == 0) continue;
    issued += count(first + run.issued.first, first + run.issued.first + run.issued.count - 1);
  }
  if (issued == count(first, first + kIndices - 1)) return {};
  return unissued(gtin, lot);
}

/// Errors: cannot_read, ledger_busy.
Result<void> check_scans(const fs::path& file, const State& state) {
  return guarded(
      ErrorCode::cannot_read,
      [&]() -> Result<void> {
        Connection scans(file, Connection::Mode::read);
        Query lots(scans, "SELECT id, gtin, lot FROM lot");
        while (lots.step()) {
          const auto gtin = Gtin::parse(lots.text(1));
          const auto lot = Lot::parse(lots.text(2));
          if (!gtin || !lot) {
            return Error{ErrorCode::cannot_read,
                         std::string(kScansFile) + ": a lot's name is damaged"};
          }
          if (auto ok = check_lot(scans, lots.integer(0), *gtin, *lot, state); !ok) return ok;
        }
        return {};
      },
      kScansFile);
}

}  // namespace

Result<TreeHead> check_contents(const fs::path& dir) {
  std::error_code ec;
  for (const auto name : kSideDatabases) {
    const fs::path file = dir / name;
    if (!fs::exists(file, ec)) continue;
    if (auto ok = check_structure(file); !ok) return ok.error();
  }
  auto registry = Registry::open(dir, Access::read);
  if (!registry) return registry.error();
  const auto report = registry->ledger().fsck();
  if (!report) return report.error();
  if (report->first_problem) {
    return Error{ErrorCode::ledger_damaged, "ledger.db: damaged: " + *report->first_problem};
  }
  if (fs::exists(dir / kScansFile, ec)) {
    if (auto ok = check_scans(dir / kScansFile, registry->ledger().state()); !ok) return ok.error();
  }
  auto last = registry->ledger().checkpoint();
  if (!last) return last.error();
  return std::move(last->head);
}

Result<BackupManifest> check_backup(const fs::path& dir) {
  const auto text = read_file(dir / kManifestFile, kMaxManifestBytes);
  if (!text && text.error().code == ErrorCode::not_found) {
    return Error{ErrorCode::not_found,
                 dir.string() + ": no backup there (manifest is missing); `tem backup` makes one"};
  }
  if (!text) return text.error();
  auto manifest = BackupManifest::parse(*text);
  if (!manifest) return manifest.error().at(dir.string());
  if (auto ok = check_names(dir, *manifest); !ok) return ok.error();
  if (auto ok = check_files(dir, *manifest); !ok) return ok.error();
  const auto head = check_contents(dir);
  if (!head) return head.error().at(dir.string());
  if (*head != manifest->head)
    return spoilt(dir, "its ledger is not the one that the manifest names");
  return manifest;
}

}  // namespace tem
