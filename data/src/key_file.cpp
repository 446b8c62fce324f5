#include "tem/key_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>

#include "files.hpp"
#include "random.hpp"
#include "tem/locked_memory.hpp"
#include "tem/system_reason.hpp"

namespace tem {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMaxKeyFileBytes = 16 * 1024;
constexpr unsigned kSecret = 0600;

Error cannot_write(const fs::path& where, const std::string& why) {
  return {ErrorCode::cannot_write, where.string() + ": " + why};
}

Result<struct stat> look_at_folder(const fs::path& dir) {
  struct stat status {};
  if (::stat(dir.c_str(), &status) != 0) return cannot_write(dir, system_reason(errno));
  if (!S_ISDIR(status.st_mode)) return cannot_write(dir, "is no folder");
  return status;
}

Error not_ours(const fs::path& dir) {
  return cannot_write(dir, "belongs to another user: no secret is written there; run this as its "
                           "owner, or run `chown " +
                               std::to_string(::geteuid()) + " " + dir.string() + "`");
}

}  // namespace

SigningKey generate_key() {
  const LockedMemory<Bytes<32>> seed;
  fill_randomly(*seed);
  return SigningKey::from_seed(*seed);
}

Result<Passphrase> read_passphrase(const fs::path& file) {
  auto text = read_secret(file, kMaxPassphraseBytes + 2);
  if (!text) return text.error();
  if (text->ends_with('\n')) text->pop_back();
  if (text->ends_with('\r')) text->pop_back();
  auto passphrase = Passphrase::parse(*text);
  wipe(*text);
  if (!passphrase) return passphrase.error().at(file.string());
  return passphrase;
}

Result<SigningKey> read_private_key(const fs::path& file, const PassphraseSource& ask) {
  auto pem = read_secret(file, kMaxKeyFileBytes);
  if (!pem) return pem.error();
  std::optional<Passphrase> passphrase;
  if (SigningKey::is_encrypted(*pem) && ask) {
    auto given = ask(file);
    if (!given) return given.error();
    passphrase = std::move(*given);
  }
  auto key = SigningKey::from_pem(*pem, passphrase ? &*passphrase : nullptr);
  wipe(*pem);
  if (!key) return key.error().at(file.string());
  return key;
}

Result<void> write_private_key(const fs::path& file, const SigningKey& key,
                               const Passphrase* passphrase) {
  auto pem = passphrase == nullptr
                 ? Result<std::string>(key.pem())
                 : key.encrypted_pem(*passphrase, random_bytes<16>(), random_bytes<16>());
  if (!pem) return pem.error();
  auto written = write_new_file(file, *pem, kSecret);
  wipe(*pem);
  return written;
}

Result<void> write_public_key(const fs::path& file, const VerifyingKey& key) {
  return write_new_file(file, key.pem(), 0644);
}

Result<void> check_secret_folder(const fs::path& dir) {
  const auto status = look_at_folder(dir);
  if (!status) return status.error();
  if (status->st_uid != ::geteuid()) return not_ours(dir);
  if ((status->st_mode & 077) != 0) {
    return cannot_write(dir, "others may enter or read this folder: no secret is written there; "
                             "run `chmod 700 " + dir.string() + "`");
  }
  return {};
}

Result<void> check_shared_folder(const fs::path& dir) {
  const auto status = look_at_folder(dir);
  if (!status) return status.error();
  if ((status->st_mode & 022) == 0 || (status->st_mode & S_ISVTX) != 0) {
    if (status->st_uid == ::geteuid() || status->st_uid == 0) return {};
    return not_ours(dir);
  }
  return cannot_write(dir, "others may write in this folder: no secret is written there; choose "
                           "another, or run `chmod go-w " + dir.string() + "`");
}

}  // namespace tem
