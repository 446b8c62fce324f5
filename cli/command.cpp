#include "command.hpp"

#include <cstdlib>

#include "passphrase.hpp"

namespace tem::cli {

std::string Context::registry_dir() const {
  if (!registry.empty()) return registry;
  const char* from_environment = std::getenv("TEM_REGISTRY");
  if (from_environment != nullptr && *from_environment != '\0') return from_environment;
  return "registry";
}

std::optional<Idempotency> Context::once(std::string request) const {
  if (idempotency_key.empty()) return std::nullopt;
  return Idempotency{idempotency_key, std::move(request)};
}

std::string Context::service_key() const {
  return idempotency_key.empty() ? new_idempotency_key() : idempotency_key;
}

Result<void> Context::needs_folder() const {
  if (!remote.is_asked_for()) return {};
  return Error{ErrorCode::bad_usage,
               "--server: this is done where the registry's folder is; leave --server out there"};
}

Result<Registry> Context::open(Access access) const {
  if (auto ok = needs_folder(); !ok) return ok.error();
  return Registry::open(registry_dir(), access, passphrase_source(passphrase_file));
}

}  // namespace tem::cli
