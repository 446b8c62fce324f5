#pragma once
// A registry's folder: settings, ledger and secrets.
//
//   registry/registry.toml   origin, base, name, time_zone, log_vkey
//   registry/ledger.db       the origin ledger
//   registry/secrets/        0700: log.pem, serial.secret, one PEM for each producer's key; 0600
//
//   auto registry = Registry::open("registry", Access::read);
//   registry->ledger().state().products()

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "tem/digital_link.hpp"
#include "tem/ledger.hpp"
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
  /// Errors: not_found, bad_settings (which line), cannot_read, those of Ledger::open;
  /// cannot_write (to append to a copy).
  static Result<Registry> open(const std::filesystem::path& dir, Access access);

  /// The copy of another registry's log, made by `tem log follow`: it has no secrets, takes no facts,
  /// and a stamp's serial cannot be read with it.
  [[nodiscard]] bool is_copy() const noexcept { return is_copy_; }
  [[nodiscard]] const std::filesystem::path& dir() const noexcept { return dir_; }
  [[nodiscard]] const Settings& settings() const noexcept { return settings_; }
  [[nodiscard]] const NoteKey& log_vkey() const noexcept { return vkey_; }
  [[nodiscard]] Ledger& ledger() noexcept { return ledger_; }
  [[nodiscard]] const Ledger& ledger() const noexcept { return ledger_; }

  /// Appends with the log's own key. Errors: those of Ledger::append, and of reading the key.
  Result<Appended> append(const Draft& draft, Instant now,
                          std::optional<Idempotency> once = std::nullopt);
  Result<Appended> append(std::vector<FactBody> facts, Instant now,
                          std::optional<Idempotency> once = std::nullopt);
  std::vector<Result<Appended>> append_all(std::span<const AppendRequest> requests, Instant now);

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
  bool is_copy_ = false;
};

/// The calendar day of an instant in a time zone that check_settings knows.
Date local_date(Instant at, const std::string& time_zone);

/// A new Ed25519 key from the operating system's random numbers.
SigningKey generate_key();

/// The ten sample products, their producers, keys and certificates: kinds of Quảng Ninh products;
/// every GTIN, name, date and certificate is invented. `now` sets which certificates are in force.
Result<void> add_demonstration(Registry& registry, Instant now);

}  // namespace tem
