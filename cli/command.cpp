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

Result<Registry> Context::open(Access access) const {
  return Registry::open(registry_dir(), access, passphrase_source(passphrase_file));
}

}  // namespace tem::cli
