#pragma once
// A registry's `secrets/` folder: log.pem, serial.secret, and one PEM for each producer's key.
//
//   Secrets secrets("registry/secrets", ask);
//   auto key = secrets.log_key();           // the passphrase is asked for here, once for all keys
//
// Keys are opened once and kept: opening costs some 100 ms of scrypt. For several threads.

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>

#include "tem/key_file.hpp"
#include "tem/serial.hpp"

namespace tem {

class Secrets {
 public:
  Secrets(std::filesystem::path dir, PassphraseSource ask);

  /// Makes the folder with a log key and a serial secret. Errors: cannot_write, crypto_failed.
  static Result<void> create(const std::filesystem::path& dir, const SigningKey& log_key,
                             const Passphrase* passphrase);

  /// Errors: key_unusable when no passphrase opens the file, or its public half is not `log`'s;
  /// cannot_read, also when group or others may enter the folder; those of read_private_key.
  Result<SigningKey> log_key(const VerifyingKey& log);
  /// What the log's key is under, after it has opened that key; nothing when the key is plain.
  Result<std::optional<Passphrase>> passphrase(const VerifyingKey& log);
  /// Errors: not_found; those of log_key.
  Result<SigningKey> producer_key(const VerifyingKey& key);
  /// Is its private half here? Opens nothing.
  [[nodiscard]] bool holds(const VerifyingKey& key) const;
  /// Found by producer_key from now on, and written nowhere.
  void lend(const SigningKey& key);
  /// Refused when the folder is open to others. Errors: those of check_secret_folder and
  /// write_private_key.
  [[nodiscard]] Result<void> store(const SigningKey& key, const Passphrase* passphrase) const;
  /// Errors: not_found, cannot_read; refused when others may read the file or enter the folder.
  [[nodiscard]] Result<SerialSecret> serial_secret() const;

 private:
  Result<SigningKey> open(const std::filesystem::path& file, const VerifyingKey& wanted);
  [[nodiscard]] std::filesystem::path file_of(const VerifyingKey& key) const;

  std::filesystem::path dir_;
  PassphraseSource ask_;
  std::mutex mutex_;  // of what follows
  std::optional<Result<Passphrase>> given_;
  std::map<Bytes<32>, SigningKey> opened_;  // by public key
};

}  // namespace tem
