#pragma once
// A registry's folder: settings, ledger and secrets.
//
//   registry/registry.toml   origin, base, name, time_zone, log_vkey
//   registry/ledger.db       the origin ledger
//   registry/witnesses.policy  who cosigns its checkpoints; may be absent
//   registry/cosignatures.db what the witnesses said
//   registry/ledger.hold     it comes from a backup and takes no facts yet: log_compare.hpp
//   registry/secrets/        0700: log.pem, serial.secret, one PEM for each producer's key; 0600
//
// The PEM files may be under a passphrase, one for all of them; serial.secret is hexadecimal, and
// guarded by its mode alone: verdicts and reprints need it where nobody is there to type.
//
//   auto registry = Registry::open("registry", Access::read);
//   registry->ledger().state().products()

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tem/cosignature_store.hpp"
#include "tem/digital_link.hpp"
#include "tem/copy_rules.hpp"
#include "tem/key_file.hpp"
#include "tem/ledger.hpp"
#include "tem/policy.hpp"
#include "tem/serial.hpp"

namespace tem {

struct Settings {
  std::string origin;  ///< the log's name, e.g. "tem.example/quangninh"; c2sp.org/signed-note names
  std::string name;    ///< shown to people, e.g. "OCOP Quảng Ninh"
  BaseUri base;
  std::string time_zone = "Asia/Ho_Chi_Minh";
  std::string copy_of{};  ///< where another registry's log was copied from; empty: it is our own
  CopyRules copies{};     ///< `[copies]`

  /// Test keys and invented data: the origin's host ends in `.example`.
  [[nodiscard]] bool is_demonstration() const;
};

class Secrets;

class Registry {
 public:
  /// Makes the folder whole or not at all: it is built beside `dir` and renamed. `fill`, if given,
  /// adds facts before the rename. The log's key is written under the passphrase, plain without
  /// one. Errors: exists, bad_settings, cannot_write, crypto_failed.
  static Result<void> create(const std::filesystem::path& dir, const Settings& settings,
                             Instant now,
                             const std::function<Result<void>(Registry&)>& fill = nullptr,
                             const Passphrase* passphrase = nullptr);
  /// What `create` refuses before it makes anything. Errors: exists, bad_settings.
  static Result<void> may_create(const std::filesystem::path& dir, const Settings& settings);
  /// `ask` is called at most once, when the first encrypted key is needed; without it such a key is
  /// refused. Errors: not_found, bad_settings (which line), cannot_read, those of Ledger::open;
  /// cannot_write (to append to a copy).
  static Result<Registry> open(const std::filesystem::path& dir, Access access,
                               PassphraseSource ask = nullptr);
  /// The same registry for another thread to read; what was asked for is not asked for again.
  [[nodiscard]] Result<Registry> open_again() const;

  /// The copy of another registry's log, made by `tem log follow`: it has no secrets, takes no facts,
  /// and a stamp's serial cannot be read with it.
  [[nodiscard]] bool is_copy() const noexcept { return !settings_.copy_of.empty(); }
  [[nodiscard]] const std::filesystem::path& dir() const noexcept { return dir_; }
  [[nodiscard]] const Settings& settings() const noexcept { return settings_; }
  [[nodiscard]] const NoteKey& log_vkey() const noexcept { return vkey_; }
  [[nodiscard]] Ledger& ledger() noexcept { return ledger_; }
  [[nodiscard]] const Ledger& ledger() const noexcept { return ledger_; }

  /// Opens the log's key, as each append does. Errors: key_unusable, cannot_read, those of the source
  /// of the passphrase.
  [[nodiscard]] Result<void> check_log_key() const;
  /// Error: not_compared, while what a backup held was not compared with what was published.
  [[nodiscard]] Result<void> check_no_hold() const;
  /// Appends with the log's own key. Errors: those of Ledger::append, and of reading the key.
  Result<Appended> append(const Draft& draft, Instant now,
                          std::optional<Idempotency> once = std::nullopt);
  Result<Appended> append(std::vector<FactBody> facts, Instant now,
                          std::optional<Idempotency> once = std::nullopt);
  std::vector<Result<Appended>> append_all(std::span<const AppendRequest> requests, Instant now);

  /// The latest checkpoint with the cosignatures that were kept for it. A cosignatures.db that
  /// cannot be read takes them away, not the checkpoint. Errors: those of Ledger::checkpoint.
  [[nodiscard]] Result<Checkpoint> published_checkpoint() const;
  /// witnesses.policy; none when there is no such file. Errors: cannot_read, bad_policy (also for a
  /// log that is not this one, and a URL that is not http or https or holds a password).
  [[nodiscard]] Result<std::optional<Policy>> witness_policy() const;
  [[nodiscard]] std::filesystem::path cosignatures_file() const { return dir_ / "cosignatures.db"; }

  /// Errors: not_found, cannot_read; refused when others may read the file or enter the folder.
  [[nodiscard]] Result<SerialSecret> serial_secret() const;
  /// What the log's key is under, after it has opened that key; nothing when the key is plain.
  /// Errors: those of read_private_key.
  [[nodiscard]] Result<std::optional<Passphrase>> passphrase() const;
  /// The private half of a registered key, when it is held here or lent. Errors: not_found; those
  /// of read_private_key.
  [[nodiscard]] Result<SigningKey> producer_key(const VerifyingKey& key) const;
  /// Is the private half in the folder? Opens nothing.
  [[nodiscard]] bool holds_producer_key(const VerifyingKey& key) const;
  /// A key from elsewhere: producer_key finds it from now on; it is written nowhere.
  void lend_producer_key(const SigningKey& key);
  /// Written, 0600 and durable, before the key may be registered; plain without a passphrase.
  /// Errors: exists, cannot_write (also when group or others may enter the folder), crypto_failed.
  Result<void> store_producer_key(const SigningKey& key,
                                  const Passphrase* passphrase = nullptr) const;

  /// The calendar day of an instant in the registry's time zone.
  [[nodiscard]] Date local_date(Instant at) const;
  /// "23/11/2026 17:00" in the registry's time zone.
  [[nodiscard]] std::string local_time(Instant at) const;

 private:
  Registry(std::filesystem::path dir, Settings settings, NoteKey vkey, Ledger ledger,
           std::shared_ptr<Secrets> secrets)
      : dir_(std::move(dir)),
        settings_(std::move(settings)),
        vkey_(std::move(vkey)),
        ledger_(std::move(ledger)),
        secrets_(std::move(secrets)) {}
  static Result<Registry> open_with(std::shared_ptr<Secrets> secrets,
                                    const std::filesystem::path& dir, Access access);
  std::filesystem::path dir_;
  Settings settings_;
  NoteKey vkey_;
  Ledger ledger_;
  std::shared_ptr<Secrets> secrets_;
  mutable std::optional<CosignatureStore> cosignatures_;  ///< once there is a file
};

/// The calendar day of an instant in a time zone that check_settings knows.
Date local_date(Instant at, const std::string& time_zone);
/// "23/11/2026 17:00" there.
std::string local_time(Instant at, const std::string& time_zone);

/// The ten sample products, their producers, keys and certificates: kinds of Quảng Ninh products;
/// every GTIN, name, date and certificate is invented. `now` sets which certificates are in force.
/// The keys are written under the passphrase, plain without one.
Result<void> add_demonstration(Registry& registry, Instant now,
                               const Passphrase* passphrase = nullptr);

}  // namespace tem
