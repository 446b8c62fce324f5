#include "tem/registry.hpp"

#include <date/tz.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "files.hpp"
#include "settings.hpp"

namespace tem {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMaxSettingsBytes = 64 * 1024;
constexpr std::size_t kMaxSecretBytes = 16 * 1024;
constexpr unsigned kPublic = 0644;
constexpr unsigned kSecret = 0600;

template <std::size_t N>
Bytes<N> random_bytes() {
  Bytes<N> bytes;
  if (sodium_init() < 0) std::abort();  // no random numbers: nothing here may go on
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

fs::path secrets(const fs::path& dir) { return dir / "secrets"; }

/// Named after the public key, so that it can be written before the log gives the key its number.
fs::path producer_key_file(const fs::path& dir, const VerifyingKey& key) {
  return secrets(dir) / ("producer-" + to_hex(std::span(key.bytes()).first<16>()) + ".pem");
}

Result<SigningKey> read_key(const fs::path& file) {
  auto pem = read_secret(file, kMaxSecretBytes);
  if (!pem) return std::move(pem).error();
  auto key = SigningKey::from_pem(*pem);
  sodium_memzero(pem->data(), pem->size());
  if (!key) return key.error().at(file.string());
  return key;
}

Result<void> write_folder(const fs::path& dir, const Settings& settings, Instant now) {
  // The folder still has its building name; what cannot be made is the one that it is in.
  if (::mkdir(dir.c_str(), 0755) != 0 || ::mkdir(secrets(dir).c_str(), 0700) != 0) {
    return Error{ErrorCode::cannot_write, dir.parent_path().string() + ": " + std::strerror(errno)};
  }
  const SigningKey log_key = generate_key();
  const NoteKey vkey{settings.origin, log_key.verifying_key()};
  const std::string secret = to_hex(random_bytes<32>()) + "\n";
  if (auto ok = write_new_file(secrets(dir) / "log.pem", log_key.pem(), kSecret); !ok) return ok;
  if (auto ok = write_new_file(secrets(dir) / "serial.secret", secret, kSecret); !ok) return ok;
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

SigningKey generate_key() {
  auto seed = random_bytes<32>();
  SigningKey key = SigningKey::from_seed(seed);
  sodium_memzero(seed.data(), seed.size());
  return key;
}

Result<void> Registry::create(const fs::path& dir, const Settings& settings, Instant now,
                              const std::function<Result<void>(Registry&)>& fill) {
  if (auto ok = check_settings(settings); !ok) return ok;
  std::error_code ec;
  const fs::path target = fs::absolute(dir, ec).lexically_normal();
  const fs::path final_dir = target.has_filename() ? target : target.parent_path();
  if (fs::exists(final_dir, ec) && !fs::is_empty(final_dir, ec)) {
    return Error{ErrorCode::exists,
                 dir.string() + ": already there and not empty; choose a folder that is not there yet"};
  }
  fs::create_directories(final_dir.parent_path(), ec);
  const fs::path building =
      final_dir.parent_path() /
      ("." + final_dir.filename().string() + ".new-" + to_hex(random_bytes<8>()));
  auto made = write_folder(building, settings, now);
  if (made && fill) {
    auto registry = open(building, Access::append);
    made = registry ? fill(*registry) : Result<void>(registry.error());
  }
  if (made) made = sync_folder(building);
  if (made && ::rename(building.c_str(), final_dir.c_str()) != 0) {
    made = Error{ErrorCode::cannot_write, dir.string() + ": " + std::strerror(errno)};
  }
  if (!made) {
    fs::remove_all(building, ec);
    return made;
  }
  return sync_folder(final_dir.parent_path());
}

Result<Registry> Registry::open(const fs::path& dir, Access access) {
  const auto text = read_file(dir / "registry.toml", kMaxSettingsBytes);
  if (!text && text.error().code == ErrorCode::not_found) {
    return Error{ErrorCode::not_found, dir.string() +
                                           ": no registry there (registry.toml is missing); make one with "
                                           "`tem init`, or name one with --registry or TEM_REGISTRY"};
  }
  if (!text) return text.error();
  auto settings = parse_settings(*text);
  if (!settings) return settings.error();
  std::error_code ec;
  const bool is_copy = !fs::exists(secrets(dir), ec);
  if (is_copy && access == Access::append) {
    return Error{ErrorCode::cannot_write,
                 dir.string() + ": takes no facts: it has no secrets folder, as the copy of another "
                                "registry's log has none; append where the log's key is held"};
  }
  auto ledger = Ledger::open(dir / "ledger.db", access, settings->second);
  if (!ledger) return ledger.error();
  Registry registry(dir, std::move(settings->first), std::move(settings->second), std::move(*ledger));
  registry.is_copy_ = is_copy;
  return registry;
}

std::vector<Result<Appended>> Registry::append_all(std::span<const AppendRequest> requests,
                                                   Instant now) {
  const auto key = read_key(secrets(dir_) / "log.pem");
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

Result<SerialSecret> Registry::serial_secret() const {
  const fs::path file = secrets(dir_) / "serial.secret";
  auto text = read_secret(file, kMaxSecretBytes);
  if (!text) return text.error();
  if (text->ends_with('\n')) text->pop_back();
  auto bytes = from_hex(*text);
  sodium_memzero(text->data(), text->size());
  if (!bytes || bytes->size() != 32) {
    return Error{ErrorCode::cannot_read,
                 file.string() + ": must be 64 hexadecimal digits; restore it from a backup"};
  }
  SerialSecret secret;
  std::ranges::copy(*bytes, secret.bytes.begin());
  sodium_memzero(bytes->data(), bytes->size());
  return secret;
}

Result<SigningKey> Registry::producer_key(const VerifyingKey& key) const {
  auto held = read_key(producer_key_file(dir_, key));
  if (!held && held.error().code == ErrorCode::not_found) {
    return Error{ErrorCode::not_found, "the private half of this key is not held in " +
                                           secrets(dir_).string()};
  }
  if (held && held->verifying_key() != key) {
    return Error{ErrorCode::bad_key,
                 producer_key_file(dir_, key).string() + ": holds another key than its name says"};
  }
  return held;
}

Result<void> Registry::store_producer_key(const SigningKey& key) const {
  return write_new_file(producer_key_file(dir_, key.verifying_key()), key.pem(), kSecret);
}

Date Registry::local_date(Instant at) const { return tem::local_date(at, settings_.time_zone); }

Date local_date(Instant at, const std::string& time_zone) {
  const auto local = date::make_zoned(time_zone, at.time()).get_local_time();
  return Date::from_days(std::chrono::sys_days(
      std::chrono::floor<std::chrono::days>(local).time_since_epoch()));
}

std::string Registry::local_time(Instant at) const {
  return date::format("%d/%m/%Y %H:%M", date::make_zoned(settings_.time_zone, at.time()));
}

}  // namespace tem
