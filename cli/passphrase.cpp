#include "passphrase.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>

#include "prompt.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

constexpr const char* kVariable = "TEM_PASSPHRASE";

/// Nothing where there is no terminal.
Result<std::optional<Passphrase>> typed(const std::string& question) {
  auto line = ask_hidden(question, kMaxPassphraseBytes);
  if (!line) return line.error();
  if (!*line) return std::optional<Passphrase>();
  auto passphrase = Passphrase::parse(**line);
  wipe(**line);
  if (!passphrase) return passphrase.error();
  return std::optional<Passphrase>(std::move(*passphrase));
}

}  // namespace

Result<std::optional<Passphrase>> given_passphrase(const std::string& file) {
  if (!file.empty()) {
    auto passphrase = read_passphrase(file);
    if (!passphrase) return passphrase.error();
    return std::optional<Passphrase>(std::move(*passphrase));
  }
  const char* from_environment = std::getenv(kVariable);
  if (from_environment == nullptr) return std::optional<Passphrase>();
  auto passphrase = Passphrase::parse(from_environment);
  if (!passphrase) return passphrase.error().at(kVariable);
  return std::optional<Passphrase>(std::move(*passphrase));
}

PassphraseSource passphrase_source(const std::string& file) {
  return [file](const std::filesystem::path& key_file) -> Result<Passphrase> {
    auto given = given_passphrase(file);
    if (given && !*given) given = typed("Passphrase for " + printable(key_file.string()) + ": ");
    if (!given) return given.error();
    if (*given) return std::move(**given);
    return Error{ErrorCode::bad_usage,
                 key_file.string() + ": is encrypted; give its passphrase with --passphrase-file "
                                     "FILE or in TEM_PASSPHRASE"};
  };
}

Result<std::optional<Passphrase>> passphrase_for_new(const std::string& file, bool plain,
                                                     bool demonstration, std::string_view what) {
  if (plain && !file.empty()) {
    return Error{ErrorCode::bad_usage,
                 "--plain-keys and --passphrase-file exclude each other: give one of them"};
  }
  if (plain) return std::optional<Passphrase>();
  auto given = given_passphrase(file);
  if (!given || *given || demonstration) return given;
  auto first = typed("New passphrase for " + printable(what) + ": ");
  if (!first) return first;
  if (!*first) {
    return Error{ErrorCode::bad_usage,
                 "no passphrase for the new keys: give --passphrase-file FILE or TEM_PASSPHRASE, "
                 "or --plain-keys for keys that work for whoever has the file"};
  }
  auto second = typed("Once more: ");
  if (!second) return second;
  if (!*second || **first != **second) {
    return Error{ErrorCode::bad_usage, "the two passphrases differ; nothing was made"};
  }
  return first;
}

void add_plain_keys(CLI::App& command, bool& plain) {
  command.add_flag("--plain-keys", plain, "write private keys without a passphrase");
}

}  // namespace tem::cli
