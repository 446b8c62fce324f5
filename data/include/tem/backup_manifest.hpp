#pragma once
// What a backup holds: the file `manifest` in it, each line ended by a line feed.
//
//   tem-backup/1
//   made 2026-11-27T10:00:00Z
//   origin tem.example/quangninh
//   size 39
//   root PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
//   files 3
//   9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 53248 ledger.db
//   2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae 142 ledger.hold
//   fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9 371 registry.toml
//
// Size and root are of the ledger in it; a file has the SHA-256, length and name of its bytes. It
// tells what was spoilt by chance. Who can write in the folder can write it anew: only the ledger
// carries a signature.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tem/calendar.hpp"
#include "tem/note.hpp"

namespace tem {

inline constexpr std::string_view kManifestFile = "manifest";
inline constexpr std::size_t kMaxManifestBytes = 4 * 1024 * 1024;  // some 30,000 producers' keys

/// May a file of this name stand in a backup: registry.toml, ledger.db, ledger.hold, restored.txt,
/// scans.db, prints.db, tokens.db, cosignatures.db, witnesses.policy, temd.toml, secrets/log.pem,
/// secrets/serial.secret, secrets/producer-<32 hexadecimal digits>.pem. No other one, so that no
/// name in it leads elsewhere.
bool is_backup_file(std::string_view name) noexcept;

struct BackupFile {
  std::string name;
  std::uint64_t bytes = 0;
  Hash sha256{};
  friend bool operator==(const BackupFile&, const BackupFile&) = default;
};

struct BackupManifest {
  Instant made;
  TreeHead head;                  ///< of the ledger in it
  std::vector<BackupFile> files;  ///< ascending by name

  /// Strict: one text for one manifest, so parse(m.str()) == m. The three files without which there
  /// is no registry are in it: ledger.db, ledger.hold, registry.toml. Errors: too_long, bad_value,
  /// with the line's number.
  static Result<BackupManifest> parse(std::string_view text);
  [[nodiscard]] std::string str() const;
  [[nodiscard]] bool has(std::string_view name) const;
  /// The log's key and the serial secret.
  [[nodiscard]] bool has_keys() const {
    return has("secrets/log.pem") && has("secrets/serial.secret");
  }
  [[nodiscard]] std::uint64_t total_bytes() const;

  friend bool operator==(const BackupManifest&, const BackupManifest&) = default;
};

}  // namespace tem
