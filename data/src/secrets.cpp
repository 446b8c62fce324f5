#include "secrets.hpp"

#include <sodium.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "files.hpp"
#include "random.hpp"
#include "tem/locked_memory.hpp"
#include "tem/system_reason.hpp"

namespace tem {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMaxSecretBytes = 16 * 1024;
constexpr const char* kLogKey = "log.pem";
constexpr const char* kSerialSecret = "serial.secret";
constexpr std::size_t kSerialDigits = 64, kCheckDigits = 8;

/// They stand behind the secret's digits: one that was spoilt by chance would else be another
/// registry's, and every genuine stamp one that was never issued.
std::string check_digits(std::span<const std::byte> secret) {
  const Hash hash = sha256({as_bytes("tem/serial-secret/check"), secret});
  return to_hex(std::span(hash).first<kCheckDigits / 2>());
}

/// Who may write there may exchange what is in it. One that is not there is told by the file.
Result<void> check_closed_folder(const fs::path& dir) {
  struct stat status {};
  if (::stat(dir.c_str(), &status) != 0 || (status.st_mode & 077) == 0) return {};
  return Error{ErrorCode::cannot_read, dir.string() +
                                           ": others may enter or read this folder, so that its secrets "
                                           "are not used; run `chmod 700 " + dir.string() + "`"};
}

}  // namespace

Secrets::Secrets(fs::path dir, PassphraseSource ask) : dir_(std::move(dir)) {
  if (!ask) return;
  ask_ = [this, ask = std::move(ask)](const fs::path& file) -> Result<Passphrase> {
    if (!given_) given_ = ask(file);
    return *given_;
  };
}

Result<void> Secrets::create(const fs::path& dir, const SigningKey& log_key,
                             const Passphrase* passphrase) {
  if (::mkdir(dir.c_str(), 0700) != 0) {
    return Error{ErrorCode::cannot_write, dir.string() + ": " + system_reason(errno)};
  }
  if (auto ok = write_private_key(dir / kLogKey, log_key, passphrase); !ok) return ok;
  const LockedMemory<Bytes<kSerialDigits / 2>> secret;
  fill_randomly(*secret);
  std::string hex = to_hex(*secret), text;
  text.reserve(kSerialDigits + 1 + kCheckDigits + 1);  // no copy is left behind by growing
  text.append(hex).append("-").append(check_digits(*secret)).append("\n");
  wipe(hex);
  auto written = write_new_file(dir / kSerialSecret, text, 0600);
  wipe(text);
  return written;
}

/// Named after the public key, so that it can be written before the log gives the key its number.
fs::path Secrets::file_of(const VerifyingKey& key) const {
  return dir_ / ("producer-" + to_hex(std::span(key.bytes()).first<16>()) + ".pem");
}

Result<SigningKey> Secrets::open(const fs::path& file, const VerifyingKey& wanted) {
  const std::lock_guard lock(mutex_);
  if (const auto at = opened_.find(wanted.bytes()); at != opened_.end()) return at->second.copy();
  if (auto ok = check_closed_folder(dir_); !ok) return ok.error();
  auto key = read_private_key(file, ask_);
  // Of whoever asks for a signature it is no fault, and none of his business.
  if (!key && key.error().code == ErrorCode::bad_key) {
    return Error{ErrorCode::key_unusable, key.error().detail};
  }
  if (!key) return key;
  if (key->verifying_key() != wanted) {
    return Error{ErrorCode::key_unusable,
                 file.string() + ": holds another private key than this registry's ledger names; "
                                 "restore it from a backup"};
  }
  opened_.emplace(wanted.bytes(), key->copy());
  return key;
}

Result<SigningKey> Secrets::log_key(const VerifyingKey& log) { return open(dir_ / kLogKey, log); }

Result<std::optional<Passphrase>> Secrets::passphrase(const VerifyingKey& log) {
  if (const auto key = log_key(log); !key) return key.error();
  auto pem = read_secret(dir_ / kLogKey, kMaxSecretBytes);
  if (!pem) return pem.error();
  const bool encrypted = SigningKey::is_encrypted(*pem);
  wipe(*pem);
  const std::lock_guard lock(mutex_);
  if (!encrypted || !given_ || !*given_) return std::optional<Passphrase>();
  return std::optional<Passphrase>(**given_);
}

Result<SigningKey> Secrets::producer_key(const VerifyingKey& key) {
  auto held = open(file_of(key), key);
  if (!held && held.error().code == ErrorCode::not_found && !holds(key)) {
    return Error{ErrorCode::not_found,
                 "the private half of this key is not held in " + dir_.string()};
  }
  return held;
}

bool Secrets::holds(const VerifyingKey& key) const {
  std::error_code ec;
  return fs::exists(file_of(key), ec) || ec;
}

void Secrets::lend(const SigningKey& key) {
  const std::lock_guard lock(mutex_);
  opened_.insert_or_assign(key.verifying_key().bytes(), key.copy());
}

Result<void> Secrets::store(const SigningKey& key, const Passphrase* passphrase) const {
  if (auto ok = check_secret_folder(dir_); !ok) return ok;
  return write_private_key(file_of(key.verifying_key()), key, passphrase);
}

Result<SerialSecret> Secrets::serial_secret() const {
  if (auto ok = check_closed_folder(dir_); !ok) return ok.error();
  const fs::path file = dir_ / kSerialSecret;
  auto text = read_secret(file, kMaxSecretBytes);
  if (!text) return text.error();
  if (text->ends_with('\n')) text->pop_back();
  // Registries made before there were check digits have none.
  const bool checked =
      text->size() == kSerialDigits + 1 + kCheckDigits && (*text)[kSerialDigits] == '-';
  const std::string check = checked ? text->substr(kSerialDigits + 1) : std::string();
  if (checked) text->resize(kSerialDigits);
  auto bytes = from_hex(*text);
  wipe(*text);
  if (!bytes || bytes->size() != kSerialDigits / 2) {
    if (bytes) sodium_memzero(bytes->data(), bytes->size());
    return Error{ErrorCode::cannot_read,
                 file.string() + ": must be 64 hexadecimal digits; restore it from a backup"};
  }
  if (checked && check != check_digits(*bytes)) {
    sodium_memzero(bytes->data(), bytes->size());
    return Error{ErrorCode::cannot_read,
                 file.string() +
                     ": is damaged, its check digits do not fit; restore it from a backup"};
  }
  SerialSecret secret;
  std::ranges::copy(*bytes, secret.bytes.begin());
  sodium_memzero(bytes->data(), bytes->size());
  return secret;
}

}  // namespace tem
