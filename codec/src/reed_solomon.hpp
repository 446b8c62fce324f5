#pragma once
// Reed-Solomon over GF(256) with the polynomial and generators of QR (ISO/IEC 18004 annex A, B).

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tem {

/// Mends `block` (data, then `check_bytes`) in place. `missing` are places whose bytes are not to
/// be believed. The number of other bytes that were wrong; empty, and `block` as it was, if
/// missing + 2 × wrong would exceed check_bytes.
std::optional<int> mend_block(std::span<std::uint8_t> block, int check_bytes,
                              std::span<const int> missing);

}  // namespace tem
