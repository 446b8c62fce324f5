#include "remote.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <string_view>

#include "tem/token.hpp"

namespace tem::cli {
namespace {

constexpr std::string_view kTokenOption = "--token";

Result<std::string> token_of(const Remote& remote) {
  if (!remote.token_file.empty()) {
    auto token = read_token(remote.token_file);
    if (!token) return token.error();
    return token->str();
  }
  if (!remote.token.empty()) return remote.token;
  const char* from_environment = std::getenv("TEM_TOKEN");
  return std::string(from_environment == nullptr ? "" : from_environment);
}

constexpr std::string_view kByService[] = {
    "tem issue",       "tem print",          "tem activate",          "tem void",
    "tem recall",      "tem verify",         "tem producer add",      "tem producer update",
    "tem product add", "tem product update", "tem certificate grant", "tem certificate revoke",
    "tem key new",     "tem key retire",     "tem key compromise",
};

/// Commands that begin so, and why no service does them.
struct Local {
  std::string_view command, why;
};
constexpr std::string_view kAsksNobody = "asks no registry's service: leave --server out";
constexpr std::string_view kKeptThere =
    "what it is about never leaves the registry's folder: run it there";
constexpr std::string_view kCountersThere =
    "a service tells its counters at /api/v1/stats and /api/v1/lots/GTIN/LOT/scans; run it in the "
    "registry's folder, or ask there";
constexpr std::string_view kReadsLedger =
    "reads the ledger itself: run it where the registry's folder is, or with --registry on the "
    "checked "
    "copy that `tem log follow` makes";
constexpr Local kLocal[] = {
    {"tem init", kAsksNobody},     {"tem inspect", kAsksNobody},
    {"tem template", kAsksNobody}, {"tem key generate", kAsksNobody},
    {"tem witness", kAsksNobody},  {"tem log follow", kAsksNobody},
    {"tem token", kKeptThere},     {"tem scans stats", kCountersThere},
    {"tem scans", kKeptThere},     {"tem reports", kKeptThere},
    {"tem backup", kKeptThere},    {"tem restore", kKeptThere},
};

}  // namespace

Result<void> check_remote_command(std::string_view command) {
  if (std::ranges::find(kByService, command) != std::end(kByService)) return {};
  const auto* const local = std::ranges::find_if(
      kLocal, [&](const Local& one) { return command.starts_with(one.command); });
  return Error{ErrorCode::bad_usage,
               '`' + std::string(command) + "` with --server: " +
                   std::string(local == std::end(kLocal) ? kReadsLedger : local->why)};
}

void add_remote_options(CLI::App& app, Remote& remote) {
  auto* server = app.add_option("--server", remote.server,
                                "have the registry's service do it, where a command can");
  server->type_name("URL");
  auto* file = app.add_option("--token-file", remote.token_file,
                              "who asks, for --server: a file that holds a token, mode 0600");
  file->type_name("FILE")->needs(server);
  app.add_option("--token", remote.token, "the token itself; else $TEM_TOKEN")
      ->type_name("TOKEN")
      ->needs(server)
      ->excludes(file);
  app.add_option("--ca", remote.ca_file,
                 "certificates to trust for --server, in PEM, in place of the system's")
      ->type_name("FILE")
      ->needs(server);
  app.add_flag("--plain-http", remote.plain_http,
               "go to another machine unencrypted, token and all")
      ->needs(server);
}

void hide_token(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    char* secret = nullptr;
    if (word == kTokenOption && i + 1 < argc) secret = argv[i + 1];
    if (word.starts_with(kTokenOption) && word.substr(kTokenOption.size()).starts_with('='))
      secret = argv[i] + kTokenOption.size() + 1;
    if (secret != nullptr) std::memset(secret, '*', std::strlen(secret));
  }
}

Result<ServiceClient> open_service(const Remote& remote) {
  auto token = token_of(remote);
  if (!token) return token.error();
  return ServiceClient::make({.url = remote.server,
                              .token = std::move(*token),
                              .ca_file = remote.ca_file,
                              .allow_plain_http = remote.plain_http});
}

}  // namespace tem::cli
