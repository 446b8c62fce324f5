#include "sign_with.hpp"

#include <CLI/CLI.hpp>

#include "passphrase.hpp"

namespace tem::cli {

void add_sign_with(CLI::App& command, SignWith& options) {
  auto* file = command.add_option("--sign-with", options.file,
                                  "a private key that is not held in the registry, in PEM");
  file->type_name("FILE");
  command
      .add_option("--sign-passphrase-file", options.passphrase_file,
                  "its passphrase, where it is not the registry's")
      ->type_name("FILE")
      ->needs(file);
}

Result<SigningKey> read_sign_key(const Context& context, const SignWith& options) {
  const std::string& own = options.passphrase_file;
  return read_private_key(options.file,
                          passphrase_source(own.empty() ? context.passphrase_file : own));
}

Error not_registered(const SignWith& options) {
  return {ErrorCode::unknown_key,
          options.file + ": this key is not registered; register its public half with `tem key new "
                         "--producer ID --public FILE.pub`"};
}

Result<std::optional<KeyNumber>> lend_key(const Context& context, Registry& registry,
                                          const SignWith& options) {
  if (options.file.empty()) return std::optional<KeyNumber>();
  auto key = read_sign_key(context, options);
  if (!key) return key.error();
  auto record = registry.ledger().state().find_key(key->verifying_key());
  if (!record) return record.error();
  if (!*record) return not_registered(options);
  registry.lend_producer_key(*key);
  return std::optional<KeyNumber>((*record)->number);
}

}  // namespace tem::cli
