#pragma once
// --sign-with: a producer's private key that is not kept in the registry.

#include <optional>
#include <string>

#include "command.hpp"
#include "tem/fact.hpp"
#include "tem/keys.hpp"

namespace tem::cli {

struct SignWith {
  std::string file, passphrase_file;
};

/// Describes --sign-with and --sign-passphrase-file.
void add_sign_with(CLI::App& command, SignWith& options);

/// The key of --sign-with, which was given. Errors: those of read_private_key.
Result<SigningKey> read_sign_key(const Context& context, const SignWith& options);

/// unknown_key: its public half is not in the ledger.
Error not_registered(const SignWith& options);

/// Lends the key of --sign-with to the registry for this run; the number under which its public
/// half is registered, or nothing when the option was not given. Errors: unknown_key (not registered),
/// bad_usage, those of read_private_key.
Result<std::optional<KeyNumber>> lend_key(const Context& context, Registry& registry,
                                          const SignWith& options);

}  // namespace tem::cli
