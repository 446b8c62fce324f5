#pragma once
// A registry's folder: settings, ledger and secrets.
//
//   registry/registry.toml   origin, base, name, time_zone, log_vkey
//   registry/ledger.db       the origin ledger
//   registry/witnesses.policy  who cosigns its checkpoints; may be absent
//   registry/cosignatures.db what the witnesses said
//   registry/secrets/        0700: log.pem, serial.secret, one PEM for each producer's key; 0600
//
//   auto registry = Registry::open("registry", Access::read);
//   registry->ledger().state().products()

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tem/cosignature_store.hpp"
#include "tem/digital_link.hpp"
#include "tem/ledger.hpp"
#include "tem/policy.hpp"
#include "tem/serial.hpp"

namespace tem {

struct Settings {
  std::string origin;  ///< the log's name, e.g. "tem.example/quangninh"; c2sp.org/signed-note names
  std::string name;    ///< shown to people, e.g. "OCOP Quảng Ninh"
  BaseUri base;
  std::string time_zone = "Asia/Ho_Chi_Minh";

  /// Test keys and invented data: the origin's host ends in `.example`.
  [[nodiscard]] bool is_demonstration() const;
};

class Registry {
 public:
  /// Makes the folder whole or not at all: it is built beside `dir` and renamed. `fill`, if given,
  /// adds facts before the rename. Errors: exists, bad_settings, cannot_write.
  static Result<void> create(const std::filesystem::path& dir, const Settings& settings,
                             Instant now,
                             const std::function<Result<void>(Registry&)>& fill = nullptr);
  /// Errors: not_found, bad_settings (which line), cannot_read, those of Ledger::open.
  static Result<Registry> open(const std::filesystem::path& dir, Access access);

  [[nodiscard]] const std::filesystem::path& dir() const noexcept { return dir_; }
  [[nodiscard]] const Settings& settings() const noexcept { return settings_; }
  [[nodiscard]] const NoteKey& log_vkey() const noexcept { return vkey_; }
  [[nodiscard]] Ledger& ledger() noexcept { return ledger_; }
  [[nodiscard]] const Ledger& ledger() const noexcept { return ledger_; }

  /// Appends with the log's own key. Errors: those of Ledger::append, and of reading the key.
  Result<Appended> append(const Draft& draft, Instant now);
  Result<Appended> append(std::vector<FactBody> facts, Instant now);

  /// The latest checkpoint with the cosignatures that were kept for it. A cosignatures.db that
  /// cannot be read takes them away, not the checkpoint. Errors: those of Ledger::checkpoint.
  [[nodiscard]] Result<Checkpoint> published_checkpoint() const;
  /// witnesses.policy; none when there is no such file. Errors: cannot_read, bad_policy (also for a
  /// log that is not this one, and a URL that is not http or https or holds a password).
  [[nodiscard]] Result<std::optional<Policy>> witness_policy() const;
  [[nodiscard]] std::filesystem::path cosignatures_file() const { return dir_ / "cosignatures.db"; }

  /// Errors: not_found, cannot_read, bad_key; refused when others may read the file.
  [[nodiscard]] Result<SerialSecret> serial_secret() const;
  /// The private half of a registered key, when it is held here. Error: not_found.
  [[nodiscard]] Result<SigningKey> producer_key(const VerifyingKey& key) const;
  /// Written, 0600 and durable, before the key may be registered.
  Result<void> store_producer_key(const SigningKey& key) const;

  /// The calendar day of an instant in the registry's time zone.
  [[nodiscard]] Date local_date(Instant at) const;
  /// "23/11/2026 17:00" in the registry's time zone.
  [[nodiscard]] std::string local_time(Instant at) const;

 private:
  Registry(std::filesystem::path dir, Settings settings, NoteKey vkey, Ledger ledger)
      : dir_(std::move(dir)),
        settings_(std::move(settings)),
        vkey_(std::move(vkey)),
        ledger_(std::move(ledger)) {}
  std::filesystem::path dir_;
  Settings settings_;
  NoteKey vkey_;
  Ledger ledger_;
  mutable std::optional<CosignatureStore> cosignatures_;  ///< once there is a file
};

/// A new Ed25519 key from the operating system's random numbers.
SigningKey generate_key();

/// The ten sample products, their producers, keys and certificates: kinds of Quảng Ninh products;
/// every GTIN, name, date and certificate is invented. `now` sets which certificates are in force.
Result<void> add_demonstration(Registry& registry, Instant now);

}  // namespace tem
