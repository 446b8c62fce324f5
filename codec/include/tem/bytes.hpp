#pragma once
// Fixed-size byte strings, and their hexadecimal and base64 text.

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tem/result.hpp"

namespace tem {

template <std::size_t N>
using Bytes = std::array<std::byte, N>;

using Hash = Bytes<32>;       ///< SHA-256
using Signature = Bytes<64>;  ///< Ed25519, R ‖ S

inline std::span<const std::byte> as_bytes(std::string_view text) noexcept {
  return std::as_bytes(std::span(text.data(), text.size()));
}
inline std::string_view as_text(std::span<const std::byte> bytes) noexcept {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Lower-case hexadecimal, two digits a byte.
std::string to_hex(std::span<const std::byte> bytes);
/// Either case; errors: bad_length (odd), bad_character.
Result<std::vector<std::byte>> from_hex(std::string_view text);

/// RFC 4648 §4, with padding.
std::string to_base64(std::span<const std::byte> bytes);
/// Strict RFC 4648 §4: padding required, no line breaks, unused bits zero, so that one value has
/// one text. Errors: bad_length, bad_character, bad_value.
Result<std::vector<std::byte>> from_base64(std::string_view text);

/// FIPS 180-4. Stops the process in the one case that has no answer: OpenSSL out of memory.
Hash sha256(std::span<const std::byte> bytes);
/// SHA-256 of the concatenation, without making it.
Hash sha256(std::initializer_list<std::span<const std::byte>> parts);

}  // namespace tem
