#pragma once
// Private keys in files of their own: PKCS#8 PEM, mode 0600, under a passphrase or plain.
//
//   write_private_key("key.pem", generate_key(), &passphrase);
//   auto key = read_private_key("key.pem", ask);      // asks only when the file is encrypted
//
// Where a passphrase comes from is the caller's affair (cli/passphrase.hpp).

#include <filesystem>
#include <functional>

#include "tem/keys.hpp"

namespace tem {

/// Called with the name of the file that is to be opened. Its error is handed on.
using PassphraseSource = std::function<Result<Passphrase>(const std::filesystem::path& file)>;

/// A new Ed25519 key from the operating system's random numbers.
SigningKey generate_key();

/// The one line that a file holds; its line end is not of it. Errors: not_found, cannot_read (also
/// when its group or others may read it), too_long, bad_value.
Result<Passphrase> read_passphrase(const std::filesystem::path& file);

/// No source: an encrypted file is refused. Errors, with the file: not_found, cannot_read (also
/// when its group or others may read it), too_long, bad_key, and those of `ask`.
Result<SigningKey> read_private_key(const std::filesystem::path& file, const PassphraseSource& ask);

/// A new file, on the disk when it returns; plain when there is no passphrase. Errors: exists,
/// cannot_write, crypto_failed.
Result<void> write_private_key(const std::filesystem::path& file, const SigningKey& key,
                               const Passphrase* passphrase);

/// A new file that anyone may read. Errors: exists, cannot_write.
Result<void> write_public_key(const std::filesystem::path& file, const VerifyingKey& key);

/// May a secret be written in this folder: it is ours, and closed to group and others. Error:
/// cannot_write, which says how to close it.
Result<void> check_secret_folder(const std::filesystem::path& dir);
/// The same for a folder that is not only for secrets: nobody else may rename what is in it. Group
/// and others may write there only under the sticky bit.
Result<void> check_shared_folder(const std::filesystem::path& dir);

}  // namespace tem
