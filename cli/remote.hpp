#pragma once
// --server: what a command does with a registry's folder, done by the registry's service.
//
//   tem --server https://tem.example --token-file ~/.tem-token void --gtin … --lot … --range 7

#include <string>
#include <string_view>

#include "tem/service_client.hpp"

namespace CLI {
class App;
}

namespace tem::cli {

struct Remote {
  std::string server, token, token_file, ca_file;
  bool plain_http = false;
  [[nodiscard]] bool is_asked_for() const noexcept { return !server.empty(); }
};

void add_remote_options(CLI::App& app, Remote& remote);

/// Does a service do this command, "tem product add"? Error: bad_usage, which says why not, and
/// what to do.
Result<void> check_remote_command(std::string_view command);

/// Takes the value of --token out of what `ps` shows of this process.
void hide_token(int argc, char** argv);

/// The token is that of --token-file, --token or $TEM_TOKEN, in this order; it may be left out
/// where the service answers anyone. Errors: those of read_token and ServiceClient::make.
Result<ServiceClient> open_service(const Remote& remote);

}  // namespace tem::cli
