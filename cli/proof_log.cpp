#include "proof_log.hpp"

namespace tem::cli {

Result<ProofLog> proof_log(const Context& context, const std::string& vkey) {
  constexpr std::string_view kDefaultTimeZone = "Asia/Ho_Chi_Minh";
  if (!vkey.empty()) {
    auto key = NoteKey::parse(vkey);
    if (!key) return key.error().at("--vkey");
    return ProofLog{std::move(*key), std::string(kDefaultTimeZone)};
  }
  auto registry = context.open(Access::read);
  if (!registry) return registry.error().at("--vkey was not given");
  return ProofLog{registry->log_vkey(), registry->settings().time_zone};
}

}  // namespace tem::cli
