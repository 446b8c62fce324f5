#pragma once
// HKDF-SHA256 (RFC 5869) without salt, to 32 bytes: how a lot's keys come from the registry's
// serial secret.

#include <span>
#include <string_view>

#include "tem/bytes.hpp"
#include "tem/result.hpp"

namespace tem {

/// Written to where the key is kept, so that no copy is left on the way. Error: crypto_failed.
Result<void> hkdf_sha256(std::span<const std::byte> secret, std::string_view info, Bytes<32>& key);

}  // namespace tem
