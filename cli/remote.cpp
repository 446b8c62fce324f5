#include "remote.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "files.hpp"

namespace tem::cli {
namespace {

constexpr std::size_t kMaxTokenFileBytes = 4096;
constexpr std::string_view kTokenOption = "--token";

Result<std::string> token_of(const Remote& remote) {
  if (!remote.token_file.empty()) {
    auto text = read_file(remote.token_file, kMaxTokenFileBytes);
    if (!text) return text.error();
    while (!text->empty() && std::string_view(" \t\r\n").find(text->back()) != std::string::npos)
      text->pop_back();
    if (text->empty())
      return Error{ErrorCode::unauthorized, remote.token_file + ": holds no token"};
    return text;
  }
  if (!remote.token.empty()) return remote.token;
  const char* from_environment = std::getenv("TEM_TOKEN");
  return std::string(from_environment == nullptr ? "" : from_environment);
}

}  // namespace

void add_remote_options(CLI::App& app, Remote& remote) {
  auto* server = app.add_option("--server", remote.server,
                                "have the registry's service do it, where a command can");
  server->type_name("URL");
  auto* file = app.add_option("--token-file", remote.token_file,
                              "who asks, for --server: a file that holds a token");
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
               "let the token go unencrypted to another machine")
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
