#pragma once
// Where the passphrase of a key comes from: --passphrase-file, else $TEM_PASSPHRASE, else the
// terminal.
//
//   auto registry = Registry::open(dir, access, passphrase_source(context.passphrase_file));
//   auto under = passphrase_for_new(context.passphrase_file, plain, demonstration, "qn");
//   write_private_key(file, key, under->has_value() ? &**under : nullptr);

#include <optional>
#include <string>
#include <string_view>

#include "tem/key_file.hpp"

namespace CLI {
class App;
}

namespace tem::cli {

/// `file` is that of --passphrase-file, or empty; without it the environment is asked. Nothing when
/// neither gives one. Errors: those of read_passphrase and Passphrase::parse.
Result<std::optional<Passphrase>> given_passphrase(const std::string& file);

/// To open a key that is there. Error beside those above: bad_usage, when there is no terminal.
PassphraseSource passphrase_source(const std::string& file);

/// What a new key is written under; nothing: it is written plain, which must be asked for by name
/// (`plain`, of --plain-keys) or be for a demonstration. On a terminal it is typed twice; `what`
/// says for what. Error beside those above: bad_usage.
Result<std::optional<Passphrase>> passphrase_for_new(const std::string& file, bool plain,
                                                     bool demonstration, std::string_view what);

/// Describes --plain-keys.
void add_plain_keys(CLI::App& command, bool& plain);

}  // namespace tem::cli
