#include "tem/registry.hpp"

#include <date/tz.h>

#include "files.hpp"
#include "ledger_hold.hpp"
#include "new_folder.hpp"
#include "secrets.hpp"
#include "settings.hpp"

namespace tem {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMaxSettingsBytes = 64 * 1024;
constexpr unsigned kPublic = 0644;

fs::path secrets(const fs::path& dir) { return dir / "secrets"; }

Result<void> write_folder(const fs::path& dir, const Settings& settings, Instant now,
                          const Passphrase* passphrase) {
  const SigningKey log_key = generate_key();
  const NoteKey vkey{settings.origin, log_key.verifying_key()};
  if (auto ok = Secrets::create(secrets(dir), log_key, passphrase); !ok) return ok;
  if (auto ok = write_new_file(dir / "registry.toml", settings_text(settings, vkey), kPublic); !ok) {
    return ok;
  }
  return Ledger::create(dir / "ledger.db", {settings.origin, settings.name}, log_key, now);
}

}  // namespace

bool Settings::is_demonstration() const {
  const auto host = std::string_view(origin).substr(0, origin.find_first_of("/:"));
  return host == "example" || host.ends_with(".example");
}

Result<void> Registry::may_create(const fs::path& dir, const Settings& settings) {
  if (auto ok = check_settings(settings); !ok) return ok;
  return NewFolder::may_make(dir);
}

Result<void> Registry::create(const fs::path& dir, const Settings& settings, Instant now,
                              const std::function<Result<void>(Registry&)>& fill,
                              const Passphrase* passphrase) {
  if (auto ok = may_create(dir, settings); !ok) return ok;
  auto folder = NewFolder::make(dir, 0755);
  if (!folder) return folder.error();
  const auto made = [&]() -> Result<void> {
    if (auto ok = write_folder(folder->path(), settings, now, passphrase); !ok || !fill) return ok;
    PassphraseSource known;
    if (passphrase != nullptr) known = [passphrase](const fs::path&) { return *passphrase; };
    auto registry = open(folder->path(), Access::append, known);
    if (!registry) return registry.error();
    return fill(*registry);
  }();
  if (!made) return folder->told(made.error());
  return folder->commit();
}

Result<Registry> Registry::open(const fs::path& dir, Access access, PassphraseSource ask) {
  return open_with(std::make_shared<Secrets>(secrets(dir), std::move(ask)), dir, access);
}

Result<Registry> Registry::open_again() const { return open_with(secrets_, dir_, Access::read); }

Result<Registry> Registry::open_with(std::shared_ptr<Secrets> secrets, const fs::path& dir,
                                     Access access) {
  const auto text = read_file(dir / "registry.toml", kMaxSettingsBytes);
  if (!text && text.error().code == ErrorCode::not_found) {
    return Error{ErrorCode::not_found, dir.string() +
                                           ": no registry there (registry.toml is missing); make one with "
                                           "`tem init`, or name one with --registry or TEM_REGISTRY"};
  }
  if (!text) return text.error();
  auto settings = parse_settings(*text);
  if (!settings) return settings.error();
  if (!settings->first.copy_of.empty() && access == Access::append) {
    return Error{ErrorCode::cannot_write,
                 dir.string() + ": takes no facts: it is a copy of another registry's log; append where "
                                "the log's key is held"};
  }
  auto ledger = Ledger::open(dir / "ledger.db", access, settings->second);
  if (!ledger) return ledger.error();
  return Registry(dir, std::move(settings->first), std::move(settings->second), std::move(*ledger),
                  std::move(secrets));
}

Result<void> Registry::check_log_key() const {
  if (const auto key = secrets_->log_key(vkey_.key); !key) return key.error();
  return {};
}

Result<void> Registry::check_no_hold() const { return tem::check_no_hold(dir_); }

std::vector<Result<Appended>> Registry::append_all(std::span<const AppendRequest> requests,
                                                   Instant now) {
  const auto key = secrets_->log_key(vkey_.key);
  if (!key) return std::vector<Result<Appended>>(requests.size(), key.error());
  return ledger_.append_all(requests, *key, now);
}

Result<Appended> Registry::append(const Draft& draft, Instant now,
                                  std::optional<Idempotency> once) {
  const AppendRequest request{draft, std::move(once)};
  return std::move(append_all({&request, 1}, now).front());
}

Result<Appended> Registry::append(std::vector<FactBody> facts, Instant now,
                                  std::optional<Idempotency> once) {
  return append(
      [&](const State&) -> Result<std::vector<FactBody>> { return std::move(facts); }, now,
      std::move(once));
}

Result<SerialSecret> Registry::serial_secret() const { return secrets_->serial_secret(); }

Result<std::optional<Passphrase>> Registry::passphrase() const {
  return secrets_->passphrase(vkey_.key);
}

Result<SigningKey> Registry::producer_key(const VerifyingKey& key) const {
  return secrets_->producer_key(key);
}

bool Registry::holds_producer_key(const VerifyingKey& key) const { return secrets_->holds(key); }

void Registry::lend_producer_key(const SigningKey& key) { secrets_->lend(key); }

Result<void> Registry::store_producer_key(const SigningKey& key,
                                          const Passphrase* passphrase) const {
  return secrets_->store(key, passphrase);
}

Date Registry::local_date(Instant at) const { return tem::local_date(at, settings_.time_zone); }

Date local_date(Instant at, const std::string& time_zone) {
  const auto local = date::make_zoned(time_zone, at.time()).get_local_time();
  return Date::from_days(std::chrono::sys_days(
      std::chrono::floor<std::chrono::days>(local).time_since_epoch()));
}

std::string Registry::local_time(Instant at) const {
  return tem::local_time(at, settings_.time_zone);
}

std::string local_time(Instant at, const std::string& time_zone) {
  return date::format("%d/%m/%Y %H:%M", date::make_zoned(time_zone, at.time()));
}

}  // namespace tem
