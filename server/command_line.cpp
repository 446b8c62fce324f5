#include "command_line.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <vector>

#include "tem/manual_options.hpp"

namespace temd {
namespace {

constexpr std::string_view kFile = "temd.toml";

struct Flags {
  std::string registry = "registry";
  std::optional<std::string> config, listen, tls_cert, tls_key, passphrase_file;
  std::optional<unsigned> threads;
  std::vector<std::string> set;
  bool access_log = false, print_config = false;
};

tem::ManualTexts manual() {
  return {
      .section = 8,
      .variables = {{"TEM_REGISTRY", "the registry's folder, where --registry is not given"},
                    {"NOTIFY_SOCKET", "set by systemd, which is told when stamps are answered"}},
      .files = {{"temd.toml", "in the registry's folder: settings; `temd --print-config` prints "
                              "every one with what it means"},
                {"/etc/tem/temd.toml", "the settings of the packaged service"},
                {"/var/lib/tem/registry/", "the registry of the packaged service"}},
      .statuses = {{"0", "stopped as asked"},
                   {"1", "the ledger is damaged"},
                   {"2", "wrong usage or settings"},
                   {"3", "could not serve"}},
      .see_also = {"tem(1)"}};
}

void declare(CLI::App& app, Flags& flags) {
  app.name("temd");
  add_manual_options(app, manual());
  app.add_option("--registry", flags.registry, "the registry's folder")
      ->envname("TEM_REGISTRY")
      ->type_name("DIR")
      ->capture_default_str();
  app.add_option("--config", flags.config, "settings, in place of the registry's temd.toml")
      ->type_name("FILE");
  app.add_option("--listen", flags.listen,
                 "address and port; port 0 takes a free one [127.0.0.1:8080]")
      ->type_name("ADDRESS:PORT");
  app.add_option("--threads", flags.threads, "threads that look at stamps, 1 to 256 [one a core]")
      ->check(CLI::Range(1U, tem::kMaxThreads).description(""))
      ->type_name("N");
  app.add_option("--tls-cert", flags.tls_cert,
                 "certificate with its chain, PEM: TLS only; SIGHUP reads it again")
      ->type_name("FILE");
  app.add_option("--tls-key", flags.tls_key, "the certificate's key, PEM")->type_name("FILE");
  app.add_option("--passphrase-file", flags.passphrase_file,
                 "the line that opens the registry's private keys, for facts and lots")
      ->type_name("FILE");
  app.add_flag("--access-log", flags.access_log, "one line on stderr for each request");
  app.add_option("--set", flags.set, "any setting, as limits.idle_ms=5000; may be given again")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->take_all();
  app.add_flag("--print-config", flags.print_config,
               "print every setting in force, as a temd.toml, and end");
  app.set_version_flag("--version", "temd " TEM_VERSION);
  app.footer("Example:\n  temd --registry ./registry --listen 127.0.0.1:8080");
}

/// None: there is no such file, and none was asked for.
tem::Result<std::optional<std::string>> read_file(const Flags& flags) {
  const std::filesystem::path path = flags.config ? std::filesystem::path(*flags.config)
                                                  : flags.registry / std::filesystem::path(kFile);
  std::error_code ec;
  if (!flags.config && !std::filesystem::exists(path, ec) && !ec)
    return std::optional<std::string>();
  std::ifstream file(path, std::ios::binary);
  std::string text(tem::kMaxSettingsBytes + 1, '\0');
  if (!std::filesystem::is_regular_file(path, ec) || !file ||
      (!file.read(text.data(), static_cast<std::streamsize>(text.size())) && file.bad()))
    return tem::Error{
        tem::ErrorCode::cannot_read,
        path.string() + ": the settings cannot be read; give a file that temd may read"};
  text.resize(static_cast<std::size_t>(file.gcount()));
  return std::optional(std::move(text));
}

/// The file, then --set in its order, then the flags that have names.
tem::Result<tem::ServiceSettings> settings_of(const Flags& flags) {
  tem::ServiceSettings settings;
  const auto text = read_file(flags);
  if (!text) return text.error();
  if (*text) {
    const std::string where =
        flags.config ? *flags.config : (flags.registry / std::filesystem::path(kFile)).string();
    auto read = tem::parse_service_settings(**text, where, std::move(settings));
    if (!read) return read.error();
    settings = std::move(*read);
  }
  for (const std::string& assignment : flags.set) {
    auto read = tem::set_one(assignment, std::move(settings));
    if (!read) return read.error();
    settings = std::move(*read);
  }
  if (flags.listen) settings.listen = *flags.listen;
  if (flags.threads) settings.threads = *flags.threads;
  if (flags.tls_cert) settings.tls_cert = *flags.tls_cert;
  if (flags.tls_key) settings.tls_key = *flags.tls_key;
  if (flags.passphrase_file) settings.passphrase_file = *flags.passphrase_file;
  settings.access_log = settings.access_log || flags.access_log;
  if (auto good = tem::check_together(settings); !good) return good.error();
  return settings;
}

int print_config(const tem::ServiceSettings& settings) {
  const std::string text = tem::settings_text(settings);
  // A flag may hold what a file may not.
  if (const auto again = tem::parse_service_settings(text, "--print-config"); !again)
    return fail(kWrongUsage, again.error().str());
  const bool written = std::fputs(text.c_str(), stdout) >= 0 && std::fflush(stdout) == 0;
  return written ? 0 : fail(kCannotServe, "standard output: could not be written");
}

}  // namespace

int fail(int status, const std::string& line) {
  std::fprintf(stderr, "temd: %s\n", line.c_str());
  return status;
}

std::variant<CommandLine, int> read_command_line(int argc, char** argv) {
  Flags flags;
  CLI::App app{"Serves a registry: answers every scanned stamp."};
  declare(app, flags);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& done) {  // --help, --version
    return app.exit(done);
  } catch (const CLI::ParseError& wrong) {
    return fail(kWrongUsage, std::string(wrong.what()) + "; see temd --help");
  }
  auto settings = settings_of(flags);
  if (!settings) return fail(tem::exit_status(settings.error().code), settings.error().str());
  if (flags.print_config) return print_config(*settings);
  return CommandLine{std::move(flags.registry), std::move(*settings)};
}

}  // namespace temd
